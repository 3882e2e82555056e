"""Facts as a table of names and values that can be selected and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor, QTextFrameFormat, QTextLength, QTextTable, QTextTableCellFormat, QTextTableFormat

from desktop_app.ui.widgets.flowing_text import FlowingText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop_app.ui.details.fact import Fact
    from desktop_app.ui.theme.theme import Theme

NAME_PX = 88
_LINE_PX = 18
_ROW_GAP_PX = 3


class FactsView(FlowingText):
    """Shows rows of `Fact`: names dim on the left, values on the right or, where they are wide, below."""

    def __init__(self, theme: Theme, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, kind="facts", line_px=_LINE_PX, parent=parent)
        self._facts: Sequence[Fact] = ()
        self.setAccessibleName(accessible_name)

    @property
    def facts(self) -> Sequence[Fact]:
        """The rows that are shown."""
        return self._facts

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show these rows in place of the old ones."""
        self._facts = tuple(facts)
        self.clear()
        if self._facts:
            self._write_table()
        self._fit()

    def redraw(self) -> None:
        """Take the colours of the theme that is in force now."""
        self.set_facts(self._facts)

    def _write_table(self) -> None:
        rows = sum(2 if fact.is_wide else 1 for fact in self._facts)
        table = QTextCursor(self.document()).insertTable(rows, 2, _table_format())
        row = 0
        for fact in self._facts:
            self._write_cell(table, row, 0, fact.name, "dim")
            if fact.is_wide:
                table.mergeCells(row, 0, 1, 2)
                row += 1
                table.mergeCells(row, 0, 1, 2)
                self._write_cell(table, row, 0, fact.value, "text")
            else:
                self._write_cell(table, row, 1, fact.value, "text")
            row += 1

    def _write_cell(self, table: QTextTable, row: int, column: int, text: str, role: str) -> None:
        cell = table.cellAt(row, column)
        look = QTextTableCellFormat()
        look.setTopPadding(_ROW_GAP_PX)
        look.setBottomPadding(_ROW_GAP_PX)
        cell.setFormat(look)
        self.write(cell.firstCursorPosition(), text, role)


def _table_format() -> QTextTableFormat:
    look = QTextTableFormat()
    look.setBorder(0)
    look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
    look.setCellPadding(0)
    look.setCellSpacing(0)
    look.setColumnWidthConstraints(
        [
            QTextLength(QTextLength.Type.FixedLength, NAME_PX),
            QTextLength(QTextLength.Type.VariableLength, 0),
        ]
    )
    look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    return look
