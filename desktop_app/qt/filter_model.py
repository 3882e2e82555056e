"""The rows of the filters: headings, each with its choices and their counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.core.search_query import Condition, SearchQuery, parsed

AnyIndex = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_FEW = 8


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """What can be asked for: a condition, or with `search` a whole search that takes the place of the one before.

    `count` is how many pictures there are, `None` where they are not counted; `depth` how deep it stands below others.
    """

    words: str
    condition: Condition | None = None
    search: str = ""
    count: int | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class FilterSection:
    """A heading with its choices; `name` is a stable name."""

    name: str
    title: str
    choices: tuple[FilterChoice, ...]


class RowKind(Enum):
    """What stands in a row."""

    HEADING = "heading"
    CHOICE = "choice"
    MORE = "more"


class Asked(Enum):
    """Whether a choice is asked for, excluded, or neither."""

    NO = "no"
    WANTED = "wanted"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class FilterRow:
    """One row: of a section, and of one of its choices where it is one; `hidden` is how many a MORE row keeps back."""

    kind: RowKind
    section: FilterSection
    choice: FilterChoice | None = None
    asked: Asked = Asked.NO
    is_folded: bool = False
    hidden: int = 0


class FilterRole(IntEnum):
    """What can be asked of a row beside Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1


class FilterModel(QAbstractListModel):
    """Sections whose choices are those that a search asks for or that pictures have.

    Of a long section the first few are shown, and those that are asked for, until it is opened.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sections: tuple[FilterSection, ...] = ()
        self._query = SearchQuery()
        self._folded: set[str] = set()
        self._opened: set[str] = set()
        self._rows: list[FilterRow] = []

    @property
    def query(self) -> SearchQuery:
        """The search whose conditions are marked."""
        return self._query

    def set_sections(self, sections: Iterable[FilterSection]) -> None:
        """Show other choices or counts; rows that stay keep their places."""
        self._sections = tuple(section for section in sections if section.choices)
        self._renew()

    def set_query(self, query: SearchQuery) -> None:
        """Mark what a search asks for."""
        self._query = query
        self._renew()

    def row(self, row: int) -> FilterRow:
        """Return what stands in a row."""
        return self._rows[row]

    def fold(self, name: str, *, is_folded: bool) -> None:
        """Hide or show a section's choices."""
        (self._folded.add if is_folded else self._folded.discard)(name)
        self._renew()

    def open(self, name: str) -> None:
        """Show all choices of a long section."""
        self._opened.add(name)
        self._renew()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the row, or its words."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == FilterRole.ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.choice.words if row.choice is not None else row.section.title
        return None

    def _renew(self) -> None:
        rows = [row for section in self._sections for row in self._rows_of(section)]
        before = [identity(row) for row in self._rows]
        if before == [identity(row) for row in rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _rows_of(self, section: FilterSection) -> list[FilterRow]:
        is_folded = section.name in self._folded
        rows = [FilterRow(RowKind.HEADING, section, is_folded=is_folded)]
        if is_folded:
            return rows
        marked = [(choice, self._asked(choice)) for choice in section.choices]
        shown = marked if self._shows_all(section) else _shortened(marked)
        rows += [FilterRow(RowKind.CHOICE, section, choice, asked) for choice, asked in shown]
        if len(shown) < len(marked):
            rows.append(FilterRow(RowKind.MORE, section, hidden=len(marked) - len(shown)))
        return rows

    def _shows_all(self, section: FilterSection) -> bool:
        # A row that says "1 more" takes as much room as the one.
        return section.name in self._opened or len(section.choices) <= _FEW + 1

    def _asked(self, choice: FilterChoice) -> Asked:
        condition = choice.condition
        if condition is None:
            is_this = self._query.written() == parsed(choice.search).written()
            return Asked.WANTED if is_this else Asked.NO
        is_asked = self._query.is_asked(condition.field, condition.value)
        return Asked.NO if is_asked is None else Asked.WANTED if is_asked else Asked.EXCLUDED


def _shortened(marked: Sequence[tuple[FilterChoice, Asked]]) -> list[tuple[FilterChoice, Asked]]:
    return [each for place, each in enumerate(marked) if place < _FEW or each[1] is not Asked.NO]


RowIdentity = tuple[RowKind, str, Condition | None, str]


def identity(row: FilterRow) -> RowIdentity:
    """Return what makes a row the same after counts and marks have changed."""
    choice = row.choice
    if choice is None:
        return (row.kind, row.section.name, None, "")
    return (row.kind, row.section.name, choice.condition, choice.words if choice.condition is None else "")
