"""The keys of pictures in their order: a million of them shared, not copied, and new ones in front at no cost."""

from __future__ import annotations

import operator
from array import array
from bisect import bisect_left


class KeyList:
    """Keys as they were given, which is never changed, behind what has come since.

    What is changed behind the newest few has a copy made of all.
    """

    def __init__(self, keys: array[int] | None = None) -> None:
        self._rest = keys if keys is not None else array("q")
        self._is_own = False
        # The last of these is the first of all: what comes in front is put at the end.
        self._fresh = array("q")

    def __len__(self) -> int:
        return len(self._fresh) + len(self._rest)

    def __getitem__(self, place: int) -> int:
        fresh = len(self._fresh)
        return self._fresh[fresh - 1 - place] if place < fresh else self._rest[place - fresh]

    def between(self, start: int, end: int) -> array[int]:
        """Return the keys from one place up to another, which is not included."""
        fresh = len(self._fresh)
        found = self._fresh[max(0, fresh - end) : max(0, fresh - start)][::-1]
        found.extend(self._rest[max(0, start - fresh) : max(0, end - fresh)])
        return found

    def whole(self) -> array[int]:
        """Return all keys, not to be changed."""
        self._join()
        return self._rest

    def replace(self, start: int, end: int, added: array[int]) -> None:
        """Put other keys in the place of some."""
        fresh = len(self._fresh)
        if end <= fresh:
            self._fresh[fresh - end : fresh - start] = added[::-1]
            return
        self._join()
        if not self._is_own:
            self._rest = self._rest[:]
            self._is_own = True
        self._rest[start:end] = added

    def place_for(self, key: int) -> int:
        """Return where a key stands or would stand among keys that descend."""
        fresh = len(self._fresh)
        if fresh and key >= self._fresh[0]:
            return fresh - bisect_left(self._fresh, key + 1)
        return fresh + bisect_left(self._rest, -key, key=_negated)

    def index(self, key: int) -> int:
        """Return where a key stands among keys in any order; raises ValueError."""
        self._join()
        return self._rest.index(key)

    def _join(self) -> None:
        if self._fresh:
            self._rest = self._fresh[::-1] + self._rest
            self._fresh = array("q")
            self._is_own = True


_negated = operator.neg
