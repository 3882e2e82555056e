"""Brings changes of care that wait into the sidecars, one picture after the other."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop_app.core.care import applied_at
from desktop_app.core.errors import StoreError, WriteFailed
from desktop_app.core.record import ImageRecord
from desktop_app.core.record_json import RecordUnreadable, from_json
from desktop_app.store.atomic import disk_errors
from desktop_app.store.care_find import PictureFinder
from desktop_app.store.care_journal import CareJournal, PendingCare
from desktop_app.store.json_text import parsed
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.library import Library, SavedImage
from desktop_app.store.scan import stamp_of
from desktop_app.store.sidecar import read_sidecar, sidecar_path, write_sidecar

GIVEN_UP_AFTER = timedelta(days=90)
"""So long a change waits for a picture that is nowhere in a library that is there: it may yet be synchronised."""

_log = logging.getLogger(__name__)

_PAGE = 64
_TOLD_S = 0.25
_FAULTS_MAX = 5
_SETTLED_AFTER_S = 60.0
_UNREADABLE_SUFFIX = ".unreadable"


@dataclass(frozen=True, slots=True)
class SidecarChanged:
    """A sidecar that was written: its picture's library and place in it, and how the files looked before and after."""

    root: Path
    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pass is: sidecars written since the last word, and the first fault of the disk since then, if any."""

    written: tuple[SidecarChanged, ...] = ()
    fault: StoreError | None = None


class CareWriter:
    """Writes what waits in the journal. One thread at a time, in one program at a time; `writing` is held while it changes a
    sidecar, for others in the program who change some too.

    A change is taken out of the journal once its sidecar stands on the disk: whatever dies between the two, the change is
    made again, and again it is the same.
    """

    def __init__(
        self,
        journal: CareJournal,
        cache: Path,
        known: KnownFolders | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._journal = journal
        self._cache = cache
        self._known = known
        self._now = now
        self.writing = threading.Lock()
        self._done: set[int] = set()
        self._written: list[SidecarChanged] = []
        self._fault: StoreError | None = None
        self._faults = 0

    def steps(self) -> Iterator[Progress | None]:
        """Go once through all that waits; `None` after each picture, now and then what was done, and so at the end.

        What the disk refuses stays in the journal, and after some refusals the pass ends. Raises the StoreErrors of the
        journal itself.
        """
        finders: dict[Path, PictureFinder | None] = {}
        self._faults = 0
        told_at = time.monotonic()
        for pending in self._waiting():
            if pending.root not in finders:
                finders[pending.root] = self._finder(pending.root)
            finder = finders[pending.root]
            if finder is not None and not self._done.issuperset(each.sequence for each in pending.changes):
                self._try(pending, finder)
            if self._faults >= _FAULTS_MAX:
                break
            is_due = time.monotonic() - told_at > _TOLD_S
            yield self.settle() if is_due else None
            told_at = time.monotonic() if is_due else told_at
        yield self.settle()

    def _waiting(self) -> Iterator[PendingCare]:
        sequence = 0
        while True:
            page, last = self._journal.after(sequence, _PAGE)
            yield from page
            if last == sequence:
                return
            sequence = last

    def settle(self) -> Progress:
        """Take out of the journal what was written, and tell of it; called also where a pass is broken off."""
        done, written, fault = self._done, self._written, self._fault
        self._done, self._written, self._fault = set(), [], None
        if done:
            self._journal.remove(done)
        return Progress(tuple(written), fault)

    def _finder(self, root: Path) -> PictureFinder | None:
        library = Library(root, self._known)
        # Of a library that is away nothing is known: all that belongs to it waits.
        return PictureFinder(library, self._cache) if root.is_dir() and library.is_ready() else None

    def _try(self, pending: PendingCare, finder: PictureFinder) -> None:
        try:
            is_done = self._write(pending, finder)
        except StoreError as error:
            _log.warning("a change waits: %s", error)
            self._fault = self._fault or error
            self._faults += 1
            return
        if is_done or self._now() - pending.changes[-1].made_at > GIVEN_UP_AFTER:
            self._done |= {change.sequence for change in pending.changes}

    def _write(self, pending: PendingCare, finder: PictureFinder) -> bool:
        """Write what waits for one picture; say whether it stands on the disk now."""
        return any(self._written_at(path, pending) for path in finder.places(pending.picture))

    def _written_at(self, path: Path, pending: PendingCare) -> bool:
        with self.writing:
            return self._changed_at(path, pending)

    def _changed_at(self, path: Path, pending: PendingCare) -> bool:
        record = _record_at(path, pending.root)
        if record is None or record.uuid != pending.picture.uuid:
            return False
        after, now = record, self._now()
        for each in pending.changes:
            after = applied_at(after, each.change, each.made_at, now)
        if after == record:
            return True
        had_picture = path.exists()
        before = stamp_of(SavedImage(path, sidecar_path(path), record))
        write_sidecar(path, after)
        if had_picture and not path.exists():
            # It was moved in this very moment: what was written here has no picture.
            _take_back(path, after)
            return False
        place = path.relative_to(pending.root).as_posix()
        self._written.append(
            SidecarChanged(pending.root, place, before, stamp_of(SavedImage(path, sidecar_path(path), after)))
        )
        return True


def _record_at(path: Path, root: Path) -> ImageRecord | None:
    """Return what is known of the picture now: by its sidecar, else by its file; `None` when there is neither.

    Raises StoreError for what cannot be read, or is just being written.
    """
    sidecar = sidecar_path(path)
    with disk_errors(sidecar):
        if sidecar.exists():
            try:
                return from_json(parsed(sidecar.read_bytes()))
            except (RecordUnreadable, ValueError, RecursionError):
                _set_aside(sidecar)
    return Library(root).read(path).record if path.is_file() else None


def _set_aside(sidecar: Path) -> None:
    """Keep a sidecar that is none under another name, once nobody writes it any more."""
    if abs(time.time() - sidecar.stat().st_mtime) < _SETTLED_AFTER_S:
        raise WriteFailed("the sidecar there cannot be read yet", path=str(sidecar))
    sidecar.replace(sidecar.with_name(sidecar.name + _UNREADABLE_SUFFIX))


def _take_back(path: Path, record: ImageRecord) -> None:
    with suppress(OSError):
        if not path.exists() and read_sidecar(path) == record:
            sidecar_path(path).unlink()
