"""The month as a bar: what was billed, what may have been, what is under way, and how much room is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from desktop_app.ui.theme.theme import Theme

_HEIGHT_PX = 8
_MARK_PX = 8
_LEAST_PX = 2.0


class MonthBar(QWidget):
    """Shows amounts side by side against the limit; beyond the limit, against their own sum."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._amounts: tuple[float, ...] = ()
        self._limit = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_amounts(self, amounts: Sequence[float], limit: float, words: str) -> None:
        """Show amounts in the order of `part_brush`, with what they mean for screen readers."""
        self._amounts, self._limit = tuple(amounts), limit
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect())
        outline = QPainterPath()
        outline.addRoundedRect(room, _HEIGHT_PX / 2, _HEIGHT_PX / 2)
        painter.setClipPath(outline)
        painter.fillRect(room, self._theme.color("hover"))
        whole = max(self._limit, sum(self._amounts))
        left = 0.0
        for place, amount in enumerate(self._amounts):
            if amount > 0 and whole > 0:
                width = max(_LEAST_PX, room.width() * amount / whole)
                painter.fillRect(QRectF(left, 0, width, room.height()), part_brush(self._theme, place))
                left += width
        if 0 < self._limit < whole:
            edge = room.width() * self._limit / whole
            painter.fillRect(QRectF(edge - 1, 0, 2, room.height()), self._theme.color("bad"))


class PartMark(QWidget):
    """A small square in the look of one part of the bar."""

    def __init__(self, theme: Theme, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place = place
        self.setFixedSize(_MARK_PX, _MARK_PX)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 2, 2)
        painter.fillPath(outline, self._theme.color("hover"))
        painter.fillPath(outline, part_brush(self._theme, self._place))


def part_brush(theme: Theme, place: int) -> QBrush:
    """Return the look of a part: 0 billed, 1 may have been billed, 2 under way. They differ by more than their hue."""
    if place == 0:
        return QBrush(theme.color("dim"))
    if place == 1:
        return QBrush(theme.color("warn"))
    color = QColor(theme.color("dim"))
    return QBrush(color, Qt.BrushStyle.Dense5Pattern)
