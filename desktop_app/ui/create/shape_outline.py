"""The outline by which a size is shown: its shape, at about the same area for all."""

from __future__ import annotations

from math import sqrt

from PySide6.QtCore import QPoint, QRectF

from desktop_app.core.sizes import Size

_LONGEST = 1.4


def shape_outline(size: Size, side_px: float, middle: QPoint) -> QRectF:
    """Return the rectangle to draw around a middle; `side_px` is the side of a square one."""
    width, height = side_px * sqrt(size.ratio), side_px / sqrt(size.ratio)
    shrink = min(1.0, side_px * _LONGEST / max(width, height))
    width, height = max(4, round(width * shrink)), max(4, round(height * shrink))
    # On half pixels, so that the lines are sharp.
    left, top = round(middle.x() - width / 2), round(middle.y() - height / 2)
    return QRectF(left + 0.5, top + 0.5, width, height)
