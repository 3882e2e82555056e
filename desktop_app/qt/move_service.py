"""Renaming and moving pictures for the window: off the GUI thread, in one line with the trash."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.qt.tasks import Tasks
from desktop_app.store.library import Library
from desktop_app.store.picture_moves import Move, MovesMade, PictureMoves, taken_back

_RUN = 100


class Relocation:
    """Pictures that are moved together, and can be moved back: what was made of it is known when its turn has come."""

    def __init__(self, wanted: Sequence[Move]) -> None:
        self.wanted = tuple(wanted)
        self._made: list[Move] = []

    def make(self, moves: PictureMoves, start: int) -> MovesMade:
        """Move a run of them; raises nothing."""
        if not start:
            self._made.clear()
        made = moves.make(self.wanted[start : start + _RUN])
        self._made += made.moves
        return made

    def take_back(self, moves: PictureMoves) -> MovesMade:
        """Move some of what was moved back; raises nothing."""
        run = self._made[-_RUN:]
        del self._made[-_RUN:]
        return moves.make(taken_back(run))


class MoveService(QObject):
    """Moves pictures within a library. Made and called in the GUI thread; no call waits. `tasks` is a single thread's.

    Signals:
        moved(tuple[Move, ...]): these stand elsewhere now.
        failed(StoreError): the disk refused; what had been done until then was told.
    """

    moved = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        library: Library,
        writing: AbstractContextManager[object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._writing = writing
        self._tasks = tasks
        self._library = library

    @property
    def root(self) -> Path:
        """The folder of the library."""
        return self._library.root

    def set_library(self, library: Library) -> None:
        """Go over to another library."""
        self._library = library
        self.begin()

    def begin(self) -> None:
        """Finish what an earlier start left half way."""
        self._tasks.run(PictureMoves(self._library, self._writing).recover)

    def make(self, relocation: Relocation) -> None:
        """Move pictures."""
        moves = PictureMoves(self._library, self._writing)
        for start in range(0, len(relocation.wanted), _RUN):
            self._tasks.run(partial(relocation.make, moves, start), self._on_made)

    def take_back(self, relocation: Relocation) -> None:
        """Move them back to where they were."""
        moves = PictureMoves(self._library, self._writing)
        for _ in range(0, len(relocation.wanted), _RUN):
            self._tasks.run(partial(relocation.take_back, moves), self._on_made)

    def _on_made(self, made: MovesMade) -> None:
        if made.moves:
            self.moved.emit(made.moves)
        if made.error is not None:
            self.failed.emit(made.error)
