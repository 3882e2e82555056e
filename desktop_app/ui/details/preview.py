"""The picture at the top of the details: its shape kept, a click or Enter opens it large."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme.theme import Theme

RING_PX = 4
"""The room around the picture for the focus ring: 2 px away, 2 px wide."""
HIGHEST_PX = 320
_CORNER_PX = 4


class PreviewPicture(QWidget):
    """Paints one QImage as wide as there is room, at most 320 px high.

    Signals:
        activated: a person wants to see it large.
    """

    activated = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = QImage()
        self._shape = QSize(1, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Picture"))
        self.setToolTip(self.tr("Open large"))
        theme.changed.connect(self.update)

    def set_image(self, image: QImage, shape: QSize) -> None:
        """Show an image; `shape` is the picture's own size in pixels, which a reduced image may not have."""
        self._image = image
        self._shape = shape if shape.isValid() and not shape.isEmpty() else QSize(1, 1)
        self.setVisible(not image.isNull())
        self.updateGeometry()
        self.update()

    @property
    def image(self) -> QImage:
        """The image that is shown; null when there is none."""
        return self._image

    def heightForWidth(self, width: int) -> int:
        room = max(1, width - 2 * RING_PX)
        return round(self._picture_size(room).height()) + 2 * RING_PX

    def sizeHint(self) -> QSize:
        width = max(self.width(), 240)
        return QSize(240, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 2 * RING_PX)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._picture_rect().contains(event.position()):
            self.activated.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.activated.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        rect = self._picture_rect()
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), _CORNER_PX + 3, _CORNER_PX + 3)
        corners = QPainterPath()
        corners.addRoundedRect(rect, _CORNER_PX, _CORNER_PX)
        painter.setClipPath(corners)
        painter.drawImage(rect, self._fitting(rect))
        painter.end()

    def _fitting(self, rect: QRectF) -> QImage:
        wanted = (rect.size() * self.devicePixelRatioF()).toSize()
        return self._image.scaled(
            wanted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )

    def _picture_rect(self) -> QRectF:
        size = self._picture_size(max(1, self.width() - 2 * RING_PX))
        return QRectF((self.width() - size.width()) / 2, RING_PX, size.width(), size.height())

    def _picture_size(self, room_px: int) -> QSize:
        """Return the picture's size on screen: not larger than it is, at most as wide as the room and 320 px high."""
        box = QSize(min(room_px, self._shape.width()), min(HIGHEST_PX, self._shape.height()))
        return self._shape.scaled(box, Qt.AspectRatioMode.KeepAspectRatio)
