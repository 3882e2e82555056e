"""The model's field: its name at the left, its price and an arrow at the right."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop_app.ui.create.painting import BODY_PX, LABEL_PX, draw_text, face, text_width
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme

_ARROW_PX = 12


class DropDown(QPushButton):
    """A button that looks like a field; Space, Return and the arrows open it."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._value = self._side = ""
        self.setProperty("kind", "field")
        self.setFixedHeight(38)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_value(self, value: str, side: str) -> None:
        """Show a value and what belongs to it."""
        self._value, self._side = value, side
        self.setAccessibleName(f"{self._name}: {value}, {side}")
        self.update()

    @property
    def value(self) -> str:
        """What is shown at the left."""
        return self._value

    @property
    def side(self) -> str:
        """What is shown at the right."""
        return self._side

    def sizeHint(self) -> QSize:
        return QSize(160, 38)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        small = face(self, LABEL_PX)
        inner = self.rect().adjusted(10, 0, -10, 0)
        arrow = QRect(inner.right() - _ARROW_PX + 2, (self.height() - _ARROW_PX) // 2, _ARROW_PX, _ARROW_PX)
        icon("chevron-down", self._theme.color("dim")).paint(painter, arrow)
        side_px = text_width(small, self._side) + 2
        side = QRect(arrow.left() - 4 - side_px, 0, side_px, self.height())
        draw_text(painter, side, self._side, small, self._theme.color("dim"), Qt.AlignmentFlag.AlignRight)
        inner.setRight(side.left() - 8)
        draw_text(painter, inner, self._value, face(self, BODY_PX), self._theme.color("text"))
