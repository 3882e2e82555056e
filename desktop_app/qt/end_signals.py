"""The system's word that the program should end, heard in Qt's loop."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

if TYPE_CHECKING:
    from types import FrameType

_NAMES = ("SIGTERM", "SIGINT", "SIGHUP")
_AT_ONCE = 256


class EndSignals(QObject):
    """Takes the signals that end a program (POSIX.1, `signal.h`), but for one that is ignored; on Windows it does nothing.

    Python runs its own handlers between two of its own instructions only, and Qt's loop has none while it waits: the
    number comes through a pipe that the loop watches.

    Signals:
        asked(): the program should end.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._former: dict[int, Any] = {}
        self._former_pipe = -1
        self._pipe: tuple[int, int] | None = None
        self._notifier: QSocketNotifier | None = None

    def listen(self) -> None:
        """Begin to hear them, in place of whoever did before."""
        if sys.platform == "win32" or self._pipe is not None:
            return
        import signal

        reader, writer = self._pipe = os.pipe()
        for end in self._pipe:
            os.set_blocking(end, False)
        self._notifier = QSocketNotifier(reader, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_readable)
        self._former_pipe = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in (getattr(signal, name) for name in _NAMES):
            # Who started the program with a signal ignored wants it to outlive that one.
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._former[number] = signal.signal(number, _leave_to_the_pipe)

    def close(self) -> None:
        """Hear nothing more; whoever heard them before does again."""
        if self._pipe is None:
            return
        import signal

        for number, handler in self._former.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._former_pipe)
        assert self._notifier is not None
        self._notifier.setEnabled(False)
        self._notifier.deleteLater()
        for end in self._pipe:
            os.close(end)
        self._former, self._pipe, self._notifier = {}, None, None

    def _on_readable(self) -> None:
        if self._pipe is None:
            return
        with suppress(BlockingIOError):
            if self._former.keys() & set(os.read(self._pipe[0], _AT_ONCE)):
                self.asked.emit()


def _leave_to_the_pipe(_number: int, _frame: FrameType | None) -> None:
    """Let the signal do nothing by itself."""
