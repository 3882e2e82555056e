"""One picture, large: fitted to the view, or at its own pixels and moved by the mouse."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop_app.qt.tasks import Tasks
from desktop_app.ui.theme.theme import Theme

_MARGIN_PX = 24
_HIGHEST_ZOOM = 16.0
_KEY_ZOOM = 1.25


def read_image(path: Path) -> QImage:
    """Read a picture upright; a null image when it cannot be read. Safe in any thread."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    return reader.read()


class PictureView(QWidget):
    """Shows one picture.

    Signals:
        left(): the person wants the grid back.
        stepped(int): the person wants the next (1) or the previous (-1) picture.
    """

    left = Signal()
    stepped = Signal(int)

    def __init__(self, theme: Theme, tasks: Tasks) -> None:
        super().__init__()
        self._theme = theme
        self._tasks = tasks
        self._path: Path | None = None
        self._image = QImage()
        self._words = ""
        self._zoom = 0.0
        self._centre = QPointF(0.5, 0.5)
        self._grip: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Picture"))
        theme.changed.connect(self.update)

    def show_picture(self, path: Path, preview: QImage | None = None) -> None:
        """Show a picture; the preview stands in until its pixels are read."""
        self._path = path
        self._zoom = 0.0
        self._centre = QPointF(0.5, 0.5)
        self._image = preview if preview is not None else QImage()
        self._say("")
        self._tasks.run(lambda: (path, read_image(path)), self._on_read, self._on_unreadable)

    def follow(self, source: Path, target: Path) -> None:
        """Take note that the picture that is shown has another name or place now."""
        if self._path == source:
            self._path = target
            if self._image.isNull():
                self.show_picture(target)

    def _on_read(self, result: tuple[Path, QImage]) -> None:
        path, image = result
        if path != self._path:
            return
        if image.isNull():
            self._say(self.tr("This picture cannot be read."))
            return
        self._image = image
        self.update()

    def _on_unreadable(self, _error: Exception) -> None:
        self._say(self.tr("This picture cannot be read."))

    def _say(self, words: str) -> None:
        self._words = words
        self.setAccessibleDescription(words)
        self.update()

    def _fit_zoom(self) -> float:
        width = max(1, self.width() - 2 * _MARGIN_PX) * self.devicePixelRatioF()
        height = max(1, self.height() - 2 * _MARGIN_PX) * self.devicePixelRatioF()
        return min(width / self._image.width(), height / self._image.height(), 1.0)

    def _target(self) -> QRectF:
        zoom = (self._zoom or self._fit_zoom()) / self.devicePixelRatioF()
        width, height = self._image.width() * zoom, self._image.height() * zoom
        if self._zoom == 0.0:
            return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        return QRectF(
            self.width() / 2 - self._centre.x() * width, self.height() / 2 - self._centre.y() * height, width, height
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint canvas and picture."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("canvas"))
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom < 2.0)
            painter.drawImage(self._target(), self._image)
        elif self._words:
            painter.setPen(self._theme.color("text"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Enter lead back, the arrows to the neighbours, + and - zoom, 0 fits, 1 shows the own pixels."""
        key = event.key()
        if key in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()
        elif key in {Qt.Key.Key_Right, Qt.Key.Key_Down}:
            self.stepped.emit(1)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Up}:
            self.stepped.emit(-1)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self._zoom_by(_KEY_ZOOM)
        elif key == Qt.Key.Key_Minus:
            self._zoom_by(1 / _KEY_ZOOM)
        elif key == Qt.Key.Key_0:
            self._set_zoom(0.0)
        elif key == Qt.Key.Key_1:
            self._set_zoom(1.0)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the middle."""
        self._zoom_by(1.0015 ** event.angleDelta().y())

    def _zoom_by(self, factor: float) -> None:
        if self._image.isNull():
            return
        zoom = min((self._zoom or self._fit_zoom()) * factor, _HIGHEST_ZOOM)
        self._set_zoom(0.0 if zoom <= self._fit_zoom() else zoom)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change between fitted and own pixels."""
        self._set_zoom(0.0 if self._zoom else 1.0)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton and self._zoom:
            self._grip = event.position().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture with the mouse."""
        if self._grip is None or self._image.isNull():
            return
        position = event.position().toPoint()
        moved, target = position - self._grip, self._target()
        self._grip = position
        self._centre -= QPointF(moved.x() / target.width(), moved.y() / target.height())
        self._centre = QPointF(min(max(self._centre.x(), 0.0), 1.0), min(max(self._centre.y(), 0.0), 1.0))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the picture."""
        self._grip = None
        self.unsetCursor()
        event.accept()

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        if zoom == 0.0:
            self._centre = QPointF(0.5, 0.5)
        self.update()
