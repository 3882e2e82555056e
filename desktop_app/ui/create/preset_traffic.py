"""Presets to a file and from one: the dialogs, the work off the GUI thread, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.core.errors import SfumatoError
from desktop_app.core.preset_exchange import PresetBundle, ReadBundle, joined
from desktop_app.core.saved_prompt import SavedPrompt
from desktop_app.qt.tasks import Tasks
from desktop_app.store.preset_exchange_file import read_presets, write_presets
from desktop_app.store.presets_file import Presets
from desktop_app.store.prompt_book import PromptBook
from desktop_app.ui import words
from desktop_app.ui.create import exchange_words
from desktop_app.ui.file_places import documents_folder

_SUFFIX = "json"


class PresetTraffic(QObject):
    """Asks for a file and moves presets.

    Signals:
        imported(Presets): all presets as they are to be now.
        prompts_imported: saved prompts came along and are in the book.
        told(str): what came of it when all went well.
        refused(str): what went wrong, or was left out.
    """

    imported = Signal(object)
    prompts_imported = Signal()
    told = Signal(str)
    refused = Signal(str)

    def __init__(self, window: QWidget, tasks: Tasks, present: Callable[[], Presets]) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = tasks
        self._present = present
        self._book: PromptBook | None = None

    def use_book(self, book: PromptBook) -> None:
        """Take saved prompts along as well."""
        self._book = book

    def ask_export(self) -> None:
        """Ask where to, and write."""
        dialog = self._dialog(self.tr("Export presets"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(self.tr("Sfumato presets") + f".{_SUFFIX}")
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def ask_import(self) -> None:
        """Ask which file, and read."""
        dialog = self._dialog(self.tr("Import presets"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.import_from)
        dialog.open()

    def export_to(self, path: str) -> None:
        """Write all presets to this file."""
        writing = partial(_write, Path(path), self._present(), self._book)
        self._tasks.run(writing, self._on_exported, self._on_failed)

    def import_from(self, path: str) -> None:
        """Take in what can be taken of this file."""
        self._tasks.run(partial(_read, Path(path), self._book), self._on_read, self._on_failed)

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, documents_folder())
        dialog.setNameFilters([self.tr("Presets (*.json)"), self.tr("All files (*)")])
        dialog.setDefaultSuffix(_SUFFIX)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _on_exported(self, name: str) -> None:
        self.told.emit(self.tr("Presets exported to {name}.").format(name=name))

    def _on_read(self, arrived: _Arrived) -> None:
        read = arrived.read
        if read.fault is not None:
            self.refused.emit(exchange_words.file_fault(read.fault, arrived.name))
            return
        result = joined(_bundle(self._present(), arrived.prompts), read.bundle)
        bundle, added = result.bundle, result.added
        if added.models or added.sizes or added.loras:
            self.imported.emit(Presets(bundle.models, bundle.sizes, bundle.loras))
        if added.prompts and self._book is not None:
            self._tasks.run(partial(_keep, self._book, added.prompts), self._on_prompts_kept, self._on_failed)
        text = exchange_words.imported(len(added), len(read.bundle), read.problems)
        (self.refused if read.problems else self.told).emit(text)

    def _on_prompts_kept(self, _done: None) -> None:
        self.prompts_imported.emit()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, SfumatoError):
            raise error
        self.refused.emit(words.store_problem(error))


@dataclass(frozen=True, slots=True)
class _Arrived:
    name: str
    read: ReadBundle
    prompts: tuple[SavedPrompt, ...]


def _bundle(presets: Presets, prompts: tuple[SavedPrompt, ...]) -> PresetBundle:
    return PresetBundle(presets.models, presets.sizes, presets.loras, prompts)


def _saved_prompts(book: PromptBook | None) -> tuple[SavedPrompt, ...]:
    return book.load().templates if book is not None else ()


def _write(file: Path, presets: Presets, book: PromptBook | None) -> str:
    write_presets(file, _bundle(presets, _saved_prompts(book)))
    return file.name


def _read(file: Path, book: PromptBook | None) -> _Arrived:
    read = read_presets(file)
    if book is None and read.bundle.prompts:
        read = replace(read, bundle=replace(read.bundle, prompts=()))
    return _Arrived(file.name, read, _saved_prompts(book))


def _keep(book: PromptBook, prompts: tuple[SavedPrompt, ...]) -> None:
    for prompt in prompts:
        book.save_template(prompt.name, prompt.text)
