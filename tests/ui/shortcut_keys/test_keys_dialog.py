"""The screen of keys: by keys alone, with words for what another command has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.ui.shortcut_keys.key_table import KeyTable
from desktop_app.ui.shortcut_keys.keys_dialog import KeysDialog
from desktop_app.ui.shortcuts import Command

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop_app.ui.shortcut_keys.key_line import KeyLine
    from desktop_app.ui.theme.theme import Theme


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> KeysDialog:
    made = KeysDialog(KeyTable())
    made.table_changed.connect(made.show_table)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def listening(dialog: KeysDialog, command: Command) -> KeyLine:
    line = dialog.lines[command]
    line.key.setFocus()
    QTest.keyClick(line.key, Qt.Key.Key_Space)
    return line


def test_a_key_is_given_and_told(dialog: KeysDialog) -> None:
    line = listening(dialog, Command.PICK)
    assert line.key.text() == "Press a key…"
    QTest.keyClick(line.key, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert line.key.text() == "Ctrl+Alt+Y"
    assert line.key.accessibleName() == "Pick: Ctrl+Alt+Y"
    assert line.reset.isVisible()
    line.reset.click()
    assert (line.key.text(), line.reset.isVisible()) == ("P", False)


def test_a_key_of_another_command_is_taken_at_the_second_time(dialog: KeysDialog) -> None:
    line = listening(dialog, Command.PICK)
    QTest.keyClick(line.key, Qt.Key.Key_F)
    assert line.note.text() == "F is “Show or hide the filters”. Press it again to take it from there."
    assert dialog.lines[Command.SHOW_FILTERS].key.text() == "F"
    QTest.keyClick(line.key, Qt.Key.Key_F)
    assert (line.key.text(), dialog.lines[Command.SHOW_FILTERS].key.text()) == ("F", "None")
    assert not line.note.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_H])
def test_keys_of_lists_and_fields_are_given_to_none(dialog: KeysDialog, key: Qt.Key) -> None:
    line = listening(dialog, Command.PICK)
    QTest.keyClick(line.key, key)
    assert line.note.text().endswith("belongs to lists and fields.")
    assert line.key.text() == "Press a key…"
    QTest.keyClick(line.key, Qt.Key.Key_Escape)
    assert line.key.text() == "P"
    assert dialog.isVisible()


def test_a_sign_counts_wherever_the_keyboard_has_it(dialog: KeysDialog) -> None:
    line = listening(dialog, Command.PICK)
    QTest.keyClick(line.key, Qt.Key.Key_Exclam, Qt.KeyboardModifier.ShiftModifier)
    assert line.key.text() == "!"


def test_a_command_can_be_without_a_key_and_all_come_back(dialog: KeysDialog) -> None:
    line = listening(dialog, Command.PICK)
    QTest.keyClick(line.key, Qt.Key.Key_Backspace)
    assert line.key.text() == "None"
    assert dialog.reset_all.isEnabled()
    dialog.reset_all.click()
    assert line.key.text() == "P"
    assert not dialog.reset_all.isEnabled()


def test_who_turns_elsewhere_gives_no_key(dialog: KeysDialog) -> None:
    line = listening(dialog, Command.PICK)
    dialog.lines[Command.REJECT].key.setFocus()
    assert line.key.text() == "P"
