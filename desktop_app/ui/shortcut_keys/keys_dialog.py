"""The screen on which keys are changed: every command, in groups."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.ui.shortcut_keys.key_line import KeyLine
from desktop_app.ui.shortcut_keys.key_table import KeyTable
from desktop_app.ui.shortcuts import Command, command_groups
from desktop_app.ui.widgets.labels import frame, text_label

_MARGIN_PX = 24
_WIDTH_PX = 560
_HEIGHT_PX = 720
_SCREEN_EDGE_PX = 80


class KeysDialog(QDialog):
    """Lists the commands with their keys; what is changed there holds at once. Not modal.

    Signals:
        table_changed(KeyTable): what the person wants.
    """

    table_changed = Signal(object)

    def __init__(self, table: KeyTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.setWindowTitle(self.tr("Change keys"))
        self.setModal(False)
        self.lines: dict[Command, KeyLine] = {}
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._list())
        self.reset_all = QPushButton(self.tr("All to their usual keys"))
        self.reset_all.setAutoDefault(False)
        self.reset_all.clicked.connect(self._on_reset_all)
        foot = QHBoxLayout()
        foot.setContentsMargins(_MARGIN_PX, 12, _MARGIN_PX, 12)
        foot.addWidget(self.reset_all)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(frame("line-h"))
        whole.addLayout(foot)
        self.show_table(table)
        self.resize(self.sizeHint())

    def show_table(self, table: KeyTable) -> None:
        """Show the keys that hold."""
        self._table = table
        for line in self.lines.values():
            line.show_table(table)
        self.reset_all.setEnabled(any(table.is_changed(command) for command in Command))

    def sizeHint(self) -> QSize:
        """Return room for a good part of the list, or as much of it as the screen has."""
        edge = QSize(_SCREEN_EDGE_PX, _SCREEN_EDGE_PX)
        return QSize(_WIDTH_PX, _HEIGHT_PX).boundedTo(self.screen().availableSize() - edge)

    def _list(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        column.setSpacing(6)
        for title, commands in command_groups():
            heading = text_label(title, "heading")
            heading.setContentsMargins(0, 16 if self.lines else 0, 0, 4)
            column.addWidget(heading)
            for command in commands:
                column.addWidget(self._line(command))
        column.addStretch(1)
        return body

    def _line(self, command: Command) -> KeyLine:
        line = self.lines[command] = KeyLine(command)
        line.table_changed.connect(self.table_changed)
        return line

    def _on_reset_all(self) -> None:
        self.table_changed.emit(self._table.all_usual())
