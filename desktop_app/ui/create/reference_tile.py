"""One reference: a numbered thumbnail that can be moved and removed, by mouse and by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimerEvent, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from desktop_app.core.request import Reference
from desktop_app.ui.create.painting import LABEL_PX, face
from desktop_app.ui.create.tool_tips import plain_tip
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme

TILE_PX = 60
_SCRIM = QColor(20, 20, 20, 185)
_ON_SCRIM = QColor(255, 255, 255)
_TURN_MS = 60


class _RemoveButton(QToolButton):
    """A small cross on the picture."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 230) if self.underMouse() else _SCRIM)
        painter.drawRoundedRect(self.rect(), 4, 4)
        icon("x", _ON_SCRIM).paint(painter, self.rect().adjusted(3, 3, -3, -3))


class ReferenceTile(QWidget):
    """A busy ring until `fill` is called.

    Signals:
        removal_asked: by the cross or by Delete.
        move_asked(int): by so many places, with Alt and an arrow.
        focus_asked(int): to the neighbour, with an arrow.
        dragged(QPoint): the mouse drags it; the point is in the coordinates of the parent.
        drag_ended: it was let go.
    """

    removal_asked = Signal()
    move_asked = Signal(int)
    focus_asked = Signal(int)
    dragged = Signal(QPoint)
    drag_ended = Signal()

    def __init__(self, theme: Theme, token: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.token = token
        self.name = name
        self.reference: Reference | None = None
        self._theme = theme
        self._thumbnail = QImage()
        self._number = 0
        self._angle = 0
        self._pressed_at: QPoint | None = None
        self._is_dragged = False
        self.setFixedSize(TILE_PX, TILE_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._remove = self._remove_button()
        self._timer = self.startTimer(_TURN_MS)
        theme.changed.connect(self.update)

    def fill(self, reference: Reference, thumbnail: QImage) -> None:
        """Show the picture."""
        self.reference = reference
        self.name = reference.name or self.name
        self.setToolTip(plain_tip(self.name))
        self._thumbnail = thumbnail
        self._stop()
        self.set_number(self._number)
        self.update()

    def set_number(self, number: int) -> None:
        """Show its place among the references; 1 is the first."""
        self._number = number
        if self.reference is None:
            self.setAccessibleName(
                self.tr("Reference {number}: {name}, being read").format(number=number, name=self.name)
            )
        else:
            self.setAccessibleName(self.tr("Reference {number}: {name}").format(number=number, name=self.name))
        self.setAccessibleDescription(self.tr("Alt+Left and Alt+Right move it, Delete removes it."))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(TILE_PX, TILE_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_asked.emit(step)
        elif step:
            self.focus_asked.emit(step)
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        moved = event.position().toPoint() - self._pressed_at
        if not self._is_dragged and moved.manhattanLength() >= QApplication.startDragDistance():
            self._is_dragged = True
            self.raise_()
        if self._is_dragged:
            self.dragged.emit(self.pos() + moved)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        was_dragged, self._is_dragged, self._pressed_at = self._is_dragged, False, None
        if was_dragged:
            self.drag_ended.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_remove()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_remove()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_remove()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_remove()
        self.update()

    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() == self._timer:
            self._angle = (self._angle + 24) % 360
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), self._theme.color("field"))
        if self.reference is None:
            self._paint_ring(painter)
        else:
            painter.drawImage(self.rect(), self._thumbnail)
        self._paint_number(painter)
        if self.hasFocus():
            self._paint_focus(painter)

    def _paint_ring(self, painter: QPainter) -> None:
        ring = QRect(0, 0, 20, 20)
        ring.moveCenter(self.rect().center())
        painter.setPen(QPen(self._theme.color("faint"), 1.5))
        painter.drawEllipse(ring)
        painter.setPen(QPen(self._theme.color("accent"), 1.5))
        painter.drawArc(ring, -self._angle * 16, 90 * 16)

    def _paint_number(self, painter: QPainter) -> None:
        badge = QRect(4, 4, 16, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SCRIM)
        painter.drawRoundedRect(badge, 3, 3)
        painter.setPen(_ON_SCRIM)
        painter.setFont(face(self, LABEL_PX))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _paint_focus(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("panel"), 6))
        painter.drawRoundedRect(self.rect(), 4, 4)
        painter.setPen(QPen(self._theme.color("accent"), 4))
        painter.drawRoundedRect(self.rect(), 4, 4)

    def _remove_button(self) -> QToolButton:
        button = _RemoveButton(self)
        button.setFixedSize(18, 18)
        button.move(TILE_PX - 22, 4)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setAccessibleName(self.tr("Remove reference"))
        button.setToolTip(self.tr("Remove reference"))
        button.setVisible(False)
        button.clicked.connect(self.removal_asked)
        return button

    def _show_remove(self) -> None:
        self._remove.setVisible(self.underMouse() or self.hasFocus())

    def _stop(self) -> None:
        if self._timer:
            self.killTimer(self._timer)
            self._timer = 0
