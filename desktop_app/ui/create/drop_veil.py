"""What is seen while pictures are dragged over the panel."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.ui.create.painting import BODY_PX, draw_text, face
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme


class DropVeil(QWidget):
    """Lies over the panel and lets the drag through."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVisible(False)

    def lift(self) -> None:
        """Go away."""
        self.setVisible(False)

    def lower_over(self, rect: QRect) -> None:
        """Come into sight over this part of the panel."""
        self.setGeometry(rect)
        self.raise_()
        self.setVisible(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self._theme.color("panel")
        ground.setAlphaF(0.94)
        painter.fillRect(self.rect(), ground)
        pen = QPen(self._theme.color("accent"), 2)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(9, 9, -9, -9), 8, 8)
        middle = self.rect().center()
        icon("image", self._theme.color("accent")).paint(painter, QRect(middle.x() - 10, middle.y() - 30, 20, 20))
        text = QRect(16, middle.y(), self.width() - 32, 20)
        words = self.tr("Drop to add a reference")
        draw_text(painter, text, words, face(self, BODY_PX), self._theme.color("text"), Qt.AlignmentFlag.AlignHCenter)
