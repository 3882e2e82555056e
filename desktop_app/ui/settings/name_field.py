"""How new pictures are called: the pattern, what it may name, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.name_pattern import (
    DEFAULT_PATTERN,
    NameFacts,
    NamePart,
    PatternInvalid,
    checked_pattern,
    part_values,
)
from desktop_app.ui.settings.name_words import example_prompt, example_words, fault_words, part_words
from desktop_app.ui.widgets.labels import set_kind, text_label

_EXAMPLE_UUID = "7f3a1c9e-0000-4000-8000-000000000000"
_EXAMPLE_SUFFIX = ".jpg"


class NameField(QWidget):
    """Takes a pattern as it is typed, with the place of the next picture below; one that cannot be used is never told.

    Signals:
        chosen(str): another pattern is to be used.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._in_force = DEFAULT_PATTERN
        self._facts: Callable[[], NameFacts] = example_facts
        self.pattern = QLineEdit()
        self.pattern.setAccessibleName(self.tr("Pattern for the names of pictures"))
        self.insert = QPushButton(self.tr("Insert"))
        self.insert.setAutoDefault(False)
        self.insert.setAccessibleName(self.tr("Insert a part into the pattern"))
        self.parts = QMenu(self.insert)
        self.parts.aboutToShow.connect(self._on_parts_wanted)
        self.insert.setMenu(self.parts)
        self.example = text_label("", "secondary", wrap=True)
        self.default = QPushButton(self.tr("Use the default names"))
        self.default.setProperty("kind", "link")
        self.default.setAutoDefault(False)
        self._lay_out()
        self.setFocusProxy(self.pattern)
        self.pattern.textChanged.connect(self._explain)
        self.pattern.editingFinished.connect(self._take)
        self.default.clicked.connect(self._on_default)
        self.show_pattern("")

    def set_facts(self, facts: Callable[[], NameFacts]) -> None:
        """Make the example of these facts, asked for anew each time."""
        self._facts = facts
        self._explain()

    def show_pattern(self, text: str) -> None:
        """Show the pattern in force, the default for an empty text."""
        self._in_force = text or DEFAULT_PATTERN
        self.pattern.setText(self._in_force)
        self._explain()

    def changeEvent(self, event: QEvent) -> None:
        """Look again at what the example is made of when the person comes back to this window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._explain()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.pattern, 1)
        row.addWidget(self.insert)
        links = QHBoxLayout()
        links.addWidget(self.default)
        links.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.example)
        column.addLayout(links)

    def _explain(self) -> None:
        text = self.pattern.text()
        try:
            example = checked_pattern(text).path(self._facts(), _EXAMPLE_SUFFIX).as_posix()
        except PatternInvalid as fault:
            set_kind(self.example, "bad-small")
            self.example.setText(fault_words(fault))
        else:
            set_kind(self.example, "secondary")
            self.example.setText(example_words(example))
        self.pattern.setAccessibleDescription(self.example.text())
        self.default.setVisible(text != DEFAULT_PATTERN)

    def _take(self) -> None:
        try:
            text = checked_pattern(self.pattern.text()).text
        except PatternInvalid:
            return
        if text != self._in_force:
            self._in_force = text
            self.chosen.emit(text)

    def _on_parts_wanted(self) -> None:
        self.parts.clear()
        values = part_values(self._facts())
        for part in NamePart:
            action = QAction(f"{part_words(part)}\t{values[part]}", self.parts)
            action.triggered.connect(partial(self._on_inserted, part))
            self.parts.addAction(action)

    def _on_inserted(self, part: NamePart) -> None:
        self.pattern.insert(f"{{{part.value}}}")
        self.pattern.setFocus()
        self._take()

    def _on_default(self) -> None:
        self.pattern.setText(DEFAULT_PATTERN)
        self.pattern.setFocus()
        self._take()


def example_facts(
    prompt: str = "", model: str = "", seed: int | None = None, width: int = 0, height: int = 0
) -> NameFacts:
    """Return what a picture that is made now would be named by; what is not known yet has an example."""
    return NameFacts(
        prompt or example_prompt(),
        model or "FLUX.2-dev",
        datetime.now().astimezone(),
        _EXAMPLE_UUID,
        seed if seed is not None else 1234567,
        width or 1024,
        height or 1024,
    )
