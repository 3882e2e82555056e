"""The engine's thread: commands in, signals out in the GUI thread, an end without leftovers."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject, QThread

from desktop_app.core.batches import BatchItem
from desktop_app.core.corrections import correction
from desktop_app.core.errors import Billed, FolderMissing, RequestInvalid
from desktop_app.core.job import Job, JobState
from desktop_app.core.ledger import Budget
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.core.settings import Settings
from desktop_app.qt.engine_thread import EngineThread, session_opener
from desktop_app.store.folders import Folders
from desktop_app.store.journal import Journal
from tests.support.checkout import ROOT
from tests.support.engine_bench import a_request
from tests.support.refusal_texts import MENU
from tests.support.server import error_body, real_picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop_app.engine.events import ImageSaved, KeyChecked, ReferenceFetched
    from tests.support.server import LoopbackServer

DEMO = "sfumato/demo"
PATIENCE_MS = 20_000


class Receiver(QObject):
    """Keeps what arrives, and whether it arrived in the GUI thread."""

    def __init__(self, engine: EngineThread) -> None:
        super().__init__()
        self.jobs: dict[str, Job] = {}
        self.counts: list[int] = []
        self.saved: list[ImageSaved] = []
        self.failures: list[tuple[Any, Exception]] = []
        self.dismissed: list[str] = []
        self.states_of_queue: list[tuple[int, set[Hold]]] = []
        self.in_gui_thread: set[bool] = set()
        engine.jobs_changed.connect(self._on_jobs_changed)
        engine.queue_changed.connect(self._on_queue_changed)
        engine.bytes_received.connect(self._on_bytes_received)
        engine.image_saved.connect(self._on_image_saved)
        engine.job_dismissed.connect(self._on_job_dismissed)
        engine.submit_failed.connect(self._on_submit_failed)
        engine.engine_failed.connect(self._on_engine_failed)

    def states(self) -> list[JobState]:
        return [job.state for job in self.jobs.values()]

    def _on_jobs_changed(self, jobs: tuple[Job, ...]) -> None:
        self.in_gui_thread.add(QThread.currentThread() is self.thread())
        self.jobs.update((job.id, job) for job in jobs)

    def _on_queue_changed(self, state: QueueState) -> None:
        self.states_of_queue.append((state.waiting, set(state.holds)))

    def _on_bytes_received(self, _job_id: str, count: int) -> None:
        self.counts.append(count)

    def _on_image_saved(self, event: ImageSaved) -> None:
        self.in_gui_thread.add(QThread.currentThread() is self.thread())
        self.saved.append(event)

    def _on_job_dismissed(self, job_id: str) -> None:
        self.dismissed.append(job_id)

    def _on_submit_failed(self, request: Any, error: Exception) -> None:
        self.failures.append((request, error))

    def _on_engine_failed(self, error: Exception) -> None:
        self.failures.append((None, error))


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "config", tmp_path / "data", tmp_path / "cache", tmp_path / "library")


@pytest.fixture
def engine(qapp: object, folders: Folders, server: LoopbackServer) -> Iterator[EngineThread]:
    environment = {"TOGETHER_BASE_URL": server.url, "SFUMATO_DEMO": ""}
    thread = EngineThread(session_opener(folders, Settings(), environment))
    yield thread
    assert thread.close()


def test_a_picture_arrives_in_the_gui_thread(qtbot: QtBot, engine: EngineThread, folders: Folders) -> None:
    receiver = Receiver(engine)
    engine.start()

    with qtbot.waitSignal(engine.image_saved, timeout=PATIENCE_MS):
        engine.submit(a_request(model=DEMO), True)
    qtbot.waitUntil(lambda: receiver.states() == [JobState.DONE], timeout=PATIENCE_MS)

    assert receiver.in_gui_thread == {True}
    assert receiver.counts
    assert receiver.saved[0].saved.path.is_relative_to(folders.library)


def test_many_jobs_are_told_in_few_signals_and_each_before_its_picture(qtbot: QtBot, engine: EngineThread) -> None:
    receiver = Receiver(engine)
    told: list[object] = []
    engine.jobs_changed.connect(told.append)
    engine.image_saved.connect(told.append)
    engine.pause()
    engine.submit_batch(tuple(BatchItem(a_request(model=DEMO, seed=seed)) for seed in range(100)), True)
    engine.start()
    qtbot.waitUntil(lambda: len(receiver.jobs) == 100, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: receiver.states_of_queue[-1:] == [(100, {Hold.PAUSED})], timeout=PATIENCE_MS)
    assert len(told) <= 2

    first = next(iter(receiver.jobs))
    for other in list(receiver.jobs)[2:]:
        engine.hold(other)
    engine.run_next(list(receiver.jobs)[1])
    engine.resume()
    qtbot.waitUntil(lambda: receiver.jobs[first].state is JobState.DONE, timeout=PATIENCE_MS)

    seen: set[str] = set()
    for event in told:
        if isinstance(event, tuple):
            seen |= {job.id for job in event}
        else:
            assert event.job_id in seen  # type: ignore[attr-defined]
    assert len(receiver.saved) == 2
    assert sum(job.is_held for job in receiver.jobs.values()) == 98


def test_a_batch_that_is_not_taken_is_told(qtbot: QtBot, engine: EngineThread) -> None:
    items = (BatchItem(a_request(model=DEMO)), BatchItem(a_request(" ", model=DEMO)))
    engine.start()
    with qtbot.waitSignal(engine.batch_failed, timeout=PATIENCE_MS) as caught:
        engine.submit_batch(items, True)
    assert caught.args is not None
    assert caught.args[0] == items
    assert isinstance(caught.args[1], RequestInvalid)


def test_a_budget_is_told_and_holds(qtbot: QtBot, engine: EngineThread, server: LoopbackServer) -> None:
    receiver = Receiver(engine)
    engine.set_key("tgp_any")
    engine.set_budget(0.0)
    engine.submit(a_request(), False)
    budgets: list[Budget] = []
    engine.budget_changed.connect(budgets.append)
    engine.start()
    qtbot.waitUntil(lambda: budgets[-1:] == [Budget(0.0)], timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: receiver.states_of_queue[-1:] == [(1, {Hold.BUDGET})], timeout=PATIENCE_MS)
    assert server.orders() == []
    engine.go_on_over_budget()
    qtbot.waitUntil(lambda: receiver.states() == [JobState.DONE], timeout=PATIENCE_MS)


def test_commands_given_before_the_start_wait_for_it(qtbot: QtBot, engine: EngineThread) -> None:
    receiver = Receiver(engine)
    engine.set_key("tgp_early")
    engine.submit(a_request(), False)
    engine.start()

    qtbot.waitUntil(lambda: receiver.states() == [JobState.DONE], timeout=PATIENCE_MS)


def test_cancel_retry_and_dismiss(qtbot: QtBot, engine: EngineThread, server: LoopbackServer) -> None:
    receiver = Receiver(engine)
    server.stall(60.0)
    server.refuse(402)
    engine.set_key("tgp_key")
    engine.start()
    engine.submit(a_request(), False)
    qtbot.waitUntil(lambda: receiver.states() == [JobState.SENDING], timeout=PATIENCE_MS)
    (job_id,) = receiver.jobs
    server.wait_for_requests()

    engine.cancel(job_id)
    qtbot.waitUntil(lambda: receiver.states() == [JobState.CANCELLED], timeout=PATIENCE_MS)
    assert receiver.jobs[job_id].billed is Billed.UNKNOWN

    engine.retry(receiver.jobs[job_id])
    qtbot.waitUntil(lambda: receiver.states() == [JobState.FAILED], timeout=PATIENCE_MS)

    engine.dismiss(receiver.jobs[job_id])
    qtbot.waitUntil(lambda: receiver.dismissed == [job_id], timeout=PATIENCE_MS)
    assert len(server.orders()) == 2


def test_what_a_refusal_taught_is_told_and_what_is_offered_is_sent(
    qtbot: QtBot, engine: EngineThread, server: LoopbackServer
) -> None:
    receiver = Receiver(engine)
    server.refuse(400, error_body(MENU))
    engine.set_key("tgp_key")
    engine.start()
    with qtbot.waitSignal(engine.catalogue_changed, timeout=PATIENCE_MS) as changed:
        engine.submit(a_request(), False)
    qtbot.waitUntil(lambda: receiver.states() == [JobState.FAILED], timeout=PATIENCE_MS)
    (job,) = receiver.jobs.values()
    assert changed.args
    offered = correction(job, changed.args[0])
    assert offered is not None

    engine.retry_with(job, offered.request)

    qtbot.waitUntil(lambda: receiver.states() == [JobState.DONE], timeout=PATIENCE_MS)
    assert receiver.jobs[job.id].request == offered.request
    assert len(server.orders()) == 2


def test_key_reference_and_library_commands(
    qtbot: QtBot, engine: EngineThread, server: LoopbackServer, tmp_path: Path
) -> None:
    receiver = Receiver(engine)
    server.accepted_key = "tgp_right"
    server.pictures["/shrt/fox"] = real_picture({})
    engine.start()
    engine.warm_up()
    with qtbot.waitSignal(engine.key_checked, timeout=PATIENCE_MS) as checked:
        engine.check_key("tgp_wrong")
    with qtbot.waitSignal(engine.reference_fetched, timeout=PATIENCE_MS) as fetched:
        engine.fetch_reference("drop-1", f"{server.url}/shrt/fox")
    engine.set_library(tmp_path / "other")
    engine.submit(a_request(model=DEMO), True)
    qtbot.waitUntil(lambda: receiver.states() == [JobState.DONE], timeout=PATIENCE_MS)

    assert checked.args
    assert fetched.args
    key_checked: KeyChecked = checked.args[0]
    reference_fetched: ReferenceFetched = fetched.args[0]
    assert type(key_checked.error).__name__ == "KeyRejected"
    assert "tgp_wrong" not in repr(key_checked)
    assert (reference_fetched.token, reference_fetched.error) == ("drop-1", None)
    assert receiver.saved[0].saved.path.is_relative_to(tmp_path / "other")


def test_a_request_that_is_not_taken_comes_back(qtbot: QtBot, engine: EngineThread) -> None:
    receiver = Receiver(engine)
    request = a_request(prompt=" ")
    engine.start()

    with qtbot.waitSignal(engine.submit_failed, timeout=PATIENCE_MS):
        engine.submit(request, True)

    ((refused, error),) = receiver.failures
    assert refused == request
    assert isinstance(error, RequestInvalid)


def test_an_engine_that_cannot_start_answers_every_order(qtbot: QtBot, engine: EngineThread, folders: Folders) -> None:
    folders.data.write_text("not a folder", encoding="utf-8")
    receiver = Receiver(engine)
    first, second = a_request(), a_request(seed=8)
    engine.submit(first, True)
    engine.start()
    qtbot.waitUntil(lambda: len(receiver.failures) == 2, timeout=PATIENCE_MS)

    engine.submit(second, True)

    qtbot.waitUntil(lambda: len(receiver.failures) == 3, timeout=PATIENCE_MS)
    assert [request for request, _ in receiver.failures] == [None, first, second]
    assert {type(error).__name__ for _, error in receiver.failures} <= {FolderMissing.__name__, "WriteFailed"}


def test_closing_in_flight_leaves_no_thread(
    qtbot: QtBot, engine: EngineThread, server: LoopbackServer, folders: Folders
) -> None:
    receiver = Receiver(engine)
    server.stall(60.0)
    engine.set_key("tgp_key")
    engine.start()
    engine.submit(a_request(), False)
    qtbot.waitUntil(lambda: receiver.states() == [JobState.SENDING], timeout=PATIENCE_MS)
    (received,) = server.wait_for_requests()

    assert engine.close(5.0)
    assert engine.close(5.0)

    assert "sfumato-engine" not in [thread.name for thread in threading.enumerate()]
    assert received.closed.wait(10)
    journal = Journal(folders.data / "journal.sqlite")
    (job,) = journal.jobs()
    journal.close()
    assert (job.state, job.billed) == (JobState.UNKNOWN, Billed.UNKNOWN)
    # Nothing is taken any more.
    engine.submit(a_request(), False)
    assert len(server.orders()) == 1


@pytest.mark.parametrize("is_running", [False, True])
def test_what_was_ordered_before_the_end_waits_for_the_next_start(
    qtbot: QtBot, engine: EngineThread, server: LoopbackServer, folders: Folders, is_running: bool
) -> None:
    if is_running:
        with qtbot.waitSignal(engine.queue_changed, timeout=PATIENCE_MS):
            engine.start()
            engine.pause()
        engine.resume()
    engine.set_key("tgp_key")
    engine.submit(a_request("one"), False)
    engine.submit_batch((BatchItem(a_request("two")), BatchItem(a_request("three"))), False)
    with qtbot.waitSignal(engine.ended, timeout=PATIENCE_MS):
        if not is_running:
            engine.start()
        engine.end()

    assert engine.has_ended
    assert engine.close()
    journal = Journal(folders.data / "journal.sqlite")
    left = [(job.request.prompt, job.state) for job, _ in journal.everyones_jobs()]
    journal.close()
    assert sorted(left) == [(prompt, JobState.QUEUED) for prompt in ("one", "three", "two")]
    assert server.orders() == []


def test_what_is_said_of_an_ended_job_before_the_end_is_done(
    qtbot: QtBot, engine: EngineThread, server: LoopbackServer, folders: Folders
) -> None:
    receiver = Receiver(engine)
    server.refuse(402)
    engine.set_key("tgp_key")
    engine.start()
    engine.submit(a_request(), False)
    qtbot.waitUntil(lambda: receiver.states() == [JobState.FAILED], timeout=PATIENCE_MS)
    (job,) = receiver.jobs.values()

    engine.dismiss(job)
    assert engine.close()

    journal = Journal(folders.data / "journal.sqlite")
    assert journal.jobs() == []
    journal.close()


def test_it_ends_without_waiting_for_the_web(qtbot: QtBot, engine: EngineThread, server: LoopbackServer) -> None:
    server.stall(60.0, path="/slow")
    engine.start()
    engine.fetch_reference("drop-1", f"{server.url}/slow")
    (received,) = server.wait_for_requests()
    with qtbot.waitSignal(engine.ended, timeout=PATIENCE_MS):
        engine.end()
    assert received.closed.wait(10)


def test_closing_at_once_and_without_a_start(qapp: object, folders: Folders) -> None:
    never = EngineThread(session_opener(folders, Settings(), {}))
    assert never.close()
    at_once = EngineThread(session_opener(folders, Settings(), {}))
    at_once.start()
    assert at_once.close()


def test_the_module_imports_nothing_slow() -> None:
    code = (
        "import sys, desktop_app.qt.engine_thread\n"
        "print(sorted({'asyncio', 'httpx', 'keyring', 'PIL', 'ssl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
