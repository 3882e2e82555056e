"""The source "every choice": the prompt of the Create panel, once for everything that it may become."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.prompt_template import has_choices
from desktop_app.ui.batch.recipes import ChoicesRecipe
from desktop_app.ui.create.prompt_words import example_prompt
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.flowing_text import FlowingText
from desktop_app.ui.widgets.labels import text_label

_MOST_LINES = 5


class ChoicesPage(QWidget):
    """Shows the prompt that is gone through; it is written in the Create panel."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.prompt = FlowingText(theme)
        self.prompt.fold_after(_MOST_LINES)
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.note = text_label("", "secondary", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(text_label(self.tr("Prompt of the Create panel"), "label"))
        column.addWidget(self.prompt)
        column.addSpacing(4)
        column.addWidget(self.note)
        self._text = ""

    def show_prompt(self, text: str) -> None:
        """Follow the prompt."""
        self._text = text
        self.prompt.set_text(text)
        self.prompt.setVisible(bool(text))
        hint = self.tr("Parts in braces or word lists are gone through, such as: {example}").replace(
            "{example}", example_prompt()
        )
        self.note.setText("" if has_choices(text) else hint)
        self.note.setVisible(not has_choices(text))

    def recipe(self) -> ChoicesRecipe | None:
        """Return what is asked for, `None` where the prompt leaves nothing open."""
        return ChoicesRecipe() if has_choices(self._text) else None

    @property
    def hint(self) -> str:
        """What is still missing."""
        return self.tr("Nothing is left open in the prompt.") if self._text else self.tr("Write a prompt first.")
