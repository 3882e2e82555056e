"""Painting a job's tile."""

from __future__ import annotations

import time

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop_app.core.job import Job, JobState
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.ui.gallery.job_layout import JobLayouts, TileLayout, TileLink
from desktop_app.ui.gallery.shapes import asked_shape, fitted
from desktop_app.ui.gallery.tile_words import Progress, TileAction
from desktop_app.ui.offers import Offers
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme

_TURN_S = 1.1
_ARC_DEGREES = 90
_STROKE = 2.0

TURNING = frozenset({JobState.SENDING, JobState.RECEIVING, JobState.SAVING, JobState.DONE})
"""States in which the ring turns."""


class JobTile:
    """Paints the tiles of jobs, and tells where their parts are."""

    def __init__(self, theme: Theme, layouts: JobLayouts, offers: Offers) -> None:
        self._theme = theme
        self._layouts = layouts
        self._offers = offers

    def layout(self, job: Job, cell: QRectF, model: GalleryModel) -> TileLayout:
        """Return the parts of a tile."""
        progress = Progress(
            model.experience.expected_s(job.request), model.place_in_line(job), model.queue, model.received(job.id)
        )
        return self._layouts.layout(job, cell, progress, self._offers.of(job))

    def paint(
        self, painter: QPainter, job: Job, cell: QRectF, model: GalleryModel, under_mouse: TileAction | None
    ) -> None:
        """Paint what stands on the cell."""
        parts = self.layout(job, cell, model)
        if parts.ring is not None:
            self._paint_shape(painter, job, cell)
            self._paint_ring(painter, parts.ring, is_turning=job.state in TURNING)
        if parts.sign is not None:
            self._paint_icon(painter, "triangle-alert", parts.sign.toRect(), "bad")
        if parts.close is not None:
            role = "text" if under_mouse is TileAction.DISMISS else "faint"
            self._paint_icon(painter, "x", parts.close.toRect().adjusted(3, 3, -3, -3), role)
        for text in parts.texts:
            painter.setFont(self._layouts.heading_font if text.is_heading else self._layouts.font)
            painter.setPen(self._theme.color(text.role))
            painter.drawText(text.at, text.text)
        painter.setFont(self._layouts.font)
        for link in parts.links:
            is_aside = link.action is not parts.links[0].action and parts.links[0].action is TileAction.CORRECT
            role = "dim" if is_aside or link.action is TileAction.CANCEL else "text"
            self._paint_link(painter, link, role, is_under_mouse=under_mouse is link.action)

    def _paint_shape(self, painter: QPainter, job: Job, cell: QRectF) -> None:
        """Show the shape of the picture to come, where it is not the cell's own."""
        shape = fitted(asked_shape(job.request), cell)
        if shape == cell:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        color = self._theme.color("text")
        color.setAlphaF(0.035)
        painter.setBrush(color)
        painter.drawRect(shape)

    def _paint_ring(self, painter: QPainter, ring: QRectF, *, is_turning: bool) -> None:
        inner = ring.adjusted(_STROKE / 2, _STROKE / 2, -_STROKE / 2, -_STROKE / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("line"), _STROKE))
        painter.drawEllipse(inner)
        if is_turning:
            start = 90 + _ARC_DEGREES / 2 - time.monotonic() % _TURN_S / _TURN_S * 360
            pen = QPen(self._theme.color("accent"), _STROKE)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(inner, round(start * 16), -_ARC_DEGREES * 16)

    def _paint_link(self, painter: QPainter, link: TileLink, role: str, *, is_under_mouse: bool) -> None:
        color = self._theme.color("accent" if is_under_mouse else role)
        painter.setPen(color)
        painter.drawText(link.at, link.text)
        line = self._theme.color("accent" if is_under_mouse else "faint")
        below = link.at.y() + 3.5
        painter.setPen(QPen(line, 1))
        painter.drawLine(QPointF(link.place.left() + 4, below), QPointF(link.place.right() - 4, below))

    def _paint_icon(self, painter: QPainter, name: str, place: QRect, role: str) -> None:
        icon(name, self._theme.color(role)).paint(painter, place)
