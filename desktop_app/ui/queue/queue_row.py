"""Painting a row of the queue: shape and mark, prompt, what it is made with, how it stands and what it costs."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.core.job import Job, JobState
from desktop_app.qt.queue_model import QueueModel, QueueRole
from desktop_app.ui import words
from desktop_app.ui.create.painting import BODY_PX, LABEL_PX, SECONDARY_PX, draw_text, face, text_width
from desktop_app.ui.gallery.job_tile import TURNING
from desktop_app.ui.gallery.shapes import asked_shape, fitted, on_pixels
from desktop_app.ui.queue.queue_words import QueueAction, action_words, first_line, price_words, state_words
from desktop_app.ui.theme.icons import icon

if TYPE_CHECKING:
    from desktop_app.core.catalogue import Catalogue
    from desktop_app.ui.theme.theme import Theme

ROW_PX = 56
_MARGIN = 16
_BOX = 40
_TEXT_LEFT = _MARGIN + _BOX + 12
_MORE_PX = 28
_LINE = 20
_TOP = 8
_RING = 20
_STROKE = 2.0
_TURN_S = 1.1
_ARC_DEGREES = 90
_BETWEEN = 12


@dataclass(frozen=True, slots=True)
class RowLayout:
    """Where the parts of a row are that a person can press, and the ring, which turns."""

    box: QRect
    ring: QRect
    more: QRect
    link: QRect = field(default_factory=QRect)


class QueueRowDelegate(QStyledItemDelegate):
    """Paints one row of a QueueModel.

    `under_mouse` is the id of the job that the mouse points at, and whether at its link.
    """

    def __init__(self, theme: Theme, catalogue: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self.under_mouse: tuple[str, bool] = ("", False)
        self._theme = theme
        self._catalogue = catalogue
        self._body = face(parent, BODY_PX)
        self._small = face(parent, SECONDARY_PX)
        self._label = face(parent, LABEL_PX)

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Name models by this catalogue from now on."""
        self._catalogue = catalogue

    def layout(self, job: Job, row: QRect) -> RowLayout:
        """Return where the parts of a row are."""
        box = QRect(row.left() + _MARGIN, row.top() + _TOP, _BOX, _BOX)
        ring = QRect(0, 0, _RING, _RING)
        ring.moveCenter(box.center())
        more = QRect(row.right() - _MORE_PX - 8, row.top() + (ROW_PX - _MORE_PX) // 2, _MORE_PX, _MORE_PX)
        if not job.state.is_final:
            return RowLayout(box, ring, more)
        width = text_width(self._small, action_words(QueueAction.RETRY, job)) + 1
        return RowLayout(box, ring, more, QRect(more.left() - 8 - width, row.top() + _TOP + _LINE, width, _LINE))

    def model_name(self, job: Job) -> str:
        """Return the name of a job's model."""
        return self._catalogue.profile(job.request.model).name

    def stands(self, job: Job, model: QueueModel) -> str:
        """Return how a job stands, in words."""
        place = model.place_in_line(job.id) if job.state is JobState.QUEUED else 0
        expected_s = model.experience.expected_s(job.request)
        return state_words(job, model.state, place, expected_s, model.received(job.id))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a job."""
        job, model = index.data(QueueRole.JOB), index.model()
        assert isinstance(job, Job)
        assert isinstance(model, QueueModel)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        parts = self.layout(job, option.rect)
        self._paint_mark(painter, job, parts, model)
        self._paint_texts(painter, job, parts, model)
        if self.under_mouse[0] == job.id or option.state & QStyle.StateFlag.State_Selected:
            icon("ellipsis", self._theme.color("dim")).paint(painter, parts.more.adjusted(6, 6, -6, -6))
        painter.restore()

    def paint_mark(self, painter: QPainter, place: QRect, job: Job, model: QueueModel) -> None:
        """Paint nothing of a row but its mark, which turns."""
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing)
        self._paint_mark(painter, job, self.layout(job, place), model)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW_PX)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        place = QRectF(option.rect).adjusted(8, 1, -4, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("field"))
            painter.drawRoundedRect(place, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("accent"), _STROKE))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 5, 5)

    def _paint_mark(self, painter: QPainter, job: Job, parts: RowLayout, model: QueueModel) -> None:
        shape = on_pixels(painter, fitted(asked_shape(job.request), QRectF(parts.box)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_faded(self._theme.color("text"), 0.07))
        painter.drawRoundedRect(shape, 3, 3)
        if job.state in TURNING:
            self._paint_ring(painter, QRectF(parts.ring))
        elif job.state.is_final:
            icon("triangle-alert", self._theme.color(_role(job))).paint(painter, parts.ring)
        elif job.is_held:
            icon("pause", self._theme.color("dim")).paint(painter, parts.ring.adjusted(2, 2, -2, -2))
        else:
            number = words.grouped(model.place_in_line(job.id) + 1)
            draw_text(painter, parts.box, number, self._label, self._theme.color("dim"), Qt.AlignmentFlag.AlignHCenter)

    def _paint_ring(self, painter: QPainter, ring: QRectF) -> None:
        inner = ring.adjusted(_STROKE / 2, _STROKE / 2, -_STROKE / 2, -_STROKE / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_faded(self._theme.color("text"), 0.16), _STROKE))
        painter.drawEllipse(inner)
        start = 90 + _ARC_DEGREES / 2 - time.monotonic() % _TURN_S / _TURN_S * 360
        pen = QPen(self._theme.color("accent"), _STROKE)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(inner, round(start * 16), -_ARC_DEGREES * 16)

    def _paint_texts(self, painter: QPainter, job: Job, parts: RowLayout, model: QueueModel) -> None:
        stands, price, color = self.stands(job, model), price_words(job), self._theme.color
        left, right = parts.box.left() - _MARGIN + _TEXT_LEFT, parts.more.left() - 8
        upper = parts.box.top()
        most = max(80, (right - left) * 3 // 5)
        stands_px = min(text_width(self._small, stands) + 2, most)
        state_at = QRect(right - stands_px, upper, stands_px, _LINE)
        draw_text(painter, state_at, stands, self._small, color(_role(job)), Qt.AlignmentFlag.AlignRight)
        prompt_at = QRect(left, upper, state_at.left() - _BETWEEN - left, _LINE)
        prompt = first_line(job.request.prompt)
        draw_text(painter, prompt_at, prompt, self._body, color("dim" if job.is_held else "text"))
        price_right = right
        if not parts.link.isNull():
            self._paint_link(painter, job, parts.link)
            price_right = parts.link.left() - _BETWEEN
        price_px = min(text_width(self._small, price) + 2, max(0, price_right - left - 80))
        price_at = QRect(price_right - price_px, upper + _LINE, price_px, _LINE)
        draw_text(painter, price_at, price, self._small, color("dim"), Qt.AlignmentFlag.AlignRight)
        made_at = QRect(left, upper + _LINE, price_at.left() - _BETWEEN - left, _LINE)
        draw_text(painter, made_at, self._made_with(job), self._small, color("dim"))

    def _paint_link(self, painter: QPainter, job: Job, place: QRect) -> None:
        is_pointed = self.under_mouse == (job.id, True)
        text = action_words(QueueAction.RETRY, job)
        draw_text(painter, place, text, self._small, self._theme.color("accent" if is_pointed else "text"))
        painter.setPen(QPen(self._theme.color("accent" if is_pointed else "faint"), 1))
        painter.drawLine(place.left(), place.bottom() - 1, place.right(), place.bottom() - 1)

    def _made_with(self, job: Job) -> str:
        request = job.request
        parts = [self.model_name(job)]
        if request.width and request.height:
            parts.append(words.size(request.width, request.height))
        if request.count > 1:
            parts.append(f"×{request.count}")
        if job.label:
            parts.append(job.label)
        elif request.seed is not None:
            parts.append(_seed_words(self, request.seed))
        return " · ".join(parts)


def _seed_words(delegate: QueueRowDelegate, seed: int) -> str:
    return delegate.tr("seed {number}").format(number=words.grouped(seed))


def _role(job: Job) -> str:
    """Return the colour of how a job stands."""
    if not job.state.is_final:
        return "dim" if job.state is JobState.QUEUED else "text"
    return "warn" if job.state is JobState.CANCELLED else "bad"


def _faded(color: QColor, share: float) -> QColor:
    color.setAlphaF(share)
    return color
