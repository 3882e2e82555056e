"""Painting the headings of the grid: the day, and what there is of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from desktop_app.qt.gallery_headings import GallerySection
from desktop_app.ui.gallery.tile_words import heading_words
from desktop_app.ui.theme.theme import Theme

_INDENT = 2
_GAP = 8
_HEADING_PX = 13
_TOLD_PX = 12


class HeadingPainter:
    """Paints with the font of one view."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._theme = theme
        self._font = QFont(font)
        self._font.setPixelSize(_HEADING_PX)
        self._font.setWeight(QFont.Weight.DemiBold)
        self._told_font = QFont(font)
        self._told_font.setPixelSize(_TOLD_PX)

    def paint(self, painter: QPainter, section: GallerySection, place: QRectF) -> None:
        """Paint a section's name, and how many pictures it has beside it."""
        name, told = heading_words(section)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        line = place.adjusted(_INDENT, 0, 0, 0)
        painter.setFont(self._font)
        painter.setPen(self._theme.color("text"))
        painter.drawText(line, flags, name)
        line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(name) + _GAP)
        painter.setFont(self._told_font)
        painter.setPen(self._theme.color("dim"))
        painter.drawText(line, flags, told)
