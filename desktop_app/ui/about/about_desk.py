"""Opens the window about the program, and brings it what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.qt.tasks import Tasks

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop_app.core.notice import Part
    from desktop_app.ui.about.about_dialog import AboutDialog


class AboutDesk(QObject):
    """One window at a time; nothing of it is imported or read before it is asked for."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = Tasks(self, threads=1)
        self._parts: Sequence[Part] = ()
        self._dialog: AboutDialog | None = None

    def show(self) -> AboutDialog:
        """Open the window, or bring it to the front."""
        from desktop_app.store.notice import shipped_parts
        from desktop_app.ui.about.about_dialog import AboutDialog

        if self._dialog is None:
            self._dialog = AboutDialog(self._window)
            self._dialog.destroyed.connect(self._on_gone)
            if self._parts:
                self._dialog.show_parts(self._parts)
            else:
                self._tasks.run(shipped_parts, self._on_read, self._on_not_read)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        return self._dialog

    def close(self) -> None:
        """Read nothing any more."""
        self._tasks.close()

    def _on_read(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        if self._dialog is not None:
            self._dialog.show_parts(parts)

    def _on_not_read(self, error: Exception) -> None:
        if self._dialog is not None:
            self._dialog.show_problem(error)

    def _on_gone(self) -> None:
        self._dialog = None
