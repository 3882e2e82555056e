"""Rows of the ledger as a table; sorted and summed up elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

AnyIndex = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_FEW = 1000
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LedgerRole(IntEnum):
    """What can be asked of a cell beside Qt's own roles."""

    COLOR = Qt.ItemDataRole.UserRole + 1
    """The name of the colour token in which the cell is written."""


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """How one column tells of a row. `tip` is what a cell says in full; `color` the name of a colour token."""

    title: str
    text: Callable[[Any], str]
    is_number: bool = False
    tip: Callable[[Any], str] | None = None
    color: Callable[[Any], str] = lambda _row: "text"


class LedgerModel(QAbstractTableModel):
    """Shows rows of any kind by columns that know how to tell of them; a row is asked only when it comes into sight.

    Signals:
        sort_asked(int, bool): the person wants the rows by this column, and whether the highest first.
    """

    sort_asked = Signal(int, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: Sequence[LedgerColumn] = ()
        self._rows: Sequence[Any] = ()

    def show_rows(self, columns: Sequence[LedgerColumn], rows: Sequence[Any]) -> None:
        """Show these rows in place of the old ones; a few that are the same change nothing."""
        if len(rows) <= _FEW and columns is self._columns and list(rows) == list(self._rows):
            return
        self.beginResetModel()
        self._columns, self._rows = columns, rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says, where it stands in it, or its colour."""
        if not index.isValid():
            return None
        column, row = self._columns[index.column()], self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.is_number else _LEFT
        if role == LedgerRole.COLOR:
            return column.color(row)
        return column.tip(row) if role == Qt.ItemDataRole.ToolTipRole and column.tip is not None else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._columns[section].is_number else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order: who reads the rows sorts them, in a thread of its own."""
        if column >= 0:
            self.sort_asked.emit(column, order == Qt.SortOrder.DescendingOrder)
