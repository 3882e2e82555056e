"""Deleting pictures as something that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoCommand

from desktop_app.store.trash import new_identity
from desktop_app.ui.number_words import grouped

if TYPE_CHECKING:
    from desktop_app.qt.trash_service import TrashService


class DeleteCommand(QUndoCommand):
    """Moves pictures into the trash when it is pushed, and back when it is undone."""

    def __init__(self, service: TrashService, paths: Sequence[Path]) -> None:
        super().__init__(deleted_words(len(paths)))
        self._service = service
        self._paths = [(path, new_identity()) for path in paths]

    def redo(self) -> None:
        """Delete."""
        self._service.delete(self._paths)

    def undo(self) -> None:
        """Restore."""
        self._service.restore([identity for _, identity in self._paths])


def deleted_words(count: int) -> str:
    """Return what was done, in words."""
    if count == 1:
        return QCoreApplication.translate("Trash", "Moved 1 picture to the trash")
    return QCoreApplication.translate("Trash", "Moved {n} pictures to the trash").format(n=grouped(count))
