"""The arithmetic of the grid's rows: which picture or job stands where, and under which day."""

from __future__ import annotations

import operator
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from desktop_app.qt.gallery_headings import GallerySection, Headings
from desktop_app.qt.key_list import KeyList
from desktop_app.store.snapshot import GallerySnapshot

RowId = str | int
"""A job's id, or a picture's key."""

_SEEN_MAX = 50_000


class GalleryRows:
    """Jobs and what became of them in front, in the order in which they came; behind them all other pictures.

    The pictures behind are those of the snapshot without those in front. Where they stand by time, the newest first
    (`is_by_time`), what is asked of one row costs the same however many there are; in other orders that is so for rows that
    were asked for before.
    """

    def __init__(self) -> None:
        self.base = KeyList()
        self.is_by_time = True
        self._front: list[RowId] = []
        self._born: dict[int, str] = {}
        self._pictures: dict[str, list[int]] = {}
        self._batch_of: dict[RowId, str] = {}
        self._batches: dict[str, dict[RowId, None]] = {}
        self._places: dict[RowId, int] | None = None
        self._seen: dict[int, int] = {}
        self._born_among = _Among(array("q"), {})

    def __len__(self) -> int:
        return len(self._front) + len(self.base)

    @property
    def ahead(self) -> int:
        """How many rows stand in front."""
        return len(self._front)

    def at(self, row: int) -> RowId:
        """Return what stands in a row."""
        ahead = len(self._front)
        if row < ahead:
            return self._front[row]
        key = self.base[row - ahead]
        if not self.is_by_time:
            self._note(key, row - ahead)
        return key

    def keys_between(self, first: int, last: int) -> array[int]:
        """Return the keys of the pictures in these rows, the last included."""
        ahead = len(self._front)
        keys = array("q", [row_id for row_id in self._front[first : last + 1] if isinstance(row_id, int)])
        keys.extend(self.base.between(max(0, first - ahead), max(0, last + 1 - ahead)))
        return keys

    def row_of(self, row_id: RowId) -> int | None:
        """Return where a job or picture stands, `None` when it does not."""
        if isinstance(row_id, str) or row_id in self._born:
            return self._front_places().get(row_id)
        at = self._place_by_time(row_id) if self.is_by_time else self._place_seen(row_id)
        return None if at is None else len(self._front) + at

    def is_in_front(self, key: int) -> bool:
        """Say whether a picture stands in front, where its job stood."""
        return key in self._born

    def place_for_jobs(self, batch_id: str) -> int:
        """Return the row for new jobs: after the last of their batch, else first."""
        places = self._front_places()
        return 1 + max(map(places.__getitem__, self._batches.get(batch_id, ())), default=-1)

    def place_for_picture(self, job_id: str) -> int | None:
        """Return the row after the last picture of a job, `None` when it has none in front."""
        keys = self._pictures.get(job_id)
        return 1 + max(map(self._front_places().__getitem__, keys)) if keys else None

    def insert_jobs(self, row: int, job_ids: Sequence[str], batch_id: str) -> None:
        """Put jobs of one batch into the front."""
        self._front[row:row] = job_ids
        for job_id in job_ids:
            self._join(job_id, batch_id)
        self._places = None

    def insert_picture(self, row: int, key: int, job_id: str) -> None:
        """Put one more picture of a job that has one already into the front."""
        self._join(key, self._batch_of[self._pictures[job_id][0]])
        self._front.insert(row, key)
        self._bear(key, job_id)
        self._places = None

    def turn(self, row: int, key: int) -> None:
        """Let a job become its picture where it stands."""
        job_id = self._front[row]
        assert isinstance(job_id, str)
        self._join(key, self._leave(job_id))
        self._front[row] = key
        self._bear(key, job_id)
        if self._places is not None:
            del self._places[job_id]
            self._places[key] = row

    def remove_front(self, start: int, end: int) -> None:
        """Take rows out of the front."""
        for row_id in self._front[start:end]:
            self._leave(row_id)
        del self._front[start:end]
        self._places = None

    def gone(self, keys: array[int]) -> list[int]:
        """Return the pictures in front that are not among these keys."""
        if not self.is_by_time:
            found = self._among(keys)
            return [key for key in self._born if key not in found]
        return list(self._born.keys() - set(keys[: self._reach(keys)]))

    def drop_pictures(self) -> None:
        """Leave the jobs alone in front."""
        for key in list(self._born):
            self._leave(key)
        self._front = [row_id for row_id in self._front if isinstance(row_id, str)]
        self._places = None

    def base_of(self, keys: array[int]) -> array[int]:
        """Return the keys without those in front."""
        if not self.is_by_time:
            return _without(keys, sorted(self._among(keys).values()))
        if not self._born:
            return keys
        return _without(keys, self._hidden(keys)[0])

    def release(self, keys: array[int]) -> None:
        """Let pictures at the end of the front join the others, all of these keys, where that moves nothing."""
        if not self.is_by_time or (self.base and self.base[0] < 0):
            return
        released = array("q")
        while self._front:
            last = self._front[-1]
            ahead_of = released[-1] if released else self.base[0] if self.base else -1
            if isinstance(last, str) or last < ahead_of or place_of(keys, last) is None:
                break
            self._front.pop()
            self._leave(last)
            released.append(last)
            if self._places is not None:
                del self._places[last]
        self.base.replace(0, 0, released[::-1])

    def sections(self, snapshot: GallerySnapshot, today: date) -> Headings:
        """Return the headings with their rows, in order."""
        if not snapshot.sections and self.base:
            plain = GallerySection(None, len(self.base), len(self.base), is_plain=True)
            return Headings((), array("l"), [], [plain]).after(self._front_section(snapshot, today))
        counts = snapshot.counts[:]
        hidden, reach = self._hidden(snapshot.keys)
        empty: list[int] = []
        if hidden:
            ends = list(accumulate(counts))
            for at in hidden:
                counts[bisect_right(ends, at)] -= 1
            empty = [at for at in range(min(len(counts), bisect_right(ends, reach) + 1)) if not counts[at]]
        return Headings(snapshot.sections, counts, empty, []).after(self._front_section(snapshot, today))

    def _front_section(self, snapshot: GallerySnapshot, today: date) -> GallerySection | None:
        if not self._front:
            return None
        cost_usd = next((section.cost_usd for section in snapshot.sections if section.day == today), 0.0)
        return GallerySection(today, len(self._front), len(self._born), cost_usd)

    def _hidden(self, keys: array[int]) -> tuple[list[int], int]:
        """Return the places of keys that stand in front, and behind which place there are none."""
        if not self.is_by_time:
            return sorted(self._among(keys).values()), len(keys)
        reach = self._reach(keys)
        return [at for at, key in enumerate(keys[:reach]) if key in self._born] if self._born else [], reach

    def _place_by_time(self, key: int) -> int | None:
        at = self.base.place_for(key)
        return at if at < len(self.base) and self.base[at] == key else None

    def _note(self, key: int, at: int) -> None:
        if len(self._seen) > _SEEN_MAX:
            self._seen.clear()
        self._seen[key] = at

    def _place_seen(self, key: int) -> int | None:
        """Return where a key stands among those behind, which are in any order: first where it was seen."""
        at = self._seen.get(key, -1)
        if 0 <= at < len(self.base) and self.base[at] == key:
            return at
        try:
            at = self.base.index(key)
        except ValueError:
            return None
        self._note(key, at)
        return at

    def _among(self, keys: array[int]) -> dict[int, int]:
        """Return where the pictures in front stand among keys in any order; looked for once while neither changes."""
        before = self._born_among
        if before.keys is not keys or not before.places.keys() >= self._born.keys():
            places = {key: at for at, key in enumerate(keys) if key in self._born} if self._born else {}
            missing = dict.fromkeys(self._born.keys() - places.keys(), -1)
            self._born_among = before = _Among(keys, places | missing)
        return {key: at for key, at in before.places.items() if at >= 0 and key in self._born}

    def _reach(self, keys: array[int]) -> int:
        """Return behind which of the keys no picture of the front can stand: what is in front is new, as a rule."""
        return bisect_right(keys, -min(self._born), key=_negated) if self._born else 0

    def _front_places(self) -> dict[RowId, int]:
        if self._places is None:
            self._places = {row_id: row for row, row_id in enumerate(self._front)}
        return self._places

    def _join(self, row_id: RowId, batch_id: str) -> None:
        self._batch_of[row_id] = batch_id
        self._batches.setdefault(batch_id, {})[row_id] = None

    def _bear(self, key: int, job_id: str) -> None:
        self._born[key] = job_id
        self._pictures.setdefault(job_id, []).append(key)

    def _leave(self, row_id: RowId) -> str:
        """Forget of what a row is; return its batch."""
        batch_id = self._batch_of.pop(row_id)
        batch = self._batches[batch_id]
        del batch[row_id]
        if not batch:
            del self._batches[batch_id]
        if isinstance(row_id, int):
            job_id = self._born.pop(row_id)
            keys = self._pictures[job_id]
            keys.remove(row_id)
            if not keys:
                del self._pictures[job_id]
        return batch_id


@dataclass(frozen=True, slots=True)
class _Among:
    """Where pictures stand among keys, -1 for those that do not."""

    keys: array[int]
    places: dict[int, int]


def _without(keys: array[int], places: Iterable[int]) -> array[int]:
    """Return the keys without those at these places, which ascend."""
    rest = array("q")
    start = 0
    for at in places:
        rest.extend(keys[start:at])
        start = at + 1
    rest.extend(keys[start:])
    return rest


def place_of(keys: array[int], key: int) -> int | None:
    """Return where a key stands among keys in descending order, `None` when it does not."""
    at = bisect_left(keys, -key, key=_negated)
    return at if at < len(keys) and keys[at] == key else None


_negated = operator.neg
