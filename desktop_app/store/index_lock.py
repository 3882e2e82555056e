"""One program at a time brings an index up to date; others read what it writes."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import FileLock


class IndexLock:
    """The right to scan into an index and to replace its file. Made and used in one thread; ends with the program."""

    def __init__(self, index: Path) -> None:
        self._file = index.with_name(f"{index.name}.lock")
        self._lock: FileLock | None = None

    def take(self, wait_s: float = 0.0) -> bool:
        """Take the lock, or say after so long that another program has it. Where none can be made it is taken."""
        from filelock import FileLock, Timeout

        if self._lock is not None:
            return True
        lock = FileLock(self._file)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=wait_s, poll_interval=0.02)
        except Timeout:
            return False
        except (OSError, NotImplementedError):
            # In such a cache folder the index lives in memory, or nobody else can be told apart.
            return True
        self._lock = lock
        return True

    def release(self) -> None:
        """Leave it to others."""
        lock, self._lock = self._lock, None
        if lock is not None:
            with suppress(OSError):
                lock.release()
