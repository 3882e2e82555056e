"""Counting by each job's latest word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject

from desktop_app.core.job import Job, JobState
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.core.request import GenerationRequest
from desktop_app.qt.job_tally import JobTally

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def job(number: int, state: JobState, **more: Any) -> Job:
    return Job(f"j{number}", "b", GenerationRequest("a fox", "some/model"), more.pop("demo", False), state, **more)


@pytest.fixture
def tally(qapp: QObject) -> JobTally:
    return JobTally()


def counts(tally: JobTally) -> tuple[int, int, int, int]:
    return tally.making, tally.waiting, tally.held, tally.may_cost


def test_each_job_counts_once_by_its_latest_word(tally: JobTally) -> None:
    tally.take([job(1, JobState.QUEUED), job(2, JobState.QUEUED, is_held=True), job(3, JobState.SENDING, demo=True)])
    assert counts(tally) == (1, 2, 1, 0)
    tally.take([job(1, JobState.SENDING), job(1, JobState.RECEIVING), job(2, JobState.QUEUED)])
    assert counts(tally) == (2, 1, 0, 1)
    tally.take([job(1, JobState.QUEUED), job(2, JobState.CANCELLED), job(3, JobState.DONE), job(4, JobState.FAILED)])
    assert counts(tally) == (0, 1, 0, 0)
    assert (tally.queue.making, tally.queue.waiting, tally.queue.held) == (0, 1, 0)
    tally.take([job(1, JobState.SAVING)])
    tally.take([job(1, JobState.UNKNOWN)])
    assert counts(tally) == (0, 0, 0, 0)


def test_what_comes_together_is_told_once(qtbot: QtBot, tally: JobTally) -> None:
    told: list[int] = []
    tally.changed.connect(lambda: told.append(tally.waiting))
    with qtbot.waitSignal(tally.changed):
        for number in range(50):
            tally.take([job(number, JobState.QUEUED)])
            tally.take_queue(QueueState(frozenset({Hold.PAUSED})))
            tally.take_spent(0.5)
    assert told == [50]
    with qtbot.waitSignal(tally.changed):
        tally.take([job(0, JobState.SENDING)])
    assert told == [50, 49]
