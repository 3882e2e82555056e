"""What was asked for beside what came, where the two differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor, QTextFrameFormat, QTextLength, QTextTable, QTextTableCellFormat, QTextTableFormat
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_app.ui.widgets.flowing_text import FlowingText
from desktop_app.ui.widgets.labels import text_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.ui.details.fact import Difference
    from desktop_app.ui.theme.theme import Theme

_NAME_PX = 56
_LINE_PX = 18
_ROW_GAP_PX = 2
_PADDING_PX = 12


class ComparisonView(QFrame):
    """A card with a row for each `Difference`; hidden when there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.heading = text_label(self.tr("Not quite as asked"), "status")
        self.table = _Table(theme, self.heading.text())
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING_PX, 8, _PADDING_PX, 8)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.table)
        self.hide()

    @property
    def differences(self) -> Sequence[Difference]:
        """The rows that are shown."""
        return self.table.differences

    def set_differences(self, differences: Sequence[Difference]) -> None:
        """Show these rows in place of the old ones."""
        self.table.set_differences(differences)
        self.setVisible(bool(differences))


class _Table(FlowingText):
    """Names dim on the left, what was asked dim in the middle, what came in full on the right."""

    def __init__(self, theme: Theme, accessible_name: str) -> None:
        super().__init__(theme, kind="facts", line_px=_LINE_PX)
        self.differences: Sequence[Difference] = ()
        self.setAccessibleName(accessible_name)

    def set_differences(self, differences: Sequence[Difference]) -> None:
        """Show these rows in place of the old ones."""
        self.differences = tuple(differences)
        self.clear()
        if self.differences:
            self._write_table()
        self._fit()

    def redraw(self) -> None:
        """Take the colours of the theme that is in force now."""
        self.set_differences(self.differences)

    def _write_table(self) -> None:
        table = QTextCursor(self.document()).insertTable(1 + len(self.differences), 3, _table_format())
        for column, title in enumerate(("", self.tr("Asked"), self.tr("Got"))):
            self._write_cell(table, 0, column, title, "dim")
        for row, difference in enumerate(self.differences, start=1):
            for column, (text, role) in enumerate(zip(difference, ("dim", "text", "text"), strict=True)):
                self._write_cell(table, row, column, text, role)

    def _write_cell(self, table: QTextTable, row: int, column: int, text: str, role: str) -> None:
        cell = table.cellAt(row, column)
        look = QTextTableCellFormat()
        look.setTopPadding(_ROW_GAP_PX)
        look.setBottomPadding(_ROW_GAP_PX)
        if column == 1:
            look.setRightPadding(8)
        cell.setFormat(look)
        self.write(cell.firstCursorPosition(), text, role)


def _table_format() -> QTextTableFormat:
    look = QTextTableFormat()
    look.setBorder(0)
    look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
    look.setCellPadding(0)
    look.setCellSpacing(0)
    half = QTextLength(QTextLength.Type.VariableLength, 0)
    look.setColumnWidthConstraints([QTextLength(QTextLength.Type.FixedLength, _NAME_PX), half, half])
    look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    return look
