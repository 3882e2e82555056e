"""The foot of the panel: the main button, its keys, and what is missing."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

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
        keys = text_label(self.tr("⌘ + Return") if sys.platform == "darwin" else self.tr("Ctrl + Enter"), "hint")
        keys.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        for part in (self.note, self.button, keys):
            column.addWidget(part)
