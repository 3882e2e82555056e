"""Turning the wheel glides for a moment instead of jumping."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QPropertyAnimation
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QScrollBar, QStyle

_GLIDE_MS = 120
_NOTCH = 120


class SmoothWheel(QObject):
    """Moves a scroll bar by the wheel: touch pads to the pixel, wheels with notches in short glides.

    Glides are left out where the system wants no animation.
    """

    def __init__(self, bar: QScrollBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._target = 0
        self._glide = QPropertyAnimation(bar, b"value", self)
        self._glide.setDuration(_GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)

    def turn(self, event: QWheelEvent, notch_px: int) -> None:
        """Scroll by the event; one notch is so many pixels."""
        if not event.pixelDelta().isNull():
            self._glide.stop()
            self._bar.setValue(self._bar.value() - event.pixelDelta().y())
            return
        is_gliding = self._glide.state() == QPropertyAnimation.State.Running
        start = self._target if is_gliding else self._bar.value()
        wanted = start - round(event.angleDelta().y() / _NOTCH * notch_px)
        self._target = min(max(wanted, self._bar.minimum()), self._bar.maximum())
        if not self._bar.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self._bar):
            self._bar.setValue(self._target)
            return
        self._glide.stop()
        self._glide.setStartValue(self._bar.value())
        self._glide.setEndValue(self._target)
        self._glide.start()

    def stop(self) -> None:
        """End a glide where it is."""
        self._glide.stop()
