"""The queue under mouse and keys, as a person meets it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.core.errors import Billed
from desktop_app.core.job import Failure, Job, JobState
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.core.request import GenerationRequest
from desktop_app.qt.queue_model import QueueModel
from desktop_app.ui.queue.queue_view import QueueView
from desktop_app.ui.queue.queue_words import QueueAction, state_words

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
MODEL = "black-forest-labs/FLUX.2-dev"


def job(number: int, state: JobState = JobState.QUEUED, **more: Any) -> Job:
    request = GenerationRequest(f"fox {number}", MODEL, 1024, 1024, seed=7)
    return Job(f"j{number}", "b", request, False, state, position=float(number), estimate_usd=0.0154, **more)


FAILED = job(90, JobState.FAILED, failure=Failure("Overloaded", Billed.NO))
UNKNOWN = job(
    91, JobState.UNKNOWN, sent_at=1.0, billed=Billed.UNKNOWN, failure=Failure("ConnectionBroken", Billed.UNKNOWN)
)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> QueueView:
    queue = QueueView(theme, QueueModel(), known_catalogue())
    queue.model.setParent(queue)
    qtbot.addWidget(queue)
    queue.resize(840, 640)
    with qtbot.waitExposed(queue):
        queue.show()
    return queue


def choose(view: QueueView, *job_ids: str) -> None:
    selection = view.list.selectionModel()
    selection.clear()
    for job_id in job_ids:
        index = view.model.index(view.model.row_of(job_id))
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Select)


def press(view: QueueView, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(view.list, key, modifier)


def order(view: QueueView) -> list[str]:
    return [each.id for each in view.model.waiting()]


def menu_words(view: QueueView) -> list[str]:
    return [action.text() for action in view.list.menu().actions()]


@pytest.mark.parametrize(
    ("key", "moved", "before"),
    [
        (Qt.Key.Key_Up, ["j2", "j3", "j1", "j4"], "j1"),
        (Qt.Key.Key_Down, ["j1", "j4", "j2", "j3"], ""),
        (Qt.Key.Key_Home, ["j2", "j3", "j1", "j4"], "j1"),
        (Qt.Key.Key_End, ["j1", "j4", "j2", "j3"], ""),
    ],
)
def test_keys_move_what_is_chosen(view: QueueView, qtbot: QtBot, key: Qt.Key, moved: list[str], before: str) -> None:
    view.model.take_jobs([job(0, JobState.SENDING), *(job(number) for number in range(1, 5))])
    choose(view, "j2", "j3")
    with qtbot.waitSignal(view.jobs_moved) as asked:
        press(view, key, ALT)
    assert asked.args == [("j2", "j3"), before]
    assert order(view) == moved
    assert [each.id for each in view.list.selected_jobs()] == ["j2", "j3"]


def test_what_is_under_way_cannot_be_moved(view: QueueView, qtbot: QtBot) -> None:
    view.model.take_jobs([job(0, JobState.SENDING), job(1)])
    choose(view, "j0")
    with qtbot.assertNotEmitted(view.jobs_moved):
        press(view, Qt.Key.Key_Down, ALT)


def test_what_is_dragged_is_put_between_the_nearest_rows(view: QueueView, qtbot: QtBot) -> None:
    view.model.take_jobs(job(number) for number in range(4))
    mime = view.model.mimeData([view.model.index(0)])
    assert isinstance(mime, QMimeData)
    row = view.list.visualRect(view.model.index(2))
    place = QPointF(row.center() + QPoint(0, 10))
    drop = QDropEvent(place, Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, NONE)
    with qtbot.waitSignal(view.jobs_moved) as asked:
        view.list.dropEvent(drop)
    assert asked.args == [("j0",), "j3"]
    assert order(view) == ["j1", "j2", "j0", "j3"]
    # The list would take away what was dragged after a move that it made itself.
    assert drop.dropAction() is Qt.DropAction.IgnoreAction


def test_delete_gives_up_what_waits_and_dismisses_what_failed(view: QueueView) -> None:
    said: list[tuple[str, str]] = []
    view.cancel_requested.connect(lambda job_id: said.append(("cancel", job_id)))
    view.dismiss_requested.connect(lambda job: said.append(("dismiss", job.id)))
    view.model.take_jobs([job(1), job(2), FAILED])
    choose(view, "j1", "j90")
    press(view, Qt.Key.Key_Delete)
    assert said == [("cancel", "j1"), ("dismiss", "j90")]


def test_keys_begin_at_the_first_row(view: QueueView, qtbot: QtBot) -> None:
    view.list.clearFocus()
    view.model.take_jobs([job(1), job(2)])
    view.setFocus()
    with qtbot.waitSignal(view.cancel_requested) as asked:
        press(view, Qt.Key.Key_Delete)
    assert asked.args == ["j1"]


def test_h_holds_and_releases(view: QueueView, qtbot: QtBot) -> None:
    view.model.take_jobs([job(1)])
    choose(view, "j1")
    with qtbot.waitSignal(view.hold_requested):
        press(view, Qt.Key.Key_H)
    view.model.take_jobs([job(1, is_held=True)])
    with qtbot.waitSignal(view.release_requested):
        press(view, Qt.Key.Key_H)


def test_return_tells_details_and_sends_nothing(view: QueueView, qtbot: QtBot) -> None:
    view.model.take_jobs([UNKNOWN])
    choose(view, "j91")
    with qtbot.assertNotEmitted(view.retry_requested), qtbot.waitSignal(view.job_details_requested):
        press(view, Qt.Key.Key_Return)


def test_escape_leads_back_to_the_grid(view: QueueView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.left):
        press(view, Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (job(1), ["Run next", "Hold", "Put into the form", "Run with the form's settings", "Details", "Cancel"]),
        (job(1, JobState.SENDING), ["Details", "Put into the form", "Cancel"]),
        (job(1, JobState.SAVING), ["Details"]),
        (FAILED, ["Try again", "Details", "Put into the form", "Dismiss"]),
        (UNKNOWN, ["Send again", "Details", "Put into the form", "Dismiss"]),
        (replace(FAILED, has_spool=True, billed=Billed.YES), ["Save again", "Details", "Put into the form"]),
    ],
)
def test_the_menu_offers_what_can_be_done(view: QueueView, shown: Job, words: list[str]) -> None:
    view.model.take_jobs([shown])
    choose(view, shown.id)
    assert menu_words(view) == words


def test_what_may_be_billed_twice_is_sent_again_only_one_by_one(view: QueueView) -> None:
    said: list[Job] = []
    view.retry_requested.connect(said.append)
    view.model.take_jobs([FAILED, UNKNOWN])
    choose(view, "j90", "j91")
    assert "Send again" not in menu_words(view)
    view.list.act(QueueAction.RETRY, view.list.selected_jobs())
    assert said == [FAILED]
    choose(view, "j91")
    view.list.act(QueueAction.RETRY, view.list.selected_jobs())
    assert said == [FAILED, UNKNOWN]


def test_a_word_by_a_menu_is_for_what_it_was_opened_on(view: QueueView, qtbot: QtBot) -> None:
    view.model.take_jobs([FAILED])
    choose(view, FAILED.id)
    menu = view.list.menu()
    again = next(action for action in menu.actions() if action.text() == "Try again")
    view.model.take_jobs([replace(UNKNOWN, id=FAILED.id)])
    with qtbot.waitSignal(view.retry_requested) as told:
        again.trigger()
    assert told.args == [FAILED]
    view.model.take_jobs([replace(FAILED, state=JobState.SENDING)])
    with qtbot.assertNotEmitted(view.retry_requested):
        again.trigger()
    menu.close()


def test_a_link_takes_up_a_failed_job(view: QueueView, qtbot: QtBot) -> None:
    view.model.take_jobs([FAILED])
    place = view.list.rows.layout(FAILED, view.list.visualRect(view.model.index(0))).link.center()
    with qtbot.waitSignal(view.retry_requested):
        QTest.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, NONE, place)


def test_the_order_goes_to_the_form_and_the_forms_settings_come_back(view: QueueView, qtbot: QtBot) -> None:
    view.model.take_jobs([job(1)])
    choose(view, "j1")
    for action, signal in (
        (QueueAction.EDIT, view.job_edit_requested),
        (QueueAction.REPLACE, view.job_replace_requested),
    ):
        with qtbot.waitSignal(signal) as asked:
            view.list.act(action, view.list.selected_jobs())
        assert asked.args == [job(1)]


def test_the_chosen_job_is_told_and_again_when_it_changes(view: QueueView, qtbot: QtBot) -> None:
    view.model.take_jobs([job(1), job(2)])
    with qtbot.waitSignal(view.job_selected) as told:
        choose(view, "j1")
    assert told.args == [job(1)]
    with qtbot.waitSignal(view.job_selected) as told:
        view.model.take_jobs([job(1, is_held=True)])
    assert told.args == [job(1, is_held=True)]


def test_the_head_tells_totals_and_leads_out_of_what_stops_the_queue(view: QueueView, qtbot: QtBot) -> None:
    head = view.head
    view.show_state(QueueState(frozenset({Hold.OFFLINE, Hold.BUDGET}), waiting=12, making=3, waiting_usd=0.38))
    assert (head.counts.text(), head.total.text()) == ("3 making · 12 waiting", "≈ $0.38")
    assert head.reasons[Hold.OFFLINE].label.text() == "No network. 12 orders wait for it."
    assert not head.reasons[Hold.PAUSED].isVisible()
    for hold, signal in ((Hold.OFFLINE, head.try_now_requested), (Hold.BUDGET, head.go_on_requested)):
        with qtbot.waitSignal(signal):
            head.reasons[hold].way_out.click()


def test_the_queue_is_paused_and_resumed_by_one_button(view: QueueView, qtbot: QtBot) -> None:
    width = view.head.pause.width()
    with qtbot.waitSignal(view.head.pause_requested):
        view.head.pause.click()
    view.show_state(QueueState(frozenset({Hold.PAUSED}), waiting=1))
    QApplication.processEvents()
    assert (view.head.pause.text(), view.head.pause.width()) == ("Resume", width)
    with qtbot.waitSignal(view.head.resume_requested):
        view.head.pause.click()


def test_all_that_failed_is_offered_only_where_something_can_be_taken_up(view: QueueView, qtbot: QtBot) -> None:
    view.model.take_jobs([job(1), UNKNOWN])
    assert not view.head.retry_all.isVisible()
    view.model.take_jobs([FAILED])
    assert view.head.retry_all.isVisible()
    with qtbot.waitSignal(view.head.retry_all_requested):
        view.head.retry_all.click()


NOW = QueueState()


@pytest.mark.parametrize(
    ("waits", "state", "words"),
    [
        (job(1), NOW, "4 before it"),
        (job(1, is_held=True), replace(NOW, holds=frozenset({Hold.OFFLINE})), "held"),
        (job(1), replace(NOW, holds=frozenset({Hold.PAUSED, Hold.OFFLINE})), "paused"),
        (job(1), replace(NOW, holds=frozenset({Hold.OFFLINE})), "waits for the network"),
        (job(1), replace(NOW, holds=frozenset({Hold.BUDGET})), "waits for the budget"),
        (job(1), replace(NOW, holds=frozenset({Hold.KEY})), "waits for a key"),
        (job(1), replace(NOW, holds=frozenset({Hold.KEY_REFUSED})), "waits for another key"),
        (job(1), replace(NOW, holds=frozenset({Hold.CREDIT})), "waits for credit"),
        (job(1), replace(NOW, holds=frozenset({Hold.SHARING}), unshared=frozenset({"other"})), "4 before it"),
        (job(1), replace(NOW, unshared=frozenset({job(1).request.model})), "not allowed by the account"),
        (replace(job(1), demo=True), replace(NOW, holds=frozenset({Hold.OFFLINE})), "4 before it"),
        (job(1, failure=Failure("Overloaded", Billed.NO)), NOW, "Together is busy"),
        (job(1, JobState.SAVING), NOW, "saving"),
        (job(1, JobState.RECEIVING), NOW, "1.2 MB here"),
        (UNKNOWN, NOW, "Outcome unknown"),
    ],
)
def test_how_a_job_stands_is_said_in_words(waits: Job, state: QueueState, words: str) -> None:
    assert state_words(waits, state, 4, None, 1_240_000) == words


def test_a_slowed_model_is_told_with_its_time() -> None:
    state = QueueState(cooling={MODEL: time.time() + 600})
    assert state_words(job(1), state, 0, None, 0).startswith("slowed by Together until ")
    assert state_words(job(1), QueueState(cooling={MODEL: time.time() - 1}), 0, None, 0) == "next in line"


def test_elapsed_and_usual_time_are_told_as_long_as_they_are_true() -> None:
    sending = job(1, JobState.SENDING, sent_at=time.time() - 8)
    assert state_words(sending, NOW, 0, 11.0, 0) == "8 s of about 11"
    assert state_words(sending, NOW, 0, 5.0, 0) == "8 s"
    assert state_words(sending, NOW, 0, None, 0) == "8 s"


def test_a_screen_reader_reads_a_row(view: QueueView) -> None:
    view.model.take_jobs([job(1)])
    rows = QAccessible.queryAccessibleInterface(view.list)
    assert rows is not None
    assert rows.text(QAccessible.Text.Name) == "Queue"
    child = rows.child(0)
    assert child is not None
    assert child.text(QAccessible.Text.Name) == "fox 1, next in line, FLUX.2 dev, ≈ $0.015"


def test_ten_thousand_rows_scroll_and_change_without_a_stutter(view: QueueView) -> None:
    view.model.take_jobs(job(number) for number in range(10_000))
    QApplication.processEvents()
    started = time.perf_counter()
    for number in range(20):
        view.model.take_jobs([job(number, JobState.SENDING)])
        view.model.take_jobs([job(number, JobState.DONE)])
        view.list.verticalScrollBar().setValue(number * 5000)
        QApplication.processEvents()
    # Laying out all rows by Python at every change would take many seconds.
    assert (time.perf_counter() - started) / 20 < 0.1
