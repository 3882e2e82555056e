"""The menu of programs with which a picture can be opened."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeDatabase, QProcess, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.store.open_with import Program, programs_for

if TYPE_CHECKING:
    from desktop_app.qt.tasks import Tasks


class OpenWithMenu(QMenu):
    """The system's program first; below it those that the desktop lists, which come when they are read.

    Windows shows its own list; macOS has the first entry alone.
    """

    def __init__(self, path: Path, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._path = path
        self._tasks = tasks
        self.setTitle(self.tr("Open with"))
        self.addAction(self.tr("The system's program"), self._open)
        if sys.platform == "win32":
            self.addAction(self.tr("Choose…"), self._choose)
        elif sys.platform != "darwin":
            self.aboutToShow.connect(self._on_about_to_show)

    def _on_about_to_show(self) -> None:
        self.aboutToShow.disconnect(self._on_about_to_show)
        mime_type = QMimeDatabase().mimeTypeForFile(str(self._path), QMimeDatabase.MatchMode.MatchExtension).name()
        self._tasks.run(partial(programs_for, mime_type, dict(os.environ)), self._on_read)

    def _on_read(self, programs: list[Program]) -> None:
        if programs:
            self.addSeparator()
        for program in programs:
            action = QAction(program.name.replace("&", "&&"), self)
            action.setData(program)
            action.triggered.connect(self._on_triggered)
            self.addAction(action)

    def _on_triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        program, *arguments = action.data().command_for(self._path)
        QProcess.startDetached(program, arguments)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))

    def _choose(self) -> None:
        QProcess.startDetached("rundll32.exe", ["shell32.dll,OpenAs_RunDLL", str(self._path)])
