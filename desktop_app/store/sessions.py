"""Which programs are alive: each holds a lock that the system lets go when it dies, however it dies."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from desktop_app.store.atomic import disk_errors, make_folder

if TYPE_CHECKING:
    from filelock import FileLock

_LEFT_OVER_AFTER_S = 3600.0


class Session:
    """This run of the program: its id, and a lock that tells the others that it lives."""

    def __init__(self, folder: Path) -> None:
        make_folder(folder, mode=0o700)
        self.id = str(uuid4())
        self._folder = folder
        self._lock = _lock(folder, self.id)
        with disk_errors(folder):
            self._lock.acquire(timeout=0)
        self._sweep()

    @contextmanager
    def if_dead(self, session_id: str) -> Iterator[bool]:
        """Yield whether the program of that session is gone; while the block runs no other can find the same."""
        if session_id == self.id:
            yield False
            return
        from filelock import Timeout

        lock = _lock(self._folder, session_id)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            yield False
            return
        try:
            yield True
        finally:
            _end(lock)

    def is_alive(self, session_id: str) -> bool:
        """Say whether the program of that session lives; this one does."""
        with self.if_dead(session_id) as is_dead:
            return not is_dead

    def close(self) -> None:
        """Let the lock go: the others may take over what is left."""
        _end(self._lock)

    def _sweep(self) -> None:
        """Remove the lock files of programs that died; young ones may be about to be taken."""
        with suppress(OSError):
            for path in self._folder.glob("*.lock"):
                if time.time() - path.stat().st_mtime > _LEFT_OVER_AFTER_S:
                    with self.if_dead(path.stem):
                        pass


def _lock(folder: Path, session_id: str) -> FileLock:
    # It brings asyncio with it, which the first window must not wait for.
    from filelock import FileLock

    return FileLock(folder / f"{session_id}.lock", thread_local=False)


def _end(lock: FileLock) -> None:
    lock.release()
    with suppress(OSError):
        Path(lock.lock_file).unlink()
