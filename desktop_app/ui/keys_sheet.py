"""The sheet of keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from desktop_app.ui.shortcuts import SHORTCUTS, command_words, shortcut_keys
from desktop_app.ui.widgets.labels import text_label


class KeysSheet(QDialog):
    """Lists what each key does; any key or click elsewhere leaves it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setModal(False)
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 20, 24, 20)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(8)
        for row, shortcut in enumerate(SHORTCUTS):
            grid.addWidget(text_label(command_words(shortcut.command)), row, 0)
            keys = text_label(shortcut_keys(shortcut), "secondary")
            grid.addWidget(keys, row, 1, Qt.AlignmentFlag.AlignRight)
