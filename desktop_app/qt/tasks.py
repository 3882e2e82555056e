"""Blocking functions off the GUI thread, their results back in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QThreadPool, Signal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Ended:
    value: Any
    error: Exception | None
    on_done: Callable[[Any], None] | None
    on_failed: Callable[[Exception], None] | None


class Tasks(QObject):
    """A pool of threads for disk work; made, called and closed in the GUI thread.

    With `threads=1` functions run one after the other, in the order in which they were given.
    """

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None, *, threads: int = 2) -> None:
        super().__init__(parent)
        self._closed = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._ended.connect(self._on_ended)

    def run(
        self,
        function: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run the function in a thread of the pool and hand what it returns or raises over in the GUI thread.

        Exactly one of the two receivers is called, once, unless `close` comes first or the QObject whose method it is has
        been deleted by then. Without `on_failed` an error is raised in the GUI thread. After `close` nothing is run.
        """
        if self._closed:
            return

        def work() -> None:
            try:
                ended = _Ended(function(), None, on_done, on_failed)
            except Exception as error:  # noqa: BLE001 - handed over to the receiver, or raised in the GUI thread
                ended = _Ended(None, error, on_done, on_failed)
            self._ended.emit(ended)

        self._pool.start(work)

    def close(self) -> None:
        """Wait for what is running, drop what is waiting; no receiver is called any more."""
        self._closed = True
        self._pool.clear()
        self._pool.waitForDone()

    def _on_ended(self, ended: _Ended) -> None:
        if self._closed:
            return
        if ended.error is None:
            if ended.on_done is not None and _is_alive(ended.on_done):
                ended.on_done(ended.value)
        elif ended.on_failed is None:
            raise ended.error
        elif _is_alive(ended.on_failed):
            ended.on_failed(ended.error)


def _is_alive(receiver: Callable[..., None]) -> bool:
    owner = getattr(receiver, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
