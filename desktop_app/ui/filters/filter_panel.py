"""The column of filters: what there is to choose from, and the search as it is, to keep or to clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.search_query import SearchQuery
from desktop_app.ui.filters.filter_list import FilterList, SpokenFilterModel
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.widgets.labels import text_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.qt.filter_model import FilterSection
    from desktop_app.ui.theme.theme import Theme

FILTERS_PX = 216
"""The width of the column."""

_HEAD_PX = 40
_FOOT_PX = 40


class FilterPanel(QWidget):
    """Shows filters for the grid beside it.

    Signals:
        query_changed(SearchQuery): another search is wanted.
        save_requested(): the search is to be kept under a name.
        trash_requested(): the person wants to see what was deleted.
        left(): the person wants to go on in the grid.
    """

    query_changed = Signal(object)
    save_requested = Signal()
    trash_requested = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(FILTERS_PX)
        self.model = SpokenFilterModel(self)
        self.list = FilterList(theme, self.model)
        self.save = _link(self.tr("Save search"), self.tr("Keep this search under a name"))
        self.clear = _link(self.tr("Clear"), self.tr("Show all pictures"))
        self.trash = _link(self.tr("Trash"), self.tr("Show what was deleted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self.list, 1)
        column.addWidget(self._foot())
        self.list.query_changed.connect(self.query_changed)
        self.list.left.connect(self.left)
        self.save.clicked.connect(self.save_requested)
        self.clear.clicked.connect(self._on_clear)
        self.trash.clicked.connect(self.trash_requested)
        theme.changed.connect(self._tint)
        self._tint()
        self.show_query(SearchQuery())

    def show_sections(self, sections: Iterable[FilterSection]) -> None:
        """Show other choices or counts."""
        self.model.set_sections(sections)

    def show_query(self, query: SearchQuery) -> None:
        """Mark what a search asks for."""
        self.model.set_query(query)
        for part in (self.save, self.clear):
            part.setEnabled(bool(query.terms))

    def show_trash(self, count: int) -> None:
        """Say how many pictures are in the trash."""
        words = self.tr("Trash ({n})").format(n=count) if count else self.tr("Trash")
        self.trash.setText(words)

    def focus_list(self) -> None:
        """Put the keys on the first choice."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.list.currentIndex().isValid() and self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(_HEAD_PX)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(text_label(self.tr("Filters"), "heading"), 1)
        row.addWidget(self.save)
        row.addWidget(self.clear)
        return head

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(_FOOT_PX)
        row = QHBoxLayout(foot)
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(self.trash)
        row.addStretch(1)
        return foot

    def _on_clear(self) -> None:
        self.query_changed.emit(SearchQuery())

    def _tint(self) -> None:
        self.trash.setIcon(icon("trash-2", self._theme.color("dim")))


def _link(words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setProperty("kind", "quiet")
    button.setToolTip(tip)
    return button
