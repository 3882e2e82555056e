"""A size as its shape: an outline and the ratio under it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop_app.core.sizes import Size
from desktop_app.ui.create.painting import LABEL_PX, draw_text, face
from desktop_app.ui.create.shape_outline import shape_outline
from desktop_app.ui.create.tool_tips import plain_tip
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme

_HEIGHT_PX = 52
_SIDE_PX = 17.0
_MIDDLE_PX = 18


class ShapeButton(QPushButton):
    """A size to choose; `None` is the size of the reference."""

    def __init__(self, theme: Theme, size: Size | None, caption: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._caption = caption
        self.size_px = size
        self.setProperty("kind", "choice")
        self.setCheckable(True)
        self.setFixedHeight(_HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(40, _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(34, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color("text" if self.isChecked() else "dim")
        if self.size_px is None:
            icon("image", color).paint(painter, QRect((self.width() - 20) // 2, _MIDDLE_PX - 10, 20, 20))
        else:
            painter.setPen(QPen(color, 1.5))
            middle = QPoint(self.width() // 2, _MIDDLE_PX)
            painter.drawRoundedRect(shape_outline(self.size_px, _SIDE_PX, middle), 2, 2)
        text = QRect(0, self.height() - 20, self.width(), 14)
        draw_text(painter, text, self._caption, face(self, LABEL_PX), color, Qt.AlignmentFlag.AlignHCenter)
