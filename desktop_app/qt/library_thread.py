"""The thread that reads the library: commands in, news out; a scan gives way to every command."""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

from desktop_app.core.errors import StoreError
from desktop_app.store.gallery_source import GallerySource, ScanStep
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.library import SavedImage


class What(Enum):
    """What a piece of news is about."""

    SNAPSHOT = auto()
    ROWS = auto()
    ADDED = auto()
    READ = auto()
    PROGRESS = auto()
    SCANNED = auto()
    AWAY = auto()


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of news of the library at `root`."""

    root: Path
    what: What
    value: Any = None


Command = Callable[[], None]


class LibraryThread:
    """Started by the first `open`. Its methods are called in the GUI thread; `tell` is called in this one."""

    def __init__(
        self, cache: Path, known: KnownFolders | None, samples: Path | None, tell: Callable[[Told], None]
    ) -> None:
        self._cache = cache
        self._known = known
        self._samples = samples
        self._tell_outside = tell
        self._commands: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._source: GallerySource | None = None
        self._scan: Iterator[ScanStep] | None = None
        self._is_scan_due = False
        self._newest_search = ""

    def open(self, root: Path) -> None:
        """Leave the library that is open, if any, and read the one at `root`."""
        self._newest_search = ""
        self._commands.put(lambda: self._open(root))
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="library", daemon=True)
            self._thread.start()

    def search(self, text: str) -> None:
        """Show only what holds every word; of searches that wait, the last alone is done."""
        self._newest_search = text
        self._commands.put(lambda: self._search(text))

    def request_rows(self, keys: list[int]) -> None:
        """Tell the rows of these keys."""
        self._commands.put(lambda: self._rows(keys))

    def add_saved(self, saved: SavedImage) -> None:
        """Take in a picture just saved."""
        self._commands.put(lambda: self._add(saved))

    def read(self, image: int | Path) -> None:
        """Tell the whole record of a picture."""
        self._commands.put(lambda: self._read(image))

    def scan(self) -> None:
        """Look at the disk once more, after the look under way if there is one."""
        self._commands.put(self._order_scan)

    def close(self, timeout_s: float) -> None:
        """End the thread, and wait for it so long."""
        if self._thread is not None:
            self._commands.put(None)
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while True:
            try:
                command = self._commands.get(block=self._scan is None)
            except queue.Empty:
                command = self._scan_step
            if command is None:
                break
            self._guarded(command)
        self._leave()

    def _guarded(self, command: Command) -> None:
        try:
            command()
        except StoreError as error:
            self._scan = None
            self._tell(What.AWAY, error)
        except sqlite3.Error:
            self._mend()

    def _mend(self) -> None:
        if self._source is not None:
            self._scan = None
            self._source.start_anew()
            self._order_scan()

    def _open(self, root: Path) -> None:
        self._leave()
        self._source = GallerySource(root, self._cache, self._known, self._samples)
        self._tell_snapshot()
        self._order_scan()

    def _leave(self) -> None:
        self._scan = None
        if self._source is not None:
            self._source.close()
            self._source = None

    def _search(self, text: str) -> None:
        if self._source is not None and text == self._newest_search:
            self._source.search(text)
            self._tell_snapshot()

    def _rows(self, keys: list[int]) -> None:
        if self._source is not None:
            self._tell(What.ROWS, self._source.rows(keys))

    def _add(self, saved: SavedImage) -> None:
        if self._source is not None and saved.path.is_relative_to(self._source.library.root):
            self._tell(What.ADDED, self._source.add_saved(saved))
            self._tell_snapshot()

    def _read(self, image: int | Path) -> None:
        if self._source is not None:
            with suppress(StoreError, KeyError):
                self._tell(What.READ, self._source.read(image))

    def _order_scan(self) -> None:
        if self._source is None:
            return
        if self._scan is None:
            self._scan = self._source.scan()
        else:
            self._is_scan_due = True

    def _scan_step(self) -> None:
        assert self._scan is not None
        assert self._source is not None
        step = next(self._scan, None)
        if step is None:
            self._scan = None
            self._tell(What.SCANNED, (self._source.folders(), self._source.is_early))
            if self._is_scan_due:
                self._is_scan_due = False
                self._order_scan()
            return
        for row in step.found:
            self._tell(What.ADDED, row)
        if step.is_news:
            self._tell_snapshot()
            self._tell(What.PROGRESS, step.changed)

    def _tell_snapshot(self) -> None:
        if self._source is not None:
            self._tell(What.SNAPSHOT, self._source.snapshot())

    def _tell(self, what: What, value: Any) -> None:
        if self._source is not None:
            self._tell_outside(Told(self._source.library.root, what, value))
