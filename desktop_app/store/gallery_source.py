"""All that the grid asks of the disk, in one object for one thread: index, scan, samples, records."""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop_app.store.image_row import ImageRow, row_of
from desktop_app.store.index import Index
from desktop_app.store.index_file import index_file
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.library import Library, SavedImage
from desktop_app.store.scan import Scan, stamp_of
from desktop_app.store.snapshot import DaySection, GallerySnapshot, first_key_of, sections_of

_PAUSE_S = 0.25
_FEW = 16


@dataclass(frozen=True, slots=True)
class ScanStep:
    """How far a scan is: pictures changed so far, those just found when they are few, and whether to take a snapshot."""

    changed: int
    found: tuple[ImageRow, ...]
    is_news: bool


class GallerySource:
    """One library as the grid sees it. Made, used and closed in one thread.

    `is_early` says that the last scan left something alone that is still being written. Every method may raise
    sqlite3.DatabaseError when the index breaks at work: `start_anew`, and scan again.
    """

    def __init__(self, root: Path, cache: Path, known: KnownFolders | None = None, samples: Path | None = None) -> None:
        self.library = Library(root, known)
        self._index = Index(index_file(cache, root), root)
        self._samples_folder = samples
        self._samples: list[ImageRow] = []
        self._query = ""
        self._keys = self._index.keys()
        self._total = len(self._keys)
        self.is_early = False
        self._is_scanned = False
        self._refreshed_s = 0.0
        self._refreshed_at = 0.0

    def search(self, query: str) -> None:
        """Show only what holds every word."""
        self._query = query
        self._refresh()

    def snapshot(self) -> GallerySnapshot:
        """Return what is shown now: the library, or the samples when it is known to be empty."""
        if self._shows_samples():
            return self._sample_snapshot()
        today = datetime.now().astimezone().date()
        cost_usd = 0.0 if self._query else self._index.cost_since(first_key_of(today))
        sections = sections_of(self._keys, today, cost_usd)
        return GallerySnapshot(array("q", self._keys), sections, self._query, self._total)

    def rows(self, keys: Iterable[int]) -> list[ImageRow]:
        """Return the pictures with these keys."""
        wanted = list(keys)
        samples = [row for row in self._samples if row.key in set(wanted)] if self._samples else []
        return samples + self._index.rows(key for key in wanted if key >= 0)

    def add_saved(self, saved: SavedImage) -> ImageRow:
        """Take in a picture that the program has just saved."""
        held = self._index.key_at(saved.path)
        row = self._index.upsert(saved, stamp_of(saved))
        if held != row.key:
            self._total += held is None
            if held is not None:
                self._drop(held)
            if self._index.matches(row.key, self._query):
                self._keys.insert(bisect_left(self._keys, -row.key, key=lambda key: -key), row.key)
        return row

    def read(self, image: int | Path) -> SavedImage:
        """Return the whole record of a picture, by key or path; raises StoreError, or KeyError for an unknown key."""
        if isinstance(image, Path):
            return self.library.read(image)
        for row in self.rows([image]):
            return self.library.read(Path(row.path))
        raise KeyError(image)

    def scan(self) -> Iterator[ScanStep]:
        """Look at the disk, in short steps; raises FolderMissing when the library is away."""
        scan = Scan(self._index, self.library)
        changed = 0
        for count in scan.steps():
            changed += count
            found = tuple(scan.found) if len(scan.found) <= _FEW else ()
            is_due = time.monotonic() - self._refreshed_at > max(_PAUSE_S, 10 * self._refreshed_s)
            if count and is_due:
                self._refresh()
            yield ScanStep(changed, found, is_news=bool(count) and is_due)
        is_first, self._is_scanned = not self._is_scanned, True
        if changed:
            self._refresh()
        self.is_early = scan.is_early
        yield ScanStep(changed, (), is_news=bool(changed) or is_first)

    def folders(self) -> list[Path]:
        """Return the folders of the library, the newest first, after those that hold others."""
        names = sorted(self._index.folders(), key=lambda name: (name.count("/"), name), reverse=True)
        outer = [name for name in names if "/" not in name]
        return [self.library.root / name for name in outer + [name for name in names if "/" in name]]

    def start_anew(self) -> None:
        """Begin with an empty index, after it was found broken."""
        self._index.start_anew()
        self._is_scanned = False
        self._refresh()

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    def _refresh(self) -> None:
        started = time.monotonic()
        self._keys = self._index.keys(self._query)
        self._total = len(self._keys) if not self._query else self._index.count()
        self._refreshed_at = time.monotonic()
        self._refreshed_s = self._refreshed_at - started

    def _drop(self, key: int) -> None:
        at = bisect_left(self._keys, -key, key=lambda each: -each)
        if at < len(self._keys) and self._keys[at] == key:
            del self._keys[at]

    def _shows_samples(self) -> bool:
        return self._is_scanned and not self._total and not self._query and self._samples_folder is not None

    def _sample_snapshot(self) -> GallerySnapshot:
        if not self._samples and self._samples_folder is not None:
            library = Library(self._samples_folder)
            paths = sorted(library.pictures())
            records = [(path, library.read(path).record) for path in paths]
            self._samples = [row_of(record, str(path), -at) for at, (path, record) in enumerate(records, start=1)]
        keys = array("q", [row.key for row in self._samples])
        return GallerySnapshot(keys, _sample_sections(len(keys)), "", 0)


def _sample_sections(count: int) -> tuple[DaySection, ...]:
    return (DaySection(None, count),) if count else ()
