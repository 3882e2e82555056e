"""The dashed tile with a plus: pick pictures from the disk."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop_app.ui.create.reference_tile import TILE_PX
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme


class AddTile(QAbstractButton):
    """As large as a reference's tile."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(TILE_PX, TILE_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(self.tr("Add reference pictures"))
        self.setToolTip(self.tr("Add reference pictures"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(TILE_PX, TILE_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.hasFocus() or self.underMouse()
        pen = QPen(self._theme.color("accent" if self.hasFocus() else "dim"), 2 if self.hasFocus() else 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        if self.isDown() or self.underMouse():
            painter.setBrush(self._theme.color("field"))
        inset = pen.widthF() / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 4, 4)
        box = self.rect().adjusted(22, 22, -22, -22)
        icon("plus", self._theme.color("text" if lit else "dim")).paint(painter, box)
