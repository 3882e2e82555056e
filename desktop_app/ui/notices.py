"""Words in passing: they stand in the status line for a while."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from desktop_app.core.errors import SfumatoError
from desktop_app.ui import words
from desktop_app.ui.status_line import StatusLine

_NOTICE_MS = 8000


class Notices(QObject):
    """Tells one thing at a time; the next takes the place of the one before."""

    def __init__(self, status: StatusLine) -> None:
        super().__init__(status)
        self._status = status
        self._end = QTimer(self, singleShot=True, interval=_NOTICE_MS)
        self._end.timeout.connect(self._on_over)

    def tell(self, text: str) -> None:
        """Tell something."""
        self._status.show_notice(text)
        self._end.start()

    def tell_error(self, error: Exception) -> None:
        """Tell what the disk refused, or that the engine is not there."""
        if isinstance(error, SfumatoError):
            self.tell(words.store_problem(error))
        else:
            self.tell(self.tr("The engine stopped. Close Sfumato and start it again."))

    def tell_copied(self, _path: Path) -> None:
        """Tell that a picture is on the clipboard."""
        self.tell(self.tr("Copied"))

    def tell_not_copied(self, _path: Path) -> None:
        """Tell that a picture could not be put there."""
        self.tell(self.tr("This picture cannot be read, so it was not copied."))

    def close(self) -> None:
        """Leave what is told, and the timer."""
        self._end.stop()

    def _on_over(self) -> None:
        self._status.show_notice("")
