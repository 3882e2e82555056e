"""Dragging pictures out of the grid, as copies of their files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QDrag, QFont, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from desktop_app.qt.image_mime import image_mime
from desktop_app.store.image_row import ImageRow
from desktop_app.ui.theme.theme import Theme

_EDGE = 96
_BADGE = 22


def start_drag(source: QWidget, rows: Sequence[ImageRow], thumbnail: QImage | None, theme: Theme) -> None:
    """Let these pictures be dropped anywhere that takes files; returns when they are dropped or let go."""
    drag = QDrag(source)
    drag.setMimeData(image_mime(rows))
    if thumbnail is not None:
        pixmap = drag_pixmap(thumbnail, len(rows), theme, source.devicePixelRatioF())
        size = pixmap.deviceIndependentSize()
        drag.setPixmap(pixmap)
        drag.setHotSpot(QPoint(round(size.width() / 2), round(size.height() / 2)))
    drag.exec(Qt.DropAction.CopyAction)


def drag_pixmap(thumbnail: QImage, count: int, theme: Theme, dpr: float) -> QPixmap:
    """Return a small picture, with the number of pictures when there are several."""
    edge = round(_EDGE * dpr)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    pixmap = QPixmap.fromImage(thumbnail.scaled(edge, edge, keep, smooth))
    pixmap.setDevicePixelRatio(dpr)
    if count > 1:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = str(count)
        font = QFont(painter.font())
        font.setPixelSize(12)
        painter.setFont(font)
        width = max(_BADGE, painter.fontMetrics().horizontalAdvance(text) + 12)
        badge = QRectF(pixmap.deviceIndependentSize().width() - width - 4, 4, width, _BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(QColor(theme.tokens.on_accent))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
    return pixmap
