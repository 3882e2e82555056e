"""In what order a grid shows its pictures, and whether those that belong together stand as one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class SortBy(Enum):
    """What the order goes by; the value is a stable name. Pictures that are equal stand by date, the newest first."""

    DATE = "date"
    RATING = "rating"
    MODEL = "model"
    COST = "cost"
    SIZE = "size"
    SHUFFLE = "shuffle"
    PLACE = "place"
    """The order by hand within one collection."""


@dataclass(frozen=True, slots=True)
class GalleryOrder:
    """An order of pictures.

    The newest, best, dearest and largest come first, models by their name, unless `is_reversed`. `shuffle_seed` makes one
    shuffle of many, the same each time. With `is_stacked`, pictures of one order or one family of edits are one row until
    they are opened; that goes by date alone.
    """

    by: SortBy = SortBy.DATE
    is_reversed: bool = False
    shuffle_seed: int = 0
    is_stacked: bool = False

    @property
    def is_by_time(self) -> bool:
        """Say whether the newest stands first."""
        return self.by is SortBy.DATE and not self.is_reversed
