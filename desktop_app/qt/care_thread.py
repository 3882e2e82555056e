"""The thread that writes changes of care into the sidecars, whenever there are any."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.store.care_journal import CareJournal
    from desktop_app.store.care_writer import CareWriter, Progress

AGAIN_S = 30.0
"""So long after a fault of the disk it is tried again."""


class CareThread:
    """Methods are called in the GUI thread; `tell` and `tell_fault` are called in this one.

    A fault is told once, until there was none. Of several programs one writes.
    """

    def __init__(
        self,
        journal: CareJournal,
        writer: CareWriter,
        lock: Path,
        tell: Callable[[Progress, int], None],
        tell_fault: Callable[[StoreError], None],
    ) -> None:
        self._journal = journal
        self._writer = writer
        self._lock = lock
        self._tell = tell
        self._tell_fault = tell_fault
        self._wake = threading.Event()
        self._deadline: float | None = None
        self._is_in_trouble = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Write what waits from earlier, then what comes."""
        if self._thread is None:
            self._wake.set()
            self._thread = threading.Thread(target=self._run, name="care", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """Look for what waits; what the disk refused is tried again."""
        self._wake.set()

    def close(self, limit_s: float) -> None:
        """Write what can be written within a time, and end; the rest waits for the next start."""
        if self._thread is None:
            return
        self._deadline = time.monotonic() + limit_s
        self._wake.set()
        # One write that the disk holds up must not hold up the window.
        self._thread.join(limit_s + 1.0)
        self._thread = None

    def _run(self) -> None:
        pause_s: float | None = None
        while True:
            self._wake.wait(pause_s)
            self._wake.clear()
            is_last = self._deadline is not None
            pause_s = AGAIN_S if self._is_left() else None
            if is_last:
                break

    def _is_left(self) -> bool:
        """Write what waits; say whether some of it still does."""
        try:
            if not self._journal.count():
                return False
            with self._alone() as is_alone:
                if is_alone:
                    self._pass()
            return self._journal.count() > 0
        except StoreError as error:
            self._note(error)
            return True

    def _pass(self) -> None:
        fault: StoreError | None = None
        for progress in self._writer.steps():
            if progress is not None:
                fault = fault or progress.fault
                self._tell(progress, self._journal.count())
            if self._is_over():
                self._writer.settle()
                return
        self._note(fault)

    def _is_over(self) -> bool:
        return self._deadline is not None and time.monotonic() > self._deadline

    def _note(self, fault: StoreError | None) -> None:
        if fault is not None and not self._is_in_trouble:
            self._tell_fault(fault)
        self._is_in_trouble = fault is not None

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        # It brings asyncio with it, which only a thread may wait for.
        from filelock import FileLock, Timeout

        lock = FileLock(self._lock, thread_local=False)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            yield False
            return
        try:
            yield True
        finally:
            lock.release()
