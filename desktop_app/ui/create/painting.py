"""What the panel's painted widgets share: faces of the type scale and text that is cut with an ellipsis."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

LABEL_PX, SECONDARY_PX, BODY_PX, BUTTON_PX = 11, 12, 13, 14


def face(widget: QWidget, size_px: int, *, semibold: bool = False) -> QFont:
    """Return the widget's own family in a size of the type scale."""
    font = QFont(widget.font())
    font.setPixelSize(size_px)
    font.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
    return font


def text_width(font: QFont, text: str) -> int:
    """Return how wide a text is, in pixels."""
    return QFontMetrics(font).horizontalAdvance(text)


def draw_text(
    painter: QPainter,
    rect: QRect,
    text: str,
    font: QFont,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Draw one line in the middle of the rectangle's height, cut with an ellipsis where it is too long."""
    painter.setFont(font)
    painter.setPen(color)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, shown)
