"""A table of prompts as spreadsheets write it: any of their separators, a header that names the columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from math import isfinite
from typing import Any

from desktop_app.core.batch_values import BadValue, size_of
from desktop_app.core.batches import PromptEntry
from desktop_app.core.request import SEED_MAX

STEPS_MAX = 1_000
GUIDANCE_MAX = 100.0

_SEPARATORS = ",;\t|"
_SCIENTIFIC = re.compile(r"[\d.,]+[eE][+-]?\d+")
# Also what other programs of the field call their columns.
_NAMES = {
    "prompt": "prompt",
    "prompts": "prompt",
    "model": "model",
    "size": "size",
    "steps": "steps",
    "seed": "seed",
    "negative": "negative_prompt",
    "negativeprompt": "negative_prompt",
    "guidance": "guidance",
    "guidancescale": "guidance",
    "cfg": "guidance",
    "cfgscale": "guidance",
}


class RowFault(Enum):
    """What is wrong with a cell or a column."""

    UNKNOWN_COLUMN = "unknown_column"
    TWICE = "twice"
    NO_SIZE = "no_size"
    NO_NUMBER = "no_number"
    ROUNDED = "rounded"
    """A spreadsheet wrote a long number as 4.82E+07: its last digits are gone."""
    OUT_OF_RANGE = "out_of_range"
    TOO_MANY_CELLS = "too_many_cells"
    BROKEN = "broken"
    """A quotation mark opens here and does not close as it should."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A problem with the line that it is in (from 1), the column's name and what stands there.

    Where it is about a cell, the row was left out.
    """

    line: int
    fault: RowFault
    column: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table that can be used, and what is wrong with the others."""

    entries: tuple[PromptEntry, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    has_header: bool = False
    is_broken: bool = False


def is_table(text: str) -> bool:
    """Say whether a text without a telling name is a table: its first line names two known columns or more."""
    separator, body, _ = _opened(text)
    first = body.lstrip("\n").partition("\n")[0]
    return sum(_known(each) is not None for each in first.split(separator)) > 1


def rows_of(text: str) -> Rows:
    """Return what a table holds. Raises nothing."""
    separator, body, skipped = _opened(text)
    try:
        lines = list(_parsed(body, separator, skipped))
    except _Broken as broken:
        return Rows(problems=(RowProblem(broken.line, RowFault.BROKEN),), is_broken=True)
    if not lines:
        return Rows()
    (header_line, header), *others = lines
    columns = [_known(each) for each in header]
    if not any(columns):
        return Rows()
    problems = list(_header_problems(header_line, header, columns))
    entries: list[PromptEntry] = []
    for line, cells in others:
        entry = _entry(line, columns, cells)
        if isinstance(entry, RowProblem):
            problems.append(entry)
        elif entry is not None:
            entries.append(entry)
    return Rows(tuple(entries), tuple(problems), has_header=True)


def _opened(text: str) -> tuple[str, str, int]:
    """Return the separator, the text without a line that names it, and how many lines that were."""
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE)
    if named is not None:
        return named[1], rest, 1
    head = next((line for line in text.split("\n") if line.strip()), "")
    known = {each: sum(_known(name) is not None for name in head.split(each)) for each in _SEPARATORS}
    return max(_SEPARATORS, key=lambda each: (known[each], head.count(each))), text, 0


def _parsed(text: str, separator: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything with the number of their first line; raise _Broken."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    line = skipped + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, [cell.strip() for cell in cells]
            line = skipped + reader.line_num + 1
    except csv.Error as cause:
        raise _Broken(line) from cause


def _known(name: str) -> str | None:
    return _NAMES.get("".join(filter(str.isalnum, name.casefold())))


def _header_problems(line: int, header: list[str], columns: list[str | None]) -> Iterator[RowProblem]:
    seen: set[str] = set()
    for name, column in zip(header, columns, strict=True):
        if column is None and name:
            yield RowProblem(line, RowFault.UNKNOWN_COLUMN, name)
        elif column is not None and column in seen:
            yield RowProblem(line, RowFault.TWICE, name)
        seen.add(column or "")


def _entry(line: int, columns: list[str | None], cells: list[str]) -> PromptEntry | RowProblem | None:
    surplus = next((cell for cell in cells[len(columns) :] if cell), None)
    if surplus is not None:
        return RowProblem(line, RowFault.TOO_MANY_CELLS, "", surplus)
    values: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column is None or column in values or not cell:
            continue
        try:
            values[column] = _READERS.get(column, str)(cell)
        except _BadCell as bad:
            return RowProblem(line, bad.fault, column, cell)
    return PromptEntry(line=line, **values) if values else None


class _Broken(ValueError):
    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


class _BadCell(ValueError):
    def __init__(self, fault: RowFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def _size(cell: str) -> Any:
    try:
        return size_of(cell)
    except BadValue as cause:
        raise _BadCell(RowFault.NO_SIZE) from cause


def _whole(highest: int, lowest: int) -> Callable[[str], int]:
    def read(cell: str) -> int:
        number = _number(cell)
        if number != int(number):
            raise _BadCell(RowFault.NO_NUMBER)
        if not lowest <= number <= highest:
            raise _BadCell(RowFault.OUT_OF_RANGE)
        return int(number)

    return read


def _guidance(cell: str) -> float:
    number = _number(cell)
    if not 0 <= number <= GUIDANCE_MAX:
        raise _BadCell(RowFault.OUT_OF_RANGE)
    return number


def _number(cell: str) -> float:
    """Read a number as spreadsheets write it: spaces between thousands, a comma before decimals."""
    if _SCIENTIFIC.fullmatch(cell):
        raise _BadCell(RowFault.ROUNDED)
    plain = re.sub(r"[\s'’]", "", cell).replace(",", ".")
    if not re.fullmatch(r"\d+(\.\d*)?", plain, re.ASCII):
        raise _BadCell(RowFault.NO_NUMBER)
    number = float(plain)
    if not isfinite(number):
        raise _BadCell(RowFault.OUT_OF_RANGE)
    return number


_READERS: Mapping[str, Callable[[str], Any]] = {
    "size": _size,
    "steps": _whole(STEPS_MAX, 1),
    "seed": _whole(SEED_MAX, 0),
    "guidance": _guidance,
}
