"""A slider and the field beside it that show one number."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker, Signal

from desktop_app.ui.create.calm_slider import CalmSlider
from desktop_app.ui.create.number_box import NumberBox

_KEY_STEPS = 10


class SliderPair(QObject):
    """Keeps both in step. The slider moves by `unit`; the field takes finer numbers where `decimals` allow.

    Signals:
        value_chosen(float): a person set another number.
        emptied: a person took the number out of a field that may be empty.
    """

    value_chosen = Signal(float)
    emptied = Signal()

    def __init__(self, name: str, unit: float, decimals: int, parent: QObject) -> None:
        super().__init__(parent)
        self._unit = unit
        self._may_be_empty = False
        self.slider = CalmSlider(name)
        self.box = NumberBox(name)
        self.box.setDecimals(decimals)
        self.box.setSingleStep(unit)
        self.slider.valueChanged.connect(self._on_slid)
        self.box.valueChanged.connect(self._on_typed)

    def set_range(self, lowest: float, highest: float, *, empty_text: str = "") -> None:
        """Allow numbers between these; with a text for it, none at all too."""
        self._may_be_empty = bool(empty_text)
        with QSignalBlocker(self.slider), QSignalBlocker(self.box):
            self.slider.setRange(round(lowest / self._unit), round(highest / self._unit))
            self.slider.setPageStep(max((self.slider.maximum() - self.slider.minimum()) // _KEY_STEPS, 1))
            self.box.setRange(lowest - self._unit if empty_text else lowest, highest)
            self.box.setSpecialValueText(empty_text)

    def show_value(self, value: float, *, is_empty: bool = False) -> None:
        """Show a number; nothing is told of it. An empty field leaves the slider at the number."""
        with QSignalBlocker(self.slider), QSignalBlocker(self.box):
            self.slider.setValue(round(value / self._unit))
            shown = self.box.minimum() if is_empty and self._may_be_empty else value
            # Setting it again would rewrite what is being typed.
            if self.box.value() != shown:
                self.box.setValue(shown)
        self.slider.setAccessibleDescription(self.box.text())

    def _on_slid(self, place: int) -> None:
        self.value_chosen.emit(round(place * self._unit, self.box.decimals()))

    def _on_typed(self, value: float) -> None:
        if self._may_be_empty and value == self.box.minimum():
            self.emptied.emit()
        else:
            self.value_chosen.emit(value)
