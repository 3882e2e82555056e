"""The headings of the grid: how many rows stand under each, at once, and what each says, when it is asked for."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import overload

from desktop_app.store.snapshot import Section


@dataclass(frozen=True, slots=True)
class GallerySection:
    """A run of rows under one heading: of a day, a rating or a model; of none of them where `is_plain`, else the samples.

    `pictures` leaves out the jobs, and counts those that stand out of sight behind the heads of their stacks.
    """

    day: date | None
    rows: int
    pictures: int
    cost_usd: float = 0.0
    rating: int | None = None
    model: str | None = None
    is_plain: bool = False


class Headings(Sequence[GallerySection]):
    """The headings of a snapshot, those at the places `empty` left out, behind `others`.

    `counts` are the rows under the headings of the snapshot. Nothing is made of those that nobody asks for: a library of a
    million pictures has thousands.
    """

    def __init__(
        self, sections: Sequence[Section], counts: array[int], empty: Sequence[int], others: list[GallerySection]
    ) -> None:
        self._sections = sections
        self._counts = counts
        self._others = others
        self._places: list[int] | None = None
        if empty:
            left_out = set(empty)
            self._places = [at for at in range(len(sections)) if at not in left_out]
            self._counts = array("l", [counts[at] for at in self._places])

    @property
    def counts(self) -> array[int]:
        """The rows under each heading, in order."""
        return array("l", [each.rows for each in self._others]) + self._counts

    def after(self, first: GallerySection | None) -> Headings:
        """Return them behind another one, which takes in the first of its own day."""
        if first is None:
            return self
        places = range(len(self._sections)) if self._places is None else self._places
        rest = Headings(self._sections, self._counts, (), self._others)
        rest._places = list(places)
        if len(self) and self[0].day == first.day and not self[0].is_plain:
            same = self[0]
            first = replace(first, rows=first.rows + same.rows, pictures=first.pictures + same.pictures)
            rest._places = rest._places[1:]
            rest._counts = self._counts[1:]
        rest._others = [first, *self._others]
        return rest

    def __len__(self) -> int:
        return len(self._others) + len(self._counts)

    @overload
    def __getitem__(self, number: int) -> GallerySection: ...
    @overload
    def __getitem__(self, number: slice) -> list[GallerySection]: ...
    def __getitem__(self, number: int | slice) -> GallerySection | list[GallerySection]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        number = range(len(self))[number]
        if number < len(self._others):
            return self._others[number]
        at = number - len(self._others)
        section = self._sections[at if self._places is None else self._places[at]]
        rows = self._counts[at]
        pictures = rows + section.behind
        return GallerySection(section.day, rows, pictures, section.cost_usd, section.rating, section.model)
