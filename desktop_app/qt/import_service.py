"""Bringing pictures into the library: off the GUI thread, told file by file."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import DiskFull, FolderMissing, FolderReadOnly, SfumatoError
from desktop_app.qt.tasks import Tasks
from desktop_app.store.importing import Imported, import_file, picture_files
from desktop_app.store.known_pictures import KnownPictures
from desktop_app.store.library import Library

_TOLD_MAX = 100
_HOPELESS = (DiskFull, FolderMissing, FolderReadOnly)


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import came to; `error` is the disk's, where it ended the import or kept files from being copied.

    `known` are the SHA-256 of files that the library had already, the first hundred of them.
    """

    copied: int = 0
    duplicates: int = 0
    no_pictures: int = 0
    failed: int = 0
    was_cancelled: bool = False
    error: SfumatoError | None = None
    known: tuple[str, ...] = ()


class ImportService(QObject):
    """Copies files into a library, one import after the other. Made, called and closed in the GUI thread.

    Signals:
        progressed(int, int): so many files of so many are done.
        imported(SavedImage): a picture is in the library.
        finished(ImportSummary): an import has ended.
    """

    progressed = Signal(int, int)
    imported = Signal(object)
    finished = Signal(object)

    def __init__(self, cache: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cache = cache
        self._tasks = Tasks(self, threads=1)
        self._stop = threading.Event()
        self._running = 0

    @property
    def is_running(self) -> bool:
        """Say whether something is being imported, or waits to be."""
        return self._running > 0

    def begin(self, library: Library, paths: Sequence[Path]) -> None:
        """Import files, and the pictures in folders."""
        self._running += 1
        self._tasks.run(lambda: self._work(library, paths), self._on_done)

    def cancel(self) -> None:
        """Stop after the file that is being copied; what is in the library stays."""
        if self.is_running:
            self._stop.set()

    def close(self) -> None:
        """Stop, and tell nothing any more."""
        self._stop.set()
        self._tasks.close()

    def _on_done(self, summary: ImportSummary) -> None:
        self._running -= 1
        if not self._running:
            self._stop.clear()
        self.finished.emit(summary)

    # In the thread of the import.

    def _work(self, library: Library, paths: Sequence[Path]) -> ImportSummary:
        known = KnownPictures(library.root, self._cache)
        files = list(picture_files(paths))
        counts: Counter[Imported] = Counter()
        error: SfumatoError | None = None
        twins: dict[str, None] = {}
        for number, file in enumerate(files):
            if self._stop.is_set():
                break
            self.progressed.emit(number, len(files))
            result = import_file(library, file, known)
            counts[result.what] += 1
            if result.saved is not None:
                known.add(result.saved)
                self.imported.emit(result.saved)
            if result.sha256 and len(twins) < _TOLD_MAX:
                twins[result.sha256] = None
            if result.what is Imported.FAILED:
                error = result.error
                # A file that cannot be read is one file; a library that takes nothing takes none of the others.
                if isinstance(error, _HOPELESS) and file.exists():
                    break
        return ImportSummary(
            counts[Imported.COPIED],
            counts[Imported.DUPLICATE],
            counts[Imported.NO_PICTURE],
            counts[Imported.FAILED],
            self._stop.is_set(),
            error,
            tuple(twins),
        )
