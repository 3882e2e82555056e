"""The budget from the engine to the card above the grid, and a person's word back to the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.job import JobState
from desktop_app.core.settings import Settings
from desktop_app.engine.places import journal_path, settings_path
from desktop_app.qt.engine_thread import EngineThread, session_opener
from desktop_app.store.folders import user_folders
from desktop_app.store.ledger_query import LedgerReader
from desktop_app.store.secrets import KeyStore
from desktop_app.store.settings import SettingsFile
from desktop_app.ui.key.key_flow import KeyFlow
from desktop_app.ui.ledger.budget_banner import BudgetBanner
from desktop_app.ui.ledger.costs_desk import CostsDesk
from desktop_app.ui.ledger.costs_flow import CostsFlow
from desktop_app.ui.settings.settings_flow import SettingsFlow
from tests.support.queue_verbs import a_job, write_journal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.qt.tasks import Tasks
    from desktop_app.ui.theme.theme import Theme

SETTINGS = Settings(monthly_budget_usd=1.0)


class Studio:
    """The engine of a person who has spent the month's budget, the window, and what connects them."""

    def __init__(self, theme: Theme, tasks: Tasks) -> None:
        folders = user_folders()
        self.window = QWidget()
        self.banner = BudgetBanner(theme)
        QVBoxLayout(self.window).addWidget(self.banner)
        self.engine = EngineThread(session_opener(folders, SETTINGS, {}), self.window)
        self.keys = KeyFlow(KeyStore({}), self.engine, tasks, self.window)
        file = SettingsFile(settings_path(folders))
        self.settings = SettingsFlow(SETTINGS, file, tasks, self.keys, default_library="pictures", base_url_override="")
        self.costs = CostsFlow(theme, LedgerReader(journal_path(folders)), tasks, str, self.window)
        self.desk = CostsDesk(self.window, self.engine, self.settings, self.costs, self.banner)

    def close(self) -> None:
        self.costs.close()
        self.keys.close()
        self.engine.close()


@pytest.fixture
def studio(qtbot: QtBot, theme: Theme, tasks: Tasks) -> Iterator[Studio]:
    write_journal(a_job("paid", JobState.DONE, estimate_usd=1.25), a_job("waits"))
    made = Studio(theme, tasks)
    qtbot.addWidget(made.window)
    made.window.show()
    made.engine.start()
    yield made
    made.close()


def test_orders_are_kept_back_until_the_person_says_go_on(qtbot: QtBot, studio: Studio) -> None:
    qtbot.waitUntil(studio.banner.go_on.isVisible)
    assert studio.banner.heading.text().endswith(": $1.25 of $1")

    studio.banner.go_on.click()

    qtbot.waitUntil(lambda: not studio.banner.go_on.isVisible())
    assert studio.banner.sentence.text() == "The budget is used up. Orders still go out this month."


def test_the_costs_lead_to_the_budget_in_the_settings(qtbot: QtBot, studio: Studio) -> None:
    qtbot.waitUntil(studio.banner.isVisible)
    studio.banner.costs.click()
    (window,) = [each for each in studio.window.findChildren(QWidget) if each.windowTitle() == "Costs"]
    assert window.isVisible()

    studio.costs.budget_requested.emit()

    dialog = studio.settings.show(studio.window)
    assert dialog.isVisible()
    assert dialog.focusWidget() is dialog.budget.amount


def test_what_was_exported_is_told(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    with qtbot.waitSignal(studio.desk.notice_raised) as raised:
        studio.costs.exported.emit(tmp_path / "costs.csv")
    assert raised.args == ["Costs exported to costs.csv."]
