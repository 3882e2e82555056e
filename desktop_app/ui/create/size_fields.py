"""An own size: two numbers, and what the model will make of them."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.sizes import Size
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.icon_button import IconButton
from desktop_app.ui.widgets.labels import set_kind, text_label

_HIGHEST_PX, _STEP_PX = 16_384, 16


class SizeFields(QWidget):
    """Width and height in pixels, which may be swapped, and kept in one shape while they are typed.

    Signals:
        size_typed(Size): the numbers are others now.
        size_given(Size): the numbers are to be used.
    """

    size_typed = Signal(object)
    size_given = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ratio = 1.0
        self.width_box = _box(self.tr("Width in pixels"))
        self.height_box = _box(self.tr("Height in pixels"))
        self.swap = IconButton(theme, "arrow-left-right", self.tr("Swap width and height"))
        self.lock = IconButton(theme, "link-2-off", self.tr("Keep the shape"))
        self.lock.setCheckable(True)
        for button in (self.swap, self.lock):
            # Tab goes on from field to field, and then through the buttons.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.use_button = QPushButton(self.tr("Use"))
        self.use_button.setAccessibleName(self.tr("Use this size"))
        self.outcome = text_label("", "label")
        self._lay_out()
        self.width_box.valueChanged.connect(self._on_width_typed)
        self.height_box.valueChanged.connect(self._on_height_typed)
        self.swap.clicked.connect(self._on_swapped)
        self.lock.toggled.connect(self._on_locked)
        self.use_button.clicked.connect(self._on_given)

    def show_size(self, size: Size) -> None:
        """Put a size into the fields."""
        self._ratio = size.ratio
        self._set(size)

    def show_outcome(self, text: str, *, is_other: bool) -> None:
        """Say what the model makes of the numbers; `is_other` when it is not what was typed."""
        self.outcome.setText(text)
        set_kind(self.outcome, "label-strong" if is_other else "label")

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

    def _lay_out(self) -> None:
        # In the order in which they are used, not in which they stand.
        chain: list[QWidget] = [self.width_box, self.height_box, self.use_button, self.swap, self.lock]
        for widget in chain:
            widget.setParent(self)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self.width_box, self.swap, self.height_box, self.lock, self.use_button):
            row.addWidget(widget, 1 if isinstance(widget, QSpinBox) else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 3, 3, 0)
        column.setSpacing(4)
        column.addLayout(row)
        self.outcome.setContentsMargins(4, 0, 4, 0)
        column.addWidget(self.outcome)
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    def _set(self, size: Size) -> None:
        with QSignalBlocker(self.width_box), QSignalBlocker(self.height_box):
            self.width_box.setValue(size.width)
            self.height_box.setValue(size.height)
        self.size_typed.emit(self._typed())

    def _typed(self) -> Size:
        return Size(self.width_box.value(), self.height_box.value())

    def _on_width_typed(self, width: int) -> None:
        if self.lock.isChecked():
            with QSignalBlocker(self.height_box):
                self.height_box.setValue(round(width / self._ratio))
        self.size_typed.emit(self._typed())

    def _on_height_typed(self, height: int) -> None:
        if self.lock.isChecked():
            with QSignalBlocker(self.width_box):
                self.width_box.setValue(round(height * self._ratio))
        self.size_typed.emit(self._typed())

    def _on_swapped(self) -> None:
        size = self.size_px
        self._ratio = 1 / self._ratio
        self._set(Size(size.height, size.width))

    def _on_locked(self, is_locked: bool) -> None:
        self.lock.set_icon_name("link-2" if is_locked else "link-2-off")
        if is_locked:
            self._ratio = self.size_px.ratio

    def _on_given(self) -> None:
        self.size_given.emit(self.size_px)


def _box(name: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(1, _HIGHEST_PX)
    box.setSingleStep(_STEP_PX)
    box.setAlignment(Qt.AlignmentFlag.AlignCenter)
    box.setAccessibleName(name)
    box.setToolTip(name)
    return box
