"""What few need at every picture: steps, negative prompt, safety checker; each only where the model takes it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.catalogue import Parameter
from desktop_app.ui.create.form import Form
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.labels import text_label


class MoreFold(QWidget):
    """Folded at first; its summary stands at the right.

    Signals:
        steps_changed(int): 0 leaves them to the model.
        negative_prompt_changed(str), safety_checker_changed(bool): what is set now.
        unfolded(bool): whether it is open now.
    """

    steps_changed = Signal(int)
    negative_prompt_changed = Signal(str)
    safety_checker_changed = Signal(bool)
    unfolded = Signal(bool)

    def __init__(self, theme: Theme, form: Form) -> None:
        super().__init__()
        self._theme = theme
        self._form = form
        self.fold = QPushButton(self.tr("More"))
        self.summary = text_label("", "hint")
        self.steps = QSpinBox()
        self.negative = QPlainTextEdit()
        self.checker = QCheckBox(self.tr("Safety checker"))
        self._steps_row, self._negative_row = self._labelled_steps(), self._labelled_negative()
        self._body = QWidget()
        self._lay_out()
        self._set_up()
        self._tint()
        theme.changed.connect(self._tint)

    @property
    def is_open(self) -> bool:
        """Say whether the fold is open."""
        return self.fold.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Open or close the fold."""
        self.fold.setChecked(is_open)

    def show_form(self) -> None:
        """Show what the form holds and the model takes; hide when it takes none of it."""
        profile, form = self._form.profile, self._form
        takes = {each: profile.takes(each) for each in Parameter}
        self._steps_row.setVisible(takes[Parameter.STEPS])
        self._negative_row.setVisible(takes[Parameter.NEGATIVE_PROMPT])
        self.checker.setVisible(takes[Parameter.SAFETY_CHECKER])
        rows = (Parameter.STEPS, Parameter.NEGATIVE_PROMPT, Parameter.SAFETY_CHECKER)
        self.setVisible(any(takes[each] for each in rows))
        self.steps.blockSignals(True)
        self.steps.setRange(0 if not profile.default_steps else 1, profile.highest_steps)
        self.steps.setValue(form.shown_steps or 0)
        self.steps.blockSignals(False)
        if self.negative.toPlainText() != form.negative_prompt:
            self.negative.setPlainText(form.negative_prompt)
        self.checker.setChecked(form.safety_checker)
        self.summary.setText(self._summary(takes))

    def _summary(self, takes: dict[Parameter, bool]) -> str:
        parts = []
        if takes[Parameter.STEPS] and self._form.shown_steps:
            parts.append(self.tr("steps {steps}").format(steps=self._form.shown_steps))
        if takes[Parameter.NEGATIVE_PROMPT] and self._form.negative_prompt.strip():
            parts.append(self.tr("negative prompt"))
        if takes[Parameter.SAFETY_CHECKER] and not self._form.safety_checker:
            parts.append(self.tr("unchecked"))
        return " · ".join(parts)

    def _set_up(self) -> None:
        self.fold.setProperty("kind", "fold")
        self.fold.setCheckable(True)
        self.fold.setIconSize(QSize(14, 14))
        self.fold.setAccessibleName(self.tr("More settings"))
        self.steps.setSpecialValueText(self.tr("auto"))
        self.steps.setAccessibleName(self.tr("Steps"))
        self.steps.setFixedWidth(64)
        self.steps.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.negative.setAccessibleName(self.tr("Negative prompt"))
        self.negative.setPlaceholderText(self.tr("What should not be in the picture"))
        self.negative.setTabChangesFocus(True)
        self.negative.document().setDocumentMargin(0)
        self.negative.setFixedHeight(56)
        self.checker.setToolTip(self.tr("The provider checks the picture and may hold it back."))
        self._body.setVisible(False)
        self.fold.toggled.connect(self._on_toggled)
        self.steps.valueChanged.connect(self.steps_changed)
        self.negative.textChanged.connect(self._on_negative_changed)
        self.checker.toggled.connect(self.safety_checker_changed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.fold)
        head.addStretch(1)
        head.addWidget(self.summary)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 8, 0, 0)
        body.setSpacing(12)
        for part in (self._steps_row, self._negative_row, self.checker):
            body.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._body)

    def _labelled_steps(self) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(text_label(self.tr("Steps"), "label"), 1)
        row.addWidget(self.steps)
        return part

    def _labelled_negative(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(text_label(self.tr("Negative prompt"), "label"))
        column.addWidget(self.negative)
        return part

    def _on_toggled(self, is_open: bool) -> None:
        self._body.setVisible(is_open)
        self._tint()
        self.unfolded.emit(is_open)

    def _on_negative_changed(self) -> None:
        self.negative_prompt_changed.emit(self.negative.toPlainText())

    def _tint(self) -> None:
        name = "chevron-down" if self.fold.isChecked() else "chevron-right"
        self.fold.setIcon(icon(name, self._theme.color("dim")))
