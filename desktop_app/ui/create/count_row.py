"""How many pictures one press makes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.request import COUNT_MAX
from desktop_app.ui.create.field_head import FieldHead
from desktop_app.ui.widgets.labels import frame

_SEGMENT_PX = 27


class CountRow(QWidget):
    """Four segments.

    Signals:
        count_chosen(int): 1 to 4.
    """

    count_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(FieldHead(self.tr("Pictures")))
        column.addWidget(self._segments(), 0, Qt.AlignmentFlag.AlignLeft)
        self._group.idToggled.connect(self._on_toggled)

    def show_count(self, count: int) -> None:
        """Mark a segment."""
        self._group.button(count).setChecked(True)

    def button(self, count: int) -> QPushButton:
        """Return the segment of a number."""
        button = self._group.button(count)
        assert isinstance(button, QPushButton)
        return button

    def _segments(self) -> QFrame:
        box = frame("card")
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for count in range(1, COUNT_MAX + 1):
            button = QPushButton(f"×{count}")
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            button.setFixedWidth(_SEGMENT_PX)
            button.setAccessibleName(
                self.tr("1 picture") if count == 1 else self.tr("{count} pictures").format(count=count)
            )
            self._group.addButton(button, count)
            row.addWidget(button)
        self._group.button(1).setChecked(True)
        return box

    def _on_toggled(self, count: int, checked: bool) -> None:
        if checked:
            self.count_chosen.emit(count)
