"""One thing that a person does to the care of pictures, and what takes it back."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto
from uuid import UUID

from desktop_app.core.care import Care, CareChange, applied, undoing
from desktop_app.core.errors import StoreError
from desktop_app.store.care_journal import CareJournal, CarePicture
from desktop_app.store.care_rows import CareRow, CareRows
from desktop_app.store.index import Index
from desktop_app.store.trashed_care import TrashedCare

Plan = Callable[[CareRows], Iterable[tuple[CareChange, Iterable[int]]]]
"""Says what is changed, and at which pictures (keys); it is asked when the turn comes to the gesture."""

Elsewhere = Callable[[Mapping[str, int]], list[CareRow]]
"""Returns what is known of pictures that the index does not know, by their UUIDs, each with the key that it had."""

_UUID_BYTES = 16


class Way(Enum):
    """Whether a gesture is made, or taken back."""

    FORTH = auto()
    BACK = auto()


@dataclass(slots=True)
class PictureList:
    """Many pictures in little room: their keys, and of each the UUID as 16 bytes (zeros for one that has none)."""

    keys: array[int] = field(default_factory=lambda: array("q"))
    uuids: bytearray = field(default_factory=bytearray)

    def add(self, key: int, uuid: str) -> None:
        """Take a picture in."""
        self.keys.append(key)
        self.uuids += _uuid_bytes(uuid)

    def found_in(self, care: CareRows, elsewhere: Elsewhere) -> Iterator[list[CareRow]]:
        """Yield the pictures in lists; those that have another key now are found by their UUID, or `elsewhere` by it."""
        at = {key: number for number, key in enumerate(self.keys)}
        missed: list[int] = []
        for rows in care.rows(self.keys):
            there = [row for row in rows if self._is(at[row.key], row.uuid)]
            for row in there:
                del at[row.key]
            yield there
        lost: dict[str, int] = {}
        for key, number in at.items():
            digits = bytes(self.uuids[number * _UUID_BYTES : (number + 1) * _UUID_BYTES])
            uuid = str(UUID(bytes=digits)) if any(digits) else ""
            found = care.keys_of(uuid) if uuid else []
            missed += found
            if uuid and not found:
                lost[uuid] = key
        # Of a picture that has copies, the others were not meant.
        meant = set(self.keys)
        yield from care.rows(key for key in missed if key not in meant)
        if lost:
            yield elsewhere(lost)

    def _is(self, number: int, uuid: str) -> bool:
        return self.uuids[number * _UUID_BYTES : (number + 1) * _UUID_BYTES] == _uuid_bytes(uuid)


Groups = dict[CareChange, PictureList]


@dataclass(frozen=True, slots=True)
class CareDone:
    """A gesture that was made or taken back: the keys of the pictures that are other than before, or why it was not."""

    gesture: CareGesture
    way: Way
    keys: frozenset[int] = frozenset()
    error: StoreError | None = None


class CareGesture:
    """May be made and taken back again and again, in one thread. Kept are only the pictures that it made different, those
    with the same to undo together.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan: Plan | None = plan
        self._next: Groups = {}
        self._is_made = False
        self.is_void = False
        """Say that it was made, or tried, and no picture is other than before."""

    def steps(
        self, way: Way, index: Index, journal: CareJournal, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> Iterator[CareDone | None]:
        """Make it or take it back in short steps; the last one tells what was done.

        Every change is on the disk before the index shows the first. Raises sqlite3.Error when the index fails.
        """
        if self._is_made is (way is Way.FORTH):
            yield CareDone(self, way)
            return
        changes: list[tuple[CareChange, CarePicture]] = []
        inverse: Groups = {}
        found: Groups = {}
        trash = TrashedCare(index.root, journal)
        for change, rows in self._pictures(index.care, trash.rows):
            for row in rows:
                _note(change, row, changes, inverse, found)
            yield None
        try:
            if changes:
                journal.add(index.root, now(), changes)
        except StoreError as error:
            self.is_void = not self._is_made
            yield CareDone(self, way, error=error)
            return
        self._next, self._plan, self._is_made = inverse, None, way is Way.FORTH
        self.is_void = self._is_made and not inverse
        del changes
        yield from _shown(found, index)
        yield CareDone(self, way, frozenset(key for each in found.values() for key in each.keys))

    def _pictures(self, care: CareRows, elsewhere: Elsewhere) -> Iterator[tuple[CareChange, list[CareRow]]]:
        if self._plan is not None:
            for change, keys in self._plan(care):
                for rows in care.rows(keys):
                    yield change, rows
            return
        for change, pictures in self._next.items():
            for rows in pictures.found_in(care, elsewhere):
                yield change, rows


def _note(
    change: CareChange, row: CareRow, changes: list[tuple[CareChange, CarePicture]], inverse: Groups, found: Groups
) -> None:
    """Write down what a change does to one picture, if anything."""
    after = applied(row.care, change)
    if after is row.care:
        return
    changes.append((change, CarePicture(row.uuid, row.place, row.sha256)))
    inverse.setdefault(undoing(row.care, after), PictureList()).add(row.key, row.uuid)
    found.setdefault(change, PictureList()).add(row.key, row.uuid)


def _shown(found: Groups, index: Index) -> Iterator[None]:
    for change, pictures in found.items():
        for rows in index.care.rows(pictures.keys):
            with index.batch():
                for row in rows:
                    after: Care = applied(row.care, change)
                    index.care.put(row, after)
            yield None


def _uuid_bytes(uuid: str) -> bytes:
    try:
        return UUID(uuid).bytes
    except ValueError:
        return bytes(_UUID_BYTES)
