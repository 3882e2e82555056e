"""The line under the grid: its words, its buttons, and that it keeps still."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.core.ledger import Budget
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.ui.status_line import StatusLine, StudioStatus

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme

MONTH = QLocale().standaloneMonthName(QDate.currentDate().month())


@pytest.fixture
def line(qtbot: QtBot, theme: Theme) -> StatusLine:
    status = StatusLine()
    qtbot.addWidget(status)
    status.resize(840, 32)
    with qtbot.waitExposed(status):
        status.show()
    return status


def status(*holds: Hold, making: int = 0, waiting: int = 0, usd: float = 0.0) -> StudioStatus:
    return StudioStatus(QueueState(frozenset(holds), waiting, making=making, waiting_usd=usd))


def shown(line: StatusLine) -> list[str]:
    QApplication.processEvents()
    parts: tuple[QWidget, ...] = (line.queue, line.hold, line.way_out, line.money, line.notice)
    return [text for part in parts if part.isVisible() and (text := part.property("text"))]


def test_it_tells_what_is_made_what_waits_and_what_that_costs(line: StatusLine) -> None:
    line.show_status(status(making=3, waiting=12, usd=0.38))
    assert shown(line) == ["3 making · 12 waiting · ≈ $0.38", "today $0.00"]


def test_the_queue_can_be_opened_when_nothing_waits(line: StatusLine, qtbot: QtBot) -> None:
    assert shown(line)[0] == "Queue"
    with qtbot.waitSignal(line.queue_requested):
        line.queue.click()


@pytest.mark.parametrize(
    ("hold", "words", "way_out", "signal"),
    [
        (Hold.PAUSED, "paused", "Resume", "resume_requested"),
        (Hold.OFFLINE, "offline", "Try now", "try_now_requested"),
        (Hold.BUDGET, "budget reached", "Go on", "go_on_requested"),
        (Hold.KEY_REFUSED, "key not accepted", "Enter a key", "key_requested"),
        (Hold.CREDIT, "no credit", "Try now", "try_now_requested"),
        (Hold.SHARING, "not allowed by the account", "Try now", "try_now_requested"),
    ],
)
def test_what_stops_the_queue_has_a_way_out(
    line: StatusLine, qtbot: QtBot, hold: Hold, words: str, way_out: str, signal: str
) -> None:
    line.show_status(status(hold, waiting=3))
    assert shown(line)[:3] == ["3 waiting", words, way_out]
    with qtbot.waitSignal(getattr(line, signal)):
        line.way_out.click()


def test_the_month_stands_beside_its_budget_and_warns_from_four_fifths_on(line: StatusLine) -> None:
    line.show_status(StudioStatus(today_usd=0.41, budget=Budget(20.0, 7.9)))
    assert shown(line)[-1] == f"today $0.41 · {MONTH} $7.90 of $20"
    assert line.money.property("kind") == "status-quiet"
    line.show_status(StudioStatus(today_usd=0.41, budget=Budget(20.0, 16.0)))
    assert line.money.property("kind") == "status-quiet-warn"


def test_a_click_on_the_money_leads_to_the_costs(line: StatusLine, qtbot: QtBot) -> None:
    line.show_status(StudioStatus(today_usd=0.41))
    with qtbot.waitSignal(line.costs_requested):
        line.money.click()


def test_fewer_digits_move_nothing(line: StatusLine) -> None:
    line.show_status(status(making=10, waiting=12))
    QApplication.processEvents()
    before = line.money.x()
    line.show_status(status(making=9, waiting=2))
    QApplication.processEvents()
    assert line.money.x() == before


def test_a_long_notice_is_cut_and_widens_nothing(line: StatusLine) -> None:
    line.show_notice("The disk is full. " + "/a/long/path" * 40)
    QApplication.processEvents()
    assert line.minimumSizeHint().width() == 0
    assert line.notice.geometry().right() <= line.width()


def test_what_has_no_room_is_left_out_the_queue_last(line: StatusLine) -> None:
    line.show_status(status(Hold.OFFLINE, making=1, waiting=3))
    assert line.keys.isVisible()
    line.resize(300, 32)
    assert shown(line) == ["1 making · 3 waiting", "offline", "Try now"]
    assert not line.keys.isVisible()
    line.resize(60, 32)
    assert shown(line) == ["1 making · 3 waiting"]
