"""One parameter of a grid: which, and its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core import batch_values
from desktop_app.core.batch_values import BadValue
from desktop_app.core.batches import Axis, Value
from desktop_app.core.request import SEED_MAX
from desktop_app.core.seed import new_seed
from desktop_app.store.prompt_table import GUIDANCE_MAX, STEPS_MAX
from desktop_app.ui.batch import batch_words
from desktop_app.ui.batch.model_checks import ModelChecks
from desktop_app.ui.create.note import Note
from desktop_app.ui.settings.segment_field import SegmentField
from desktop_app.ui.widgets.labels import text_label

AXES = (Axis.MODEL, Axis.PROMPT, Axis.SEED, Axis.STEPS, Axis.SIZE, Axis.GUIDANCE)
NEW_SEEDS = 4
_PROMPTS_PX = 84


def _seeds(text: str) -> tuple[Value, ...]:
    return batch_values.whole_numbers(text, 0, SEED_MAX)


def _steps(text: str) -> tuple[Value, ...]:
    return batch_values.whole_numbers(text, 1, STEPS_MAX)


def _guidances(text: str) -> tuple[Value, ...]:
    return batch_values.decimals(text, 0, GUIDANCE_MAX)


_READERS: Mapping[Axis, Callable[[str], tuple[Value, ...]]] = {
    Axis.SEED: _seeds,
    Axis.STEPS: _steps,
    Axis.GUIDANCE: _guidances,
    Axis.SIZE: batch_values.sizes,
    Axis.PROMPT: batch_values.lines,
}


class AxisField(QWidget):
    """Keeps what was typed for each parameter, so that going to another and back loses nothing.

    Signals:
        changed: another parameter or other values.
    """

    changed = Signal()

    def __init__(self, title: str, axis: Axis | None, *, optional: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axis = axis
        self._typed: dict[Axis, str] = {}
        choices: tuple[Axis | None, ...] = (*AXES, None) if optional else AXES
        self.kind = SegmentField(title, tuple((each, batch_words.axis_name(each)) for each in choices))
        self.line = QLineEdit()
        self.prompts = QPlainTextEdit()
        self.prompts.setFixedHeight(_PROMPTS_PX)
        self.prompts.setTabChangesFocus(True)
        self.prompts.setPlaceholderText(batch_words.example(Axis.PROMPT))
        self.models = ModelChecks()
        self.note = Note("bad-small")
        self.new_seeds = QPushButton(self.tr("Add {count} new seeds").format(count=NEW_SEEDS))
        self.new_seeds.setProperty("kind", "link")
        self.new_seeds.setAutoDefault(False)
        self._lay_out(title)
        self.kind.chosen.connect(self._on_kind_chosen)
        self.line.textEdited.connect(self._on_line_edited)
        self.prompts.textChanged.connect(self._on_typed)
        self.models.changed.connect(self._on_typed)
        self.new_seeds.clicked.connect(self._on_new_seeds)
        self._show_kind()

    @property
    def axis(self) -> Axis | None:
        """The parameter, `None` for none."""
        return self._axis

    def set_axis(self, axis: Axis | None) -> None:
        """Go to another parameter; nothing is told of it."""
        self._axis = axis
        self._show_kind()

    def bar(self, axis: Axis | None) -> None:
        """Do not offer this parameter: the other field has it."""
        for each, button in self.kind.buttons.items():
            button.setEnabled(each is None or each != axis)

    def values(self) -> tuple[Value, ...]:
        """Return the values, none where they cannot be read; what is wrong with them is said in place."""
        values: tuple[Value, ...] = ()
        problem = ""
        if self._axis is Axis.MODEL:
            values = self.models.models
        elif self._axis is not None:
            text = self.prompts.toPlainText() if self._axis is Axis.PROMPT else self.line.text()
            try:
                values = _READERS[self._axis](text)
            except BadValue as error:
                problem = batch_words.bad_value(error)
        self.note.say(problem)
        return values

    def set_text(self, axis: Axis, text: str) -> None:
        """Put values in for a parameter, as they would be typed."""
        self._typed[axis] = text
        if axis is self._axis:
            self.line.setText(text)

    def _lay_out(self, title: str) -> None:
        head = QHBoxLayout()
        head.addWidget(text_label(title, "label"))
        head.addStretch(1)
        head.addWidget(self.new_seeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.kind)
        column.addSpacing(4)
        for part in (self.line, self.prompts, self.models, self.note):
            column.addWidget(part)
        for part in (self.line, self.prompts, self.models):
            part.setAccessibleName(self.tr("{title}: values").format(title=title))

    def _show_kind(self) -> None:
        axis = self._axis
        self.kind.show_choice(axis)
        self.line.setVisible(axis not in {Axis.MODEL, Axis.PROMPT, None})
        self.prompts.setVisible(axis is Axis.PROMPT)
        self.models.setVisible(axis is Axis.MODEL)
        self.new_seeds.setVisible(axis is Axis.SEED)
        self.note.say("")
        if axis is not None:
            self.line.setPlaceholderText(batch_words.example(axis))
            self.line.setText(self._typed.get(axis, ""))

    def _on_kind_chosen(self, axis: Axis | None) -> None:
        if axis != self._axis:
            self.set_axis(axis)
            self.changed.emit()

    def _on_line_edited(self, text: str) -> None:
        if self._axis is not None:
            self._typed[self._axis] = text
        self.changed.emit()

    def _on_typed(self) -> None:
        self.changed.emit()

    def _on_new_seeds(self) -> None:
        seeds = ", ".join(str(new_seed()) for _ in range(NEW_SEEDS))
        text = self.line.text().rstrip(" ,;")
        self.set_text(Axis.SEED, f"{text}, {seeds}" if text else seeds)
        self.changed.emit()
