"""What few need at every picture: steps, guidance, LoRA and the like; each only where the model takes it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.catalogue import ModelProfile, Parameter
from desktop_app.core.fitting import Part
from desktop_app.core.presets import LoraFavourite
from desktop_app.core.request import OutputFormat
from desktop_app.ui.create.choice_row import ChoiceRow, Option
from desktop_app.ui.create.elided_label import ElidedLabel
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.guidance_row import GuidanceRow
from desktop_app.ui.create.lora_rows import LoraRows
from desktop_app.ui.create.marked_row import MarkedRow
from desktop_app.ui.create.more_summary import more_summary
from desktop_app.ui.create.steps_row import StepsRow
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.labels import text_label


class MoreFold(QWidget):
    """Folded at first; what differs from the model's own choice stands at the right.

    Signals:
        steps_changed(int): 0 leaves them to the model.
        guidance_changed(object): a float, or `None` which leaves it to the model.
        prompt_upsampling_changed(object): True, False, or `None` which leaves it to the model.
        output_format_changed(object): an OutputFormat, or `None` which leaves it to the model.
        loras_changed(object): the tuple of Loras.
        favourites_edited(object): the tuple of LoraFavourites as it is to be now.
        negative_prompt_changed(str), safety_checker_changed(bool): what is set now.
        unfolded(bool): whether it is open now.
    """

    steps_changed = Signal(int)
    guidance_changed = Signal(object)
    prompt_upsampling_changed = Signal(object)
    output_format_changed = Signal(object)
    loras_changed = Signal(object)
    favourites_edited = Signal(object)
    negative_prompt_changed = Signal(str)
    safety_checker_changed = Signal(bool)
    unfolded = Signal(bool)

    def __init__(self, theme: Theme, form: Form, favourites: tuple[LoraFavourite, ...] = ()) -> None:
        super().__init__()
        self._theme = theme
        self._form = form
        self.fold = QPushButton(self.tr("More"))
        self.summary = ElidedLabel("hint")
        self.steps = StepsRow(theme, form)
        self.guidance = GuidanceRow(form)
        self.upsampling = self._upsampling_row()
        self.format = self._format_row()
        self.loras = LoraRows(theme, form, favourites)
        self.negative = QPlainTextEdit()
        self.checker = QCheckBox(self.tr("Safety checker"))
        self._rows = {
            Part.STEPS: MarkedRow(self.steps),
            Part.GUIDANCE: MarkedRow(self.guidance),
            Part.PROMPT_UPSAMPLING: MarkedRow(self.upsampling),
            Part.OUTPUT_FORMAT: MarkedRow(self.format),
            Part.LORAS: MarkedRow(self.loras),
            Part.NEGATIVE_PROMPT: MarkedRow(self._labelled_negative()),
            Part.SAFETY_CHECKER: MarkedRow(self.checker),
        }
        self._body = QWidget()
        self._lay_out()
        self._set_up()
        self._connect()
        self._tint()

    @property
    def is_open(self) -> bool:
        """Say whether the fold is open."""
        return self.fold.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Open or close the fold."""
        self.fold.setChecked(is_open)

    def set_favourites(self, favourites: tuple[LoraFavourite, ...]) -> None:
        """Offer other favourites; nothing is told of it."""
        self.loras.set_favourites(favourites)

    def mark(self, part: Part | None, text: str) -> None:
        """Say under the row of a part what was wrong with it, and unfold; `None` takes every mark away."""
        for each, row in self._rows.items():
            row.note.say(text if each is part else "")
        if part in self._rows and text:
            self.set_open(True)

    def show_form(self) -> None:
        """Show what the form holds and the model takes; hide when it takes none of it."""
        form, request = self._form, self._form.request()
        taken = _taken(form.profile)
        for part, row in self._rows.items():
            row.setVisible(part in taken)
        self.setVisible(bool(taken))
        if Part.STEPS in taken:
            self.steps.show_form(request.steps)
        if Part.GUIDANCE in taken:
            self.guidance.show_form(request.guidance)
        self.upsampling.show_value(form.prompt_upsampling)
        self.format.show_value(form.output_format)
        self.loras.show_form()
        if self.negative.toPlainText() != form.negative_prompt:
            self.negative.setPlainText(form.negative_prompt)
        self.checker.setChecked(form.safety_checker)
        summary = more_summary(request)
        self.summary.say(summary)
        self.fold.setAccessibleDescription(summary)

    def _upsampling_row(self) -> ChoiceRow:
        options = (
            Option(None, self.tr("auto"), self.tr("As the model does it")),
            Option(True, self.tr("on"), self.tr("The model makes a longer prompt of yours")),
            Option(False, self.tr("off"), self.tr("The model goes by the prompt as you wrote it")),
        )
        return ChoiceRow(self.tr("Rewrite the prompt"), options)

    def _format_row(self) -> ChoiceRow:
        options = (
            Option(None, self.tr("auto"), self.tr("As the model does it")),
            *(Option(each, each.value.upper()) for each in OutputFormat),
        )
        return ChoiceRow(self.tr("File format"), options)

    def _labelled_negative(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(text_label(self.tr("Negative prompt"), "label"))
        column.addWidget(self.negative)
        return part

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.fold)
        head.addWidget(self.summary, 1)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 8, 0, 0)
        body.setSpacing(12)
        for row in self._rows.values():
            body.addWidget(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._body)

    def _set_up(self) -> None:
        self.fold.setProperty("kind", "fold")
        self.fold.setCheckable(True)
        self.fold.setIconSize(QSize(14, 14))
        self.fold.setAccessibleName(self.tr("More settings"))
        self.negative.setAccessibleName(self.tr("Negative prompt"))
        self.negative.setPlaceholderText(self.tr("What should not be in the picture"))
        self.negative.setTabChangesFocus(True)
        self.negative.document().setDocumentMargin(0)
        self.negative.setFixedHeight(56)
        self.checker.setToolTip(self.tr("The provider checks the picture and may hold it back."))
        self._body.setVisible(False)

    def _connect(self) -> None:
        self._theme.changed.connect(self._tint)
        self.fold.toggled.connect(self._on_toggled)
        self.steps.steps_changed.connect(self.steps_changed)
        self.guidance.guidance_changed.connect(self.guidance_changed)
        self.upsampling.chosen.connect(self.prompt_upsampling_changed)
        self.format.chosen.connect(self.output_format_changed)
        self.loras.loras_changed.connect(self.loras_changed)
        self.loras.favourites_edited.connect(self.favourites_edited)
        self.negative.textChanged.connect(self._on_negative_changed)
        self.checker.toggled.connect(self.safety_checker_changed)

    def _on_toggled(self, is_open: bool) -> None:
        self._body.setVisible(is_open)
        self._tint()
        self.unfolded.emit(is_open)

    def _on_negative_changed(self) -> None:
        self.negative_prompt_changed.emit(self.negative.toPlainText())

    def _tint(self) -> None:
        name = "chevron-down" if self.fold.isChecked() else "chevron-right"
        self.fold.setIcon(icon(name, self._theme.color("dim")))


def _taken(profile: ModelProfile) -> set[Part]:
    """Return the parts of the fold that a model takes."""
    parts = {
        Part.STEPS: profile.takes(Parameter.STEPS),
        Part.GUIDANCE: profile.guidance_parameter is not None,
        Part.PROMPT_UPSAMPLING: profile.takes(Parameter.PROMPT_UPSAMPLING),
        Part.OUTPUT_FORMAT: profile.takes(Parameter.OUTPUT_FORMAT),
        Part.LORAS: profile.takes(Parameter.LORAS) and profile.lora_count > 0,
        Part.NEGATIVE_PROMPT: profile.takes(Parameter.NEGATIVE_PROMPT),
        Part.SAFETY_CHECKER: profile.takes(Parameter.SAFETY_CHECKER),
    }
    return {part for part, is_taken in parts.items() if is_taken}
