"""The sheet of keys."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.ui.shortcut_keys.key_table import KeyTable
from desktop_app.ui.shortcuts import KeyGroup, key_groups
from desktop_app.ui.widgets.labels import text_label

_MARGIN_PX = 24
_COLUMN_GAP_PX = 32
_GROUP_GAP_PX = 24
_LINE_GAP_PX = 8
_KEY_GAP_PX = 24
_SCREEN_EDGE_PX = 80
_WIDE_PX = 1100


class KeysSheet(QDialog):
    """Lists what each key does, the window's beside those of its places; scrolls on a small screen, and Esc leaves it.

    Signals:
        change_requested(): the person wants other keys; the sheet is gone.
    """

    change_requested = Signal()

    def __init__(self, parent: QWidget, table: KeyTable | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window, pictures, *places = key_groups((table or KeyTable()).keys)
        self.change = QPushButton(self.tr("Change keys…"))
        self.change.setAutoDefault(False)
        self.change.clicked.connect(self._on_change_wanted)
        self._content = QWidget()
        columns = QHBoxLayout(self._content)
        columns.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        columns.setSpacing(_COLUMN_GAP_PX)
        is_wide = self.screen().availableSize().width() >= _WIDE_PX
        prompt, queue, *lists = places
        beside = ((window,), (pictures,), tuple(places)) if is_wide else ((window, prompt, *lists), (pictures, queue))
        for groups in beside:
            columns.addWidget(self._column(groups, None if groups is not beside[0] else self.change))
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName(self.windowTitle())
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        # Qt alone would give it two thirds of the screen at most.
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Return room for all lines, or as much of it as the screen has."""
        edge = QSize(_SCREEN_EDGE_PX, _SCREEN_EDGE_PX)
        return self._content.sizeHint().boundedTo(self.screen().availableSize() - edge)

    def _on_change_wanted(self) -> None:
        self.close()
        self.change_requested.emit()

    def _column(self, groups: tuple[KeyGroup, ...], last: QWidget | None = None) -> QWidget:
        """Return groups one under the other, their keys in line, and what stands below them."""
        column = QWidget()
        column.setObjectName("column")
        grid = QGridLayout(column)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_KEY_GAP_PX)
        grid.setVerticalSpacing(_LINE_GAP_PX)
        for group in groups:
            self._add(grid, group)
        if last is not None:
            grid.setRowMinimumHeight(grid.rowCount(), _GROUP_GAP_PX - 2 * _LINE_GAP_PX)
            grid.addWidget(last, grid.rowCount(), 0, Qt.AlignmentFlag.AlignLeft)
        grid.setRowStretch(grid.rowCount(), 1)
        return column

    def _add(self, grid: QGridLayout, group: KeyGroup) -> None:
        row = grid.rowCount()
        heading = text_label(group.place or self.tr("In the window"), "heading")
        heading.setContentsMargins(0, 0 if row == 1 else _GROUP_GAP_PX - _LINE_GAP_PX, 0, 0)
        grid.addWidget(heading, row, 0, 1, 2)
        for offset, (words, keys) in enumerate(group.lines, 1):
            grid.addWidget(text_label(words), row + offset, 0)
            grid.addWidget(text_label(keys, "secondary"), row + offset, 1, Qt.AlignmentFlag.AlignRight)
