"""A geometry made of the one before is the same as one made anew."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.gallery.geometry import GridGeometry

ROWS = st.lists(st.integers(1, 30), max_size=12)
PLACES = st.integers(-50, 3000)


def told(geometry: GridGeometry) -> object:
    """Return all that a geometry says of its rows and headings."""
    return (
        geometry.count,
        geometry.height,
        [geometry.cell_box(row) for row in range(geometry.count)],
        list(geometry.headings(0, geometry.height)),
        list(geometry.rows_between(0, geometry.height)),
        [geometry.row_beside(row, lines) for row in range(geometry.count) for lines in (-7, -1, 1, 7)],
    )


@given(ROWS, ROWS, ROWS, st.integers(120, 1200), st.integers(120, 1200), st.integers(64, 256))
def test_changes_at_the_beginning(
    tail: list[int], head: list[int], other_head: list[int], width: int, other_width: int, tile_px: int
) -> None:
    before = GridGeometry(width, tile_px, [*head, *tail])
    after = GridGeometry(other_width, tile_px, [*other_head, *tail], before)
    assert told(after) == told(GridGeometry(other_width, tile_px, [*other_head, *tail]))


@given(ROWS, ROWS, st.integers(120, 1200), PLACES)
def test_any_rows_after_any_others(first: list[int], then: list[int], width: int, y: int) -> None:
    after = GridGeometry(width, 100, then, GridGeometry(width, 100, first))
    fresh = GridGeometry(width, 100, then)
    assert told(after) == told(fresh)
    assert after.row_at(width // 2, y) == fresh.row_at(width // 2, y)


def test_what_is_at_a_height_is_what_stands_there() -> None:
    geometry = GridGeometry(840, 200, [1, 9, 4, 0, 2])
    for row in range(geometry.count):
        box = geometry.cell_box(row)
        assert geometry.row_at(box.x, box.y) == geometry.row_at(box.x + box.width - 1, box.y + box.height - 1) == row
    assert geometry.row_at(20, -1) is None
    assert geometry.row_at(20, geometry.height + 500) is None
