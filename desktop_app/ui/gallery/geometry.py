"""Where every heading and cell of the grid stands: plain arithmetic, the same for ten rows and a million."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PADDING = 16
GAP = 8
HEADING = 38
TOP = 8
BOTTOM = 16


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels from the top left of the whole grid."""

    x: int
    y: int
    width: int
    height: int


class GridGeometry:
    """The grid for one width, one wish for the side of a cell, and sections of so many rows each.

    Columns fill the width evenly: a cell comes out a little larger or smaller than the wish.
    """

    def __init__(self, width: int, tile_px: int, section_rows: Sequence[int]) -> None:
        inner = max(1, width - 2 * PADDING)
        self.columns = max(1, round((inner + GAP) / (tile_px + GAP)))
        self.cell = max(1, (inner - (self.columns - 1) * GAP) // self.columns)
        self.left = PADDING + (inner - self.columns * self.cell - (self.columns - 1) * GAP) // 2
        self._width = inner
        self._first_rows: list[int] = []
        self._tops: list[int] = []
        row, top = 0, TOP
        for rows in section_rows:
            self._first_rows.append(row)
            self._tops.append(top)
            row += rows
            top += HEADING + self._lines(rows) * self._pitch
        self.count = row
        self.height = top - GAP + BOTTOM if section_rows else 0

    @property
    def _pitch(self) -> int:
        return self.cell + GAP

    def _lines(self, rows: int) -> int:
        return -(-rows // self.columns)

    def cell_box(self, row: int) -> Box:
        """Return where a row's cell stands."""
        section = bisect_right(self._first_rows, row) - 1
        line, column = divmod(row - self._first_rows[section], self.columns)
        top = self._tops[section] + HEADING + line * self._pitch
        return Box(self.left + column * self._pitch, top, self.cell, self.cell)

    def headings(self, top: int, bottom: int) -> Iterator[tuple[int, Box]]:
        """Yield number and place of the headings that touch this band."""
        section = max(0, bisect_right(self._tops, top) - 1)
        while section < len(self._tops) and self._tops[section] < bottom:
            if self._tops[section] + HEADING > top:
                yield section, Box(self.left, self._tops[section], self._width, HEADING)
            section += 1

    def rows_between(self, top: int, bottom: int) -> Iterator[range]:
        """Yield the rows whose cells touch this band, a run for each section."""
        section = max(0, bisect_right(self._tops, top) - 1)
        while section < len(self._tops) and self._tops[section] < bottom:
            rows = self._rows_of(section)
            start = self._tops[section] + HEADING
            first = max(0, (top - start + GAP) // self._pitch) * self.columns
            last = max(0, -(-(bottom - start) // self._pitch)) * self.columns
            run = range(rows.start + first, min(rows.stop, rows.start + last))
            if run:
                yield run
            section += 1

    def row_at(self, x: int, y: int) -> int | None:
        """Return the row whose cell holds this point."""
        section = bisect_right(self._tops, y) - 1
        if section < 0:
            return None
        column, beside = divmod(x - self.left, self._pitch)
        line, below = divmod(y - self._tops[section] - HEADING, self._pitch)
        if not 0 <= column < self.columns or line < 0 or beside >= self.cell or below >= self.cell:
            return None
        rows = self._rows_of(section)
        row = rows.start + line * self.columns + column
        return row if row < rows.stop else None

    def row_beside(self, row: int, lines: int) -> int:
        """Return the row so many lines below (above, when negative), in the same column as far as there is one."""
        section = bisect_right(self._first_rows, row) - 1
        column = (row - self._first_rows[section]) % self.columns
        line = (row - self._first_rows[section]) // self.columns + lines
        while line < 0 and section > 0:
            section -= 1
            line += self._lines(len(self._rows_of(section)))
        while line >= self._lines(len(self._rows_of(section))) and section < len(self._tops) - 1:
            line -= self._lines(len(self._rows_of(section)))
            section += 1
        rows = self._rows_of(section)
        line = min(max(line, 0), self._lines(len(rows)) - 1)
        return min(rows.start + line * self.columns + column, rows.stop - 1)

    def rows_touching(self, x: int, y: int, width: int, height: int) -> Iterator[range]:
        """Yield runs of rows whose cells touch a rectangle."""
        first = max(0, -(-(x - self.left - self.cell + 1) // self._pitch))
        last = min(self.columns - 1, (x + width - 1 - self.left) // self._pitch)
        if last < first:
            return
        for run in self.rows_between(y, y + height):
            for start in range(run.start, run.stop, self.columns):
                part = range(start + first, min(start + last + 1, run.stop))
                if part:
                    yield part

    def _rows_of(self, section: int) -> range:
        is_last = section == len(self._first_rows) - 1
        return range(self._first_rows[section], self.count if is_last else self._first_rows[section + 1])
