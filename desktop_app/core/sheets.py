"""The plan of a sheet: the pictures of a batch in rows and columns, with the names of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt
from pathlib import Path

from desktop_app.core.batches import label_parts
from desktop_app.core.sizes import Size

_WIDE_ROW = 4
_SHAPE = 1.5


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """One picture of a batch: its order's label, its file and pixels; without a file it was not made."""

    label: str
    path: Path | None = None
    size: Size | None = None


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A picture and its place, from 0. `caption` stands over it where its column has no name."""

    column: int
    row: int
    picture: SheetPicture
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be drawn. `columns` and `rows` are names, empty where they have none; `facts` holds for all pictures."""

    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[SheetCell, ...] = field(default=())
    title: str = ""
    facts: str = ""


def planned(pictures: Iterable[SheetPicture], title: str = "", facts: str = "") -> Sheet:
    """Return the plan for the pictures of one batch, in the order in which they were ordered.

    Labels with two parts give a grid; others stand one after the other with their labels over them. Of two pictures with
    one label the first that has a file is shown.
    """
    best: dict[str, SheetPicture] = {}
    for picture in pictures:
        known = best.get(picture.label)
        if known is None or (known.path is None and picture.path is not None):
            best[picture.label] = picture
    places = {label: label_parts(label) for label in best}
    if not best or not all(row for _, row in places.values()):
        return _in_a_row(list(best.values()), title, facts)
    columns = _merged([[column for column, its in places.values() if its == row] for row in _rows(places.values())])
    rows = _rows(places.values())
    cells = tuple(
        SheetCell(columns.index(column), rows.index(row), best[label]) for label, (column, row) in places.items()
    )
    return Sheet(tuple(columns), tuple(rows), cells, title, facts)


def _in_a_row(pictures: Sequence[SheetPicture], title: str, facts: str) -> Sheet:
    width = len(pictures) if len(pictures) <= _WIDE_ROW else ceil(sqrt(len(pictures) * _SHAPE))
    height = ceil(len(pictures) / width) if width else 0
    cells = tuple(
        SheetCell(number % width, number // width, picture, picture.label) for number, picture in enumerate(pictures)
    )
    return Sheet(("",) * width, ("",) * height, cells, title, facts)


def _rows(places: Iterable[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys(row for _, row in places))


def _merged(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return all names in an order that every row keeps to, as far as the rows agree: some may lack a few."""
    merged: list[str] = []
    for row in rows:
        place = 0
        for name in row:
            if name in merged:
                place = merged.index(name) + 1
            else:
                merged.insert(place, name)
                place += 1
    return merged
