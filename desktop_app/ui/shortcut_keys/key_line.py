"""One command in the list of keys: what it does, its keys, and the way back to the usual ones."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.shortcut_keys.key_button import KeyButton
from desktop_app.ui.shortcut_keys.key_table import KeyTable, is_fixed, native, native_keys
from desktop_app.ui.shortcuts import Command, command_words
from desktop_app.ui.widgets.labels import set_kind, text_label


class KeyLine(QWidget):
    """Takes a key for its command. One that another command has must be pressed twice.

    Signals:
        table_changed(KeyTable): what the person wants.
    """

    table_changed = Signal(object)

    def __init__(self, command: Command, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.command = command
        self._table = KeyTable()
        self._warned = ""
        self.key = KeyButton()
        self.reset = QPushButton(self.tr("Reset"))
        self.reset.setProperty("kind", "link")
        self.reset.setAutoDefault(False)
        self.reset.setAccessibleName(self.tr("Reset: {command}").format(command=command_words(command)))
        self.note = text_label("", "secondary", wrap=True)
        self.note.hide()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(text_label(command_words(command)), 1)
        row.addWidget(self.reset)
        row.addWidget(self.key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.note)
        self.key.key_given.connect(self._on_key_given)
        self.key.key_taken_away.connect(self._on_key_taken_away)
        self.key.listening_changed.connect(self._on_listening_changed)
        self.reset.clicked.connect(self._on_reset)
        self.show_table(self._table)

    def show_table(self, table: KeyTable) -> None:
        """Show the keys that hold."""
        self._table = table
        keys = native_keys(table.keys(self.command))
        self.key.show_keys(keys)
        self.key.setAccessibleName(f"{command_words(self.command)}: {keys or self.tr('None')}")
        self.reset.setVisible(table.is_changed(self.command))

    def _on_key_given(self, key: str) -> None:
        holder = self._table.holder(key)
        if is_fixed(key):
            self._say(self.tr("{key} belongs to lists and fields.").format(key=native(key)), is_bad=True)
        elif holder not in {None, self.command} and key != self._warned:
            assert holder is not None
            self._warned = key
            told = self.tr("{key} is “{command}”. Press it again to take it from there.")
            self._say(told.format(key=native(key), command=command_words(holder)), is_bad=True)
        else:
            self.key.stop()
            self.table_changed.emit(self._table.with_keys(self.command, (key,)))

    def _on_key_taken_away(self) -> None:
        self.table_changed.emit(self._table.with_keys(self.command, ()))

    def _on_listening_changed(self, is_on: bool) -> None:
        self._warned = ""
        self._say(self.tr("Esc leaves it as it is, Backspace takes the key away.") if is_on else "")

    def _on_reset(self) -> None:
        self.key.setFocus()
        self.table_changed.emit(self._table.with_usual(self.command))

    def _say(self, text: str, *, is_bad: bool = False) -> None:
        set_kind(self.note, "bad-small" if is_bad else "secondary")
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.key.setAccessibleDescription(text)
