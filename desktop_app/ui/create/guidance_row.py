"""How closely the model follows the prompt."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.catalogue import GuidanceRange
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.slider_pair import SliderPair
from desktop_app.ui.create.slider_row import SliderRow
from desktop_app.ui.widgets.labels import text_label

_UNIT, _DECIMALS = 0.1, 2
_KEY_UNITS = 5


class GuidanceRow(QWidget):
    """A slider over the model's range; left to the model at first.

    Signals:
        guidance_changed(object): a float, or `None` which leaves it to the model.
    """

    guidance_changed = Signal(object)

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form
        self._pair = SliderPair(self.tr("Guidance"), _UNIT, _DECIMALS, self)
        self._row = SliderRow(self.tr("Guidance"), self._pair, self._ends())
        self.box, self.slider, self.auto = self._row.box, self._row.slider, self._row.auto
        self.slider.setSingleStep(_KEY_UNITS)
        self.box.setSingleStep(_UNIT * _KEY_UNITS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._row)
        self._row.value_chosen.connect(self._on_value_chosen)
        self._row.auto_chosen.connect(self._on_auto_chosen)

    def show_form(self, sent: float | None) -> None:
        """Show the guidance that will be sent, `None` when it is left to the model."""
        scale = self._form.profile.guidance or GuidanceRange()
        self._pair.set_range(scale.lowest, scale.highest)
        self._row.show_value(scale.usual if sent is None else sent, is_auto=sent is None)

    def _ends(self) -> QWidget:
        ends = QWidget()
        row = QHBoxLayout(ends)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(text_label(self.tr("looser"), "label"))
        row.addStretch(1)
        row.addWidget(text_label(self.tr("closer"), "label"))
        return ends

    def _on_value_chosen(self, guidance: float) -> None:
        self.guidance_changed.emit(guidance)

    def _on_auto_chosen(self) -> None:
        self.guidance_changed.emit(None)
