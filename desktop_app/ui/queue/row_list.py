"""A list of rows of one height: where each stands is arithmetic, the same for ten rows and a hundred thousand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

AnyIndex = QModelIndex | QPersistentModelIndex

_DROP_LINE_PX = 2


class RowList(QListView):
    """Shows the rows of a model of one column, each `row_px` high.

    A QListView by kind alone: screen readers are told of the items of Qt's own views and of no others. Nothing of its
    layout is used, which asks every row whenever one comes, goes or changes; where it would come into play the method of
    QAbstractItemView is called.
    """

    def __init__(self, row_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row_px = row_px
        self._drop_row = -1
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def rows_in_sight(self) -> range:
        """Return the rows that are in the viewport."""
        return self._rows_between(0, self.viewport().height())

    def drop_row_at(self, place: QPoint) -> int:
        """Return before which row something goes that is dropped here: between the two rows that are nearest."""
        index = self.indexAt(place)
        if not index.isValid():
            return self._count()
        return index.row() + (place.y() > self.visualRect(index).center().y())

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def isIndexHidden(self, _index: AnyIndex) -> bool:
        return False

    def visualRect(self, index: AnyIndex) -> QRect:
        if not index.isValid():
            return QRect()
        return QRect(0, index.row() * self._row_px - self.verticalOffset(), self.viewport().width(), self._row_px)

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = (point.y() + self.verticalOffset()) // self._row_px
        is_inside = 0 <= row < self._count() and 0 <= point.x() < self.viewport().width()
        return self.model().index(row, 0) if is_inside else QModelIndex()

    def scrollTo(
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a row into sight."""
        self.executeDelayedItemsLayout()
        if not index.isValid():
            return
        bar, height, top = self.verticalScrollBar(), self.viewport().height(), index.row() * self._row_px
        bottom = top + self._row_px
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue((top + bottom - height) // 2)
        elif hint == QAbstractItemView.ScrollHint.PositionAtTop or top < bar.value():
            bar.setValue(top)
        elif hint == QAbstractItemView.ScrollHint.PositionAtBottom or bottom > bar.value() + height:
            bar.setValue(bottom - height)

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count = self._count()
        if not count:
            return QModelIndex()
        now, move = self.currentIndex().row(), QAbstractItemView.CursorAction
        if now < 0:
            return self.model().index(0, 0)
        page = max(1, self.viewport().height() // self._row_px)
        steps = {
            move.MoveUp: -1,
            move.MovePrevious: -1,
            move.MoveDown: 1,
            move.MoveNext: 1,
            move.MovePageUp: -page,
            move.MovePageDown: page,
            move.MoveHome: -count,
            move.MoveEnd: count,
        }
        return self.model().index(min(max(now + steps.get(action, 0), 0), count - 1), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Choose the rows that a rectangle touches."""
        place, chosen = rect.normalized(), QItemSelection()
        rows = self._rows_between(place.top(), place.bottom() + 1)
        if rows:
            chosen.select(self.model().index(rows.start, 0), self.model().index(rows.stop - 1, 0))
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region, sight = QRegion(), self.rows_in_sight()
        for part in selection.toList():
            for row in range(max(part.top(), sight.start), min(part.bottom() + 1, sight.stop)):
                region += self.visualRect(self.model().index(row, 0))
        return region

    def updateGeometries(self) -> None:
        QAbstractItemView.updateGeometries(self)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(height)
        bar.setSingleStep(self._row_px)
        bar.setRange(0, max(0, self._count() * self._row_px - height))

    def doItemsLayout(self) -> None:
        """Take in how many rows there are."""
        QAbstractItemView.doItemsLayout(self)
        self.viewport().update()

    def rowsInserted(self, parent: AnyIndex, start: int, end: int) -> None:
        QAbstractItemView.rowsInserted(self, parent, start, end)
        self.scheduleDelayedItemsLayout()

    def dataChanged(self, first: AnyIndex, last: AnyIndex, _roles: Sequence[int] = ()) -> None:
        """Repaint what is in sight of the rows."""
        sight = self.rows_in_sight()
        for row in range(max(first.row(), sight.start), min(last.row() + 1, sight.stop)):
            self.viewport().update(self.visualRect(self.model().index(row, 0)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        self.updateGeometries()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted, and paint only what comes into sight."""
        self.scrollDirtyRegion(dx, dy)
        self.viewport().scroll(dx, dy)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show between which rows it would be dropped."""
        QAbstractItemView.dragMoveEvent(self, event)
        self._show_drop(self.drop_row_at(event.position().toPoint()) if event.isAccepted() else -1)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        QAbstractItemView.dragLeaveEvent(self, event)
        self._show_drop(-1)

    def end_drop(self) -> None:
        """Take the line away that shows where something would be dropped."""
        self._show_drop(-1)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.executeDelayedItemsLayout()
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        delegate, model, chosen = self.itemDelegate(), self.model(), self.selectionModel()
        current = self.currentIndex().row() if self.hasFocus() else -1
        plain = option.state & ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        region = event.region()
        for row in self._rows_between(event.rect().top(), event.rect().bottom() + 1):
            index = model.index(row, 0)
            place = self.visualRect(index)
            if not region.intersects(place) or self.paint_in_part(painter, index, region.intersected(place)):
                continue
            state = plain
            if chosen.isSelected(index):
                state |= QStyle.StateFlag.State_Selected
            if row == current:
                state |= QStyle.StateFlag.State_HasFocus
            option.rect, option.state = place, state
            delegate.paint(painter, option, index)
        self._paint_drop(painter)
        painter.end()

    def paint_in_part(self, _painter: QPainter, _index: QModelIndex, _exposed: QRegion) -> bool:
        """Paint what is exposed of a row that is not chosen, and say whether that was all; else the whole row is painted."""
        return False

    def _paint_drop(self, painter: QPainter) -> None:
        if self._drop_row >= 0:
            y = self._drop_row * self._row_px - self.verticalOffset()
            painter.setPen(QPen(self.palette().highlight().color(), _DROP_LINE_PX))
            painter.drawLine(0, y, self.viewport().width(), y)

    def _show_drop(self, row: int) -> None:
        if row != self._drop_row:
            self._drop_row = row
            self.viewport().update()

    def _count(self) -> int:
        model: QAbstractItemModel | None = self.model()
        return 0 if model is None else model.rowCount()

    def _rows_between(self, top: int, bottom: int) -> range:
        """Return the rows that touch a band of the viewport."""
        first = max(0, (top + self.verticalOffset()) // self._row_px)
        last = -(-(bottom + self.verticalOffset()) // self._row_px)
        return range(first, max(first, min(self._count(), last)))
