"""A few words to choose one of, at the right of their name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from desktop_app.ui.create.tab_stop import let_tab_reach_the_checked
from desktop_app.ui.widgets.labels import frame, text_label


@dataclass(frozen=True, slots=True)
class Option:
    """A value, the word for it, and what a tool tip says of it."""

    value: object
    text: str
    tip: str = ""


class ChoiceRow(QWidget):
    """Segments, one of which is in force.

    Signals:
        chosen(object): the value of the segment that a person chose.
    """

    chosen = Signal(object)

    def __init__(self, name: str, options: Sequence[Option]) -> None:
        super().__init__()
        self._options = tuple(options)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(text_label(name, "label"), 1)
        row.addWidget(self._segments(name))
        self._group.idClicked.connect(self._on_clicked)

    def show_value(self, value: object) -> None:
        """Mark the segment of a value."""
        index = next(index for index, option in enumerate(self._options) if option.value == value)
        self._group.button(index).setChecked(True)
        let_tab_reach_the_checked(self._group)

    def button(self, value: object) -> QPushButton:
        """Return the segment of a value."""
        index = next(index for index, option in enumerate(self._options) if option.value == value)
        button = self._group.button(index)
        assert isinstance(button, QPushButton)
        return button

    def _segments(self, name: str) -> QFrame:
        box = frame("card")
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for index, option in enumerate(self._options):
            button = QPushButton(option.text)
            button.setProperty("kind", "segment-small")
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {option.text}")
            button.setToolTip(option.tip)
            self._group.addButton(button, index)
            row.addWidget(button)
        self._group.button(0).setChecked(True)
        return box

    def _on_clicked(self, index: int) -> None:
        self.chosen.emit(self._options[index].value)
