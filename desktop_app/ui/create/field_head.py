"""The line above a field: its name at the left, a word about it at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop_app.ui.widgets.labels import text_label


class FieldHead(QWidget):
    """A label with a side text that gives way when there is no room; or with a widget in its place."""

    def __init__(self, text: str, side: QWidget | None = None) -> None:
        super().__init__()
        self.label: QLabel = text_label(text, "label")
        self.side: QLabel = text_label("", "label")
        self.side.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setFixedHeight(16)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.label)
        row.addWidget(self.side, 1)
        if side is not None:
            row.addWidget(side)

    def add_side(self, widget: QWidget) -> None:
        """Put a widget behind the word at the right."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(widget)

    def set_side(self, text: str) -> None:
        """Show a word at the right."""
        self.side.setText(text)
