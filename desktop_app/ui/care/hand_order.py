"""The order by hand within one collection: pictures are dragged to their place, or moved there by keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent

from desktop_app.core.gallery_order import SortBy
from desktop_app.core.search_query import Field, parsed
from desktop_app.core.search_values import folded
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.image_mime import IMAGES_MIME
from desktop_app.ui.shortcuts import Command
from desktop_app.ui.widgets.labels import frame

if TYPE_CHECKING:
    from desktop_app.qt.care_service import CareService
    from desktop_app.qt.library_feed import LibraryFeed
    from desktop_app.store.snapshot import GallerySnapshot
    from desktop_app.ui.gallery.view import GalleryView

_MARK_PX = 3
_EDGE_PX = 40
_SCROLLED_MS = 30
_SCROLLED_PX = 16
_CHOSEN_MAX = 2000


class HandOrder(QObject):
    """Holds while one collection is looked at in its order by hand; elsewhere nothing is moved.

    Signals:
        notice_raised(str): something to tell in passing.
    """

    notice_raised = Signal(str)

    def __init__(self, gallery: GalleryView, feed: LibraryFeed, care: CareService) -> None:
        super().__init__(gallery)
        self._gallery = gallery
        self._care = care
        self._asked = ""
        self._names: Sequence[str] = ()
        self._moved: list[int] = []
        self._mark = frame("insertion")
        self._mark.setParent(gallery.viewport())
        self._mark.hide()
        self._scrolling = QTimer(self, interval=_SCROLLED_MS)
        self._scrolling.timeout.connect(self._on_scrolled)
        self._step_px = 0
        feed.keys_changed.connect(self._on_keys_changed)
        care.names_ready.connect(self._on_names_ready)
        gallery.viewport().installEventFilter(self)

    @property
    def handlers(self) -> Mapping[Command, Callable[[], object]]:
        """What the keys do."""
        return {Command.EARLIER: self.move_earlier, Command.LATER: self.move_later}

    def move_earlier(self) -> None:
        """Put what is chosen before the picture that stands before it."""
        rows = self._chosen_rows()
        if rows and rows[0] > 0 and isinstance(self._model().row_id(rows[0] - 1), int):
            self._move(self._key_from(rows[0] - 1))

    def move_later(self) -> None:
        """Put what is chosen behind the picture that stands behind it."""
        rows = self._chosen_rows()
        if rows and rows[-1] + 1 < self._model().rowCount():
            self._move(self._key_from(rows[-1] + 2))

    def close(self) -> None:
        """Scroll no more."""
        self._scrolling.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the grid's own pictures where they can be put somewhere else."""
        if event.type() == QEvent.Type.DragLeave:
            self._let_go()
        if not isinstance(event, QDropEvent) or event.source() is not self._gallery:
            return False
        if not self._collection() or not event.mimeData().hasFormat(IMAGES_MIME):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        row = self._row_for(event.position().toPoint())
        if event.type() == QEvent.Type.Drop:
            self._let_go()
            self._move(self._key_from(row))
        else:
            self._show_mark(row)
            self._scroll_at(event.position().toPoint())
        return True

    def _model(self) -> GalleryModel:
        model = self._gallery.model()
        assert isinstance(model, GalleryModel)
        return model

    def _chosen_rows(self) -> list[int]:
        if not self._collection():
            self.notice_raised.emit(self.tr("Pictures are put in order by hand within one collection."))
            return []
        rows = [self._model().row_of(key) for key in self._gallery.selected_keys()[:_CHOSEN_MAX]]
        return sorted(row for row in rows if row is not None)

    def _collection(self) -> str:
        """Return the collection whose order by hand is shown, as it is written; empty when there is none."""
        found = [name for name in self._names if self._asked and folded(name) == folded(self._asked)]
        return found[0] if len(found) == 1 else ""

    def _move(self, before: int | None) -> None:
        keys = list(self._gallery.selected_keys())
        if keys and before not in keys:
            self._moved = keys[:_CHOSEN_MAX]
            self._care.move(self._collection(), keys, before, self.tr("Order of the collection changed"))

    def _key_from(self, row: int) -> int | None:
        """Return the key of the first picture from a row on that is not itself moved, `None` at the end."""
        model, chosen = self._model(), set(self._gallery.selected_keys())
        ids = (model.row_id(each) for each in range(row, model.rowCount()))
        return next((each for each in ids if isinstance(each, int) and each not in chosen), None)

    def _row_for(self, at: QPoint) -> int:
        """Return the row before which something lies that is dropped at a place of the viewport."""
        rows = [row for run in self._gallery.rows_in_sight() for row in run]
        if not rows:
            return 0
        cells = {row: self._gallery.cell_rect(row) for row in rows}
        nearest = min(
            rows, key=lambda row: (abs(cells[row].center().y() - at.y()), abs(cells[row].center().x() - at.x()))
        )
        return nearest + (at.x() > cells[nearest].center().x())

    def _show_mark(self, row: int) -> None:
        count = self._model().rowCount()
        if not count:
            return
        cell = self._gallery.cell_rect(min(row, count - 1))
        x = cell.right() + _MARK_PX if row >= count else cell.left() - _MARK_PX - 1
        self._mark.setGeometry(x, cell.top(), _MARK_PX, cell.height())
        self._mark.show()
        self._mark.raise_()

    def _scroll_at(self, at: QPoint) -> None:
        height = self._gallery.viewport().height()
        down, up = at.y() > height - _EDGE_PX, at.y() < _EDGE_PX
        self._step_px = _SCROLLED_PX * (down - up)
        if self._step_px:
            self._scrolling.start()
        else:
            self._scrolling.stop()

    def _let_go(self) -> None:
        self._scrolling.stop()
        self._mark.hide()

    def _on_scrolled(self) -> None:
        bar = self._gallery.verticalScrollBar()
        bar.setValue(bar.value() + self._step_px)
        self._mark.hide()

    def _on_keys_changed(self, snapshot: GallerySnapshot) -> None:
        is_by_hand = snapshot.order.by is SortBy.PLACE and not snapshot.order.is_reversed
        asked = [each for each in parsed(snapshot.query).conditions if each.field is Field.COLLECTION]
        before, self._asked = self._asked, ""
        if is_by_hand and len(asked) == 1 and not asked[0].is_excluded:
            self._asked = asked[0].value
        if self._asked and self._asked != before:
            self._care.request_names()
        if self._moved:
            self._choose_again()

    def _choose_again(self) -> None:
        """Choose what was moved: its rows went and came."""
        model, selection = self._model(), self._gallery.selectionModel()
        rows = [row for key in self._moved if (row := model.row_of(key)) is not None]
        self._moved = []
        if not rows:
            return
        chosen = QItemSelection()
        for row in rows:
            chosen.select(model.index(row), model.index(row))
        selection.setCurrentIndex(model.index(rows[0]), QItemSelectionModel.SelectionFlag.NoUpdate)
        selection.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._gallery.scrollTo(model.index(rows[0]))

    def _on_names_ready(self, names: tuple[Sequence[tuple[str, int]], Sequence[tuple[str, int]]]) -> None:
        self._names = [name for name, _ in names[1]]
