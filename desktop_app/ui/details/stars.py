"""A rating as five stars, which the mouse and the keys can set."""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme.theme import Theme

_STAR_PX = 14
_STEP_PX = 19
_COUNT = 5
_GAP_PX = 8
_HEIGHT_PX = 20
_SMALLER = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Minus})
_LARGER = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Plus})


class Stars(QWidget):
    """Shows a rating of 0 to 5, with a gap behind it. A click sets it, on the last star that is lit takes it away.

    Signals:
        rated(int): another rating is wanted.
    """

    rated = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rating = 0
        self._pointed = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_rating(0)
        theme.changed.connect(self.update)

    @property
    def rating(self) -> int:
        """The rating that is shown."""
        return self._rating

    def set_rating(self, rating: int) -> None:
        """Show this rating, 0 for none."""
        self._rating = max(0, min(_COUNT, rating))
        words = self.tr("{count} of 5 stars").format(count=self._rating) if self._rating else self.tr("Not rated")
        self.setAccessibleName(self.tr("Rating: {words}").format(words=words))
        self.setToolTip(self.tr("{words}. Keys 1 to 5 rate, 0 takes the rating away.").format(words=words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_STEP_PX * (_COUNT - 1) + _STAR_PX + _GAP_PX, _HEIGHT_PX)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._star_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        star = self._star_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and star:
            self._rate(0 if star == self._rating else star)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _SMALLER | _LARGER:
            self._rate(max(0, min(_COUNT, self._rating + (1 if key in _LARGER else -1))))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        lit = self._pointed or self._rating
        for place in range(_COUNT):
            painter.setBrush(self._theme.color("accent" if place < lit else "line"))
            painter.drawPolygon(_star(QPointF(place * _STEP_PX + _STAR_PX / 2, self.height() / 2 + 0.5)))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.drawLine(QPointF(0, self.height() - 0.5), QPointF(self.width() - _GAP_PX, self.height() - 0.5))
        painter.end()

    def _rate(self, rating: int) -> None:
        if rating != self._rating:
            self.rated.emit(rating)

    def _point_at(self, star: int) -> None:
        if star != self._pointed:
            self._pointed = star
            self.update()

    def _star_at(self, point: QPointF) -> int:
        """Return the number of the star at a point, 0 for none."""
        inside = QRectF(0, 0, _STEP_PX * _COUNT, self.height()).contains(point)
        return min(_COUNT, int(point.x() // _STEP_PX) + 1) if inside else 0


def _star(centre: QPointF) -> QPolygonF:
    points = []
    for corner in range(10):
        radius = _STAR_PX / 2 if corner % 2 == 0 else _STAR_PX / 5
        angle = corner * pi / 5 - pi / 2
        points.append(centre + QPointF(radius * cos(angle), radius * sin(angle)))
    return QPolygonF(points)
