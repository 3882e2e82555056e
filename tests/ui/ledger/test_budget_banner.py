"""The card of the budget: when it comes, what it says, and that it can be put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.ledger import Budget
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.ui.ledger.budget_banner import BudgetBanner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme

MONTH = QLocale().standaloneMonthName(QDate.currentDate().month())
HELD = QueueState(holds=frozenset({Hold.BUDGET}))


@pytest.fixture
def banner(qtbot: QtBot, theme: Theme) -> Iterator[BudgetBanner]:
    place = QWidget()
    qtbot.addWidget(place)
    card = BudgetBanner(theme)
    QVBoxLayout(place).addWidget(card)
    place.resize(800, 200)
    place.show()
    yield card
    # It owns the card: without a name it would be gone at once.
    place.close()


@pytest.mark.parametrize("budget", [Budget(None, 100.0), Budget(20.0, 15.9)])
def test_there_is_nothing_to_say_below_four_fifths(banner: BudgetBanner, budget: Budget) -> None:
    banner.take_budget(budget)
    assert not banner.isVisible()


def test_it_warns_from_four_fifths_on(banner: BudgetBanner) -> None:
    banner.take_budget(Budget(20.0, 16.2))

    assert banner.isVisible()
    assert banner.heading.text() == f"{MONTH}: $16.20 of $20"
    assert banner.sentence.text().startswith("The budget is nearly used up.")
    assert not banner.go_on.isVisible()


def test_orders_that_are_kept_back_can_be_let_go(qtbot: QtBot, banner: BudgetBanner) -> None:
    banner.take_budget(Budget(20.0, 20.1))
    banner.take_queue(HELD)

    assert "Nothing more is sent this month until you say go on." in banner.sentence.text()
    with qtbot.waitSignal(banner.go_on_requested):
        banner.go_on.click()
    banner.take_queue(QueueState())
    assert banner.sentence.text() == "The budget is used up. Orders still go out this month."
    assert not banner.go_on.isVisible()


def test_what_is_put_away_comes_back_for_something_else_alone(qtbot: QtBot, banner: BudgetBanner) -> None:
    banner.take_budget(Budget(20.0, 16.2))
    banner.close_button.click()
    assert not banner.isVisible()

    banner.take_budget(Budget(20.0, 17.0))
    assert not banner.isVisible()

    banner.take_queue(HELD)
    assert banner.isVisible()
    banner.close_button.click()
    banner.take_budget(Budget(40.0, 36.0))
    assert banner.isVisible()


def test_it_goes_when_the_budget_is_raised(qtbot: QtBot, banner: BudgetBanner) -> None:
    banner.take_budget(Budget(20.0, 19.0))
    with qtbot.waitSignal(banner.costs_requested):
        banner.costs.click()
    banner.take_budget(Budget(50.0, 19.0))
    assert not banner.isVisible()
