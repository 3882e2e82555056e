"""The first orders of a batch, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.create.painting import BODY_PX, LABEL_PX, SECONDARY_PX, draw_text, face, text_width
from desktop_app.ui.number_words import grouped
from desktop_app.ui.theme.theme import Theme

LINES = 40
_LINE_PX, _USUAL_LINES, _LEAST_LINES = 24, 9, 4
_NUMBER_PX = 32


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """What is an order's own, and what it is besides."""

    label: str
    side: str = ""


class Preview(QWidget):
    """Shows as many lines as there is room for; the last says how many more there are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: tuple[PreviewLine, ...] = ()
        self._total = 0
        self._empty = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_LEAST_LINES * _LINE_PX)
        theme.changed.connect(self.update)

    @property
    def lines(self) -> tuple[PreviewLine, ...]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[PreviewLine], total: int) -> None:
        """Show the first orders of so many."""
        self._lines, self._total, self._empty = tuple(lines[:LINES]), total, ""
        told = [*(f"{each.label}, {each.side}" for each in self._lines), self._rest(len(self._lines))]
        self.setAccessibleName("\n".join(filter(None, told)))
        self.updateGeometry()
        self.update()

    def show_nothing(self, words: str) -> None:
        """Say why there is nothing."""
        self._lines, self._total, self._empty = (), 0, words
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _USUAL_LINES * _LINE_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        body, small = face(self, BODY_PX), face(self, LABEL_PX)
        dim, faint = self._theme.color("dim"), self._theme.color("faint")
        if self._empty:
            draw_text(painter, self.rect(), self._empty, face(self, SECONDARY_PX), dim, Qt.AlignmentFlag.AlignHCenter)
            return
        room = max(self.height() // _LINE_PX, 1)
        count = min(len(self._lines), room if self._total <= room else room - 1)
        for number, line in enumerate(self._lines[:count]):
            top = number * _LINE_PX
            draw_text(painter, QRect(0, top, _NUMBER_PX - 8, _LINE_PX), str(number + 1), small, faint)
            side_px = min(text_width(small, line.side) + 2, self.width() // 2)
            side = QRect(self.width() - side_px, top, side_px, _LINE_PX)
            draw_text(painter, side, line.side, small, dim, Qt.AlignmentFlag.AlignRight)
            label = QRect(_NUMBER_PX, top, self.width() - side_px - _NUMBER_PX - 12, _LINE_PX)
            draw_text(painter, label, line.label, body, self._theme.color("text"))
        rest = QRect(_NUMBER_PX, count * _LINE_PX, self.width() - _NUMBER_PX, _LINE_PX)
        draw_text(painter, rest, self._rest(count), small, dim)

    def _rest(self, shown: int) -> str:
        rest = self._total - shown
        if rest <= 0:
            return ""
        return self.tr("and 1 more") if rest == 1 else self.tr("and {count} more").format(count=grouped(rest))
