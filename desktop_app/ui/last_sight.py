"""What stood in the grid when the window was closed: shown at the next start until the grid stands again.

Nothing is imported here that the first window would have to wait for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop_app.ui.gallery.view import GalleryView

_QUALITY = 92
_LONGEST_MS = 3000


class LastSight:
    """The picture of the grid in a folder: one for one set of colours and one scale of the screen."""

    def __init__(self, folder: Path, scheme: str, scale: float) -> None:
        self._path = folder / f"last-sight-{scheme}-{scale:g}.jpg"
        self._scale = scale

    def load(self) -> QImage | None:
        """Return the picture, or `None` where there is none for these colours and this screen."""
        image = QImage(str(self._path))
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


class Cover(QWidget):
    """Paints a picture of its own size, and lets the mouse through to what is below."""

    def __init__(self, sight: QImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sight = sight

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_sight(self, self._sight, QPoint(0, 0), self.width(), self.height())
        event.accept()


class Covering(QObject):
    """Covers the grid from when it is put into the window until its pictures stand in it, or something is done there."""

    def __init__(self, sight: QImage, canvas: QWidget, gallery: GalleryView) -> None:
        super().__init__(canvas)
        from PySide6.QtCore import Qt

        self._gallery = gallery
        self._canvas = canvas
        self._cover = Cover(sight, canvas)
        self._cover.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._cover.setGeometry(canvas.rect())
        self._cover.show()
        self._longest = QTimer(self, singleShot=True, interval=_LONGEST_MS)
        self._longest.timeout.connect(self.end)
        self._longest.start()
        gallery.verticalScrollBar().valueChanged.connect(self.end)
        gallery.viewport().installEventFilter(self)
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at the grid when it was painted; follow the canvas to its first size, and end with any other."""
        if watched is self._canvas and event.type() == QEvent.Type.Resize:
            self._cover.setGeometry(self._canvas.rect())
        elif watched is not self._canvas and event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self, self._on_painted)
        return False

    def end(self) -> None:
        """Uncover the grid."""
        self._longest.stop()
        self._gallery.viewport().removeEventFilter(self)
        self._canvas.removeEventFilter(self)
        self._cover.hide()
        self._cover.deleteLater()
        self.deleteLater()

    def _on_painted(self) -> None:
        if self._longest.isActive() and self._gallery.shows_all_in_sight():
            self.end()


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
