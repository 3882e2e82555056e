"""The gallery: the library's pictures and the jobs that become pictures, and what can be done with them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain, islice

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.core.job import Job
from desktop_app.core.settings import TILE_PX_MAX, TILE_PX_MIN
from desktop_app.qt.gallery_model import Entry, GalleryModel
from desktop_app.qt.image_mime import image_mime
from desktop_app.qt.stack_place import stack_place
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.store.image_row import ImageRow
from desktop_app.ui.gallery.drag import start_drag
from desktop_app.ui.gallery.jobs_view import JobsView
from desktop_app.ui.gallery.stack_badge import stack_words
from desktop_app.ui.gallery.tile_words import entry_words
from desktop_app.ui.gallery.type_ahead import TypeAhead
from desktop_app.ui.theme.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex

_TOLD_MAX = 1000
_ZOOM_STEP_PX = 24


class GalleryView(JobsView):
    """The grid of one library, with the tiles of jobs.

    Signals:
        deletion_requested(): the chosen pictures are to be deleted.
        image_activated(ImageRow): a picture was opened, by double click or Enter.
        selection_changed_to(list[ImageRow]): other pictures are chosen; of very many the first thousand are told.
        image_menu_requested(list[ImageRow], QPoint): a menu for the chosen pictures is wanted at a place of the screen.
        tile_px_changed(int): the wheel with Ctrl asks for cells of another size.
        beginning_sought(str, key or None, bool): the next picture that begins so is wanted, behind this one or from it on.
        stack_toggled(key, bool): the stack of this picture is to be opened, or closed.
    """

    image_activated = Signal(object)
    selection_changed_to = Signal(object)
    image_menu_requested = Signal(object, object)
    tile_px_changed = Signal(int)
    deletion_requested = Signal()
    stack_toggled = Signal(object, bool)
    beginning_sought = Signal(str, object, bool)

    def __init__(
        self, theme: Theme, model: GalleryModel, loader: ThumbnailLoader, tile_px: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, model, loader, tile_px, parent)
        self._loader = loader
        self._pressed_stack: int | None = None
        self.type_ahead = TypeAhead(self)
        self.type_ahead.sought.connect(self._on_sought)
        self._tell_soon = QTimer(self, singleShot=True, interval=0)
        self._tell_soon.timeout.connect(self._tell_selection)
        self.setAccessibleName(self.tr("Library"))
        self.setDragEnabled(True)
        model.accessible_text = self._words_of
        self.setModel(model)
        self.activated.connect(self._on_activated)
        loader.loaded.connect(self._on_thumbnail_loaded)
        model.image_replaced.connect(self._on_image_replaced)

    def selected_images(self) -> list[ImageRow]:
        """Return those of the first thousand chosen pictures whose rows are known, in the order of the grid."""
        parts = sorted(self.selectionModel().selection().toList(), key=lambda part: part.top())
        rows = chain.from_iterable(range(part.top(), part.bottom() + 1) for part in parts)
        entries = (self._gallery.entry(row) for row in islice(rows, _TOLD_MAX))
        return [entry for entry in entries if isinstance(entry, ImageRow)]

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

    def toggle_stack(self) -> None:
        """Open the stack on which the keys stand, or close it, whichever of its pictures that is."""
        image = self.current_image()
        if image is not None:
            self._toggle_stack_of(image.key)

    def show_beginning(self, text: str, key: object) -> None:
        """Go to the picture that was sought, `None` where there is none."""
        self.type_ahead.show_found(text, is_found=key is not None)
        if isinstance(key, int):
            self.show_image(key)

    def keyboardSearch(self, text: str) -> None:
        self.type_ahead.add(text)

    def event(self, event: QEvent) -> bool:
        """Keep letters from being shortcuts while one types how a picture begins."""
        is_key = event.type() == QEvent.Type.ShortcutOverride
        return (is_key and self.type_ahead.overrides(event)) or super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.type_ahead.end()

    def shows_all_in_sight(self) -> bool:
        """Say whether every picture in sight stands there with its thumbnail, and there is one."""
        entries = [self._gallery.entry(row) for run in self.rows_in_sight() for row in run]
        cell_px, dpr = self.geometry_of_rows().cell, self.devicePixelRatioF()
        images = [each for each in entries if not isinstance(each, Job)]
        return bool(entries) and all(
            image is not None and self._loader.has_image(image.path, cell_px, dpr) for image in images
        )

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

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._loader.keep_wishes(self._paths_in_sight())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = _ZOOM_STEP_PX if event.angleDelta().y() > 0 else -_ZOOM_STEP_PX
            self.tile_px_changed.emit(min(max(self.tile_px + step, TILE_PX_MIN), TILE_PX_MAX))
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed_stack = self._stack_at(event.position()) if is_left else None
        if self._pressed_stack is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed_stack = self._pressed_stack, None
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif pressed == self._stack_at(event.position()):
            self._toggle_stack_of(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a picture; on the sign of a stack the second press is one like the first."""
        if self._stack_at(event.position()) is not None:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def viewportEvent(self, event: object) -> bool:
        """Tell what the sign of a stack is when the mouse rests on it."""
        if isinstance(event, QHelpEvent):
            key = self._stack_at(QPointF(event.pos()))
            stack = stack_place(self._gallery.snapshot, key) if key is not None else None
            if stack is not None:
                QToolTip.showText(event.globalPos(), stack_words(stack), self.viewport())
                return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.type_ahead.take(event):
            return
        entry = self._gallery.entry(self.currentIndex().row()) if self.currentIndex().isValid() else None
        is_delete = event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
        if isinstance(entry, Job) and is_delete:
            if self.leave_job(entry):
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

    def _toggle_stack_of(self, key: int) -> None:
        stack = stack_place(self._gallery.snapshot, key)
        if stack is None:
            return
        head = self._gallery.snapshot.opened.get(key)
        if head is not None:
            # What the keys stand on does not go with the pictures that go behind it.
            self.show_image(head)
        self.stack_toggled.emit(key, not stack.is_open)

    def _stack_at(self, point: QPointF) -> int | None:
        """Return the head of the stack whose sign is at a point."""
        entry = self._entry_at(point)
        stack = stack_place(self._gallery.snapshot, entry.key) if isinstance(entry, ImageRow) else None
        if stack is None or not stack.is_head or not isinstance(entry, ImageRow):
            return None
        cell = QRectF(self.cell_rect(self.indexAt(point.toPoint()).row()))
        return entry.key if self._delegate.stack_badge.place(stack, cell).contains(point) else None

    def _words_of(self, entry: Entry) -> str:
        stack = stack_place(self._gallery.snapshot, entry.key) if isinstance(entry, ImageRow) else None
        told = entry_words(entry)
        return told if stack is None or not stack.is_head else f"{told}, {stack_words(stack)}"

    def _on_sought(self, text: str, is_with_it: bool) -> None:
        current = self.current_image()
        self.beginning_sought.emit(text, current.key if current is not None else None, is_with_it)

    def _on_activated(self, index: QModelIndex) -> None:
        entry = self._gallery.entry(index.row())
        if isinstance(entry, ImageRow):
            self.image_activated.emit(entry)
        elif isinstance(entry, Job):
            self.open_job(entry)

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
