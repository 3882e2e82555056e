"""The grid's arithmetic, against a plain layout that places one cell after the other."""

from __future__ import annotations

import random

import pytest

from desktop_app.ui.gallery.geometry import GAP, HEADING, PADDING, TOP, Box, GridGeometry


def placed(geometry: GridGeometry, sections: list[int]) -> list[Box]:
    """Place every cell by hand."""
    boxes = []
    top = TOP
    for rows in sections:
        top += HEADING
        for start in range(0, rows, geometry.columns):
            for column in range(min(geometry.columns, rows - start)):
                x = geometry.left + column * (geometry.cell + GAP)
                boxes.append(Box(x, top, geometry.cell, geometry.cell))
            top += geometry.cell + GAP
    return boxes


def test_the_sketch() -> None:
    geometry = GridGeometry(840, 200, [14, 52])
    assert (geometry.columns, geometry.cell, geometry.left) == (4, 196, 16)


@pytest.mark.parametrize("width", [1, 40, 333, 840, 1937])
@pytest.mark.parametrize("tile_px", [64, 200, 512])
def test_the_columns_fill_the_width(width: int, tile_px: int) -> None:
    geometry = GridGeometry(width, tile_px, [9])
    used = geometry.columns * geometry.cell + (geometry.columns - 1) * GAP
    free = max(1, width - 2 * PADDING) - used
    assert 0 <= free < geometry.columns or geometry.cell == 1


@pytest.mark.parametrize("seed", range(8))
def test_all_questions_agree_with_a_plain_layout(seed: int) -> None:
    chance = random.Random(seed)
    sections = [chance.randint(1, 23) for _ in range(chance.randint(1, 9))]
    geometry = GridGeometry(chance.randint(60, 900), chance.randint(64, 260), sections)
    boxes = placed(geometry, sections)
    assert [geometry.cell_box(row) for row in range(len(boxes))] == boxes
    for _ in range(200):
        x, y = chance.randint(0, 900), chance.randint(-20, geometry.height + 50)
        hit = [row for row, box in enumerate(boxes) if holds(box, x, y)]
        assert geometry.row_at(x, y) == (hit[0] if hit else None)
        width, height = chance.randint(1, 500), chance.randint(1, 500)
        band = [row for row, box in enumerate(boxes) if box.y < y + height and box.y + box.height > y]
        assert set(band) <= {row for run in geometry.rows_between(y, y + height) for row in run}
        touched = [row for row in band if boxes[row].x < x + width and boxes[row].x + boxes[row].width > x]
        found = [row for run in geometry.rows_touching(x, y, width, height) for row in run]
        assert [row for row in found if row in band] == touched


def holds(box: Box, x: int, y: int) -> bool:
    return box.x <= x < box.x + box.width and box.y <= y < box.y + box.height


def test_headings_are_found_in_their_band() -> None:
    geometry = GridGeometry(840, 200, [1, 1, 1])
    pitch = HEADING + 196 + GAP
    assert [number for number, _ in geometry.headings(0, 10_000)] == [0, 1, 2]
    assert [number for number, _ in geometry.headings(TOP + pitch, TOP + pitch + 1)] == [1]
    assert list(geometry.headings(TOP + HEADING, TOP + pitch)) == []


def test_up_and_down_keep_the_column_across_sections() -> None:
    geometry = GridGeometry(840, 200, [6, 3, 9])
    assert geometry.row_beside(1, 1) == 5
    assert geometry.row_beside(2, 1) == 5
    assert geometry.row_beside(5, 1) == 7
    assert geometry.row_beside(7, -1) == 5
    assert geometry.row_beside(3, 2) == 8
    assert geometry.row_beside(8, 1) == 11
    assert geometry.row_beside(0, -1) == 0
    assert geometry.row_beside(17, 1) == 17
    assert geometry.row_beside(1, 100) == 17


def test_a_million_rows_cost_no_more_than_their_days() -> None:
    geometry = GridGeometry(840, 200, [500] * 2000)
    assert geometry.count == 1_000_000
    last = geometry.cell_box(999_999)
    assert geometry.row_at(last.x, last.y) == 999_999
