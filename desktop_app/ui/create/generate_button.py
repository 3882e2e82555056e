"""The main button: the word, and what the press will cost."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop_app.ui.create.painting import BODY_PX, BUTTON_PX, draw_text, face, text_width
from desktop_app.ui.theme.theme import Theme

_GAP_PX = 10
_HEIGHT_PX = 44


class GenerateButton(QPushButton):
    """Does not take the focus by mouse, so that one can go on typing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.price = ""
        self.setProperty("kind", "primary")
        self.setFixedHeight(_HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self.update)
        self.set_price("")

    def set_price(self, price: str) -> None:
        """Show what the press will cost, in words; empty when it is not known."""
        self.price = price
        self.setAccessibleName(", ".join(filter(None, (self.tr("Generate"), price))))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        word, strong, usual = self.tr("Generate"), face(self, BUTTON_PX, semibold=True), face(self, BODY_PX)
        word_px, price_px = text_width(strong, word) + 1, text_width(usual, self.price) + 1
        gap_px = _GAP_PX if self.price else 0
        left = (self.width() - word_px - gap_px - price_px) // 2
        color = self._theme.color("on_accent")
        draw_text(painter, QRect(left, 0, word_px, self.height()), word, strong, color)
        draw_text(painter, QRect(left + word_px + gap_px, 0, price_px, self.height()), self.price, usual, color)
