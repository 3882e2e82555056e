"""The table of keys: one command a key, the person's own before the usual ones."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from desktop_app.ui.shortcut_keys.key_table import KeyTable, is_fixed, native_keys
from desktop_app.ui.shortcuts import SHORTCUTS, Command, command_groups


def test_without_changes_all_keys_are_the_usual_ones() -> None:
    table = KeyTable()
    assert {each.command: table.keys(each.command) for each in SHORTCUTS} == {
        each.command: each.keys for each in SHORTCUTS
    }
    assert table.changed == ()


def test_every_command_is_in_the_table_and_in_one_group_and_no_usual_key_is_anothers() -> None:
    listed = [command for _, commands in command_groups() for command in commands]
    assert sorted(each.value for each in listed) == sorted(each.value for each in Command)
    keys = [QKeySequence(key).toString() for each in SHORTCUTS for key in each.keys]
    assert len(keys) == len(set(keys))
    assert not [key for key in keys if is_fixed(key)]


def test_a_key_that_is_given_is_taken_from_who_had_it() -> None:
    table = KeyTable().with_keys(Command.SHOW_FILTERS, ("E",))
    assert (table.keys(Command.SHOW_FILTERS), table.keys(Command.SHOW_PICTURE)) == (("E",), ())
    assert table.holder("E") is Command.SHOW_FILTERS
    assert KeyTable(table.changed).changed == table.changed


def test_a_command_gets_its_usual_keys_back_as_far_as_they_are_free() -> None:
    table = KeyTable().with_keys(Command.SHOW_FILTERS, ("E",))
    assert table.with_usual(Command.SHOW_PICTURE).keys(Command.SHOW_PICTURE) == ()
    back = table.with_usual(Command.SHOW_FILTERS).with_usual(Command.SHOW_PICTURE)
    assert back.changed == ()
    assert table.all_usual().changed == ()


def test_what_ends_a_line_is_one_key() -> None:
    table = KeyTable().with_keys(Command.BATCH, ("Ctrl+Enter",))
    assert table.keys(Command.GENERATE) == ()
    assert set(table.keys(Command.BATCH)) == {"Ctrl+Enter", "Ctrl+Return"}
    assert native_keys(table.keys(Command.BATCH)) == QKeySequence("Ctrl+Return").toString(
        QKeySequence.SequenceFormat.NativeText
    )


def test_what_another_version_knows_of_is_kept() -> None:
    kept = (("paint", ("Ctrl+P",)),)
    table = KeyTable(kept).with_keys(Command.PICK, ("Y",))
    assert table.changed == (("pick", ("Y",)), *kept)
    assert table.all_usual().changed == kept


def test_junk_in_the_settings_is_passed_over() -> None:
    table = KeyTable((("pick", ("no key at all, really", "Tab", "Y", "Y")),))
    assert table.keys(Command.PICK) == ("Y",)
