"""Bringing a program back that goes on without its window: the next start knocks at it, and ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from zlib import crc32

from PySide6.QtCore import QObject, QStandardPaths, Signal

from desktop_app.store.portable import portable_folder

_PATIENCE_S = 2.0


def knock() -> bool:
    """Ask a program of this person without a window to show it; false when there is none. Quick when nothing is there."""
    place = _place()
    if place is None:
        return False
    if sys.platform == "win32":
        try:
            with Path(place).open("wb"):
                return True
        except OSError:
            return False
    return Path(place).exists() and _is_answered(place)


class SecondStart(QObject):
    """Listens for another start of the program by the same person.

    Signals:
        knocked(): there was one, and it ended.
    """

    knocked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connected)

    def listen(self) -> bool:
        """Begin to listen; say whether that is possible here."""
        place = _place()
        if place is None:
            return False
        self._server.removeServer(place)
        return self._server.listen(place)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _on_connected(self) -> None:
        caller = self._server.nextPendingConnection()
        if caller is not None:
            # The caller waits for a byte: it may end once it is heard. It is gone with the server, so it goes at once.
            caller.write(b"1")
            caller.flush()
            caller.disconnectFromServer()
            self.knocked.emit()


def _is_answered(place: str) -> bool:
    import socket

    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(_PATIENCE_S)
        try:
            caller.connect(place)
            return caller.recv(1) == b"1"
        except OSError:
            return False


def _place() -> str | None:
    """Return the name of the person's socket; `None` where the system has no folder that is the person's alone.

    A portable program has its own: it is another program than an installed one, with another journal.
    """
    usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    data = str(portable_folder() or usual)
    name = f"sfumato-{crc32(data.encode()):08x}"
    if sys.platform == "win32":
        return rf"\\.\pipe\{name}"
    if sys.platform == "darwin":
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.TempLocation)
    else:
        folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return str(Path(folder) / name) if folder else None
