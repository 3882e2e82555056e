"""The main button: the word, and what the press will cost."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop_app.core.catalogue import ModelProfile
from desktop_app.core.pricing import Estimate
from desktop_app.ui.create import create_words, price_words
from desktop_app.ui.create.painting import BODY_PX, BUTTON_PX, draw_text, face, text_width
from desktop_app.ui.create.tool_tips import plain_tip
from desktop_app.ui.theme.theme import Theme

_BETWEEN = "  ·  "
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

    def show_estimate(self, estimate: Estimate | None, profile: ModelProfile) -> None:
        """Show what the press will cost; how that was reckoned stands in the tool tip and the description."""
        self.set_price(create_words.price(estimate))
        reckoning = price_words.explanation(estimate, profile)
        self.setToolTip(plain_tip(reckoning))
        self.setAccessibleDescription(reckoning.replace("\n", " "))

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        word, strong, usual = self.tr("Generate"), face(self, BUTTON_PX, semibold=True), face(self, BODY_PX)
        rest = f"{_BETWEEN}{self.price}" if self.price else ""
        word_px, rest_px = text_width(strong, word) + 1, text_width(usual, rest) + 1
        left = (self.width() - word_px - rest_px) // 2
        color = self._theme.color("on_accent")
        draw_text(painter, QRect(left, 0, word_px, self.height()), word, strong, color)
        draw_text(painter, QRect(left + word_px, 0, rest_px, self.height()), rest, usual, color)
