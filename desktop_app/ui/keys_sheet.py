"""The sheet of keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from desktop_app.ui.shortcuts import KeyGroup, key_groups
from desktop_app.ui.widgets.labels import text_label

_HEADING_GAP_PX = 12


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
        for group in key_groups():
            self._add(grid, group)

    def _add(self, grid: QGridLayout, group: KeyGroup) -> None:
        row = grid.rowCount()
        if group.place:
            heading = text_label(group.place, "label")
            heading.setContentsMargins(0, _HEADING_GAP_PX, 0, 0)
            grid.addWidget(heading, row, 0, 1, 2)
        for offset, (words, keys) in enumerate(group.lines, 1):
            grid.addWidget(text_label(words), row + offset, 0)
            grid.addWidget(text_label(keys, "secondary"), row + offset, 1, Qt.AlignmentFlag.AlignRight)
