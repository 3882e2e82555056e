"""A number that may be left to the model: its name, the word auto, the number, and a slider under them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.create.slider_pair import SliderPair
from desktop_app.ui.widgets.labels import text_label


class SliderRow(QWidget):
    """The parts that steps and guidance share; `foot` stands under the slider.

    Signals:
        value_chosen(float): a person set a number.
        auto_chosen: a person leaves it to the model.
    """

    value_chosen = Signal(float)
    auto_chosen = Signal()

    def __init__(self, name: str, pair: SliderPair, foot: QWidget) -> None:
        super().__init__()
        self._pair = pair
        pair.setParent(self)
        self.box, self.slider = pair.box, pair.slider
        self.auto = QPushButton(self.tr("auto"))
        self.auto.setProperty("kind", "word")
        self.auto.setCheckable(True)
        self.auto.setAccessibleName(self.tr("{name}: left to the model").format(name=name))
        self.auto.setToolTip(self.tr("Leave it to the model"))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(text_label(name, "label"), 1)
        head.addWidget(self.auto)
        head.addWidget(self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.slider)
        column.addWidget(foot)
        pair.value_chosen.connect(self.value_chosen)
        pair.emptied.connect(self.auto_chosen)
        self.auto.clicked.connect(self._on_auto_clicked)

    def show_value(self, value: float, *, is_auto: bool, is_known: bool = True) -> None:
        """Show a number, whether it is the model's own, and whether anybody knows that one."""
        self._pair.show_value(value, is_empty=is_auto and not is_known)
        self.auto.setChecked(is_auto)

    def _on_auto_clicked(self) -> None:
        self.auto.setChecked(True)
        self.auto_chosen.emit()
