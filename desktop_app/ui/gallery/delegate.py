"""Painting the cells of the grid: pictures in their own shape, stars, rings of focus and selection."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.core.job import Job
from desktop_app.core.record import Pick
from desktop_app.qt.gallery_model import GalleryModel, Role
from desktop_app.qt.stack_place import StackPlace, stack_place
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.store.image_row import ImageRow
from desktop_app.ui.gallery.job_layout import JobLayouts
from desktop_app.ui.gallery.job_tile import JobTile
from desktop_app.ui.gallery.shapes import fitted, on_pixels, star
from desktop_app.ui.gallery.stack_badge import StackBadge
from desktop_app.ui.gallery.tile_words import TileAction
from desktop_app.ui.offers import Offers
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme

RADIUS = 4.0
RING_REACH = 4
"""So far the ring of a selected tile stands out of its cell, in pixels."""

_RING = 2.0
_RING_DISTANCE = 2.0
_STAR_RADIUS = 5.0
_STAR_PITCH = 12.0
_PICK_SIDE = 18


class TileDelegate(QStyledItemDelegate):
    """Paints one cell: `option.rect` is the cell; selection and focus come from `option.state`.

    `under_mouse` is the row and the action that the mouse points at.
    """

    def __init__(self, theme: Theme, loader: ThumbnailLoader, parent: QWidget, offers: Offers | None = None) -> None:
        super().__init__(parent)
        self.under_mouse: tuple[int, TileAction | None] = (-1, None)
        self._theme = theme
        self._loader = loader
        self._name_font = parent.font()
        self._name_font.setPixelSize(11)
        self.job_tile = JobTile(theme, JobLayouts(parent.font()), offers or Offers())
        self.stack_badge = StackBadge(theme, parent.font())
        self._cell_color = QColor()
        self._waiting_color = QColor()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a picture, a job, or the place of a picture that is still on its way."""
        entry = index.data(Role.ENTRY)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        cell = on_pixels(painter, QRectF(option.rect))
        model = index.model()
        stack = _stack_of(model, entry)
        if stack is not None and stack.is_open:
            self.stack_badge.paint_band(painter, cell, canvas=self._theme.color("canvas"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._cell_color)
        painter.drawRoundedRect(cell, RADIUS, RADIUS)
        if isinstance(entry, Job):
            assert isinstance(model, GalleryModel)
            row, action = self.under_mouse
            self.job_tile.paint(painter, entry, cell, model, action if row == index.row() else None)
        elif isinstance(entry, ImageRow):
            self._paint_picture(painter, entry, cell)
        if stack is not None and stack.is_head:
            self.stack_badge.paint(painter, stack, cell)
        self._paint_ring(painter, cell, option.state)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return option.rect.size()

    def _paint_picture(self, painter: QPainter, row: ImageRow, cell: QRectF) -> None:
        scale = painter.deviceTransform().m11()
        image = self._loader.image(row.path, cell.width(), scale, row.sha256, wants_look=row.color < 0)
        if image is None and self._loader.has_failed(row.path):
            self._paint_failed(painter, row, cell)
            return
        size = QSizeF(row.width, row.height) if image is None else QSizeF(image.size())
        place = on_pixels(painter, fitted(size, cell))
        if image is None:
            painter.setBrush(QColor(row.color) if row.color >= 0 else self._waiting_color)
            painter.drawRoundedRect(place, RADIUS, RADIUS)
        else:
            self._draw_image(painter, image, place, cell)
        if row.pick is not Pick.NONE:
            self._paint_pick(painter, row.pick, place)
        if row.rating:
            self._paint_stars(painter, row.rating, place)

    def _draw_image(self, painter: QPainter, image: QImage, place: QRectF, cell: QRectF) -> None:
        reaches_corners = place.height() > cell.height() - 2 * RADIUS and place.width() > cell.width() - 2 * RADIUS
        if not reaches_corners:
            painter.drawImage(place, image)
            return
        brush = QBrush(image)
        scaling = QTransform.fromTranslate(place.left(), place.top())
        brush.setTransform(scaling.scale(place.width() / image.width(), place.height() / image.height()))
        painter.setBrush(brush)
        painter.drawRoundedRect(place, RADIUS, RADIUS)

    def _paint_failed(self, painter: QPainter, row: ImageRow, cell: QRectF) -> None:
        middle = cell.center().toPoint()
        sign = icon("image-off", self._theme.color("faint"))
        sign.paint(painter, middle.x() - 10, middle.y() - 20, 20, 20)
        painter.setFont(self._name_font)
        painter.setPen(self._theme.color("faint"))
        name = row.path.replace("\\", "/").rpartition("/")[2]
        text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, int(cell.width()) - 24)
        line = QRectF(cell.left(), middle.y() + 4, cell.width(), 20)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_pick(self, painter: QPainter, pick: Pick, place: QRectF) -> None:
        """Mark a picked picture in its corner; a rejected one steps back as a whole."""
        if pick is Pick.REJECTED:
            veil = QColor(self._theme.color("canvas"))
            veil.setAlphaF(0.6)
            painter.fillRect(place, veil)
        sign = QRectF(place.left() + 6, place.top() + 6, _PICK_SIDE, _PICK_SIDE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("window"))
        painter.drawEllipse(sign)
        name, color = ("check", "good") if pick is Pick.PICKED else ("x", "bad")
        icon(name, self._theme.color(color)).paint(painter, sign.adjusted(3, 3, -3, -3).toRect())

    def _paint_stars(self, painter: QPainter, rating: int, place: QRectF) -> None:
        inset = 14 if place.width() >= 90 else 9
        for number in range(min(rating, 5)):
            middle = QPointF(place.left() + inset + number * _STAR_PITCH, place.bottom() - inset - 2)
            painter.setPen(QPen(QColor(0, 0, 0, 90), 2.0, j=Qt.PenJoinStyle.RoundJoin))
            painter.setBrush(QColor(0, 0, 0, 90))
            painter.drawPolygon(star(middle + QPointF(0, 0.5), _STAR_RADIUS))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(255, 255, 255))
            painter.drawPolygon(star(middle, _STAR_RADIUS))

    def _paint_ring(self, painter: QPainter, cell: QRectF, state: QStyle.StateFlag) -> None:
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if not is_selected and not state & QStyle.StateFlag.State_HasFocus:
            return
        out = _RING_DISTANCE + _RING / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("accent" if is_selected else "dim"), _RING))
        painter.drawRoundedRect(cell.adjusted(-out, -out, out, out), RADIUS + out, RADIUS + out)

    def _on_theme_changed(self) -> None:
        self._cell_color = _mixed(self._theme.color("canvas"), self._theme.color("window"), 0.7)
        self._waiting_color = _mixed(self._cell_color, self._theme.color("text"), 0.05)


def _stack_of(model: object, entry: object) -> StackPlace | None:
    if isinstance(model, GalleryModel) and isinstance(entry, ImageRow):
        return stack_place(model.snapshot, entry.key)
    return None


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    """Return a colour between two, so far on the way to the other."""
    return QColor(
        *(
            round(a + (b - a) * share)
            for a, b in (
                (one.red(), other.red()),
                (one.green(), other.green()),
                (one.blue(), other.blue()),
            )
        )
    )
