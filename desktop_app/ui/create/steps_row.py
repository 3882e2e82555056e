"""How many steps: a slider with four words for those who do not want to think in numbers."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.step_bands import StepBand, band_in_force, step_bands
from desktop_app.ui.create.band_words import BandWords
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.slider_pair import SliderPair
from desktop_app.ui.create.slider_row import SliderRow
from desktop_app.ui.theme.theme import Theme

_WORDS = {
    StepBand.FAST: QT_TRANSLATE_NOOP("StepsRow", "fast"),
    StepBand.GOOD: QT_TRANSLATE_NOOP("StepsRow", "good"),
    StepBand.HIGH: QT_TRANSLATE_NOOP("StepsRow", "high"),
    StepBand.HIGHEST: QT_TRANSLATE_NOOP("StepsRow", "highest"),
}


class StepsRow(QWidget):
    """A slider from 1 to the model's highest number.

    Signals:
        steps_changed(int): 0 leaves them to the model.
    """

    steps_changed = Signal(int)

    def __init__(self, theme: Theme, form: Form) -> None:
        super().__init__()
        self._form = form
        self.bands = BandWords(theme)
        self._pair = SliderPair(self.tr("Steps"), 1, 0, self)
        self._row = SliderRow(self.tr("Steps"), self._pair, self.bands)
        self.box, self.slider, self.auto = self._row.box, self._row.slider, self._row.auto
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._row)
        self._row.value_chosen.connect(self._on_value_chosen)
        self._row.auto_chosen.connect(self._on_auto_chosen)
        self.bands.number_chosen.connect(self.steps_changed)

    def show_form(self, sent: int | None) -> None:
        """Show the steps that will be sent, `None` when they are left to the model."""
        profile = self._form.profile
        marks = step_bands(profile.default_steps, profile.highest_steps)
        usual = next(mark.steps for mark in marks if mark.band is StepBand.GOOD)
        steps = usual if sent is None else sent
        empty_text = "" if profile.default_steps else self.tr("auto")
        self._pair.set_range(1, max(profile.highest_steps, 1), empty_text=empty_text)
        self._row.show_value(steps, is_auto=sent is None, is_known=bool(profile.default_steps))
        self.bands.set_marks(
            [(self.tr(str(_WORDS[mark.band])), mark.steps) for mark in marks], 1, max(profile.highest_steps, 1)
        )
        self._order_tabs()
        band = band_in_force(steps, marks)
        self.bands.mark(next(mark.steps for mark in marks if mark.band is band))

    def _order_tabs(self) -> None:
        """Let Tab go through words that were made later in the order in which they stand."""
        for first, second in pairwise((self.slider, *self.bands.buttons)):
            self.setTabOrder(first, second)

    def _on_value_chosen(self, value: float) -> None:
        self.steps_changed.emit(round(value))

    def _on_auto_chosen(self) -> None:
        self.steps_changed.emit(0)
