"""The prompt with its label and the number of its characters; once attached, with its history, templates and preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.create.field_head import FieldHead
from desktop_app.ui.create.prompt_editor import PromptEditor
from desktop_app.ui.number_words import grouped

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from desktop_app.qt.tasks import Tasks
    from desktop_app.store.prompt_book import PromptBook
    from desktop_app.store.wildcards import WildcardFolder
    from desktop_app.ui.create.prompt_history import PromptHistory
    from desktop_app.ui.create.prompt_menu import PromptMenu
    from desktop_app.ui.create.prompt_preview import PromptPreview
    from desktop_app.ui.theme.theme import Theme


class PromptRow(QWidget):
    """What a person writes. It stands in the first window, so that all but the text comes later, by `attach`.

    Signals:
        changed(str): the whole text.
        notice_raised(str): a word for the status line.
    """

    changed = Signal(str)
    notice_raised = Signal(str)

    menu: PromptMenu
    preview: PromptPreview
    history: PromptHistory

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_attached = False
        self._head = FieldHead(self.tr("Prompt"))
        self.editor = PromptEditor()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self._head)
        self._column.addWidget(self.editor)
        self.editor.textChanged.connect(self._on_text_changed)

    def attach(self, theme: Theme, book: PromptBook, tasks: Tasks, wildcards: WildcardFolder) -> None:
        """Add history, templates and the preview, once."""
        from desktop_app.ui.create.prompt_history import PromptHistory
        from desktop_app.ui.create.prompt_menu import PromptMenu
        from desktop_app.ui.create.prompt_preview import PromptPreview

        self.menu = PromptMenu(theme, book, tasks, wildcards, self.editor.toPlainText)
        self.preview = PromptPreview(tasks, wildcards)
        self.history = PromptHistory(self.editor, book, tasks)
        self._head.add_side(self.menu)
        self._column.addWidget(self.preview)
        self._is_attached = True
        self.menu.template_chosen.connect(self._on_template_chosen)
        self.menu.list_chosen.connect(self._on_list_chosen)
        self.editor.entered.connect(self.preview.refresh)
        for part in (self.menu, self.history):
            part.notice_raised.connect(self.notice_raised)
        self.preview.show_text(self.editor.toPlainText())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_attached:
            self.preview.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._is_attached:
            self.preview.rest()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What Tab comes to, in this order."""
        return (self.editor, self.menu) if self._is_attached else (self.editor,)

    @property
    def count_shown(self) -> str:
        """The number of characters, empty when there is nothing."""
        return self._head.side.text()

    def show_seed(self, seed: int | None) -> None:
        """Show what this seed makes of the prompt; `None` where the model takes no seed."""
        if self._is_attached:
            self.preview.show_seed(seed)

    def note_ordered(self, text: str) -> None:
        """Put a prompt, as it was written, into the history."""
        if self._is_attached:
            self.history.add(text)

    def problem(self) -> str:
        """Return in words what keeps the prompt from being sent as it is, empty when nothing does."""
        found = self.preview.problem(self.editor.toPlainText()) if self._is_attached else None
        if found is None:
            return ""
        from desktop_app.ui.create.prompt_words import prompt_problem

        return prompt_problem(found)

    def go_to_problem(self) -> None:
        """Put the cursor into the prompt, and select the first placeholder that is still to be filled in."""
        self.editor.setFocus()
        self.editor.select_placeholder(from_start=True)

    def _on_text_changed(self) -> None:
        text = self.editor.toPlainText()
        self._head.set_side(grouped(len(text)) if text else "")
        if self._is_attached:
            self.preview.show_text(text)
        self.changed.emit(text)

    def _on_template_chosen(self, text: str) -> None:
        self.editor.replace(text)
        self.go_to_problem()

    def _on_list_chosen(self, written: str) -> None:
        self.editor.insertPlainText(written)
        self.editor.setFocus()
