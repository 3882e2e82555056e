"""The library's trash for the window: off the GUI thread, one thing after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFile, QObject, Signal

from desktop_app.core.errors import StoreError
from desktop_app.qt.tasks import Tasks
from desktop_app.store.library import Library, SavedImage
from desktop_app.store.trash import Trash, TrashedImage

_RUN = 100


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What was done until something went wrong, if anything did."""

    trashed: tuple[TrashedImage, ...] = ()
    restored: tuple[SavedImage, ...] = ()
    entries: tuple[TrashedImage, ...] | None = None
    refused: int = 0
    error: StoreError | None = None


class TrashService(QObject):
    """Moves pictures into a library's trash and back. Made, called and closed in the GUI thread; no call waits.

    Signals:
        trashed(tuple[TrashedImage, ...]): these went from the library into the trash.
        restored(tuple[SavedImage, ...]): these came back.
        listed(tuple[TrashedImage, ...]): what is in the trash now, the last deleted first.
        refused(int): the system's trash did not take so many pictures; they are where they were.
        failed(StoreError): the disk refused; what had been done until then was told.
    """

    trashed = Signal(object)
    restored = Signal(object)
    listed = Signal(object)
    refused = Signal(int)
    failed = Signal(object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._days: int | None = None
        self._tasks = Tasks(self, threads=1)

    @property
    def library(self) -> Library:
        """The library whose trash it is."""
        return self._library

    @property
    def tasks(self) -> Tasks:
        """The one thread in which files are moved, for others who move them."""
        return self._tasks

    def set_library(self, library: Library) -> None:
        """Go over to another library."""
        self._library = library
        self.begin()

    def set_days(self, days: int | None) -> None:
        """Hand what is older than so many days to the system's trash by `begin`, nothing for `None`."""
        self._days = days

    def begin(self) -> None:
        """Set right what an earlier start left half way, hand what is old to the system's trash, and tell what there is."""
        trash, days = Trash(self._library), self._days

        def work() -> _Outcome:
            trash.recover()
            old = trash.older_than(timedelta(days=days)) if days is not None else []
            return _removed(trash, [entry.id for entry in old])

        self._tasks.run(work, self._on_done)

    def delete(self, paths: Sequence[tuple[Path, str]]) -> None:
        """Move pictures into the trash, as entries of these ids."""
        trash = Trash(self._library)
        for start in range(0, len(paths), _RUN):
            run, is_last = paths[start : start + _RUN], start + _RUN >= len(paths)
            self._tasks.run(partial(_deleted, trash, run, is_last=is_last), self._on_done)

    def restore(self, ids: Sequence[str]) -> None:
        """Put pictures back where they were."""
        trash, library = Trash(self._library), self._library
        for start in range(0, len(ids), _RUN):
            run, is_last = ids[start : start + _RUN], start + _RUN >= len(ids)
            self._tasks.run(partial(_restored, trash, library, run, is_last=is_last), self._on_done)

    def empty(self, ids: Sequence[str]) -> None:
        """Hand pictures in the trash over to the system's trash."""
        trash = Trash(self._library)
        self._tasks.run(lambda: _removed(trash, ids), self._on_done)

    def close(self) -> None:
        """Finish what is under way, and tell nothing any more."""
        self._tasks.close()

    def _on_done(self, outcome: _Outcome) -> None:
        if outcome.trashed:
            self.trashed.emit(outcome.trashed)
        if outcome.restored:
            self.restored.emit(outcome.restored)
        if outcome.entries is not None:
            self.listed.emit(outcome.entries)
        if outcome.refused:
            self.refused.emit(outcome.refused)
        if outcome.error is not None:
            self.failed.emit(outcome.error)


def _deleted(trash: Trash, paths: Sequence[tuple[Path, str]], *, is_last: bool) -> _Outcome:
    done: list[TrashedImage] = []
    error: StoreError | None = None
    for path, identity in paths:
        try:
            done.append(trash.put(path, identity))
        except StoreError as fault:
            error = fault
            break
    return _Outcome(trashed=tuple(done), entries=tuple(trash.entries()) if is_last else None, error=error)


def _restored(trash: Trash, library: Library, ids: Sequence[str], *, is_last: bool) -> _Outcome:
    done: list[SavedImage] = []
    error: StoreError | None = None
    for identity in ids:
        try:
            done.append(library.read(trash.restore(identity)))
        except StoreError as fault:
            error = fault
            break
    return _Outcome(restored=tuple(done), entries=tuple(trash.entries()) if is_last else None, error=error)


def _removed(trash: Trash, ids: Sequence[str]) -> _Outcome:
    try:
        gone = trash.remove(ids, _discarded)
    except StoreError as error:
        return _Outcome(entries=tuple(trash.entries()), error=error)
    return _Outcome(entries=tuple(trash.entries()), refused=len(ids) - gone)


def _discarded(file: Path) -> bool:
    """Hand a file to the system's trash; say whether it took it."""
    return QFile(str(file)).moveToTrash()
