"""Runs the program so that a fault can be put before one call of one of its threads; run as a module.

strace counts a call for each thread on its own. Here the thread that is meant makes so many calls of that kind ahead,
none of which does anything, that no other thread ever counts as far: its own first one is then the next number. With no
thread named, each thread only says its name, by asking for a file that is nowhere. So that the same call has the same
number in every run, pools have one thread, and loops are woken by other calls than those of the wire.
"""

from __future__ import annotations

import os
import runpy
import socket
import sys
import threading
from asyncio.selector_events import BaseSelectorEventLoop
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_AHEAD, _WRITES_AHEAD = 2000, 20_000
NAMES = "/nowhere/thread/"
_NOWHERE = Path("/nowhere/at-all")


def main(thread: str, call: str, arguments: list[str]) -> None:
    """Run the program with these arguments; the thread of this name counts from `ahead_of` in this call."""

    def begin() -> None:
        name = threading.current_thread().name
        if not thread:
            os.access(NAMES + name.replace(" ", "_"), os.F_OK)
        elif name.replace(" ", "_") == thread:
            _count_ahead(call)

    put, original, pool = setattr, threading.Thread.run, ThreadPoolExecutor.__init__
    piped = vars(BaseSelectorEventLoop)["_make_self_pipe"]

    def run(self: threading.Thread) -> None:
        begin()
        original(self)

    def pool_of_one(self: ThreadPoolExecutor, _max_workers: int | None = None, *more: Any, **options: Any) -> None:
        pool(self, 1, *more, **options)

    def make_self_pipe(self: Any) -> None:
        piped(self)
        self._ssock, self._csock = _Waker(self._ssock), _Waker(self._csock)

    put(BaseSelectorEventLoop, "_make_self_pipe", make_self_pipe)
    put(threading.Thread, "run", run)
    put(ThreadPoolExecutor, "__init__", pool_of_one)
    begin()
    sys.argv = ["sfumato", *arguments]
    runpy.run_module("desktop_app", run_name="__main__", alter_sys=True)


class _Waker:
    """One end of what wakes a loop, by `sendmsg` and `recvmsg`."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self.fileno, self.close = end.fileno, end.close

    def send(self, data: bytes) -> int:
        return self._end.sendmsg([data])

    def recv(self, size: int) -> bytes:
        return self._end.recvmsg(size)[0]


def ahead_of(call: str) -> int:
    """Return more calls of this kind than any thread of the program makes; a window's threads wake each other by writing."""
    return _WRITES_AHEAD if call == "write" else _AHEAD


def _count_ahead(call: str) -> None:
    idle = os.open(os.devnull, os.O_WRONLY)
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    wire.setblocking(False)
    calls: dict[str, Callable[[], object]] = {
        "write": lambda: os.write(idle, b""),
        "writev": lambda: os.writev(idle, [b""]),
        "pwrite64": lambda: os.pwrite(idle, b"", 0),
        "ftruncate": lambda: os.ftruncate(idle, 0),
        "fsync": lambda: os.fsync(idle),
        "fdatasync": lambda: os.fdatasync(idle),
        "rename": lambda: _NOWHERE.rename(_NOWHERE),
        "unlink": _NOWHERE.unlink,
        "mkdir": _NOWHERE.mkdir,
        "openat": lambda: os.open(_NOWHERE, os.O_RDONLY),
        "connect": lambda: wire.connect(("127.0.0.1", 9)),
        "sendto": lambda: wire.send(b"", socket.MSG_DONTWAIT),
        "recvfrom": lambda: wire.recv(1, socket.MSG_DONTWAIT),
    }
    try:
        if call != "connect":
            wire.bind(("127.0.0.1", 0))
        # To open the idle file was one.
        for _ in range(ahead_of(call) - (call == "openat")):
            with suppress(OSError):
                calls[call]()
    finally:
        wire.close()
        os.close(idle)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
