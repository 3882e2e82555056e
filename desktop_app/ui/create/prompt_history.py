"""Earlier prompts, brought back into the editor by Alt+Up and Alt+Down."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import SfumatoError
from desktop_app.qt.tasks import Tasks
from desktop_app.store.prompt_book import KeptPrompts, PromptBook
from desktop_app.ui import words
from desktop_app.ui.create.prompt_editor import PromptEditor
from desktop_app.ui.create.prompt_walk import PromptWalk


class PromptHistory(QObject):
    """Walks when the editor asks for it; typing leaves the walk.

    Signals:
        notice_raised(str): a word for the status line: the history could not be kept.
    """

    notice_raised = Signal(str)

    def __init__(self, editor: PromptEditor, book: PromptBook, tasks: Tasks) -> None:
        super().__init__(editor)
        self._editor = editor
        self._book = book
        self._tasks = tasks
        self._walk = PromptWalk()
        self._kept = KeptPrompts()
        self._is_walking = False
        editor.older_wanted.connect(self._on_older_wanted)
        editor.newer_wanted.connect(self._on_newer_wanted)
        editor.textChanged.connect(self._on_text_changed)
        tasks.run(book.load, self._on_loaded)

    @property
    def prompts(self) -> tuple[str, ...]:
        """The earlier prompts, from the oldest to the newest."""
        return self._kept.history

    def add(self, text: str) -> None:
        """Make this the newest prompt, here at once and on disk a moment later."""
        self._take(self._kept.with_ordered(text))
        self._tasks.run(partial(self._book.remember, text), None, self._on_not_kept)

    def _on_loaded(self, kept: KeptPrompts) -> None:
        # What was ordered while the file was being read is newer than all of it.
        for text in self._kept.history:
            kept = kept.with_ordered(text)
        self._take(kept)

    def _take(self, kept: KeptPrompts) -> None:
        self._kept = kept
        self._walk.history = kept.history
        self._walk.leave()

    def _on_older_wanted(self) -> None:
        self._go(self._walk.older(self._editor.toPlainText()))

    def _on_newer_wanted(self) -> None:
        self._go(self._walk.newer(self._editor.toPlainText()))

    def _go(self, text: str | None) -> None:
        if text is None:
            return
        self._is_walking = True
        self._editor.replace(text)
        self._is_walking = False

    def _on_text_changed(self) -> None:
        if not self._is_walking:
            self._walk.leave()

    def _on_not_kept(self, error: Exception) -> None:
        if not isinstance(error, SfumatoError):
            raise error
        self.notice_raised.emit(words.store_problem(error))
