"""What a person does with a picture's file: copy it to the clipboard, show it in the system's file manager."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QProcess, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage

from desktop_app.ui.details.loading import load_image

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusPendingCallWatcher
    from PySide6.QtGui import QClipboard
    from PySide6.QtWidgets import QMenu, QWidget

    from desktop_app.qt.tasks import Tasks

_FILE_MANAGER = "org.freedesktop.FileManager1"
_ANSWER_MS = 3000


class FileActions(QObject):
    """Acts on files without blocking the window.

    Signals:
        copied(Path): the picture is on the clipboard.
        copy_failed(Path): its file cannot be read.
    """

    copied = Signal(object)
    copy_failed = Signal(object)

    def __init__(self, tasks: Tasks, clipboard: QClipboard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._clipboard = clipboard
        self._asked: dict[QDBusPendingCallWatcher, Path] = {}

    def copy_image(self, path: Path) -> None:
        """Put the picture on the clipboard, as pixels and as a file, once it is decoded."""
        self._tasks.run(partial(_decoded, path), self._on_decoded)

    def copy_text(self, text: str) -> None:
        """Put plain text on the clipboard."""
        self._clipboard.setText(text)

    def show_in_folder(self, path: Path) -> None:
        """Open the file's folder in the file manager, the file selected where the file manager can."""
        if sys.platform == "win32":
            QProcess.startDetached("explorer.exe", ["/select,", str(path)])
        elif sys.platform == "darwin":
            QProcess.startDetached("open", ["-R", str(path)])
        else:
            self._show_over_bus(path)

    def open_with_menu(self, path: Path, parent: QWidget) -> QMenu:
        """Return the menu of programs that can open a file."""
        from desktop_app.ui.open_with_menu import OpenWithMenu

        return OpenWithMenu(path, self._tasks, parent)

    def _on_decoded(self, decoded: tuple[Path, QImage]) -> None:
        path, image = decoded
        if image.isNull():
            self.copy_failed.emit(path)
            return
        self._clipboard.setMimeData(image_mime_data(path, image))
        self.copied.emit(path)

    def _show_over_bus(self, path: Path) -> None:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            open_folder(path)
            return
        message = QDBusMessage.createMethodCall(
            _FILE_MANAGER, "/org/freedesktop/FileManager1", _FILE_MANAGER, "ShowItems"
        )
        message.setArguments([[path.as_uri()], ""])
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message, _ANSWER_MS), self)
        self._asked[watcher] = path
        watcher.finished.connect(self._on_bus_answered)

    def _on_bus_answered(self, watcher: QDBusPendingCallWatcher) -> None:
        path = self._asked.pop(watcher)
        if watcher.isError():
            open_folder(path)
        watcher.deleteLater()


def image_mime_data(path: Path, image: QImage) -> QMimeData:
    """Return a picture for the clipboard or a drag: its pixels, and its file for file managers."""
    data = QMimeData()
    data.setImageData(image)
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def open_folder(path: Path) -> None:
    """Open the folder that holds a file."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def _decoded(path: Path) -> tuple[Path, QImage]:
    image, _shape = load_image(path)
    return path, image
