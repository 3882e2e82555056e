"""What a person decided about a picture, as its cell shows it and as it is spoken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint

from desktop_app.core.record import Pick
from desktop_app.ui.gallery.tile_words import entry_words
from tests.ui.gallery.conftest import NEWEST, Grid

if TYPE_CHECKING:
    from PySide6.QtGui import QColor
    from pytestqt.qtbot import QtBot


def color_at(grid: Grid, row: int, place: QPoint) -> QColor:
    cell = grid.view.cell_rect(row)
    return grid.view.viewport().grab().toImage().pixelColor(cell.topLeft() + place)


def test_a_picked_picture_has_its_mark_and_a_rejected_one_steps_back(qtbot: QtBot, grid: Grid) -> None:
    keys = [NEWEST, NEWEST - 1, NEWEST - 2]
    rows = [grid.shelf.row(key) for key in keys]
    grid.put(*keys)
    picks = (Pick.NONE, Pick.PICKED, Pick.REJECTED)
    grid.model.rows_wanted.disconnect(grid.shelf.answer)
    grid.model.add_rows([replace(row, pick=pick) for row, pick in zip(rows, picks, strict=True)])
    cell = grid.view.cell_rect(0)
    middle = QPoint(cell.width() // 2, cell.height() // 2)
    qtbot.waitUntil(lambda: color_at(grid, 0, middle).red() > 240)
    plain, picked, rejected = (color_at(grid, row, middle) for row in range(3))
    assert plain == picked
    assert rejected.red() < plain.red() - 60
    # The picture is half as high as its cell: the mark stands in its upper left corner.
    corner = QPoint(10, cell.height() // 4 + 15)
    assert color_at(grid, 0, corner) != color_at(grid, 1, corner)


@pytest.mark.parametrize(
    ("pick", "words"), [(Pick.NONE, "p1"), (Pick.PICKED, "p1, picked"), (Pick.REJECTED, "p1, rejected")]
)
def test_it_is_spoken(grid: Grid, pick: Pick, words: str) -> None:
    assert entry_words(replace(grid.shelf.row(1), pick=pick)) == words
