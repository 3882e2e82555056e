"""How the rows of the Create panel stand: one below the other, in a column that scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

_SIDE_PX = 16


class ScrolledRows(QScrollArea):
    """A column of rows that is as wide as the panel. The scroll bar stands in its margin: no row moves when it comes."""

    def __init__(self, rows: Sequence[QWidget | QLayout]) -> None:
        super().__init__()
        self._fields = QWidget()
        self._column = QVBoxLayout(self._fields)
        self._column.setSpacing(16)
        for row in rows:
            self._column.addWidget(row) if isinstance(row, QWidget) else self._column.addLayout(row)
        self._column.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._fields)
        self._on_range_changed(0, 0)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)

    def put_first(self, row: QWidget, stops: Sequence[QWidget]) -> None:
        """Add a row above the others; Tab goes through its `stops` before it comes to them."""
        self._column.insertWidget(0, row)
        # Behind the widget that holds the rows: else what comes into the window later would stand between them. Qt puts
        # nothing behind a widget that takes no keys, so this one does for the moment.
        self._fields.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for before, after in pairwise((self._fields, *stops)):
            QWidget.setTabOrder(before, after)
        self._fields.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _on_range_changed(self, lowest: int, highest: int) -> None:
        bar_px = self.verticalScrollBar().sizeHint().width() if highest > lowest else 0
        self._column.setContentsMargins(_SIDE_PX, _SIDE_PX, max(0, _SIDE_PX - bar_px), 8)


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
