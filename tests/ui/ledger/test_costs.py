"""The window of costs over a real journal: sums, orders, the month against its budget, the table for other programs."""

from __future__ import annotations

import csv
import sqlite3
import time
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from desktop_app.core.ledger import Budget
from desktop_app.core.period import ALL_TIME, local_moment, month_before, month_of, today, year_of
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.core.request import GenerationRequest
from desktop_app.store.journal import Journal
from desktop_app.store.journal_schema import MIGRATIONS
from desktop_app.store.ledger_query import LedgerReader
from desktop_app.ui.ledger.costs_flow import CostsFlow
from desktop_app.ui.ledger.costs_window import CostsWindow
from desktop_app.ui.ledger.ledger_answer import By
from tests.support.queue_verbs import a_job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.qt.tasks import Tasks
    from desktop_app.ui.theme.theme import Theme

MONTH = QLocale().standaloneMonthName(QDate.currentDate().month())
LONG_AGO = time.time() - 800 * 86_400.0
Rows = list[tuple[str, ...]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    opened = Journal(path)
    yield opened
    opened.close()


@pytest.fixture
def filled(journal: Journal) -> Journal:
    other = GenerationRequest("a harbour\nin the rain", "owner/other")
    journal.add_all(
        [
            a_job("old", JobState.DONE, created_at=LONG_AGO, sent_at=LONG_AGO, image_uuids=("u",), estimate_usd=2.0),
            a_job("done", JobState.DONE, image_uuids=("u", "v"), estimate_usd=0.25),
            a_job("lost", JobState.UNKNOWN, request=other, estimate_usd=0.5),
            a_job("refused", JobState.FAILED, request=other, estimate_usd=None),
            a_job("sent", JobState.SENDING, estimate_usd=1.0),
        ]
    )
    return journal


@pytest.fixture
def flow(theme: Theme, tasks: Tasks, path: Path) -> Iterator[CostsFlow]:
    costs = CostsFlow(theme, LedgerReader(path), tasks, lambda model: model.rpartition("/")[2])
    yield costs
    costs.close()


@pytest.fixture
def shown(qtbot: QtBot, flow: CostsFlow) -> Iterator[Callable[[], CostsWindow]]:
    parent = QWidget()
    qtbot.addWidget(parent)

    def show() -> CostsWindow:
        window = flow.show(parent)
        settle(qtbot, flow)
        return window

    yield show
    # It owns the window: without a name it would be gone at once.
    parent.close()


def settle(qtbot: QtBot, flow: CostsFlow) -> None:
    qtbot.waitUntil(lambda: flow.is_settled)


def rows(window: CostsWindow) -> Rows:
    model = window.table.rows
    return [
        tuple(model.index(row, column).data() for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def choose(qtbot: QtBot, flow: CostsFlow, window: CostsWindow, by: By, period: object = None) -> Rows:
    if period is not None:
        window.period.buttons[period].click()
    window.by.buttons[by].click()
    settle(qtbot, flow)
    return rows(window)


def day_words(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMM yyyy")


def test_it_opens_on_the_days_of_this_month(filled: Journal, shown: Callable[[], CostsWindow]) -> None:
    window = shown()

    assert not window.isModal()
    assert rows(window) == [(day_words(today()), "4", "2", "$0.25", "$0.50", "$1.00")]
    assert window.head.month.text() == MONTH
    assert window.head.spent.text() == "$1.75"
    assert [part.text() for part in window.head.parts] == [
        "$0.25 billed",
        "$0.50 may have been billed",
        "$1.00 under way",
    ]
    assert window.total.text() == "4 jobs · 2 pictures · $0.25 billed · $0.50 may have been billed · $1.00 under way"


def test_days_months_models_and_jobs_each_have_their_rows(
    qtbot: QtBot, filled: Journal, flow: CostsFlow, shown: Callable[[], CostsWindow]
) -> None:
    window = shown()

    months = choose(qtbot, flow, window, By.MONTH, ALL_TIME)
    assert [row[3] for row in months] == ["$0.25", "$2.00"]
    assert months[0][0] == f"{MONTH} {today().year}"
    models = choose(qtbot, flow, window, By.MODEL)
    assert [row[:3] for row in models] == [("FLUX.2-dev", "3", "3"), ("other", "2", "0")]
    jobs = choose(qtbot, flow, window, By.JOB)
    assert [row[1:] for row in jobs] == [
        ("FLUX.2-dev", "fox sent", "$1.00", "under way"),
        ("other", "a harbour in the rain", "not known", "no"),
        ("other", "a harbour in the rain", "$0.50", "unknown"),
        ("FLUX.2-dev", "fox done", "$0.25", "yes"),
        ("FLUX.2-dev", "fox old", "$2.00", "yes"),
    ]
    assert str(local_moment(LONG_AGO).year) in jobs[-1][0]
    assert choose(qtbot, flow, window, By.JOB, month_before(today())) == []
    assert window.empty.isVisible()
    assert not window.export.isEnabled()


def test_a_click_on_a_heading_brings_the_highest_up_and_another_the_lowest(
    qtbot: QtBot, filled: Journal, flow: CostsFlow, shown: Callable[[], CostsWindow]
) -> None:
    window = shown()
    choose(qtbot, flow, window, By.JOB, ALL_TIME)
    head = window.table.horizontalHeader()

    def click(column: int) -> list[str]:
        at = head.sectionViewportPosition(column) + 20
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, 8))
        settle(qtbot, flow)
        return [row[3] for row in rows(window)]

    lowest_first = ["not known", "$0.25", "$0.50", "$1.00", "$2.00"]
    assert sorted([click(3), click(3)]) == sorted([lowest_first, lowest_first[::-1]])


def test_a_budget_is_told_with_what_it_means(
    filled: Journal, flow: CostsFlow, shown: Callable[[], CostsWindow]
) -> None:
    window = shown()
    assert window.head.budget.text() == "Set a budget"
    assert not window.head.note.isVisible()

    flow.take_budget(Budget(2.0, 1.75))
    assert window.head.spent.text() == "$1.75 of $2"
    assert "nearly used up" in window.head.note.text()
    assert window.head.budget.text() == "Change the budget"
    assert not window.head.go_on.isVisible()

    flow.take_queue(QueueState(holds=frozenset({Hold.BUDGET})))
    assert "until you say go on" in window.head.note.text()
    assert window.head.go_on.isVisible()

    flow.take_queue(QueueState())
    flow.take_budget(Budget(1.0, 1.75))
    assert window.head.note.text() == "The budget is used up. Orders still go out this month."


def test_the_buttons_lead_where_they_say(
    qtbot: QtBot, filled: Journal, flow: CostsFlow, shown: Callable[[], CostsWindow]
) -> None:
    flow.take_queue(QueueState(holds=frozenset({Hold.BUDGET})))
    window = shown()

    with qtbot.waitSignal(flow.budget_requested):
        window.head.budget.click()
    with qtbot.waitSignal(flow.go_on_requested):
        window.head.go_on.click()


def test_it_follows_what_is_spent_while_it_is_open(
    qtbot: QtBot, filled: Journal, flow: CostsFlow, shown: Callable[[], CostsWindow]
) -> None:
    window = shown()
    filled.move("sent", JobState.UNKNOWN)

    flow.take_budget(Budget(None, 1.75))

    qtbot.waitUntil(lambda: rows(window)[0][4:] == ("$1.50", ""))
    window.close()
    filled.add(a_job("new", JobState.DONE, estimate_usd=8.0))
    flow.take_budget(Budget(None, 9.75))
    assert flow.is_settled
    assert shown().head.spent.text() == "$9.75"


def test_what_is_scrolled_to_stays_when_more_is_spent(
    qtbot: QtBot, journal: Journal, flow: CostsFlow, shown: Callable[[], CostsWindow]
) -> None:
    journal.add_all([a_job(f"job {number}", JobState.DONE) for number in range(200)])
    window = shown()
    choose(qtbot, flow, window, By.JOB)
    bar = window.table.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    journal.add(a_job("new", JobState.DONE))

    flow.take_budget(Budget(None, 5.0))

    qtbot.waitUntil(lambda: window.table.rows.rowCount() == 201)
    assert before > 0
    assert bar.value() == before


def test_every_line_of_the_time_that_is_shown_goes_into_the_file(
    qtbot: QtBot, filled: Journal, flow: CostsFlow, shown: Callable[[], CostsWindow], tmp_path: Path
) -> None:
    window = shown()
    window.period.buttons[year_of(today())].click()
    settle(qtbot, flow)
    window.export.click()
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    file = tmp_path / "costs.csv"

    with qtbot.waitSignal(flow.exported) as exported:
        dialog.fileSelected.emit(str(file))
    dialog.close()

    assert exported.args == [file]
    with file.open(encoding="utf-8-sig", newline="") as text:
        table = list(csv.DictReader(text))
    assert [row["job_id"] for row in table] == ["sent", "refused", "lost", "done"]
    assert table[1]["prompt"] == "a harbour\nin the rain"


def test_a_disk_that_refuses_is_told_until_it_serves(
    qtbot: QtBot, filled: Journal, flow: CostsFlow, shown: Callable[[], CostsWindow], tmp_path: Path
) -> None:
    window = shown()

    flow.export_to(month_of(today()), tmp_path / "none" / "costs.csv")

    qtbot.waitUntil(window.problem.isVisible)
    assert window.problem.text().startswith("The folder is not there.")
    shown()
    assert not window.problem.isVisible()


def test_a_journal_that_cannot_be_read_is_told(qtbot: QtBot, path: Path, shown: Callable[[], CostsWindow]) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")

    assert "newer version" in shown().problem.text()


def test_earlier_tries_say_what_they_are(
    qtbot: QtBot, journal: Journal, flow: CostsFlow, shown: Callable[[], CostsWindow]
) -> None:
    journal.add(a_job("again", JobState.FAILED, billed=Billed.NO, earlier_usd=0.5))
    window = shown()

    assert [row[3:] for row in choose(qtbot, flow, window, By.JOB)] == [("$0.015", "no"), ("$0.50", "unknown")]
    tip = window.table.rows.index(1, 4).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "What earlier tries of this job may have cost"


def test_a_window_of_another_month_knows_it(qtbot: QtBot, theme: Theme) -> None:
    first = month_of(today()).first
    assert first is not None
    old, new = (CostsWindow(theme, str, day) for day in (first - timedelta(days=1), today()))
    qtbot.addWidget(old)
    qtbot.addWidget(new)

    assert new.is_of_this_month
    assert not old.is_of_this_month
    assert next(iter(old.period.buttons)) == month_before(today())
