"""What the window shows before its parts are made: their places, in their colours."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_app.ui.last_sight import paint_sight
from desktop_app.ui.theme.tokens import Tokens

TOP_PX, STATUS_PX, LINE_PX = 52, 32, 1


class Backdrop(QWidget):
    """Paints panels, bars, canvas and the lines between them; no fonts, no style sheet, so that it is there at once."""

    def __init__(self, tokens: Tokens, create_px: int, details_px: int, sight: QImage | None = None) -> None:
        super().__init__()
        self._sight = sight
        self._tokens = tokens
        self._create_px = create_px
        self._details_px = details_px

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, width, height = self._tokens, self.width(), self.height()
        left, right = self._create_px, width - self._details_px
        middle = right - left
        painter = QPainter(self)
        painter.fillRect(0, 0, width, height, QColor(tokens.panel))
        painter.fillRect(left, 0, middle, height, QColor(tokens.line))
        inner = left + LINE_PX, middle - 2 * LINE_PX
        painter.fillRect(inner[0], 0, inner[1], TOP_PX, QColor(tokens.window))
        canvas_px = height - TOP_PX - STATUS_PX - 2 * LINE_PX
        painter.fillRect(inner[0], TOP_PX + LINE_PX, inner[1], canvas_px, QColor(tokens.canvas))
        painter.fillRect(inner[0], height - STATUS_PX, inner[1], STATUS_PX, QColor(tokens.window))
        painter.end()
        paint_sight(self, self._sight, QPoint(inner[0], TOP_PX + LINE_PX), inner[1], canvas_px)
        event.accept()
