"""New pictures slide in: what is seen moves to its place, and what is looked at farther down does not move at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop_app.store.image_row import ImageRow
from tests.ui.gallery.conftest import DAY_US, NEWEST, Grid

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def laid_out(grid: Grid) -> None:
    grid.view.executeDelayedItemsLayout()


def test_cells_go_from_where_they_stood_to_where_they_stand(qtbot: QtBot, grid: Grid) -> None:
    grid.put(NEWEST, NEWEST - 1)
    laid_out(grid)
    sliding = grid.view._sliding
    before = {key: grid.view.cell_rect(row).topLeft() for row, key in enumerate((NEWEST, NEWEST - 1))}
    grid.put(NEWEST + 1, NEWEST, NEWEST - 1)
    with qtbot.waitSignal(sliding.finished):
        laid_out(grid)
        assert sliding.is_running
        sliding.setCurrentTime(0)
        for row, key in ((1, NEWEST), (2, NEWEST - 1)):
            assert grid.view.cell_rect(row).topLeft() + sliding.way(key) == before[key]
        coming, _ = sliding.parted([(row, grid.view.cell_rect(row)) for row in range(3)], grid.model.row_id)
        assert ([row for row, _ in coming], sliding.opacity) == ([0], 0.0)
    assert sliding.way(NEWEST) == QPoint()
    assert sliding.opacity == 1.0


def test_the_mouse_finds_cells_at_their_places_at_once(qtbot: QtBot, grid: Grid) -> None:
    grid.put(NEWEST)
    laid_out(grid)
    grid.put(NEWEST + 1, NEWEST)
    laid_out(grid)
    assert grid.view._sliding.is_running
    qtbot.waitUntil(lambda: isinstance(grid.model.entry(0), ImageRow))
    QTest.mouseClick(grid.view.viewport(), Qt.MouseButton.LeftButton, pos=grid.view.cell_rect(0).center())
    assert [row.key for row in grid.view.selected_images()] == [NEWEST + 1]
    with qtbot.waitSignal(grid.view._sliding.finished):
        pass


def test_nothing_moves_that_is_looked_at_farther_down(qtbot: QtBot, grid: Grid) -> None:
    keys = [NEWEST - day * DAY_US - number for day in range(30) for number in range(5)]
    grid.put(*keys)
    laid_out(grid)
    bar = grid.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    seen = next(iter(grid.view.rows_in_sight())).start
    key = grid.model.row_id(seen)
    place = grid.view.cell_rect(seen)
    grid.put(NEWEST + 2, NEWEST + 1, *keys)
    laid_out(grid)
    row = grid.model.row_of(key)
    assert row == seen + 2
    assert grid.view.cell_rect(row) == place
    assert not grid.view._sliding.is_running


def test_pictures_of_another_search_are_there_at_once(grid: Grid) -> None:
    grid.put(NEWEST, NEWEST - 1)
    laid_out(grid)
    grid.put(NEWEST - 5, query="fox")
    laid_out(grid)
    assert not grid.view._sliding.is_running
