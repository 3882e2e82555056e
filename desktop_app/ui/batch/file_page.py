"""The source "file": prompts of a text or a table."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.errors import SfumatoError
from desktop_app.qt.tasks import Tasks
from desktop_app.store.prompt_file import Layout, PromptFile, read_prompts
from desktop_app.ui import words
from desktop_app.ui.batch import file_words
from desktop_app.ui.batch.recipes import FileRecipe
from desktop_app.ui.create.note import Note
from desktop_app.ui.file_places import documents_folder
from desktop_app.ui.settings.segment_field import SegmentField
from desktop_app.ui.widgets.labels import text_label


class FilePage(QWidget):
    """A file that is chosen or dropped here, and what is wrong with it.

    Signals:
        changed: other prompts.
    """

    changed = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._path: Path | None = None
        self.file: PromptFile | None = None
        self.setAcceptDrops(True)
        self.choose = QPushButton(self.tr("Choose a file…"))
        self.choose.setAutoDefault(False)
        self.name = text_label("", "secondary")
        self.problems = Note("warn-small")
        self.layout_kind = SegmentField(
            self.tr("Prompts"),
            ((Layout.LINES, self.tr("One a line")), (Layout.PARAGRAPHS, self.tr("Parted by blank lines"))),
        )
        self.help = text_label(
            self.tr(
                "A text with one prompt a line, or with blank lines between them. Or a CSV table with a first line that "
                "names its columns: prompt, model, size, steps, seed, negative, guidance."
            ),
            "secondary",
            wrap=True,
        )
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.choose)
        row.addWidget(self.name, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(text_label(self.tr("File"), "label"))
        column.addLayout(row)
        for part in (self.layout_kind, self.help, self.problems):
            column.addWidget(part)
        self.choose.clicked.connect(self._on_choose)
        self.layout_kind.chosen.connect(self._on_layout_chosen)
        self._show()

    def read(self, path: str, layout: Layout | None = None) -> None:
        """Take the prompts of this file."""
        self._path = Path(path)
        self._tasks.run(partial(read_prompts, self._path, layout), self._on_read, self._on_failed)

    def recipe(self) -> FileRecipe | None:
        """Return what is asked for, `None` without prompts."""
        return FileRecipe(self.file.entries) if self.file is not None and self.file.entries else None

    @property
    def hint(self) -> str:
        """What is still missing."""
        return "" if self.problems.text() else self.tr("Choose a file with prompts, or drop it here.")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = next((url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()), "")
        if path:
            event.acceptProposedAction()
            self.read(path)

    def _show(self) -> None:
        file = self.file
        self.name.setText(file_words.file_line(file) if file is not None else "")
        self.help.setVisible(file is None or file.problem is not None)
        is_open = file is not None and file.may_be_paragraphs
        self.layout_kind.setVisible(is_open)
        if file is not None:
            self.layout_kind.show_choice(file.layout)

    def _on_choose(self) -> None:
        dialog = QFileDialog(
            self, self.tr("Prompts from a file"), str(self._path.parent) if self._path else documents_folder()
        )
        dialog.setNameFilters([self.tr("Prompts (*.txt *.csv *.tsv *.tab)"), self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.read)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_layout_chosen(self, layout: Layout) -> None:
        if self._path is not None:
            self.read(str(self._path), layout)

    def _on_read(self, file: PromptFile) -> None:
        self.file = file
        self.problems.say(file_words.file_problems(file))
        self._show()
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, SfumatoError):
            raise error
        self.file = None
        self.problems.say(words.store_problem(error))
        self._show()
        self.changed.emit()
