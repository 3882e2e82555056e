"""The word beside the prompt's counter that opens saved prompts and word lists, and says how parts are left open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_app.core.errors import SfumatoError
from desktop_app.core.prompt_grammar import ListName
from desktop_app.qt.tasks import Tasks
from desktop_app.store.prompt_book import KeptPrompts, PromptBook
from desktop_app.store.wildcards import WildcardFolder
from desktop_app.ui import words
from desktop_app.ui.create.picker import Picker, Section
from desktop_app.ui.create.picker_row import Choice, ChoiceButton
from desktop_app.ui.create.prompt_words import example_list, example_prompt, ways_to_leave_open
from desktop_app.ui.create.side_button import SideButton
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.labels import text_label

_TEMPLATE, _LIST, _EXAMPLE = "template:", "list:", "example:"
_PICKER_PX = 376
_LINE_PX = 18
_SIDE_LETTERS = 26
_EXAMPLE_LIST = "animals"


class PromptMenu(SideButton):
    """A button with its list.

    Signals:
        template_chosen(str): a text to write in the place of the prompt.
        list_chosen(str): a reference to a word list to write at the cursor.
        notice_raised(str): a word for the status line.
    """

    template_chosen = Signal(str)
    list_chosen = Signal(str)
    notice_raised = Signal(str)

    def __init__(
        self, theme: Theme, book: PromptBook, tasks: Tasks, wildcards: WildcardFolder, written: Callable[[], str]
    ) -> None:
        super().__init__(theme, self.tr("Templates"))
        self.set_value(self.tr("Templates"))
        self.setAccessibleName(self.tr("Templates"))
        self.setToolTip(self.tr("Saved prompts, word lists, and how to leave parts of a prompt open"))
        self._book = book
        self._tasks = tasks
        self._wildcards = wildcards
        self._written = written
        self._kept = KeptPrompts()
        self._lists: tuple[str, ...] = ()
        self.picker = Picker(theme, self.tr("Save this prompt…"), self)
        self.folder = ChoiceButton(theme, Choice("", self.tr("Open the folder of word lists")))
        self.picker.add_foot_line(self.folder)
        self.picker.add_foot_line(_grammar())
        self.clicked.connect(self.open_list)
        self.folder.clicked.connect(self._on_folder_wanted)
        self.picker.chosen.connect(self._on_chosen)
        self.picker.saved.connect(self._on_saved)
        self.picker.renamed.connect(self._on_renamed)
        self.picker.deleted.connect(self._on_deleted)
        self._look()

    def open_list(self) -> None:
        """Show what is known at once, and what has changed on disk a moment later."""
        self.picker.fill(self._sections())
        self.picker.open_under(self, _PICKER_PX)
        self._look()

    def _look(self) -> None:
        self._tasks.run(partial(_read, self._book, self._wildcards), self._on_read)

    def _sections(self) -> list[Section]:
        templates = tuple(
            Choice(f"{_TEMPLATE}{each.name}", each.name, _beginning(each.text), is_preset=True)
            for each in self._kept.templates
        )
        example = Choice(_EXAMPLE, self.tr("Try an example"), _beginning(example_prompt()))
        lists = tuple(Choice(f"{_LIST}{name}", ListName(name).written) for name in self._lists)
        return [Section(self.tr("Templates"), templates or (example,)), Section(self.tr("Word lists"), lists)]

    def _on_read(self, read: tuple[KeptPrompts, tuple[str, ...]]) -> None:
        before = self._sections()
        self._kept, self._lists = read
        self._show_again(before)

    def _take(self, kept: KeptPrompts) -> None:
        before = self._sections()
        self._kept = kept
        self._show_again(before)

    def _show_again(self, before: list[Section]) -> None:
        sections = self._sections()
        if sections != before and self.picker.isVisible():
            self.picker.refill(sections)

    def _on_chosen(self, key: str) -> None:
        if key == _EXAMPLE:
            self.template_chosen.emit(example_prompt())
        elif key.startswith(_LIST):
            self.list_chosen.emit(ListName(key.removeprefix(_LIST)).written)
        else:
            name = key.removeprefix(_TEMPLATE)
            self.template_chosen.emit(next(each.text for each in self._kept.templates if each.name == name))

    def _on_saved(self, name: str) -> None:
        text = self._written()
        if text.strip():
            self._change(partial(self._book.save_template, name, text))
        else:
            self.picker.hide()
            self.notice_raised.emit(self.tr("Write a prompt first, then save it."))

    def _on_renamed(self, key: str, name: str) -> None:
        self._change(partial(self._book.rename_template, key.removeprefix(_TEMPLATE), name))

    def _on_deleted(self, key: str) -> None:
        self._change(partial(self._book.delete_template, key.removeprefix(_TEMPLATE)))

    def _change(self, change: Callable[[], KeptPrompts]) -> None:
        self._tasks.run(change, self._take, self._on_failed)

    def _on_folder_wanted(self) -> None:
        self.picker.hide()
        make = partial(self._wildcards.make, _EXAMPLE_LIST, example_list())
        self._tasks.run(make, self._on_folder_made, self._on_failed)

    def _on_folder_made(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, SfumatoError):
            raise error
        self.notice_raised.emit(words.store_problem(error))


def _grammar() -> QWidget:
    """Return the lines that say how a prompt leaves something open."""
    box = QWidget()
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    for row, (written, meaning) in enumerate(ways_to_leave_open()):
        grid.setRowMinimumHeight(row, _LINE_PX)
        grid.addWidget(text_label(written, "code"), row, 0)
        grid.addWidget(text_label(meaning, "label"), row, 1)
    column = QVBoxLayout(box)
    column.setContentsMargins(28, 4, 8, 8)
    column.addLayout(grid)
    return box


def _read(book: PromptBook, wildcards: WildcardFolder) -> tuple[KeptPrompts, tuple[str, ...]]:
    return book.load(), wildcards.names()


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SIDE_LETTERS else f"{line[:_SIDE_LETTERS].rstrip()}…"
