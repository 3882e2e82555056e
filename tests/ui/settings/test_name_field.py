"""The pattern of names: it is explained as it is typed, and taken when it can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.core.name_pattern import DEFAULT_PATTERN, PatternFault, PatternInvalid
from desktop_app.core.settings import Settings
from desktop_app.ui.settings.name_field import NameField, example_facts
from desktop_app.ui.settings.name_words import fault_words
from desktop_app.ui.settings.settings_dialog import SettingsDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme


@pytest.fixture
def field(qtbot: QtBot, theme: Theme) -> NameField:
    widget = NameField()
    widget.set_facts(lambda: example_facts("A blue door", "google/imagen-4.0-fast", 42, 512, 768))
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_the_example_follows_what_is_typed(field: NameField) -> None:
    field.pattern.clear()
    QTest.keyClicks(field.pattern, "{model}/{prompt} {seed} {size} {id}")

    expected = "The next picture: imagen-4-0-fast/a-blue-door 42 512x768 7f3a.jpg"
    assert field.example.text() == expected
    assert field.pattern.accessibleDescription() == expected


def test_a_pattern_is_taken_with_return_and_once(qtbot: QtBot, field: NameField) -> None:
    field.pattern.setText("{seed}-{id}")
    with qtbot.waitSignal(field.chosen) as chosen:
        QTest.keyClick(field.pattern, Qt.Key.Key_Return)
    assert chosen.args == ["{seed}-{id}"]

    with qtbot.assertNotEmitted(field.chosen):
        QTest.keyClick(field.pattern, Qt.Key.Key_Return)


@pytest.mark.parametrize("typed", ["{prompt}", "a:b-{id}", "CON/{id}", "../{id}", ""])
def test_what_cannot_be_used_is_said_below_and_not_taken(qtbot: QtBot, field: NameField, typed: str) -> None:
    field.pattern.setText(typed)
    with qtbot.assertNotEmitted(field.chosen):
        QTest.keyClick(field.pattern, Qt.Key.Key_Return)

    assert field.example.text().endswith("The pattern before it stays in use.")
    assert field.example.property("kind") == "bad-small"


@pytest.mark.parametrize("fault", list(PatternFault))
def test_every_fault_has_its_words(theme: Theme, fault: PatternFault) -> None:
    told = fault_words(PatternInvalid(fault, "x"))
    assert "{{" not in told
    assert told.endswith("The pattern before it stays in use.")


def test_a_part_is_inserted_where_the_cursor_is(qtbot: QtBot, field: NameField) -> None:
    field.pattern.setText("-{id}")
    field.pattern.setCursorPosition(0)
    field.parts.aboutToShow.emit()
    names = [action.text() for action in field.parts.actions()]
    assert "Seed\t42" in names

    with qtbot.waitSignal(field.chosen) as chosen:
        field.parts.actions()[names.index("Seed\t42")].trigger()
    assert chosen.args == ["{seed}-{id}"]


def test_the_default_names_come_back_as_a_choice_of_their_own(qtbot: QtBot, theme: Theme) -> None:
    dialog = SettingsDialog(Settings(name_pattern="{seed}-{id}"), "Pictures")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.names.pattern.text() == "{seed}-{id}"

    with qtbot.waitSignal(dialog.settings_changed) as changed:
        dialog.names.default.click()

    # Pictures may stand under the names of before: an empty setting would say that there were never others.
    assert changed.args == [Settings(name_pattern=DEFAULT_PATTERN)]
    assert not dialog.names.default.isVisible()
