"""The grid with the tiles of jobs: their links, their menu, their rings that turn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHelpEvent, QHideEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors import Billed
from desktop_app.core.job import Job
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.ui.gallery.delegate import TileDelegate
from desktop_app.ui.gallery.grid_view import GridView
from desktop_app.ui.gallery.pulse import Pulse
from desktop_app.ui.gallery.tile_words import TileAction, action_words, actions_of, tooltip_words
from desktop_app.ui.offers import Offers
from desktop_app.ui.theme.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex


class JobsView(GridView):
    """A grid whose jobs can be cancelled, sent again, corrected and put away.

    Signals:
        job_cancelled(str), job_details_requested(str): what a person wants of the job with this id.
        job_retried(Job), job_dismissed(Job): what a person wants of an ended job, as it was shown.
        job_corrected(Job, GenerationRequest): this order is to be sent in place of the refused one of the job.
    """

    job_cancelled = Signal(str)
    job_retried = Signal(object)
    job_corrected = Signal(object, object)
    job_dismissed = Signal(object)
    job_details_requested = Signal(str)

    # Qt calls overrides from within the constructor, when not everything is there yet.
    _is_made = False

    def __init__(
        self, theme: Theme, model: GalleryModel, loader: ThumbnailLoader, tile_px: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, model, tile_px, parent)
        self._offers = Offers()
        self._delegate = TileDelegate(theme, loader, self, self._offers)
        self._pulse = Pulse(self.viewport())
        self._pulse_soon = QTimer(self, singleShot=True, interval=0)
        self._pulse_soon.timeout.connect(self._update_pulse)
        self._pressed: tuple[int, TileAction] | None = None
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self._is_made = True

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Offer what these models take in place of what was refused."""
        self._offers.set_catalogue(catalogue)
        self.viewport().update()

    def show_job(self, job_id: str) -> None:
        """Bring a job's tile into sight."""
        row = self._gallery.row_of(job_id)
        if row is not None:
            self.scrollTo(self._gallery.index(row))

    def open_job(self, job: Job) -> None:
        """Do the main thing that can be done with an ended job, or tell its details.

        What may buy a second picture, or a dearer one, needs more than one key.
        """
        if TileAction.RETRY not in actions_of(job):
            return
        offer = self._offers.of(job)
        is_dearer = offer is not None and offer.is_dearer
        is_harmless = job.has_spool or (job.billed is Billed.NO and not is_dearer)
        self._do(actions_of(job, offer)[0] if is_harmless else TileAction.DETAILS, job)

    def leave_job(self, job: Job) -> bool:
        """Cancel a job under way, or put an ended one out of sight; say whether that can be done."""
        action = next((each for each in (TileAction.CANCEL, TileAction.DISMISS) if each in actions_of(job)), None)
        if action is not None:
            self._do(action, job)
        return action is not None

    def job_menu(self, job: Job) -> QMenu:
        """Return a menu of what can be done with a job; it deletes itself when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        offer = self._offers.of(job)
        for action in actions_of(job, offer):
            item = QAction(action_words(action, job, offer).replace("&", "&&"), menu)
            item.setData((job, action))
            item.triggered.connect(self._on_menu_triggered)
            menu.addAction(item)
        return menu

    def dataChanged(self, first: AnyIndex, last: AnyIndex, roles: Sequence[int] = ()) -> None:
        super().dataChanged(first, last, roles)
        self._look_at_rings()

    def doItemsLayout(self) -> None:
        super().doItemsLayout()
        self._look_at_rings()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._look_at_rings()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._update_pulse()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._update_pulse()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self._link_at(event.position()) if is_left else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point_at(self._link_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed == self._link_at(event.position()):
            row, action = pressed
            entry = self._gallery.entry(row)
            if isinstance(entry, Job):
                self._do(action, entry)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a picture; of a job, two quick clicks tell the details and never send anything."""
        entry = self._entry_at(event.position())
        if not isinstance(entry, Job):
            super().mouseDoubleClickEvent(event)
        elif TileAction.DETAILS in actions_of(entry) and self._link_at(event.position()) is None:
            self._do(TileAction.DETAILS, entry)

    def viewportEvent(self, event: object) -> bool:
        """Show the whole story of an ended job when the mouse rests on it; a mouse that leaves points at nothing."""
        if isinstance(event, QHelpEvent):
            entry = self._entry_at(QPointF(event.pos()))
            text = tooltip_words(entry, self._offers.of(entry)) if isinstance(entry, Job) else ""
            QToolTip.showText(event.globalPos(), _as_plain(text), self.viewport())
            return True
        return super().viewportEvent(event)  # type: ignore[arg-type]

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)  # type: ignore[arg-type]
        self._point_at(None)

    def _do(self, action: TileAction, job: Job) -> None:
        offer = self._offers.of(job)
        if action is TileAction.CORRECT:
            if offer is not None:
                self.job_corrected.emit(job, offer.request)
        elif action is TileAction.RETRY:
            self.job_retried.emit(job)
        elif action is TileAction.DISMISS:
            self.job_dismissed.emit(job)
        else:
            {TileAction.CANCEL: self.job_cancelled, TileAction.DETAILS: self.job_details_requested}[action].emit(job.id)

    def _on_menu_triggered(self) -> None:
        item = self.sender()
        assert isinstance(item, QAction)
        job, action = item.data()
        row = self._gallery.row_of(job.id)
        entry = self._gallery.entry(row) if row is not None else None
        if isinstance(entry, Job) and action in actions_of(entry, self._offers.of(entry)):
            # The word is for what the menu was opened on, which may have changed meanwhile.
            self._do(action, job)

    def _look_at_rings(self) -> None:
        """Look soon at what turns in sight, once for all that happens together."""
        if self._is_made and not self._pulse_soon.isActive():
            self._pulse_soon.start()

    def _update_pulse(self) -> None:
        tiles: list[tuple[Job, QRect, QRect]] = []
        if self.isVisible():
            # Only what is in sight is looked at: a thousand jobs tell of a change each, one after the other.
            for row in (row for run in self.rows_in_sight() for row in run):
                job = self._gallery.entry(row)
                if isinstance(job, Job):
                    cell = self.cell_rect(row)
                    ring = self._delegate.job_tile.layout(job, QRectF(cell), self._gallery).ring
                    tiles.append((job, cell, ring.toAlignedRect() if ring is not None else QRect()))
        self._pulse.show_tiles(tiles)

    def _entry_at(self, point: QPointF) -> object:
        index = self.indexAt(point.toPoint())
        return self._gallery.entry(index.row()) if index.isValid() else None

    def _link_at(self, point: QPointF) -> tuple[int, TileAction] | None:
        index = self.indexAt(point.toPoint())
        entry = self._gallery.entry(index.row()) if index.isValid() else None
        if not isinstance(entry, Job):
            return None
        parts = self._delegate.job_tile.layout(entry, QRectF(self.cell_rect(index.row())), self._gallery)
        action = parts.action_at(point)
        return None if action is None else (index.row(), action)

    def _point_at(self, link: tuple[int, TileAction] | None) -> None:
        pointed = link if link is not None else (-1, None)
        before = self._delegate.under_mouse
        if pointed == before:
            return
        self._delegate.under_mouse = pointed
        for row in {before[0], pointed[0]}:
            if 0 <= row < self.geometry_of_rows().count:
                self.update_row(row)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor if link is None else Qt.CursorShape.PointingHandCursor)


def _as_plain(text: str) -> str:
    """Return text that a tooltip shows as it is, whatever the text looks like."""
    from html import escape

    return f"<p style='white-space:pre-wrap'>{escape(text)}</p>" if text else ""
