"""The rectangle that is drawn to choose what it touches."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.ui.theme.theme import Theme

_GROUND = 0.12


class RubberBand:
    """Painted by the view itself; where it begins it stays when the view is scrolled."""

    def __init__(self, theme: Theme, viewport: QWidget) -> None:
        self._theme = theme
        self._viewport = viewport
        self._start = QPoint()
        self._place = QRect()

    def begin(self, point: QPoint, offset: int) -> None:
        """Take note of where the mouse was pressed, with the view scrolled so far."""
        self._start = point + QPoint(0, offset)

    def draw_to(self, point: QPoint, offset: int) -> None:
        """Reach to where the mouse is now."""
        self._set(QRect(self._start - QPoint(0, offset), point).normalized())

    def end(self) -> None:
        """Go."""
        self._set(QRect())

    def paint(self, painter: QPainter) -> None:
        """Paint it over everything, if there is one."""
        if self._place.isEmpty():
            return
        color = self._theme.color("accent")
        painter.setPen(QPen(color, 1))
        color.setAlphaF(_GROUND)
        painter.setBrush(color)
        painter.drawRect(QRectF(self._place).adjusted(0.5, 0.5, -0.5, -0.5))

    def _set(self, place: QRect) -> None:
        if place != self._place:
            self._viewport.update(self._place.united(place).adjusted(-1, -1, 1, 1))
            self._place = place
