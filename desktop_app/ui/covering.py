"""The grid's place, with what stood there last, until the grid itself stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_app.ui.last_sight import paint_sight

if TYPE_CHECKING:
    from desktop_app.ui.gallery.view import GalleryView

_LONGEST_MS = 3000


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
