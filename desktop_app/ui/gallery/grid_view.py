"""An item view over computed geometry: layout, scrolling, keys, selection and painting of a grid with headings."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

from desktop_app.qt.gallery_headings import Headings
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.gallery_rows import RowId
from desktop_app.ui.gallery.delegate import RING_REACH
from desktop_app.ui.gallery.geometry import Box, GridGeometry
from desktop_app.ui.gallery.heading_painter import HeadingPainter
from desktop_app.ui.gallery.rubber_band import RubberBand
from desktop_app.ui.gallery.sliding import Sliding
from desktop_app.ui.gallery.smooth_wheel import SmoothWheel
from desktop_app.ui.theme.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex


class GridView(QListView):
    """Shows a `GalleryModel`, which what inherits this sets when it is made itself.

    A QListView by kind alone: screen readers are told of the items of Qt's own views and of no others. Nothing of its
    layout is used, which would place every row; where it would come into play the method of QAbstractItemView is called.

    What stood at the top stays there when rows come and go or the cells change size.
    """

    def __init__(self, theme: Theme, model: GalleryModel, tile_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._gallery = model
        self._tile_px = tile_px
        self._geometry: GridGeometry | None = None
        self._geometry_before: GridGeometry | None = None
        self._sections: Headings = model.sections()
        self._are_headings_new = False
        self._have_rows_moved = True
        self._anchor: tuple[RowId, int] | None = None
        self._band = RubberBand(theme, self.viewport())
        self._headings = HeadingPainter(theme, self.font())
        self._sliding = Sliding(self.viewport())
        self._wheel = SmoothWheel(self.verticalScrollBar())
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAutoFillBackground(False)
        theme.changed.connect(self._on_theme_changed)
        model.sections_changed.connect(self._on_sections_changed)
        model.rowsAboutToBeInserted.connect(self._on_rows_about_to_come)

    def set_tile_px(self, tile_px: int) -> None:
        """Set the wish for the side of a cell."""
        if tile_px != self._tile_px:
            self._tile_px = tile_px
            self._forget_layout()

    @property
    def gallery_model(self) -> GalleryModel:
        """What is shown."""
        return self._gallery

    @property
    def tile_px(self) -> int:
        """The wish for the side of a cell."""
        return self._tile_px

    def geometry_of_rows(self) -> GridGeometry:
        """Return where everything stands now."""
        # The headings follow the rows a little later, and no row is asked for that is gone.
        count = self._gallery.rowCount()
        if self._geometry is None or self._geometry.count != count:
            self._sections = self._gallery.sections()
            # The scroll bar stands in the padding, at the edge of the window.
            width = self.viewport().width() + self.verticalScrollBar().width()
            rows = self._sections.counts
            geometry = GridGeometry(width, self._tile_px, rows, self._geometry_before)
            if geometry.count != count:
                geometry = GridGeometry(width, self._tile_px, _cut(rows, count))
            self._geometry = self._geometry_before = geometry
        return self._geometry

    def cell_rect(self, row: int) -> QRect:
        """Return a row's cell in the viewport."""
        return self._in_viewport(self.geometry_of_rows().cell_box(row))

    def rows_in_sight(self) -> Iterator[range]:
        """Yield the rows whose cells are in the viewport."""
        top = self.verticalOffset()
        return self.geometry_of_rows().rows_between(top, top + self.viewport().height())

    def update_row(self, row: int) -> None:
        """Repaint a row's cell with its ring."""
        self.viewport().update(self._reach_of(row))

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def isIndexHidden(self, _index: AnyIndex) -> bool:
        return False

    def visualRect(self, index: AnyIndex) -> QRect:
        if not index.isValid() or index.row() >= self.geometry_of_rows().count:
            return QRect()
        return self.cell_rect(index.row())

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self.geometry_of_rows().row_at(point.x(), point.y() + self.verticalOffset())
        return QModelIndex() if row is None else self._gallery.index(row)

    def scrollTo(
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a cell into sight, with the first heading when it stands in the first line of all."""
        self.executeDelayedItemsLayout()
        if not index.isValid() or index.row() >= self.geometry_of_rows().count:
            return
        box = self.geometry_of_rows().cell_box(index.row())
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top, bottom = box.y - 2 * RING_REACH, box.y + box.height + 2 * RING_REACH
        self._wheel.stop()
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue((top + bottom - height) // 2)
        elif hint == QAbstractItemView.ScrollHint.PositionAtTop or top < bar.value():
            bar.setValue(0 if index.row() < self.geometry_of_rows().columns else top)
        elif hint == QAbstractItemView.ScrollHint.PositionAtBottom or bottom > bar.value() + height:
            bar.setValue(bottom - height)

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        geometry = self.geometry_of_rows()
        if not geometry.count:
            return QModelIndex()
        move = QAbstractItemView.CursorAction
        now = self.currentIndex().row()
        if now < 0:
            return self._gallery.index(geometry.count - 1 if action == move.MoveEnd else 0)
        page = max(1, self.viewport().height() // (geometry.cell + 8))
        row = {
            move.MoveLeft: now - 1,
            move.MovePrevious: now - 1,
            move.MoveRight: now + 1,
            move.MoveNext: now + 1,
            move.MoveUp: geometry.row_beside(now, -1),
            move.MoveDown: geometry.row_beside(now, 1),
            move.MovePageUp: geometry.row_beside(now, -page),
            move.MovePageDown: geometry.row_beside(now, page),
            move.MoveHome: 0,
            move.MoveEnd: geometry.count - 1,
        }[action]
        return self._gallery.index(min(max(row, 0), geometry.count - 1))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Choose what a rubber band touches, or the rows from one corner's cell to the other's."""
        is_band = self.state() == QAbstractItemView.State.DragSelectingState
        runs = self._runs_touching(rect.normalized()) if is_band else self._run_between(rect)
        model, chosen = self._gallery, QItemSelection()
        for run in runs:
            chosen.select(model.index(run.start), model.index(run.stop - 1))
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        chosen = [range(part.top(), part.bottom() + 1) for part in selection.toList()]
        for run in self.rows_in_sight():
            for row in run:
                if any(row in part for part in chosen):
                    region += self._reach_of(row)
        return region

    def updateGeometries(self) -> None:
        QAbstractItemView.updateGeometries(self)
        geometry, bar = self.geometry_of_rows(), self.verticalScrollBar()
        height = self.viewport().height()
        bar.setPageStep(height)
        bar.setSingleStep(max(1, geometry.cell // 4))
        bar.setRange(0, max(0, geometry.height - height))
        bar.setEnabled(geometry.height > height)
        if self._anchor is not None:
            row_id, above = self._anchor
            row = self._gallery.row_of(row_id)
            if row is not None:
                bar.setValue(geometry.cell_box(row).y + above)

    def doItemsLayout(self) -> None:
        """Compute all places anew; where the headings alone tell something else, nothing moves."""
        are_headings_new, self._are_headings_new = self._are_headings_new, False
        if are_headings_new and not self._have_rows_moved and self._show_headings():
            return
        self._have_rows_moved = False
        self._geometry = None
        QAbstractItemView.doItemsLayout(self)
        self.viewport().update()
        if self._sliding.is_noted:
            self._sliding.begin(self._places_in_sight())

    def reset(self) -> None:
        """Take in a model that has become another."""
        self._anchor = None
        self._sliding.stop()
        QAbstractItemView.reset(self)
        self._forget_layout()

    def rowsInserted(self, parent: AnyIndex, start: int, end: int) -> None:
        QAbstractItemView.rowsInserted(self, parent, start, end)
        self._forget_layout()

    def dataChanged(self, first: AnyIndex, last: AnyIndex, _roles: Sequence[int] = ()) -> None:
        """Repaint what is in sight of the rows."""
        changed = range(first.row(), last.row() + 1)
        for run in self.rows_in_sight():
            for row in run:
                if row in changed:
                    self.update_row(row)

    def keyboardSearch(self, _text: str) -> None:
        """Do nothing: Qt would compare every row's words with what is typed."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        if event.size().width() != event.oldSize().width():
            self._geometry = None
        self.updateGeometries()

    def showEvent(self, event: QShowEvent) -> None:
        QAbstractItemView.showEvent(self, event)
        # Otherwise it would be laid out while it is painted, and painted again for that.
        self.executeDelayedItemsLayout()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted, and paint only what comes into sight."""
        self.scrollDirtyRegion(dx, dy)
        self.viewport().scroll(dx, dy)
        self._note_anchor()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._wheel.turn(event, max(80, round(self.geometry_of_rows().cell * 0.6)))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._band.begin(event.position().toPoint(), self.verticalOffset())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self.state() == QAbstractItemView.State.DragSelectingState:
            self._band.draw_to(event.position().toPoint(), self.verticalOffset())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._band.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.executeDelayedItemsLayout()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("canvas"))
        offset, band, region = self.verticalOffset(), event.rect(), event.region()
        geometry = self.geometry_of_rows()
        for section, box in geometry.headings(offset + band.top(), offset + band.bottom() + 1):
            self._headings.paint(painter, self._sections[section], QRectF(self._in_viewport(box)))
        reach = RING_REACH
        runs = geometry.rows_touching(
            band.left() - reach, offset + band.top() - reach, band.width() + 2 * reach, band.height() + 2 * reach
        )
        cells = [(row, self._in_viewport(geometry.cell_box(row))) for run in runs for row in run]
        if region.rectCount() > 1:
            cells = [(row, cell) for row, cell in cells if region.intersects(_reach(cell))]
        if self._sliding.is_running:
            coming, cells = self._sliding.parted(cells, self._gallery.row_id)
            painter.setOpacity(self._sliding.opacity)
            self._paint_cells(painter, coming)
            painter.setOpacity(1.0)
        self._paint_cells(painter, cells)
        self._band.paint(painter)
        painter.end()

    def _paint_cells(self, painter: QPainter, cells: list[tuple[int, QRect]]) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        delegate, model, chosen = self.itemDelegate(), self._gallery, self.selectionModel()
        current = self.currentIndex().row() if self.hasFocus() else -1
        plain = option.state & ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        for row, cell in cells:
            index = model.index(row)
            state = plain
            if chosen.isSelected(index):
                state |= QStyle.StateFlag.State_Selected
            if row == current:
                state |= QStyle.StateFlag.State_HasFocus
            option.rect = cell
            option.state = state
            delegate.paint(painter, option, index)

    def _reach_of(self, row: int) -> QRect:
        """Return a row's cell with its ring."""
        return _reach(self.cell_rect(row))

    def _in_viewport(self, box: Box) -> QRect:
        return QRect(box.x, box.y - self.verticalOffset(), box.width, box.height)

    def _runs_touching(self, rect: QRect) -> list[range]:
        top = rect.top() + self.verticalOffset()
        return list(self.geometry_of_rows().rows_touching(rect.left(), top, rect.width(), rect.height()))

    def _run_between(self, rect: QRect) -> list[range]:
        ends = [self.indexAt(rect.topLeft()).row(), self.indexAt(rect.bottomRight()).row()]
        known = sorted(row for row in ends if row >= 0)
        return [range(known[0], known[-1] + 1)] if known else []

    def _note_anchor(self) -> None:
        """Remember which picture stands at the top, unless the grid is at its very beginning."""
        self._anchor = None
        top = self.verticalOffset()
        run = next(self.rows_in_sight(), None) if top > 0 else None
        if run is not None:
            self._anchor = (self._gallery.row_id(run.start), top - self.geometry_of_rows().cell_box(run.start).y)

    def _forget_layout(self) -> None:
        self._geometry = None
        self._have_rows_moved = True
        self.scheduleDelayedItemsLayout()

    def _places_in_sight(self) -> dict[RowId, QPoint]:
        box_of, id_of, offset = self.geometry_of_rows().cell_box, self._gallery.row_id, self.verticalOffset()
        boxes = ((row, box_of(row)) for run in self.rows_in_sight() for row in run)
        return {id_of(row): QPoint(box.x, box.y - offset) for row, box in boxes}

    def _on_rows_about_to_come(self) -> None:
        """Note where cells are seen while the grid is at its beginning; farther down nothing moves that is looked at."""
        if self._geometry is None or self._anchor is not None or self._sliding.is_noted:
            return
        if self._geometry.count == self._gallery.rowCount() and self._sliding.is_wanted:
            self._sliding.note(self._places_in_sight())

    def _on_theme_changed(self) -> None:
        self.viewport().update()

    def _show_headings(self) -> bool:
        """Repaint the headings alone, if every row stays where it is; say whether that was so."""
        sections, geometry = self._gallery.sections(), self._geometry
        if geometry is None or sections.counts != self._sections.counts:
            return False
        self._sections = sections
        top = self.verticalOffset()
        for _, box in geometry.headings(top, top + self.viewport().height()):
            self.viewport().update(self._in_viewport(box))
        return True

    def _on_sections_changed(self) -> None:
        self._are_headings_new = True
        self.scheduleDelayedItemsLayout()


def _reach(cell: QRect) -> QRect:
    return cell.adjusted(-RING_REACH, -RING_REACH, RING_REACH, RING_REACH)


def _cut(section_rows: array[int], count: int) -> array[int]:
    """Return the rows of sections so that they are so many together, as they are when nothing is being changed."""
    left, rows = count, array("l")
    for each in section_rows:
        rows.append(min(each, left))
        left -= rows[-1]
    if left and rows:
        rows[-1] += left
    return rows
