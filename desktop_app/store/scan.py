"""Brings the index up to date with what is on disk, reading no more than what changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.errors import FolderMissing, StoreError
from desktop_app.core.image_format import IMAGE_SUFFIXES
from desktop_app.store.image_row import ImageRow
from desktop_app.store.index import Index
from desktop_app.store.library import Library, SavedImage
from desktop_app.store.sidecar import sidecar_path

SETTLING_S = 0.7
"""So long a picture without a sidecar is left alone: it may be in the midst of being saved, or of being copied."""

_BATCH_S = 0.03
_CLOCK_GRAIN_S = 2.0
_DEEPEST = 8


@dataclass(slots=True)
class _Listing:
    """What stands in one folder: subfolders, and files with their times and sizes."""

    folders: list[str] = field(default_factory=list)
    files: dict[str, os.stat_result] = field(default_factory=dict)

    def pictures(self) -> list[str]:
        """The names of picture files, in the order of their names backwards: of equal moments the last comes first."""
        return sorted((name for name in self.files if _suffix(name) in IMAGE_SUFFIXES), reverse=True)

    def stamp(self, name: str) -> str:
        """How a picture and its sidecar look from outside."""
        return _stamp(self.files[name], self.files.get(f"{name}.json"))


class Scan:
    """One look at the library. A folder whose time of change is known is not listed, a picture that is known not read.

    `is_early` says afterwards that something was left alone because it is still being written: look again soon.
    `found` are the pictures that were new or changed in the last step; `now` tells the seconds since 1970.
    """

    def __init__(self, index: Index, library: Library, now: Callable[[], float] = time.time) -> None:
        self.is_early = False
        self.found: list[ImageRow] = []
        self._index = index
        self._library = library
        self._root = library.root
        self._times = index.folders()
        self._now = now

    def steps(self) -> Iterator[int]:
        """Work through the library in steps of some 30 ms, the newest folders first; yield how many pictures changed.

        Raises FolderMissing when the library is away (what is known of it stays), and sqlite3.Error.
        """
        if not self._root.is_dir():
            if self._index.is_empty() and self._library.is_ready():
                return
            raise FolderMissing("the library folder is not there", path=str(self._root))
        if not self._library.is_ready():
            raise FolderMissing("the library's drive is not there", path=str(self._root))
        yield from self._folder(".", 0)

    def _folder(self, folder: str, depth: int) -> Iterator[int]:
        path = self._root / folder
        try:
            modified_ns = path.stat().st_mtime_ns
            is_known = modified_ns != 0 and self._times.get(folder) == modified_ns
            listing = None if is_known else _listed(path)
        except OSError:
            return
        yield from self._below(folder, listing, depth)
        if listing is not None:
            yield from self._changed(folder, listing, modified_ns)

    def _below(self, folder: str, listing: _Listing | None, depth: int) -> Iterator[int]:
        known = self._index.folders_in(folder)
        if listing is None:
            names = known
        else:
            names = [name if folder == "." else f"{folder}/{name}" for name in listing.folders]
            for gone in set(known) - set(names):
                self._index.forget_folder(gone)
                self.found = []
                yield 1
        if depth < _DEEPEST:
            for name in sorted(names, reverse=True):
                yield from self._folder(name, depth + 1)

    def _changed(self, folder: str, listing: _Listing, modified_ns: int) -> Iterator[int]:
        known = self._index.stamps_in(folder)
        pictures = listing.pictures()
        gone = known.keys() - set(pictures)
        self._index.forget(folder, gone)
        is_settled = True
        todo: list[str] = []
        for name in pictures:
            if known.get(name) == listing.stamp(name):
                continue
            if self._is_young(listing, name):
                is_settled = False
            else:
                todo.append(name)
        yield from self._read(folder, listing, todo, len(gone))
        self.is_early = self.is_early or not is_settled
        # What changes within one tick of the disk's clock would not be seen the next time.
        is_calm = is_settled and self._now() - modified_ns / 1e9 > _CLOCK_GRAIN_S
        self._index.set_folder(folder, modified_ns if is_calm else 0)

    def _read(self, folder: str, listing: _Listing, names: list[str], changed: int) -> Iterator[int]:
        waiting = iter(names)
        is_done = False
        while not is_done:
            until = time.monotonic() + _BATCH_S
            self.found = []
            with self._index.batch():
                while time.monotonic() < until:
                    name = next(waiting, None)
                    if name is None:
                        is_done = True
                        break
                    changed += self._read_one(folder, name, listing.stamp(name))
            yield changed
            changed = 0

    def _read_one(self, folder: str, name: str, stamp: str) -> int:
        try:
            saved = self._library.read(self._root / folder / name)
        except StoreError:
            return 0
        if saved.record.file.width < 1 or saved.record.file.height < 1:
            return 0
        self.found.append(self._index.upsert(saved, stamp))
        return 1

    def _is_young(self, listing: _Listing, name: str) -> bool:
        if f"{name}.json" in listing.files:
            return False
        facts = listing.files[name]
        age_s = self._now() - max(facts.st_mtime, facts.st_ctime)
        return 0 <= age_s < SETTLING_S


def stamp_of(saved: SavedImage) -> str:
    """Return how a picture just saved looks from outside, empty when it is gone already."""
    try:
        sidecar = sidecar_path(saved.path)
        return _stamp(saved.path.stat(), sidecar.stat() if sidecar.exists() else None)
    except OSError:
        return ""


def _stamp(picture: os.stat_result, sidecar: os.stat_result | None) -> str:
    beside = f"{sidecar.st_mtime_ns}:{sidecar.st_size}" if sidecar is not None else ""
    return f"{picture.st_mtime_ns}:{picture.st_size}:{beside}"


def _listed(path: Path) -> _Listing:
    listing = _Listing()
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                listing.folders.append(entry.name)
            elif _suffix(entry.name) in IMAGE_SUFFIXES or entry.name.endswith(".json"):
                listing.files[entry.name] = entry.stat()
    return listing


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 - called for every file of a large library
