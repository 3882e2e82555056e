"""A rating as five stars."""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme.theme import Theme

_STAR_PX = 14
_STEP_PX = 19
_COUNT = 5
_GAP_PX = 8


class Stars(QWidget):
    """Shows a rating of 1 to 5, with a gap behind it; nothing at all for a picture that is not rated."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rating = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())
        theme.changed.connect(self.update)

    def set_rating(self, rating: int) -> None:
        """Show this rating, 0 for none."""
        self._rating = max(0, min(_COUNT, rating))
        words = self.tr("{count} of 5 stars").format(count=self._rating)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setVisible(self._rating > 0)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_STEP_PX * (_COUNT - 1) + _STAR_PX + _GAP_PX, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for place in range(_COUNT):
            painter.setBrush(self._theme.color("accent" if place < self._rating else "faint"))
            painter.drawPolygon(_star(QPointF(place * _STEP_PX + _STAR_PX / 2, self.height() / 2 + 0.5)))
        painter.end()


def _star(centre: QPointF) -> QPolygonF:
    points = []
    for corner in range(10):
        radius = _STAR_PX / 2 if corner % 2 == 0 else _STAR_PX / 5
        angle = corner * pi / 5 - pi / 2
        points.append(centre + QPointF(radius * cos(angle), radius * sin(angle)))
    return QPolygonF(points)
