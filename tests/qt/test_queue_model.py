"""The queue's rows: their order, what is told of changes, and what a move asks for."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.core.errors import Billed
from desktop_app.core.job import Failure, Job, JobState
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.core.request import GenerationRequest
from desktop_app.qt.queue_model import QueueModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

REQUEST = GenerationRequest("a fox", "some/model", 1024, 1024)


def job(number: int, state: JobState = JobState.QUEUED, **more: Any) -> Job:
    return Job(f"j{number}", "b", REQUEST, False, state, position=float(number), **more)


def ids(model: QueueModel) -> list[str]:
    return [model.job(row).id for row in range(model.rowCount())]


@pytest.fixture
def model(qapp: QApplication) -> Iterator[QueueModel]:
    """A model that Qt's own tester watches."""
    queue = QueueModel()
    tester = QAbstractItemModelTester(queue, QAbstractItemModelTester.FailureReportingMode.Warning)
    yield queue
    tester.deleteLater()


def test_what_is_made_stands_first_then_what_ended_then_what_waits(model: QueueModel) -> None:
    failed = job(0, JobState.FAILED, failure=Failure("Overloaded", Billed.NO))
    model.take_jobs([job(4), failed, job(2), job(5, JobState.SENDING), job(1, JobState.RECEIVING)])
    assert ids(model) == ["j1", "j5", "j0", "j2", "j4"]
    assert (model.first_ended, model.first_waiting) == (2, 3)
    assert model.ended() == [failed]


@pytest.mark.parametrize("state", [JobState.DONE, JobState.CANCELLED])
def test_what_is_over_has_no_row(model: QueueModel, state: JobState) -> None:
    model.take_jobs([job(1), job(2)])
    model.take_jobs([job(1, state)])
    assert ids(model) == ["j2"]
    assert model.find("j1") is None


def test_what_was_given_up_and_may_cost_stays(model: QueueModel) -> None:
    model.take_jobs([job(1, JobState.CANCELLED, billed=Billed.UNKNOWN)])
    assert ids(model) == ["j1"]
    model.remove_job("j1")
    assert not model.rowCount()


def test_rows_hold_true_through_any_changes(model: QueueModel) -> None:
    order = random.Random(7)
    states = [JobState.QUEUED, JobState.SENDING, JobState.FAILED, JobState.DONE, JobState.RECEIVING]
    latest: dict[str, Job] = {}
    for _ in range(200):
        some = [
            replace(job(order.randrange(120), order.choice(states)), position=float(order.randrange(300)))
            for _ in range(order.choice((1, 3, 100)))
        ]
        latest |= {each.id: each for each in some}
        model.take_jobs(some)
        shown = {job_id for job_id, each in latest.items() if each.state is not JobState.DONE}
        assert set(ids(model)) == shown
        assert all(model.row_of(job_id) == row for row, job_id in enumerate(ids(model)))
        waiting = model.waiting()
        assert waiting == sorted(waiting, key=lambda each: each.place)
        assert all(model.find(job_id) == latest[job_id] for job_id in shown)


def test_what_is_selected_stays_selected_while_the_order_changes(model: QueueModel) -> None:
    model.take_jobs(job(number) for number in range(5))
    selection = QItemSelectionModel(model)
    selection.select(model.index(3), QItemSelectionModel.SelectionFlag.Select)
    model.take_jobs([job(3, JobState.SENDING)])
    assert [model.job(index.row()).id for index in selection.selectedIndexes()] == ["j3"]
    assert ids(model)[0] == "j3"


def test_a_move_shows_at_once_and_asks_the_queue(model: QueueModel, qtbot: QtBot) -> None:
    model.take_jobs(job(number) for number in range(5))
    with qtbot.waitSignal(model.moved) as asked:
        model.move(["j3", "j1"], 0)
    assert asked.args == [("j1", "j3"), "j0"]
    assert ids(model) == ["j1", "j3", "j0", "j2", "j4"]
    with qtbot.waitSignal(model.moved) as asked:
        model.move(["j1"], 5)
    assert asked.args == [("j1",), ""]
    assert ids(model)[-1] == "j1"


def test_only_what_waits_moves(model: QueueModel, qtbot: QtBot) -> None:
    model.take_jobs([job(0, JobState.SENDING), job(1), job(2)])
    with qtbot.assertNotEmitted(model.moved):
        model.move(["j0"], 2)
    with qtbot.waitSignal(model.moved) as asked:
        model.move(["j2"], 0)
    assert asked.args == [("j2",), "j1"]
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsDragEnabled


def test_what_is_dragged_between_rows_is_moved_there(model: QueueModel, qtbot: QtBot) -> None:
    model.take_jobs(job(number) for number in range(5))
    dragged = model.mimeData([model.index(4), model.index(2)])
    with qtbot.waitSignal(model.moved) as asked:
        model.dropMimeData(dragged, Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    assert asked.args == [("j2", "j4"), "j1"]
    assert ids(model) == ["j0", "j2", "j4", "j1", "j3"]


def test_bytes_are_told_as_long_as_the_job_has_a_row(model: QueueModel) -> None:
    model.take_jobs([job(1, JobState.RECEIVING)])
    model.take_bytes("j1", 5000)
    model.take_bytes("gone", 7)
    assert (model.received("j1"), model.received("gone")) == (5000, 0)
    model.take_jobs([job(1, JobState.DONE)])
    assert model.received("j1") == 0


def test_ten_thousand_jobs_are_quick(qapp: QApplication) -> None:
    # Qt's tester walks over all rows at every change.
    model = QueueModel()
    model.take_jobs(job(number) for number in range(10_000))
    started = time.perf_counter()
    for number in range(100):
        model.take_jobs([job(number, JobState.SENDING)])
        model.take_jobs([job(number, JobState.DONE)])
    # A walk over all rows for each change would take seconds.
    assert time.perf_counter() - started < 1.0
    assert model.rowCount() == 9900


def test_the_usual_time_is_learnt_from_what_is_done(model: QueueModel) -> None:
    assert model.experience.expected_s(REQUEST) is None
    model.take_jobs([job(1, JobState.DONE, sent_at=100.0, answered_at=111.0)])
    assert model.experience.expected_s(REQUEST) == 11.0


def test_what_is_heard_is_shown_soon_and_together(qtbot: QtBot, model: QueueModel) -> None:
    model.take_jobs(job(number) for number in range(4))
    told: list[int] = []
    model.counts_changed.connect(lambda: told.append(model.rowCount()))
    with qtbot.waitSignal(model.counts_changed):
        model.hear_jobs([job(0, JobState.SENDING)])
        model.hear_jobs([job(1, JobState.SENDING)])
        model.hear_jobs([job(0, JobState.DONE)])
    assert told == [3]
    assert ids(model) == ["j1", "j2", "j3"]


def test_a_person_acts_on_what_was_heard_last(model: QueueModel) -> None:
    model.take_jobs(job(number) for number in range(4))
    model.hear_jobs([job(0, JobState.SENDING), job(1, JobState.DONE)])
    model.move(["j3"], 2)
    assert ids(model) == ["j0", "j3", "j2"]
    model.hear_jobs([job(2, JobState.CANCELLED, billed=Billed.UNKNOWN)])
    model.remove_job("j2")
    assert ids(model) == ["j0", "j3"]


def test_rows_are_told_of_a_state_that_stops_them_otherwise_and_of_no_other(model: QueueModel) -> None:
    model.take_jobs([job(1), job(2)])
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.set_state(QueueState(waiting=2))
    assert changed == []
    model.set_state(QueueState(frozenset({Hold.OFFLINE}), waiting=2))
    assert changed == [(0, 1)]
    assert model.state.is_offline


def test_bytes_are_told_when_they_are_notably_more(model: QueueModel) -> None:
    model.take_jobs([job(1, JobState.RECEIVING)])
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(model.received(model.job(first.row()).id)))
    for count in (1000, 2000, 150_000, 160_000):
        model.take_bytes("j1", count)
    assert changed == [1000, 150_000]
    assert model.received("j1") == 160_000
