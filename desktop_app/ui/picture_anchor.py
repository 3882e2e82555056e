"""Where in the window the picture stands that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect

if TYPE_CHECKING:
    from desktop_app.ui.gallery.view import GalleryView


def picture_anchor(gallery: GalleryView) -> QRect:
    """Return the cell that the keys stand on in pixels of the window, or a point in the middle where it is not in sight."""
    window, viewport = gallery.window(), gallery.viewport()
    index = gallery.currentIndex()
    if not gallery.isVisible():
        return QRect(window.rect().center(), window.rect().center())
    cell = gallery.visualRect(index) if index.isValid() else QRect()
    part = viewport.rect()
    rect = cell & part if cell.intersects(part) else QRect(part.center(), part.center())
    return rect.translated(viewport.mapTo(window, QPoint(0, 0)))
