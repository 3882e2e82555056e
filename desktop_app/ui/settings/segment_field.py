"""A row of segments of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from desktop_app.ui.widgets.labels import frame


class SegmentField(QWidget):
    """Offers a few values by their names; a value that is not offered marks none.

    Signals:
        chosen(object): a person took this value.
    """

    chosen = Signal(object)

    def __init__(
        self, accessible_name: str, choices: Sequence[tuple[object, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._values = [value for value, _name in choices]
        self.buttons: dict[object, QPushButton] = {}
        box = frame("card")
        inside = QHBoxLayout(box)
        inside.setContentsMargins(2, 2, 2, 2)
        inside.setSpacing(2)
        for number, (value, name) in enumerate(choices):
            button = QPushButton(name)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("kind", "segment")
            button.setAccessibleName(f"{accessible_name}: {name}")
            self._group.addButton(button, number)
            self.buttons[value] = button
            inside.addWidget(button)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(box)
        whole.addStretch(1)
        self._group.idClicked.connect(self._on_clicked)

    def show_choice(self, value: object) -> None:
        """Mark the value in force."""
        self._group.setExclusive(False)
        for each, button in self.buttons.items():
            button.setChecked(each == value)
        self._group.setExclusive(True)

    def _on_clicked(self, number: int) -> None:
        self.chosen.emit(self._values[number])
