"""The month's budget in the settings: what can be typed, and what is no amount."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.core.settings import Settings
from desktop_app.ui.settings.budget_field import BudgetField, amount_of
from desktop_app.ui.settings.settings_dialog import SettingsDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("20", 20.0),
        (" $12.50 ", 12.5),
        ("12,5", 12.5),
        (".5", 0.5),
        ("0", 0.0),
        ("1000000", 1e6),
        ("", None),
        (" $ ", None),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, amount: float | None) -> None:
    assert amount_of(typed) == amount


@pytest.mark.parametrize("typed", ["-1", "ten", "1e3", "1.234", "1,234.50", "1000001", "nan", "inf", "٢", "."])
def test_what_is_no_amount_is_told(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        amount_of(typed)


@pytest.fixture
def field(qtbot: QtBot, theme: Theme) -> BudgetField:
    widget = BudgetField()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def typed(field: BudgetField, text: str) -> None:
    field.amount.setText(text)
    field.amount.editingFinished.emit()


def test_another_amount_is_told_once(qtbot: QtBot, field: BudgetField) -> None:
    with qtbot.waitSignal(field.chosen) as chosen:
        typed(field, "$20.00")
    assert chosen.args == [20.0]
    assert field.amount.text() == "20"
    assert "80 %" in field.note.text()

    with qtbot.assertNotEmitted(field.chosen):
        typed(field, "20.0")
    with qtbot.waitSignal(field.chosen) as chosen:
        typed(field, "")
    assert chosen.args == [None]


def test_a_wrong_amount_leaves_the_budget_as_it_is(qtbot: QtBot, field: BudgetField) -> None:
    field.show_budget(12.5)
    assert field.amount.text() == "12.50"

    with qtbot.assertNotEmitted(field.chosen):
        typed(field, "lots")

    assert field.note.text() == "Write it as 20 or 12.50. The budget before it stays in force."


def test_the_settings_hold_it(qtbot: QtBot, theme: Theme) -> None:
    dialog = SettingsDialog(Settings(monthly_budget_usd=5.0), "pictures")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.budget.amount.text() == "5"

    dialog.budget.amount.selectAll()
    with qtbot.waitSignal(dialog.settings_changed) as changed:
        QTest.keyClicks(dialog.budget.amount, "7.5")
        QTest.keyClick(dialog.budget.amount, Qt.Key.Key_Return)

    assert changed.args == [Settings(monthly_budget_usd=7.5)]
