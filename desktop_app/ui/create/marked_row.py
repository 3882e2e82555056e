"""A row, and what the provider said against it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.create.note import Note


class MarkedRow(QWidget):
    """Holds a row with room for a sentence under it."""

    def __init__(self, row: QWidget) -> None:
        super().__init__()
        self.note = Note("bad-small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(row)
        column.addWidget(self.note)
