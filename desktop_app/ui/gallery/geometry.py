"""Where every heading and cell of the grid stands: plain arithmetic, the same for ten rows and a million."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

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

    Columns fill the width evenly: a cell comes out a little larger or smaller than the wish. A geometry made of the one
    `before` takes over what is the same, and with it that one ends: new rows under the first heading cost no more than one.
    """

    def __init__(
        self, width: int, tile_px: int, section_rows: Iterable[int], before: GridGeometry | None = None
    ) -> None:
        inner = max(1, width - 2 * PADDING)
        self.columns = max(1, round((inner + GAP) / (tile_px + GAP)))
        self.cell = max(1, (inner - (self.columns - 1) * GAP) // self.columns)
        self.left = PADDING + (inner - self.columns * self.cell - (self.columns - 1) * GAP) // 2
        self._width = inner
        rows = array("l", section_rows)
        self._below: _Below = _Below(self.columns) if before is None else before._below.kept(self.columns, rows)
        self._below.fill(rows)
        self._sections = len(rows)
        self.count = self._below.rows[-1]
        self.height = TOP + self._height_below(self._sections) - GAP + BOTTOM if rows else 0

    @property
    def _pitch(self) -> int:
        return self.cell + GAP

    def cell_box(self, row: int) -> Box:
        """Return where a row's cell stands."""
        section = self._section_of(row)
        line, column = divmod(row - self._first(section), self.columns)
        top = self._top(section) + HEADING + line * self._pitch
        return Box(self.left + column * self._pitch, top, self.cell, self.cell)

    def headings(self, top: int, bottom: int) -> Iterator[tuple[int, Box]]:
        """Yield number and place of the headings that touch this band."""
        section = max(0, self._section_at(top))
        while section < self._sections and (start := self._top(section)) < bottom:
            if start + HEADING > top:
                yield section, Box(self.left, start, self._width, HEADING)
            section += 1

    def rows_between(self, top: int, bottom: int) -> Iterator[range]:
        """Yield the rows whose cells touch this band, a run for each section."""
        section = max(0, self._section_at(top))
        while section < self._sections and self._top(section) < bottom:
            rows = self._rows_of(section)
            start = self._top(section) + HEADING
            first = max(0, (top - start + GAP) // self._pitch) * self.columns
            last = max(0, -(-(bottom - start) // self._pitch)) * self.columns
            run = range(rows.start + first, min(rows.stop, rows.start + last))
            if run:
                yield run
            section += 1

    def row_at(self, x: int, y: int) -> int | None:
        """Return the row whose cell holds this point."""
        section = self._section_at(y)
        if not 0 <= section < self._sections:
            return None
        column, beside = divmod(x - self.left, self._pitch)
        line, below = divmod(y - self._top(section) - HEADING, self._pitch)
        if not 0 <= column < self.columns or line < 0 or beside >= self.cell or below >= self.cell:
            return None
        rows = self._rows_of(section)
        row = rows.start + line * self.columns + column
        return row if row < rows.stop else None

    def row_beside(self, row: int, lines: int) -> int:
        """Return the row so many lines below (above, when negative), in the same column as far as there is one."""
        section = self._section_of(row)
        line, column = divmod(row - self._first(section), self.columns)
        line += lines
        while line < 0 and section > 0:
            section -= 1
            line += self._lines_of(section)
        while line >= self._lines_of(section) and section < self._sections - 1:
            line -= self._lines_of(section)
            section += 1
        rows = self._rows_of(section)
        line = min(max(line, 0), self._lines_of(section) - 1)
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

    def _top(self, section: int) -> int:
        """Return where a section's heading begins."""
        return TOP + self._height_below(self._sections) - self._height_below(self._sections - section)

    def _height_below(self, sections: int) -> int:
        """Return how high the last so many sections are together."""
        return sections * HEADING + self._below.lines[sections] * self._pitch

    def _section_at(self, y: int) -> int:
        """Return the last section that begins at or above a height, -1 when none does."""
        if not self._sections:
            return -1
        below = TOP + self._height_below(self._sections) - y
        return self._sections - bisect_left(range(self._sections + 1), below, key=self._height_below)

    def _section_of(self, row: int) -> int:
        """Return the section of a row, the last one's for those that come after all."""
        behind = max(0, self.count - 1 - row)
        return self._sections - bisect_right(self._below.rows, behind)

    def _first(self, section: int) -> int:
        return self.count - self._below.rows[self._sections - section]

    def _lines_of(self, section: int) -> int:
        at = self._sections - section
        return self._below.lines[at] - self._below.lines[at - 1]

    def _rows_of(self, section: int) -> range:
        return range(self._first(section), self._first(section + 1))


class _Below:
    """How many rows and lines of cells the last so many sections have together.

    It is counted from the end, since pictures come at the beginning.
    """

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.rows = [0]
        self.lines = [0]
        self._of_sections = array("l")

    def kept(self, columns: int, rows: array[int]) -> _Below:
        """Return what can stay for these rows of sections."""
        if columns != self.columns:
            return _Below(columns)
        before = self._of_sections
        for changed in range(min(len(before), _CHANGED_MAX) + 1):
            same = before[changed:]
            if rows[len(rows) - len(same) :] == same:
                break
        else:
            return _Below(columns)
        end = len(before) - changed + 1
        del self.rows[end:], self.lines[end:]
        return self

    def fill(self, rows: array[int]) -> None:
        """Count the sections that are not counted yet, from the last one up to the first."""
        new = rows[: len(rows) + 1 - len(self.rows)][::-1]
        lines_of = [-(-count // self.columns) for count in range(max(new, default=0) + 1)]
        self.rows.extend(accumulate(new, initial=self.rows.pop()))
        self.lines.extend(accumulate(map(lines_of.__getitem__, new), initial=self.lines.pop()))
        self._of_sections = rows


_CHANGED_MAX = 3
