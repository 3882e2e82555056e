"""Gestures that wait for the thread of the library, which makes them one after the other in short steps."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from desktop_app.core.errors import WriteFailed
from desktop_app.store.care_gesture import CareDone, CareGesture, Way
from desktop_app.store.care_journal import CareJournal
from desktop_app.store.care_writer import SidecarChanged
from desktop_app.store.gallery_source import GallerySource

Names = tuple[list[tuple[str, int]], list[tuple[str, int]]]
"""All tags, and all collections, each with the number of its pictures."""


class GestureLine:
    """Used in the library's thread alone but for `use`, which comes before. `tell` hears what was done, or why not."""

    def __init__(self, tell: Callable[[CareDone], None]) -> None:
        self._tell = tell
        self._journal: CareJournal | None = None
        self._line: deque[tuple[CareGesture, Way]] = deque()
        self._steps: Iterator[CareDone | None] | None = None

    def use(self, journal: CareJournal) -> None:
        """Keep changes in this journal; without one no gesture is taken."""
        self._journal = journal

    @property
    def is_waiting(self) -> bool:
        """Say whether there is something to do: `step`."""
        return bool(self._line)

    def add(self, gesture: CareGesture, way: Way) -> None:
        """Take a gesture in, to be made or taken back after those before it."""
        if self._journal is not None:
            self._line.append((gesture, way))

    def begin(self, source: GallerySource) -> None:
        """Have a library know its pictures as they will be when nothing waits any more."""
        if self._journal is not None:
            source.library.overlay = self._journal

    def step(self, source: GallerySource) -> None:
        """Do some of the first gesture; raises sqlite3.Error when the index fails, and that gesture is over then."""
        assert self._journal is not None
        gesture, way = self._line[0]
        if self._steps is None:
            self._steps = gesture.steps(way, source.index, self._journal)
        try:
            done = next(self._steps)
        except sqlite3.Error as cause:
            self._end()
            # What is in the journal comes to the next index by the sidecars.
            self._tell(CareDone(gesture, way, error=WriteFailed(str(cause))))
            raise
        if done is not None:
            self._end()
            self._tell(done)

    def drop(self) -> None:
        """Forget what waits: there is no library."""
        self._line.clear()
        self._steps = None

    def _end(self) -> None:
        self._line.popleft()
        self._steps = None


def take_written(source: GallerySource, written: Sequence[SidecarChanged]) -> None:
    """Note in the index how sidecars look that the program itself wrote, so that a scan need not read them."""
    with source.index.batch():
        for each in written:
            if each.root == source.library.root:
                source.index.care.set_stamp(each.place, each.before, each.after)


def names_in(source: GallerySource) -> Names:
    """Return all tags and all collections of a library."""
    return source.index.care.tag_counts(), source.index.care.collection_counts()
