"""The thread that reads the library: commands in, news out; a scan gives way to every command."""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

from desktop_app.core.errors import StoreError
from desktop_app.core.gallery_order import GalleryOrder
from desktop_app.core.looks import Look
from desktop_app.qt.due import PAUSE_MAX_S, Due
from desktop_app.qt.gesture_line import GestureLine, names_in, take_written
from desktop_app.store.care_gesture import CareDone, CareGesture, Way
from desktop_app.store.care_journal import CareJournal
from desktop_app.store.care_writer import SidecarChanged
from desktop_app.store.facets import Facets
from desktop_app.store.gallery_source import GallerySource, ScanStep
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.library import SavedImage

_SNAPSHOT_S = 0.1
_FEW_ROWS = 64


class What(Enum):
    """What a piece of news is about."""

    SNAPSHOT = auto()
    ROWS = auto()
    ADDED = auto()
    READ = auto()
    PROGRESS = auto()
    SCANNED = auto()
    FACETS = auto()
    RESOLVED = auto()
    CARED = auto()
    NAMES = auto()
    NEXT = auto()
    LOOKLESS = auto()
    AWAY = auto()
    BROKEN = auto()


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of news of the library at `root`."""

    root: Path
    what: What
    value: Any = None


Command = Callable[[], None]
Work = Callable[[GallerySource], Iterable[tuple[What, Any]]]
"""Something to do with the library; returns what is to be told of it."""


class LibraryThread:
    """Started by the first `open`. Its methods are called in the GUI thread; `tell` is called in this one.

    Pictures that the program saves one after the other are told each at once, what they make of the whole together; and
    the disk, which their saving changes, is looked at for no more than a small part of the time.
    """

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
        self._scan_took_s = 0.0
        self._next_scan = Due(0.0)
        self._next_snapshot = Due(_SNAPSHOT_S)
        self._counting: Iterator[Facets | None] | None = None
        self._newest_search = object()
        self._is_outdated: Callable[[], bool] | None = None
        self._gestures = GestureLine(self._tell_cared)
        self._are_names_wished = False

    def open(self, root: Path) -> None:
        """Leave the library that is open, if any, and read the one at `root`."""
        self._newest_search = object()
        self._commands.put(lambda: self._open(root))
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="library", daemon=True)
            self._thread.start()

    def search(self, text: str, order: GalleryOrder | None = None) -> None:
        """Show what a search finds, in an order, or in that of before; of searches that wait, the last alone is done."""
        self._newest_search = token = object()
        self._commands.put(lambda: self._search(text, order, lambda: self._newest_search is not token))

    def request_facets(self) -> None:
        """Tell the facets of what is searched for; a count under way is given up."""
        self._commands.put(self._count)

    def open_stack(self, key: int, *, is_open: bool) -> None:
        """Show the pictures that stand in one stack with this one, or its head alone."""
        self._commands.put(lambda: self._open_stack(key, is_open))

    def find_beginning(self, text: str, after: int | None, *, is_with_it: bool) -> None:
        """Tell the next picture that begins with a text, behind another one or from that one on."""
        self._commands.put(lambda: self._find_beginning(text, after, is_with_it))

    def request_rows(self, keys: list[int]) -> None:
        """Tell the rows of these keys."""
        self._commands.put(lambda: self._rows(keys))

    def add_saved(self, saved: SavedImage) -> None:
        """Take in a picture just saved."""
        self._commands.put(lambda: self._add(saved))

    def take_back(self, path: Path) -> None:
        """Take in a picture that was brought back, as it is known now."""
        self._commands.put(lambda: self._take_back(path))

    def forget(self, paths: Sequence[Path]) -> None:
        """Take out pictures that were moved away."""
        self._commands.put(lambda: self._forget(paths))

    def do(self, work: Work) -> None:
        """Do something with the library, and tell what comes of it."""
        self._commands.put(lambda: self._do(work))

    def resolve(self, token: object, keys: Sequence[int]) -> None:
        """Tell the rows of these keys to who knows the token, however many there are."""
        self._commands.put(lambda: self._resolve(token, keys))

    def set_looks(self, looks: Mapping[str, Look]) -> None:
        """Keep how pictures look, by the SHA-256 of their files."""
        self._commands.put(lambda: self._set_looks(looks))

    def read(self, image: int | Path) -> None:
        """Tell the whole record of a picture."""
        self._commands.put(lambda: self._read(image))

    def use_care(self, journal: CareJournal) -> None:
        """Keep changes of care in this journal; called before the first `open`."""
        self._gestures.use(journal)

    def perform(self, gesture: CareGesture, way: Way) -> None:
        """Make a gesture or take it back, those before it first, and tell of it."""
        self._commands.put(lambda: self._gestures.add(gesture, way))

    def take_written(self, written: Sequence[SidecarChanged]) -> None:
        """Hear which sidecars stand on the disk now, so that a scan need not read them."""
        self._commands.put(lambda: self._take_written(written))

    def request_names(self) -> None:
        """Tell all tags and collections with their counts, after the gestures that wait."""
        self._commands.put(self._wish_names)

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
                command = self._commands.get(timeout=self._patience_s())
            except queue.Empty:
                command = self._work
            if command is None:
                break
            self._guarded(command)
            self._guarded(self._do_what_is_due)
        self._leave()

    def _patience_s(self) -> float | None:
        """Return how long nothing but a command has to be done; `None` means for ever."""
        is_reading = self._source is not None and self._source.is_reading
        if is_reading or self._counting is not None or self._scan is not None or self._gestures.is_waiting:
            return 0.0
        waits = [each.left_s for each in (self._next_scan, self._next_snapshot) if each.is_wished]
        return min(waits, default=None)

    def _work(self) -> None:
        """Do one short step of what gives way to commands: gestures, keys on the screen, then counts, then the disk."""
        if self._gestures.is_waiting:
            self._gesture_step()
        elif self._source is not None and self._source.is_reading:
            if not self._source.continue_search(self._is_outdated):
                self._tell_snapshot()
        elif self._counting is not None:
            self._count_step()
        else:
            self._scan_step()

    def _do_what_is_due(self) -> None:
        if self._are_names_wished and not self._gestures.is_waiting:
            self._tell_names()
        if self._next_snapshot.is_due:
            self._tell_snapshot()
        if self._scan is None and self._next_scan.is_due and self._source is not None:
            self._scan = self._source.scan()
            self._scan_took_s = 0.0
            self._next_scan.begin()

    def _guarded(self, command: Command) -> None:
        try:
            command()
        except StoreError as error:
            self._scan = None
            self._tell(What.AWAY, error)
        except sqlite3.Error as error:
            if _is_busy(error):
                self._wait_for_turn()
            else:
                self._mend()

    def _mend(self) -> None:
        if self._source is not None:
            self._scan = None
            self._counting = None
            self._source.start_anew()
            self._tell(What.BROKEN)
            self._order_scan()

    def _wait_for_turn(self) -> None:
        """Look at the disk later, which finds what could not be written now."""
        self._scan = None
        self._next_scan.end(PAUSE_MAX_S)
        self._order_scan()

    def _open(self, root: Path) -> None:
        self._leave()
        self._next_scan, self._next_snapshot = Due(0.0), Due(_SNAPSHOT_S)
        self._source = GallerySource(root, self._cache, self._known, self._samples)
        if self._source.was_broken:
            self._tell(What.BROKEN)
        self._gestures.begin(self._source)
        self._tell_snapshot()
        self._order_scan()

    def _leave(self) -> None:
        # What a person said is kept first.
        while self._gestures.is_waiting:
            self._guarded(self._gesture_step)
        self._scan = None
        self._counting = self._is_outdated = None
        if self._source is not None:
            self._source.close()
            self._source = None

    def _search(self, text: str, order: GalleryOrder | None, is_outdated: Callable[[], bool]) -> None:
        if self._source is None or is_outdated():
            return
        self._counting = None
        if self._source.start_search(text, order, is_outdated):
            self._is_outdated = is_outdated
            self._tell_snapshot()

    def _open_stack(self, key: int, is_open: bool) -> None:
        if self._source is not None:
            (self._source.open_stack if is_open else self._source.close_stack)(key)
            self._tell_snapshot()

    def _find_beginning(self, text: str, after: int | None, is_with_it: bool) -> None:
        if self._source is not None:
            self._tell(What.NEXT, (text, self._source.key_beginning(text, after, is_with_it=is_with_it)))

    def _count(self) -> None:
        if self._source is not None:
            self._counting = self._source.facets()

    def _count_step(self) -> None:
        assert self._counting is not None
        facets = next(self._counting)
        if facets is not None:
            self._counting = None
            self._tell(What.FACETS, facets)

    def _rows(self, keys: list[int]) -> None:
        if self._source is not None:
            self._tell(What.ROWS, self._source.rows(keys))

    def _add(self, saved: SavedImage) -> None:
        if self._source is not None and saved.path.is_relative_to(self._source.library.root):
            self._tell(What.ADDED, self._source.add_saved(saved))
            self._next_snapshot.is_wished = True

    def _take_back(self, path: Path) -> None:
        if self._source is not None:
            with suppress(StoreError):
                self._add(self._source.read(path))

    def _forget(self, paths: Sequence[Path]) -> None:
        if self._source is not None:
            root = self._source.library.root
            self._source.forget(path for path in paths if path.is_relative_to(root))
            if not self._source.is_reading:
                self._tell_snapshot()

    def _do(self, work: Work) -> None:
        if self._source is not None:
            for what, value in work(self._source):
                self._tell(what, value)

    def _resolve(self, token: object, keys: Sequence[int]) -> None:
        if self._source is not None:
            self._tell(What.RESOLVED, (token, self._source.rows(keys)))

    def _set_looks(self, looks: Mapping[str, Look]) -> None:
        if self._source is not None:
            with self._source.index.batch():
                for sha256, look in looks.items():
                    self._source.set_look(sha256, look.color, look.phash)

    def _read(self, image: int | Path) -> None:
        if self._source is not None:
            with suppress(StoreError, KeyError):
                self._tell(What.READ, self._source.read(image))

    def _gesture_step(self) -> None:
        if self._source is not None:
            self._gestures.step(self._source)
        else:
            self._gestures.drop()

    def _tell_cared(self, done: CareDone) -> None:
        self._tell(What.CARED, done)
        if self._source is not None and done.keys:
            if len(done.keys) <= _FEW_ROWS:
                self._tell(What.ROWS, self._source.rows(done.keys))
            if self._source.look_again_after_care() and not self._source.is_reading:
                self._tell_snapshot()

    def _take_written(self, written: Sequence[SidecarChanged]) -> None:
        if self._source is not None:
            take_written(self._source, written)

    def _wish_names(self) -> None:
        self._are_names_wished = True

    def _tell_names(self) -> None:
        self._are_names_wished = False
        if self._source is not None:
            self._tell(What.NAMES, names_in(self._source))

    def _order_scan(self) -> None:
        self._next_scan.is_wished = self._source is not None

    def _scan_step(self) -> None:
        if self._scan is None or self._source is None:
            return
        started = time.monotonic()
        step = next(self._scan, None)
        self._scan_took_s += time.monotonic() - started
        if step is None:
            self._scan = None
            self._next_scan.end(self._scan_took_s)
            self._tell(What.SCANNED, (self._source.folders(), self._source.is_early))
            return
        for row in step.found:
            self._tell(What.ADDED, row)
        if step.is_news:
            # What is being read is told when it is whole.
            if not self._source.is_reading:
                self._tell_snapshot()
            self._tell(What.PROGRESS, step.changed)

    def _tell_snapshot(self) -> None:
        if self._source is not None:
            started = time.monotonic()
            self._next_snapshot.begin()
            self._tell(What.SNAPSHOT, self._source.snapshot())
            self._next_snapshot.end(time.monotonic() - started)

    def _tell(self, what: What, value: Any = None) -> None:
        if self._source is not None:
            self._tell_outside(Told(self._source.library.root, what, value))


def _is_busy(error: sqlite3.Error) -> bool:
    """Say whether another program writes into the index, which is no fault of the file."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
