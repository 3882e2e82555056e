"""An own size: two numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSpinBox, QWidget

from desktop_app.core.sizes import Size
from desktop_app.ui.widgets.labels import text_label

_LOWEST_PX, _HIGHEST_PX, _STEP_PX = 64, 4096, 16


class SizeFields(QWidget):
    """Width and height in pixels.

    Signals:
        size_given(Size): the numbers are to be used.
    """

    size_given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.width_box = _box(self.tr("Width in pixels"))
        self.height_box = _box(self.tr("Height in pixels"))
        self.use_button = QPushButton(self.tr("Use"))
        self.use_button.setAccessibleName(self.tr("Use this size"))
        self.use_button.clicked.connect(self._on_given)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 0)
        row.setSpacing(6)
        row.addWidget(self.width_box, 1)
        row.addWidget(text_label("×", "secondary"))
        row.addWidget(self.height_box, 1)
        row.addWidget(self.use_button)

    def show_size(self, size: Size) -> None:
        """Put a size into the fields."""
        self.width_box.setValue(size.width)
        self.height_box.setValue(size.height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_given()
        else:
            super().keyPressEvent(event)

    @property
    def size_px(self) -> Size:
        """The size as it is typed."""
        for box in (self.width_box, self.height_box):
            box.interpretText()
        return Size(self.width_box.value(), self.height_box.value())

    def _on_given(self) -> None:
        self.size_given.emit(self.size_px)


def _box(name: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(_LOWEST_PX, _HIGHEST_PX)
    box.setSingleStep(_STEP_PX)
    box.setAlignment(Qt.AlignmentFlag.AlignCenter)
    box.setAccessibleName(name)
    box.setToolTip(name)
    return box
