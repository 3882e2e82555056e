"""Painting a row of the trash: the picture, its name, where it was, and since when it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.store.trash import TrashedImage
from desktop_app.ui.create.painting import BODY_PX, SECONDARY_PX, draw_text, face
from desktop_app.ui.gallery.shapes import fitted, on_pixels
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.trash.trash_model import TrashRole
from desktop_app.ui.trash.trash_words import deleted_at_words, folder_words

if TYPE_CHECKING:
    from desktop_app.qt.thumbnail_loader import ThumbnailLoader
    from desktop_app.ui.theme.theme import Theme

ROW_PX = 64
_MARGIN = 16
_BOX = 48
_WHEN_PX = 180


class TrashRowDelegate(QStyledItemDelegate):
    """Paints one row of a TrashModel."""

    def __init__(self, theme: Theme, loader: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._loader = loader
        self._body = face(parent, BODY_PX)
        self._small = face(parent, SECONDARY_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint an entry."""
        entry = index.data(TrashRole.ENTRY)
        assert isinstance(entry, TrashedImage)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_ground(painter, option)
        row = option.rect
        self._paint_picture(painter, entry, QRect(row.left() + _MARGIN, row.top() + 8, _BOX, _BOX))
        left = row.left() + _MARGIN + _BOX + 12
        words = QRect(left, row.top() + 12, row.right() - _WHEN_PX - _MARGIN - left, 20)
        draw_text(painter, words, entry.name, self._body, self._theme.color("text"))
        draw_text(painter, words.translated(0, 20), folder_words(entry), self._small, self._theme.color("dim"))
        when = QRect(row.right() - _WHEN_PX - _MARGIN, row.top(), _WHEN_PX, row.height())
        right = Qt.AlignmentFlag.AlignRight
        draw_text(painter, when, deleted_at_words(entry.deleted_at), self._small, self._theme.color("dim"), right)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(240, ROW_PX)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("hover" if is_chosen else "field"))
            painter.drawRoundedRect(option.rect.adjusted(6, 2, -6, -2), 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(6.5, 2.5, -6.5, -2.5), 6, 6)

    def _paint_picture(self, painter: QPainter, entry: TrashedImage, box: QRect) -> None:
        path = str(entry.path)
        image = self._loader.image(path, _BOX, painter.deviceTransform().m11())
        if image is not None:
            painter.drawImage(on_pixels(painter, fitted(QSizeF(image.size()), QRectF(box))), image)
        elif self._loader.has_failed(path):
            icon("image-off", self._theme.color("faint")).paint(painter, box.adjusted(14, 14, -14, -14))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("field"))
            painter.drawRoundedRect(box, 4, 4)
