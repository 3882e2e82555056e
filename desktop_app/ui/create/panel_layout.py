"""How the rows of the Create panel stand: one below the other, in a column that scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget


def scrolled(rows: Sequence[QWidget | QLayout]) -> QScrollArea:
    """Return a column of rows that is as wide as the panel."""
    fields = QWidget()
    column = QVBoxLayout(fields)
    column.setContentsMargins(16, 16, 16, 8)
    column.setSpacing(16)
    for row in rows:
        column.addWidget(row) if isinstance(row, QWidget) else column.addLayout(row)
    column.addStretch(1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(fields)
    return scroll


def joined(row: QWidget, note: QWidget) -> QLayout:
    """Return a row with a sentence close under it."""
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(row)
    column.addWidget(note)
    return column


def beside(first: QWidget, second: QWidget) -> QLayout:
    """Return two rows side by side; the second takes the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(first)
    row.addWidget(second, 1)
    return row
