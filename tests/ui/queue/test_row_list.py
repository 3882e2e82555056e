"""A list of even rows under mouse and keys, and what it paints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QObject, QPersistentModelIndex, QPoint, QStringListModel, Qt
from PySide6.QtGui import QDragMoveEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.ui.queue.row_list import RowList

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ROW_PX = 40
COUNT = 5000
NONE = Qt.KeyboardModifier.NoModifier


class Painted(QStyledItemDelegate):
    """Keeps which rows were painted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[int] = []

    def paint(
        self, _painter: QPainter, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.rows.append(index.row())


class Asked(QStringListModel):
    """Counts how often it is asked how many rows there are."""

    def __init__(self, parent: QObject) -> None:
        super().__init__([str(number) for number in range(COUNT)], parent)
        self.count = 0

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's form
        self.count += 1
        return super().rowCount(parent)


@pytest.fixture
def rows(qtbot: QtBot) -> RowList:
    view = RowList(ROW_PX)
    qtbot.addWidget(view)
    view.setItemDelegate(Painted(view))
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setModel(Asked(view))
    view.resize(400, 10 * ROW_PX)
    with qtbot.waitExposed(view):
        view.show()
    view.setCurrentIndex(view.model().index(0, 0))
    return view


def painted(rows: RowList) -> list[int]:
    delegate = rows.itemDelegate()
    assert isinstance(delegate, Painted)
    return delegate.rows


def chosen(rows: RowList) -> list[int]:
    return sorted(index.row() for index in rows.selectedIndexes())


def change(rows: RowList, row: int) -> None:
    rows.model().setData(rows.model().index(row, 0), "other")


def test_only_what_is_in_sight_is_painted_and_nothing_walks_over_all(qtbot: QtBot, rows: RowList) -> None:
    model = rows.model()
    assert isinstance(model, Asked)
    painted(rows).clear()
    model.count = 0
    model.insertRow(0)
    qtbot.waitUntil(lambda: len(painted(rows)) > 0)
    model.removeRow(3000)
    rows.verticalScrollBar().setValue(2000 * ROW_PX)
    qtbot.waitUntil(lambda: 2000 in painted(rows))
    assert len(painted(rows)) < 100
    assert model.count < 300
    assert rows.verticalScrollBar().maximum() == COUNT * ROW_PX - rows.viewport().height()


def test_a_changed_row_is_painted_alone_and_one_out_of_sight_not_at_all(qtbot: QtBot, rows: RowList) -> None:
    rows.viewport().repaint()
    painted(rows).clear()
    change(rows, 4000)
    change(rows, 3)
    qtbot.waitUntil(lambda: len(painted(rows)) > 0)
    assert set(painted(rows)) == {3}


def test_keys_and_mouse_go_where_the_rows_stand(rows: RowList) -> None:
    press = (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageUp)
    gone = []
    page = rows.viewport().height() // ROW_PX
    for key in press:
        QTest.keyClick(rows, key)
        gone.append(rows.currentIndex().row())
    assert gone == [1, 1 + page, COUNT - 1, COUNT - 1, COUNT - 2, COUNT - 2 - page]
    assert rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()))
    QTest.keyClick(rows, Qt.Key.Key_Home)
    place = rows.visualRect(rows.model().index(2, 0)).center()
    assert place.y() // ROW_PX == rows.indexAt(place).row() == 2
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    QTest.mouseClick(
        rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, place + QPoint(0, 2 * ROW_PX)
    )
    assert chosen(rows) == [2, 3, 4]
    assert rows.visualRegionForSelection(rows.selectionModel().selection()).boundingRect().height() == 3 * ROW_PX


def test_what_is_dragged_shows_between_which_rows_it_goes(rows: RowList) -> None:
    assert rows.drop_row_at(QPoint(10, ROW_PX + 5)) == 1
    assert rows.drop_row_at(QPoint(10, 2 * ROW_PX - 5)) == 2
    rows.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
    color = rows.palette().highlight().color().name()
    assert not drag(rows, QMimeData())
    assert line_colors(rows, 3) == {rows.viewport().grab().toImage().pixelColor(5, 5).name()}
    assert drag(rows, rows.model().mimeData([rows.model().index(0, 0)]))
    assert line_colors(rows, 3) == {color}
    rows.end_drop()
    assert color not in line_colors(rows, 3)


def drag(rows: RowList, mime: QMimeData) -> bool:
    """Move something over the lower half of the third row; say whether it may be dropped there."""
    place = QPoint(10, 3 * ROW_PX - 5)
    event = QDragMoveEvent(place, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, NONE, QEvent.Type.DragMove)
    rows.dragMoveEvent(event)
    return event.isAccepted()


def line_colors(rows: RowList, row: int) -> set[str]:
    """Return the colours along the upper edge of a row."""
    image = rows.viewport().grab().toImage()
    return {image.pixelColor(x, row * ROW_PX).name() for x in range(20, 300, 20)}
