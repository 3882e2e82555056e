"""Stacks in the grid: the sign in the corner, by mouse and by keys, and what is told of it."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest

from desktop_app.core.gallery_order import GalleryOrder
from desktop_app.qt.stack_place import stack_place
from desktop_app.store.snapshot import GallerySnapshot, Section
from desktop_app.store.stacks import StackCounts
from tests.ui.gallery.conftest import NEWEST, TODAY, Grid

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

STACKED = GalleryOrder(is_stacked=True)
ALONE, HEAD, SECOND, THIRD, LAST = (NEWEST - each for each in range(5))


def put(grid: Grid, *, is_open: bool) -> None:
    """Show a stack of three between two pictures that stand alone."""
    keys = [ALONE, HEAD, *([SECOND, THIRD] if is_open else []), LAST]
    grid.model.set_snapshot(
        GallerySnapshot(
            array("q", keys),
            (Section(TODAY.date(), len(keys)),),
            "",
            5,
            STACKED,
            StackCounts(array("q", [HEAD]), array("l", [3])),
            opened=dict.fromkeys((HEAD, SECOND, THIRD), HEAD) if is_open else {},
        )
    )


def badge(grid: Grid) -> QPoint:
    row = grid.model.row_of(HEAD)
    assert row is not None
    stack = stack_place(grid.model.snapshot, HEAD)
    assert stack is not None
    cell = QRectF(grid.view.cell_rect(row))
    return grid.view._delegate.stack_badge.place(stack, cell).center().toPoint()


def known(qtbot: QtBot, grid: Grid) -> None:
    qtbot.waitUntil(lambda: all(grid.model.entry(row) is not None for row in range(grid.model.rowCount())))


def test_a_press_on_the_sign_opens_and_closes(qtbot: QtBot, grid: Grid) -> None:
    for is_open in (False, True):
        put(grid, is_open=is_open)
        known(qtbot, grid)
        with qtbot.waitSignal(grid.view.stack_toggled) as toggled, qtbot.assertNotEmitted(grid.view.image_activated):
            QTest.mouseClick(grid.view.viewport(), Qt.MouseButton.LeftButton, pos=badge(grid))
        assert toggled.args == [HEAD, not is_open]


def test_a_press_beside_the_sign_chooses_the_picture(qtbot: QtBot, grid: Grid) -> None:
    put(grid, is_open=False)
    known(qtbot, grid)
    with qtbot.assertNotEmitted(grid.view.stack_toggled):
        QTest.mouseClick(grid.view.viewport(), Qt.MouseButton.LeftButton, pos=grid.view.cell_rect(1).center())
    assert [row.key for row in grid.view.selected_images()] == [HEAD]


def test_two_quick_presses_on_the_sign_open_no_picture(qtbot: QtBot, grid: Grid) -> None:
    put(grid, is_open=False)
    known(qtbot, grid)
    with qtbot.assertNotEmitted(grid.view.image_activated):
        QTest.mouseDClick(grid.view.viewport(), Qt.MouseButton.LeftButton, pos=badge(grid))


def test_the_keys_close_a_stack_from_any_of_its_pictures_and_stay_on_its_head(qtbot: QtBot, grid: Grid) -> None:
    put(grid, is_open=True)
    known(qtbot, grid)
    grid.view.show_image(THIRD)
    with qtbot.waitSignal(grid.view.stack_toggled) as toggled:
        grid.view.toggle_stack()
    assert toggled.args == [THIRD, False]
    put(grid, is_open=False)
    current = grid.view.current_image()
    assert current is not None
    assert current.key == HEAD


def test_of_a_picture_alone_there_is_nothing_to_open(qtbot: QtBot, grid: Grid) -> None:
    put(grid, is_open=False)
    known(qtbot, grid)
    grid.view.show_image(ALONE)
    with qtbot.assertNotEmitted(grid.view.stack_toggled):
        grid.view.toggle_stack()


def test_the_head_alone_tells_of_its_stack(qtbot: QtBot, grid: Grid) -> None:
    for is_open, words in ((False, "Stack of 3 pictures: open it"), (True, "Opened stack of 3 pictures: close it")):
        put(grid, is_open=is_open)
        known(qtbot, grid)
        told = [grid.model.data(grid.model.index(row)) for row in range(grid.model.rowCount())]
        assert [words in each for each in told] == [False, True, *[False] * (len(told) - 2)]


def test_opened_pictures_stand_on_one_ground(qtbot: QtBot, grid: Grid) -> None:
    def between(row: int) -> str:
        cell = grid.view.cell_rect(row)
        return grid.view.viewport().grab().toImage().pixelColor(cell.right() + 3, cell.center().y()).name()

    put(grid, is_open=True)
    known(qtbot, grid)
    canvas = grid.theme.color("canvas").name()
    assert between(0) == canvas
    assert between(1) == between(2) != canvas


def test_what_was_chosen_stays_chosen_when_a_stack_opens(qtbot: QtBot, grid: Grid) -> None:
    put(grid, is_open=False)
    known(qtbot, grid)
    grid.view.show_image(LAST)
    put(grid, is_open=True)
    known(qtbot, grid)
    assert [row.key for row in grid.view.selected_images()] == [LAST]
