"""The end of the program: the window goes at once, and what must be kept is finished behind it."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.qt.engine_thread import EngineThread
from desktop_app.ui.main_window import MainWindow

_LIMIT_S = 10.0

_log = logging.getLogger(__name__)


class Ending(QObject):
    """Ends the program once, whoever asks and however often.

    `keep` writes what the journal does not hold; `close` ends every thread once the engine has nothing left to do. Both
    are called in the GUI thread, out of sight, and a disk that hangs may hold them up: after `limit_s` the process ends all
    the same. Whatever is on disk is whole at any moment.
    """

    def __init__(
        self,
        window: MainWindow,
        engine: EngineThread,
        keep: Callable[[], None],
        close: Callable[[], None],
        limit_s: float = _LIMIT_S,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._engine = engine
        self._keep = keep
        self._close = close
        self._limit_s = limit_s
        self._limit: threading.Timer | None = None
        self._is_kept = False
        engine.ended.connect(self._finish_when_done)

    def begin(self) -> None:
        """Put every window away, and end behind them."""
        if self._limit is not None:
            return
        # A thread of its own: the one of the windows may be the one that a disk holds up.
        self._limit = threading.Timer(self._limit_s, _give_up)
        self._limit.daemon = True
        self._limit.start()
        # With no window left Qt would end the program before what follows.
        QApplication.setQuitOnLastWindowClosed(False)
        self._engine.end()
        self._window.close_for_good()
        QApplication.closeAllWindows()
        QTimer.singleShot(0, self, self._on_windows_gone)

    def close(self) -> None:
        """Leave the process alone: all is done."""
        if self._limit is not None:
            self._limit.cancel()
            self._limit.join()

    def _on_windows_gone(self) -> None:
        self._keep()
        self._is_kept = True
        self._finish_when_done()

    def _finish_when_done(self) -> None:
        if self._is_kept and self._engine.has_ended:
            self._close()
            # No window is left to close by which Qt would end.
            QApplication.quit()


def _give_up() -> None:
    _log.warning("the disk holds the end of the program up: it ends without waiting any longer")
    # Python and Qt would both wait for the threads that hang.
    os._exit(1)
