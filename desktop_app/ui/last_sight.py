"""What stood in the grid when the window was closed: shown at the next start until the grid stands again.

Nothing is imported here that the first window would have to wait for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop_app.ui.gallery.view import GalleryView

_QUALITY = 92


class LastSight:
    """The picture of the grid in a folder: one for one set of colours and one scale of the screen."""

    def __init__(self, folder: Path, scheme: str, scale: float) -> None:
        self._path = folder / f"last-sight-{scheme}-{scale:g}.jpg"
        self._scale = scale

    def load(self) -> QImage | None:
        """Return the picture, or `None` where there is none for these colours and this screen."""
        # To be asked for a file that is not there, Qt would look for every kind of picture that it knows.
        image = QImage(str(self._path)) if self._path.is_file() else QImage()
        if image.isNull():
            return None
        image.setDevicePixelRatio(self._scale)
        return image

    def keep(self, image: QImage) -> None:
        """Put a picture in the place of all others. Where it cannot be written there is none."""
        self.forget()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if not image.save(str(self._path), quality=_QUALITY):
            self._path.unlink(missing_ok=True)

    def forget(self) -> None:
        """Take away what is kept, for any colours and screens."""
        for path in self._path.parent.glob("last-sight-*.jpg"):
            path.unlink(missing_ok=True)


def paint_sight(widget: QWidget, sight: QImage | None, at: QPoint, width: int, height: int) -> None:
    """Paint a picture of the grid on a widget, if it is of the size of its place."""
    if sight is None or sight.deviceIndependentSize().toSize().toTuple() != (width, height):
        return
    painter = QPainter(widget)
    painter.drawImage(at, sight)
    painter.end()


def sight_of(canvas: QWidget, gallery: GalleryView) -> QImage | None:
    """Return how the grid will stand at the next start, `None` while something else is shown in it.

    What was chosen is chosen no longer, and the grid is at its beginning: this is for when the window is closed.
    """
    snapshot = gallery.gallery_model.snapshot
    if snapshot.query or not snapshot.is_by_time or not snapshot.is_whole or not canvas.isVisibleTo(canvas.window()):
        return None
    gallery.clearSelection()
    gallery.verticalScrollBar().setValue(0)
    gallery.executeDelayedItemsLayout()
    return canvas.grab().toImage() if gallery.shows_all_in_sight() else None
