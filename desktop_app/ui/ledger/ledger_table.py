"""The table of costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_app.qt.ledger_model import LedgerModel, LedgerRole
from desktop_app.ui.ledger.ledger_answer import Answer, By
from desktop_app.ui.ledger.ledger_words import Named, columns_of
from desktop_app.ui.widgets.labels import set_kind

if TYPE_CHECKING:
    from desktop_app.ui.theme.theme import Theme

_ROW_PX = 28
_HEAD_PX = 28
_WIDTHS_PX = {By.JOB: (152, 144, 0, 88, 96)}
_AMOUNTS_PX = (0, 72, 84, 92, 152, 96)
"""The widths of columns; 0 takes what is left."""


class LedgerTable(QTableView):
    """Shows an Answer; a click on a heading asks its model for another order."""

    def __init__(self, theme: Theme, model_name: Named, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = LedgerModel(self)
        self._model_name = model_name
        self._by: By | None = None
        self.setModel(self.rows)
        self.setItemDelegate(_Cell(theme, self))
        self.setAccessibleName(self.tr("Costs"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.hide()
        # One height for all: nobody measures a hundred thousand rows.
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW_PX)
        head = self.horizontalHeader()
        head.setFixedHeight(_HEAD_PX)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        set_kind(head, "table")
        head.sectionClicked.connect(self._on_heading_clicked)

    def show_answer(self, answer: Answer) -> None:
        """Show these rows; where the person has scrolled to stays."""
        question = answer.question
        scrolled_px = self.verticalScrollBar().value() if question.by is self._by else 0
        row = self.currentIndex().row()
        if question.by is not self._by:
            self._columns = columns_of(question.by, self._model_name)
        self.rows.show_rows(self._columns, answer.rows)
        if question.by is not self._by:
            self._by = question.by
            self._arrange()
        order = Qt.SortOrder.DescendingOrder if question.is_descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(question.column, order)
        self.verticalScrollBar().setValue(scrolled_px)
        if 0 <= row < self.rows.rowCount() and scrolled_px:
            self.selectRow(row)

    def _arrange(self) -> None:
        head = self.horizontalHeader()
        assert self._by is not None
        for column, width_px in enumerate(_WIDTHS_PX.get(self._by, _AMOUNTS_PX)):
            mode = QHeaderView.ResizeMode.Fixed if width_px else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(column, mode)
            if width_px:
                head.resizeSection(column, width_px)

    def _on_heading_clicked(self, column: int) -> None:
        self.rows.sort(column, self.horizontalHeader().sortIndicatorOrder())


class _Cell(QStyledItemDelegate):
    """Writes a cell in the colour of the palette that the model names."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        color = self._theme.color(index.data(LedgerRole.COLOR))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            option.palette.setColor(role, color)
