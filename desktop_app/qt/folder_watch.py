"""Tells when something changes in the library's folders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

FOLDERS_MAX = 200
"""So many newest folders are watched: on macOS each takes an open file. Older ones are looked at now and then."""

_PAUSE_MS = 150


class FolderWatch(QObject):
    """Watches a bounded number of folders. Lives in the GUI thread.

    Signals:
        changed: something in one of the folders is new, gone or renamed; told once for a burst.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._on_directory_changed)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.changed)

    def watch(self, folders: Iterable[Path]) -> bool:
        """Watch these folders, the first being the most important, and no others; say whether there are new ones."""
        wanted = list(dict.fromkeys(str(folder) for folder in folders))[:FOLDERS_MAX]
        held = set(self._watcher.directories())
        if gone := held - set(wanted):
            self._watcher.removePaths(list(gone))
        added = [folder for folder in wanted if folder not in held]
        # What is not there cannot be watched.
        return bool(added) and len(self._watcher.addPaths(added)) < len(added)

    def close(self) -> None:
        """Watch nothing and tell nothing any more."""
        self._pause.stop()
        self.watch([])

    def _on_directory_changed(self, _folder: str) -> None:
        if not self._pause.isActive():
            self._pause.start()
