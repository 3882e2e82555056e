"""The sign of a stack in the corner of its tile, which opens and closes it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from desktop_app.qt.stack_place import StackPlace
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme

_HEIGHT = 20
_ICON = 12
_INSET = 8
_BESIDE = 6
_BETWEEN = 4
_BAND = 4


class StackBadge:
    """Measures and paints the signs of stacks with the font of one view."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._theme = theme
        self._font = QFont(font)
        self._font.setPixelSize(11)
        self._font.setWeight(QFont.Weight.DemiBold)
        self._metrics = QFontMetricsF(self._font)

    def place(self, stack: StackPlace, cell: QRectF) -> QRectF:
        """Return where the sign of a stack's head stands in its cell."""
        advance = self._metrics.horizontalAdvance(str(stack.count))
        width = round(_BESIDE + _ICON + _BETWEEN + advance + _BESIDE)
        return QRectF(cell.right() - _INSET - width, cell.top() + _INSET, width, _HEIGHT)

    def paint_band(self, painter: QPainter, cell: QRectF, *, canvas: QColor) -> None:
        """Paint the ground on which the pictures of an opened stack stand, up to their neighbours'."""
        accent = self._theme.color("accent")
        ground = QColor(
            *(
                round(under + (over - under) * 0.22)
                for under, over in zip(canvas.getRgb()[:3], accent.getRgb()[:3], strict=True)  # type: ignore[index]
            )
        )
        painter.fillRect(cell.adjusted(-_BAND, -_BAND, _BAND, _BAND), ground)

    def paint(self, painter: QPainter, stack: StackPlace, cell: QRectF) -> None:
        """Paint how many pictures a stack has, and what a press on it does."""
        place = self.place(stack, cell)
        ground = QColor(self._theme.color("window"))
        ground.setAlphaF(0.92)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(place, _HEIGHT / 2, _HEIGHT / 2)
        at = QPointF(place.left() + _BESIDE, place.top() + (_HEIGHT - _ICON) / 2)
        sign = icon("chevron-left" if stack.is_open else "layers-2", self._theme.color("text"))
        sign.paint(painter, QRectF(at.x(), at.y(), _ICON, _ICON).toRect())
        painter.setFont(self._font)
        painter.setPen(self._theme.color("text"))
        line = place.adjusted(_BESIDE + _ICON + _BETWEEN, 0, 0, 0)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(stack.count))


def stack_words(stack: StackPlace) -> str:
    """Return what a tooltip and a screen reader tell of a stack."""
    count = stack.count
    if not stack.is_open:
        return QCoreApplication.translate("StackBadge", "Stack of {count} pictures: open it").format(count=count)
    return QCoreApplication.translate("StackBadge", "Opened stack of {count} pictures: close it").format(count=count)
