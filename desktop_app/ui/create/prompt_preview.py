"""The line under the prompt: what the seed makes of it, or what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from html import escape

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop_app.core.prompt_template import (
    ProblemKind,
    PromptProblem,
    has_choices,
    list_names,
    placeholders,
    problems,
    resolved,
)
from desktop_app.qt.tasks import Tasks
from desktop_app.store.wildcards import WildcardFolder
from desktop_app.ui.create.prompt_words import prompt_problem, to_fill_in
from desktop_app.ui.widgets.labels import set_kind, text_label

_PAUSE_MS = 120
_MOST_LINES = 3
_MOST_CHARACTERS = 800


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What a prompt becomes with a seed; `prompt` is empty where the seed decides nothing."""

    text: str
    prompt: str
    problems: tuple[PromptProblem, ...]


class PromptPreview(QWidget):
    """Follows the text and the seed a moment later, and works the answer out beside the window."""

    def __init__(self, tasks: Tasks, wildcards: WildcardFolder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._wildcards = wildcards
        self._text = ""
        self._seed: int | None = None
        self._asked = 0
        self._outlook = _Outlook("", "", ())
        self._whole = ""
        self._label: QLabel = text_label("", "secondary")
        self._label.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_over)
        self.hide()

    @property
    def text(self) -> str:
        """What the line says, uncut."""
        return self._whole

    @property
    def text_shown(self) -> str:
        """What the line says as far as there is room, a line break between its lines."""
        return self._label.text()

    def show_text(self, text: str) -> None:
        """Follow another prompt."""
        self._text = text
        if may_be_open(text):
            self.refresh()
        else:
            self._forget()

    def show_seed(self, seed: int | None) -> None:
        """Follow another seed; `None` where each picture has one of the server's."""
        if seed != self._seed:
            self._seed = seed
            self.refresh()

    def refresh(self) -> None:
        """Look again, as soon as the prompt is in sight: word lists may have changed."""
        prompt = self.parentWidget()
        if may_be_open(self._text) and prompt is not None and prompt.isVisible():
            self._pause.start()

    def rest(self) -> None:
        """Look no more until `refresh`: the prompt is out of sight."""
        self._pause.stop()

    def problem(self, text: str) -> PromptProblem | None:
        """Return what keeps this prompt from being sent, as far as that is known without reading the disk."""
        unfilled = tuple(PromptProblem(ProblemKind.UNFILLED, name) for name in placeholders(text))
        known = self._outlook.problems
        if self._outlook.text != text:
            known = tuple(each for each in known if each.name in list_names(text))
        return next(iter((*known, *unfilled)), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _on_pause_over(self) -> None:
        self._asked += 1
        look = partial(_look, self._asked, self._text, self._seed or 0, self._wildcards)
        self._tasks.run(look, self._on_looked)

    def _on_looked(self, answer: tuple[int, _Outlook]) -> None:
        asked, outlook = answer
        if asked == self._asked and outlook.text == self._text:
            self._outlook = outlook
            self._say(*self._words(outlook))

    def _forget(self) -> None:
        self._pause.stop()
        self._asked += 1
        self._outlook = _Outlook(self._text, "", ())
        self._say("", "secondary")

    def _words(self, outlook: _Outlook) -> tuple[str, str]:
        faults = [each for each in outlook.problems if each.kind is not ProblemKind.UNFILLED]
        if faults:
            return prompt_problem(faults[0]), "warn-small"
        if outlook.problems:
            return to_fill_in([each.name for each in outlook.problems]), "secondary"
        if not outlook.prompt:
            return "", "secondary"
        prompt = " ".join(outlook.prompt.split())
        return (f"→ {prompt}" if self._seed is not None else self.tr("→ such as: {prompt}").format(prompt=prompt)), (
            "secondary"
        )

    def _say(self, text: str, kind: str) -> None:
        set_kind(self._label, kind)
        self._whole = text
        self.setAccessibleName(text)
        # As markup, so that a long one wraps; what is in it is shown as it is.
        self.setToolTip(f"<span>{escape(text)}</span>" if text else "")
        self.setVisible(bool(text))
        self._arrange()

    def _arrange(self) -> None:
        if not self._whole:
            return
        self._label.ensurePolished()
        lines = fitted_lines(self._whole[:_MOST_CHARACTERS], self._label.font(), self.width(), _MOST_LINES)
        self._label.setText("\n".join(lines))
        height = self._label.sizeHint().height()
        self._label.setGeometry(0, 0, self.width(), height)
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)


def may_be_open(text: str) -> bool:
    """Say cheaply whether a prompt may leave something open."""
    return "{" in text or "__" in text


def fitted_lines(text: str, font: QFont, width_px: int, most: int) -> list[str]:
    """Break a text into lines; the last one that may be is cut with an ellipsis where more follows."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    # Qt counts in halves of UTF-16.
    units = text.encode("utf-16-le", "surrogatepass")
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width_px, 1))
        start, end = line.textStart() * 2, (line.textStart() + line.textLength()) * 2
        if len(lines) == most - 1 and end < len(units):
            rest = units[start:].decode("utf-16-le", "replace")
            lines.append(QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width_px))
            break
        lines.append(units[start:end].decode("utf-16-le", "replace").rstrip())
    layout.endLayout()
    return lines


def _look(asked: int, text: str, seed: int, wildcards: WildcardFolder) -> tuple[int, _Outlook]:
    found = problems(text, wildcards.lines)
    if not has_choices(text):
        return asked, _Outlook(text, "", found)
    answer = resolved(text, seed, wildcards.lines)
    return asked, _Outlook(text, answer.prompt, tuple(dict.fromkeys((*found, *answer.problems))))
