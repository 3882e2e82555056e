"""Shapes of pictures within cells, and places that fall on whole pixels of the screen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter, QPolygonF

from desktop_app.core.request import GenerationRequest

_STAR = (
    (0.0, -1.0), (0.25, -0.33), (0.95, -0.31), (0.4, 0.12), (0.59, 0.81),
    (0.0, 0.41), (-0.59, 0.81), (-0.4, 0.12), (-0.95, -0.31), (-0.25, -0.33),
)  # fmt: skip


def asked_shape(request: GenerationRequest) -> QSizeF:
    """Return the size that a request asks for, or that of its first reference, or a square."""
    if request.width and request.height:
        return QSizeF(request.width, request.height)
    if request.references:
        return QSizeF(request.references[0].width, request.references[0].height)
    return QSizeF(1, 1)


def fitted(size: QSizeF, cell: QRectF) -> QRectF:
    """Return the largest place of this shape in the middle of the cell."""
    if size.width() < 1 or size.height() < 1:
        return QRectF(cell)
    scale = min(cell.width() / size.width(), cell.height() / size.height())
    place = QRectF(0, 0, max(1.0, size.width() * scale), max(1.0, size.height() * scale))
    place.moveCenter(cell.center())
    return place


def on_pixels(painter: QPainter, place: QRectF) -> QRectF:
    """Return the place moved and sized to whole pixels of the device, so that nothing is blurred."""
    to_device = painter.deviceTransform()
    from_device, is_invertible = to_device.inverted()
    if not is_invertible:
        return place
    mapped = to_device.mapRect(place)
    left, top = round(mapped.left()), round(mapped.top())
    whole = QRectF(left, top, max(1, round(mapped.right()) - left), max(1, round(mapped.bottom()) - top))
    return from_device.mapRect(whole)


def star(middle: QPointF, radius: float) -> QPolygonF:
    """Return a star with five points."""
    return QPolygonF([QPointF(middle.x() + x * radius, middle.y() + y * radius) for x, y in _STAR])
