"""A folder that a person chooses: where it is, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui import words
from desktop_app.ui.widgets.labels import text_label

if TYPE_CHECKING:
    from desktop_app.core.errors import SfumatoError


class FolderField(QWidget):
    """Shows a folder; an empty one means the default.

    Signals:
        chosen(str): another folder, or an empty text for the default.
    """

    chosen = Signal(str)

    def __init__(self, default_folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._default = default_folder
        self._folder = ""
        self.path = QLineEdit()
        self.path.setReadOnly(True)
        self.path.setAccessibleName(self.tr("Library folder"))
        self.choose = QPushButton(self.tr("Choose"))
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._on_choose)
        self.default = QPushButton(self.tr("Use the default folder"))
        self.default.setProperty("kind", "link")
        self.default.setAutoDefault(False)
        self.default.clicked.connect(self._on_default)
        self.problem = text_label("", "bad-small", wrap=True)
        self.problem.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.path, 1)
        row.addWidget(self.choose)
        links = QHBoxLayout()
        links.addWidget(self.default)
        links.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.problem)
        column.addLayout(links)
        self.show_folder("")

    def show_folder(self, folder: str) -> None:
        """Show this folder, the default for an empty text."""
        self._folder = folder
        self.path.setText(folder or self._default)
        self.path.setToolTip("")
        self.path.setCursorPosition(0)
        self.default.setVisible(bool(folder) and folder != self._default)
        self.problem.hide()

    def show_problem(self, error: SfumatoError | None) -> None:
        """Say what is wrong with the folder, or that nothing is."""
        self.problem.setVisible(error is not None)
        self.problem.setText(words.store_problem(error) if error is not None else "")

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Library folder"), self._folder or self._default)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_default(self) -> None:
        self._on_chosen("")

    def _on_chosen(self, folder: str) -> None:
        if folder != self._folder:
            self.show_folder(folder)
            self.chosen.emit(folder)
