"""The gallery: the library's pictures and the jobs that become pictures, and what can be done with them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors import Billed
from desktop_app.core.job import Job
from desktop_app.core.settings import TILE_PX_MAX, TILE_PX_MIN
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.image_mime import image_mime
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.store.image_row import ImageRow
from desktop_app.ui.gallery.delegate import TileDelegate
from desktop_app.ui.gallery.drag import start_drag
from desktop_app.ui.gallery.grid_view import GridView
from desktop_app.ui.gallery.pulse import Pulse
from desktop_app.ui.gallery.tile_words import TileAction, action_words, actions_of, entry_words, tooltip_words
from desktop_app.ui.offers import Offers
from desktop_app.ui.theme.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex

_TOLD_MAX = 1000
_ZOOM_STEP_PX = 24


class GalleryView(GridView):
    """The grid of one library, with the tiles of jobs.

    Signals:
        deletion_requested(): the chosen pictures are to be deleted.
        image_activated(ImageRow): a picture was opened, by double click or Enter.
        selection_changed_to(list[ImageRow]): other pictures are chosen; of very many the first thousand are told.
        image_menu_requested(list[ImageRow], QPoint): a menu for the chosen pictures is wanted at a place of the screen.
        tile_px_changed(int): the wheel with Ctrl asks for cells of another size.
        job_cancelled(str), job_details_requested(str): what a person wants of the job with this id.
        job_retried(Job), job_dismissed(Job): what a person wants of an ended job, as it was shown.
        job_corrected(Job, GenerationRequest): this order is to be sent in place of the refused one of the job.
    """

    image_activated = Signal(object)
    selection_changed_to = Signal(object)
    image_menu_requested = Signal(object, object)
    tile_px_changed = Signal(int)
    job_cancelled = Signal(str)
    job_retried = Signal(object)
    job_corrected = Signal(object, object)
    job_dismissed = Signal(object)
    job_details_requested = Signal(str)
    deletion_requested = Signal()

    # Qt calls overrides from within the constructor, when not everything is there yet.
    _is_made = False

    def __init__(
        self, theme: Theme, model: GalleryModel, loader: ThumbnailLoader, tile_px: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, model, tile_px, parent)
        self._loader = loader
        self._offers = Offers()
        self._delegate = TileDelegate(theme, loader, self, self._offers)
        self._pulse = Pulse(self.viewport())
        self._pulse_soon = QTimer(self, singleShot=True, interval=0)
        self._pulse_soon.timeout.connect(self._update_pulse)
        self._pressed: tuple[int, TileAction] | None = None
        self._tell_soon = QTimer(self, singleShot=True, interval=0)
        self._tell_soon.timeout.connect(self._tell_selection)
        self.setAccessibleName(self.tr("Library"))
        self.setItemDelegate(self._delegate)
        self.setDragEnabled(True)
        self.setMouseTracking(True)
        model.accessible_text = entry_words
        self._is_made = True
        self.setModel(model)
        self.activated.connect(self._on_activated)
        loader.loaded.connect(self._on_thumbnail_loaded)
        model.image_replaced.connect(self._on_image_replaced)

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Offer what these models take in place of what was refused."""
        self._offers.set_catalogue(catalogue)
        self.viewport().update()

    def selected_images(self) -> list[ImageRow]:
        """Return the chosen pictures whose rows are known, in the order of the grid; at most a thousand."""
        model = self._gallery
        found: list[ImageRow] = []
        for part in sorted(self.selectionModel().selection().toList(), key=lambda part: part.top()):
            for row in range(part.top(), part.bottom() + 1):
                if len(found) == _TOLD_MAX:
                    return found
                entry = model.entry(row)
                if isinstance(entry, ImageRow):
                    found.append(entry)
        return found

    def selected_keys(self) -> array[int]:
        """Return the keys of all chosen pictures, in the order of the grid."""
        keys = array("q")
        for part in sorted(self.selectionModel().selection().toList(), key=lambda part: part.top()):
            keys.extend(self._gallery.keys_between(part.top(), part.bottom()))
        return keys

    def current_image(self) -> ImageRow | None:
        """Return the picture that the keys stand on."""
        entry = self._gallery.entry(self.currentIndex().row()) if self.currentIndex().isValid() else None
        return entry if isinstance(entry, ImageRow) else None

    def copy_selected(self) -> None:
        """Put the chosen pictures on the clipboard: as files, and a single one as pixels too."""
        rows = self.selected_images()
        if rows:
            QGuiApplication.clipboard().setMimeData(image_mime(rows))

    def show_image(self, key: int) -> None:
        """Choose a picture by its key and bring it into sight, if it is shown."""
        row = self._gallery.row_of(key)
        if row is not None:
            self.setCurrentIndex(self._gallery.index(row))

    def show_job(self, job_id: str) -> None:
        """Bring a job's tile into sight."""
        row = self._gallery.row_of(job_id)
        if row is not None:
            self.scrollTo(self._gallery.index(row))

    def startDrag(self, _actions: Qt.DropAction) -> None:
        rows = self.selected_images()
        if rows:
            current = self._gallery.entry(self.currentIndex().row())
            shown = current if isinstance(current, ImageRow) else rows[0]
            cell_px = self.geometry_of_rows().cell
            thumbnail = self._loader.image(shown.path, cell_px, self.devicePixelRatioF(), shown.sha256)
            start_drag(self, rows, thumbnail, self._theme)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._tell_soon.start()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        for index in (current, previous):
            if index.isValid() and index.row() < self.geometry_of_rows().count:
                self.update_row(index.row())

    def dataChanged(self, first: AnyIndex, last: AnyIndex, roles: Sequence[int] = ()) -> None:
        super().dataChanged(first, last, roles)
        if any(
            part.top() <= last.row() and part.bottom() >= first.row()
            for part in self.selectionModel().selection().toList()
        ):
            self._tell_soon.start()
        self._look_at_rings()

    def doItemsLayout(self) -> None:
        super().doItemsLayout()
        self._look_at_rings()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._loader.keep_wishes(self._paths_in_sight())
        self._look_at_rings()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._update_pulse()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._update_pulse()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = _ZOOM_STEP_PX if event.angleDelta().y() > 0 else -_ZOOM_STEP_PX
            self.tile_px_changed.emit(min(max(self.tile_px + step, TILE_PX_MIN), TILE_PX_MAX))
            event.accept()
        else:
            super().wheelEvent(event)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry = self._gallery.entry(self.currentIndex().row()) if self.currentIndex().isValid() else None
        is_delete = event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
        if isinstance(entry, Job) and is_delete:
            for action in (TileAction.CANCEL, TileAction.DISMISS):
                if action in actions_of(entry):
                    self._do(action, entry)
                    return
        elif is_delete:
            self.deletion_requested.emit()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        entry = self._gallery.entry(self.currentIndex().row()) if self.currentIndex().isValid() else None
        if isinstance(entry, Job):
            self.job_menu(entry).popup(at)
        elif self.selected_images():
            self.image_menu_requested.emit(self.selected_images(), at)

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

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.geometry_of_rows().count:
            self._paint_nothing()

    def _paint_nothing(self) -> None:
        query = self._gallery.snapshot.query
        text = self.tr("Nothing found for “{query}”.").replace("{query}", query) if query else ""
        painter = QPainter(self.viewport())
        painter.setPen(self._theme.color("dim"))
        painter.drawText(QRectF(self.viewport().rect()), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)
        painter.end()

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

    def _on_activated(self, index: QModelIndex) -> None:
        entry = self._gallery.entry(index.row())
        if isinstance(entry, ImageRow):
            self.image_activated.emit(entry)
        elif isinstance(entry, Job) and TileAction.RETRY in actions_of(entry):
            # What may buy a second picture, or a dearer one, needs more than one key.
            offer = self._offers.of(entry)
            is_dearer = offer is not None and offer.is_dearer
            is_harmless = entry.has_spool or (entry.billed is Billed.NO and not is_dearer)
            main = actions_of(entry, offer)[0]
            self._do(main if is_harmless else TileAction.DETAILS, entry)

    def _on_menu_triggered(self) -> None:
        item = self.sender()
        assert isinstance(item, QAction)
        job, action = item.data()
        row = self._gallery.row_of(job.id)
        entry = self._gallery.entry(row) if row is not None else None
        if isinstance(entry, Job) and action in actions_of(entry, self._offers.of(entry)):
            # The word is for what the menu was opened on, which may have changed meanwhile.
            self._do(action, job)

    def _on_thumbnail_loaded(self, path: str) -> None:
        row = self._gallery.row_of_path(path)
        if row is not None and row < self.geometry_of_rows().count:
            self.viewport().update(self.cell_rect(row))

    def _on_image_replaced(self, path: str) -> None:
        self._loader.forget(path)

    def _tell_selection(self) -> None:
        self.selection_changed_to.emit(self.selected_images())

    def _paths_in_sight(self) -> set[str]:
        entries = (self._gallery.entry(row) for run in self.rows_in_sight() for row in run)
        return {entry.path for entry in entries if isinstance(entry, ImageRow)}

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
