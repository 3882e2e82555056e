"""A line of plain text that never asks for room: what does not fit is cut with an ellipsis."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from desktop_app.ui.create.painting import draw_text
from desktop_app.ui.create.tool_tips import plain_tip
from desktop_app.ui.widgets.labels import set_kind


class ElidedLabel(QLabel):
    """Stands at the right of its place; the whole text is its tool tip."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_kind(self, kind)

    def say(self, text: str) -> None:
        """Show a text."""
        self.setText(text)
        self.setToolTip(plain_tip(text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self.palette().color(self.foregroundRole())
        draw_text(QPainter(self), self.rect(), self.text(), self.font(), color, Qt.AlignmentFlag.AlignRight)
