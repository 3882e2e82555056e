"""The rows of the trash."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.store.trash import TrashedImage

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class TrashRole(IntEnum):
    """What can be asked of a row beside Qt's own roles."""

    ENTRY = Qt.ItemDataRole.UserRole + 1


class TrashModel(QAbstractListModel):
    """What is in the trash, the last deleted first."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[TrashedImage, ...] = ()

    @property
    def entries(self) -> tuple[TrashedImage, ...]:
        """All of them."""
        return self._entries

    def set_entries(self, entries: Sequence[TrashedImage]) -> None:
        """Show others."""
        if tuple(entries) != self._entries:
            self.beginResetModel()
            self._entries = tuple(entries)
            self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the entry, or its name."""
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == TrashRole.ENTRY:
            return entry
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{entry.name}, {entry.folder}"
        return None
