"""Brings the index up to date with what is on disk, reading no more than what changed."""

from __future__ import annotations

import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.errors import FolderMissing, StoreError
from desktop_app.core.record import ImageRecord
from desktop_app.core.record_outline import Outline, outline_of
from desktop_app.store.file_facts import with_facts_of
from desktop_app.store.folder_listing import FolderListing, age_s, listed, stamp
from desktop_app.store.image_row import ImageRow
from desktop_app.store.index import Index
from desktop_app.store.library import Library, SavedImage
from desktop_app.store.lone_sidecars import LoneSidecars
from desktop_app.store.new_pictures import FoundPicture
from desktop_app.store.sidecar import sidecar_path

SETTLING_S = 0.7
"""So long a picture without a sidecar is left alone: it may be in the midst of being saved, or of being copied."""

_STEP_S = 0.03
_AHEAD = 2000
_COMMIT_S = 1.0
"""So much work at most is done again after a kill. What is written once is written faster."""

_FEW = 16
_MANY = 100
"""So many pictures that wait, where none was known, are a cold build."""

_CLOCK_GRAIN_S = 2.0
_DEEPEST = 8


@dataclass(slots=True)
class _Folder:
    """A folder that was listed: what of it has to be read, what of it is known no more, and how it was known."""

    folder: str
    listing: FolderListing
    modified_ns: int = 0
    names: deque[str] = field(default_factory=deque)
    gone: set[str] = field(default_factory=set)
    known: dict[str, str] = field(default_factory=dict)
    is_gone: bool = False
    is_settled: bool = True


class Scan:
    """One look at the library. A folder whose time of change is known is not listed, a picture that is known not read.

    `is_early` says afterwards that something was left alone because it is still being written: look again soon.
    `found` are the pictures that were new or changed in the last step, when they were few; `now` tells the seconds since
    1970; for so long (`step_s`) folders are listed in a step, and sidecars read.
    """

    def __init__(
        self, index: Index, library: Library, now: Callable[[], float] = time.time, step_s: float = _STEP_S
    ) -> None:
        self.is_early = False
        self.found: list[ImageRow] = []
        self._index = index
        self._library = library
        self._root = library.root
        self._cold = index.cold_build
        self._cold.go_on()
        self._was_empty = index.is_empty()
        self._step_s = step_s
        self._times = index.folders()
        self._lone = LoneSidecars(index.connection, library.root, now)
        self._strangers: list[tuple[Path, ImageRecord]] = []
        self._now = now
        self._begun_at = time.monotonic()

    def steps(self) -> Iterator[int]:
        """Work through the library in steps of some 50 ms, the newest folders first; yield how many pictures changed.

        Raises FolderMissing when the library is away (what is known of it stays), and sqlite3.Error.
        """
        if not self._root.is_dir():
            if self._index.is_empty() and self._library.is_ready():
                return
            raise FolderMissing("the library folder is not there", path=str(self._root))
        if not self._library.is_ready():
            raise FolderMissing("the library's drive is not there", path=str(self._root))
        yield from self._look()
        if self._cold.is_at_work:
            for _ in self._cold.finish():
                yield 0

    def _look(self) -> Iterator[int]:
        folders = self._folder(".", 0)
        waiting: deque[_Folder] = deque()
        is_listed = False
        try:
            while waiting or not is_listed:
                is_listed = is_listed or self._gather(folders, waiting)
                yield self._step(waiting) if waiting else 0
        except BaseException:
            # A scan that is given up keeps what it has read.
            with suppress(sqlite3.Error):
                self._index.commit()
            raise
        self._index.commit()

    def _gather(self, folders: Iterator[_Folder], waiting: deque[_Folder]) -> bool:
        """List folders until there is enough to read; say whether all are listed."""
        until = time.monotonic() + self._step_s
        while sum(len(each.names) for each in waiting) < _AHEAD and time.monotonic() < until:
            folder = next(folders, None)
            if folder is None:
                return True
            waiting.append(folder)
        return False

    def _folder(self, folder: str, depth: int) -> Iterator[_Folder]:
        path = self._root / folder
        try:
            modified_ns = path.stat().st_mtime_ns
            is_known = modified_ns != 0 and self._times.get(folder) == modified_ns
            listing = None if is_known else listed(path)
        except OSError:
            return
        yield from self._below(folder, listing, depth)
        if listing is not None:
            known = self._index.stamps_in(folder)
            pictures = listing.pictures()
            names = (
                deque(name for name in pictures if known.get(name) != listing.stamp(name)) if known else deque(pictures)
            )
            yield _Folder(folder, listing, modified_ns, names, known.keys() - set(pictures), known)

    def _below(self, folder: str, listing: FolderListing | None, depth: int) -> Iterator[_Folder]:
        known = self._index.folders_in(folder)
        if listing is None:
            names = known
        else:
            names = [name if folder == "." else f"{folder}/{name}" for name in listing.folders]
            for gone in set(known) - set(names):
                yield _Folder(gone, FolderListing(), is_gone=True)
        if depth < _DEEPEST:
            for name in sorted(names, reverse=True):
                yield from self._folder(name, depth + 1)

    def _step(self, waiting: deque[_Folder]) -> int:
        """Read for a while, write it at once, and return how many pictures changed."""
        found: list[FoundPicture] = []
        changed = 0
        until = time.monotonic() + self._step_s
        self._index.begin()
        if self._was_empty and not self._cold.is_at_work and sum(len(each.names) for each in waiting) >= _MANY:
            self._cold.begin()
        done: list[_Folder] = []
        while waiting and time.monotonic() < until:
            changed += self._begin(waiting[0])
            self._read_some(waiting[0], found, until)
            if not waiting[0].names:
                done.append(waiting.popleft())
        keys = self._index.put_found(found)
        for each in done:
            self._finish(each)
        self._look_for_sidecars_again()
        if time.monotonic() - self._begun_at > _COMMIT_S:
            self._index.commit()
            self._begun_at = time.monotonic()
        self.found = self._index.rows(keys) if len(keys) <= _FEW else []
        return changed + len(keys)

    def _begin(self, folder: _Folder) -> int:
        """Take out what is gone, before what may have been it comes in; return how many."""
        if folder.is_gone:
            self._index.forget_folder(folder.folder)
            return 1
        gone, folder.gone = folder.gone, set()
        self._index.forget(folder.folder, gone)
        for touched in self._lone.look(folder.folder, folder.listing):
            self._index.set_folder(touched, 0)
            self.is_early = True
        return len(gone)

    def _finish(self, folder: _Folder) -> None:
        if folder.is_gone:
            return
        is_settled = folder.is_settled and not self._lone.has_young(folder.folder)
        self.is_early = self.is_early or not folder.is_settled
        # What changes within one tick of the disk's clock would not be seen the next time.
        is_calm = is_settled and self._now() - folder.modified_ns / 1e9 > _CLOCK_GRAIN_S
        self._index.set_folder(folder.folder, folder.modified_ns if is_calm else 0)

    def _read_some(self, folder: _Folder, found: list[FoundPicture], until: float) -> None:
        place = os.path.join(self._root, folder.folder)  # noqa: PTH118 - many times what a text costs
        while folder.names:
            name = folder.names.popleft()
            known = self._read(folder, place, name)
            if known is not None and known.width > 0 and known.height > 0:
                found.append(FoundPicture(folder.folder, name, folder.listing.stamp(name), known))
            if time.monotonic() > until:
                break

    def _read(self, folder: _Folder, place: str, name: str) -> Outline | None:
        listing = folder.listing
        if not listing.has_sidecar(name):
            if self._is_young(listing, name):
                folder.is_settled = False
                return None
            return self._stranger(Path(place, name))
        known = self._library.outline(f"{place}/{name}")
        if known is None:
            return self._stranger(Path(place, name), has_sidecar=True)
        if _is_other_file(known, listing.files[name], folder.known.get(name)):
            if self._is_young(listing, name):
                folder.is_settled = False
            else:
                return self._changed(Path(place, name), known)
        return known

    def _changed(self, path: Path, known: Outline) -> Outline:
        """Return what is known of a picture whose file is another than its sidecar tells of."""
        try:
            return outline_of(with_facts_of(path, self._library.read(path).record))
        except StoreError:
            return known

    def _is_young(self, listing: FolderListing, name: str) -> bool:
        return age_s(listing.files[name], self._now()) < SETTLING_S

    def _stranger(self, path: Path, *, has_sidecar: bool = False) -> Outline | None:
        """Return what is known of a picture beside which no sidecar stands that can be read."""
        try:
            record = self._library.read(path).record
        except StoreError:
            return None
        if has_sidecar:
            return outline_of(record)
        brought = self._lone.brought_to(path, record)
        if brought is None:
            self._strangers.append((path, record))
        return outline_of(brought or record)

    def _look_for_sidecars_again(self) -> None:
        """Ask for what was met between reading pictures without sidecars and writing them down."""
        strangers, self._strangers = self._strangers, []
        for path, record in strangers:
            if self._lone.brought_to(path, record) is not None:
                self._index.set_folder(path.parent.relative_to(self._root).as_posix(), 0)
                self.is_early = True


def stamp_of(saved: SavedImage) -> str:
    """Return how a picture just saved looks from outside, empty when it is gone already."""
    try:
        sidecar = sidecar_path(saved.path)
        return stamp(saved.path.stat(), sidecar.stat() if sidecar.exists() else None)
    except OSError:
        return ""


def _is_other_file(picture: Outline, facts: os.stat_result, known: str | None) -> bool:
    """Say whether the file may be another than its sidecar tells of. Where no SHA-256 was noted, nothing is told."""
    if not picture.sha256:
        return False
    was_touched = known is not None and not known.startswith(f"{facts.st_mtime_ns}:")
    return was_touched or picture.size_bytes != facts.st_size
