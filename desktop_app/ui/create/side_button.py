"""A word at the right of a field's label that opens a choice."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop_app.ui.create.painting import LABEL_PX, draw_text, face, text_width
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme

_ARROW_PX = 12


class SideButton(QAbstractButton):
    """Looks like the side text of a label, with an arrow behind it."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def set_value(self, value: str) -> None:
        """Show a value."""
        self.setText(value)
        self.setAccessibleName(f"{self._name}: {value}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(text_width(face(self, LABEL_PX), self.text()) + _ARROW_PX + 10, 20)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color("text" if self.underMouse() or self.hasFocus() else "dim")
        arrow = QRect(self.width() - _ARROW_PX, (self.height() - _ARROW_PX) // 2, _ARROW_PX, _ARROW_PX)
        icon("chevron-down", color).paint(painter, arrow)
        text = self.rect().adjusted(5, 0, -_ARROW_PX - 3, 0)
        draw_text(painter, text, self.text(), face(self, LABEL_PX), color, Qt.AlignmentFlag.AlignRight)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
