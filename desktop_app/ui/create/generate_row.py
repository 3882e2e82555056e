"""The foot of the panel: the main button, its keys, and what is missing."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.create.generate_button import GenerateButton
from desktop_app.ui.create.note import Note
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.labels import text_label


class GenerateRow(QWidget):
    """Stays in sight when the rest is scrolled."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = Note("bad-small")
        self.button = GenerateButton(theme)
        self.batch = QPushButton(self.tr("Batch…"))
        self.batch.setToolTip(self.tr("Many pictures at once"))
        self.batch.setFixedHeight(self.button.height())
        self.batch.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.button, 1)
        buttons.addWidget(self.batch)
        self._keys = keys = text_label("", "hint")
        self.show_key("")
        keys.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.note)
        column.addLayout(buttons)
        column.addWidget(keys)

    def show_key(self, key: str) -> None:
        """Name the key that orders; an empty text means the usual one."""
        usual = self.tr("⌘ + Return") if sys.platform == "darwin" else self.tr("Ctrl + Enter")
        self._keys.setText(key or usual)
