"""Functions run off the GUI thread and report in it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QThread

from desktop_app.qt.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


class Receiver(QObject):
    """Keeps what it is told, and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Any] = []
        self.threads: set[QThread] = set()

    def take(self, what: Any) -> None:
        self.told.append(what)
        self.threads.add(QThread.currentThread())


@pytest.fixture
def tasks(qapp: QObject) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def test_the_value_arrives_in_the_gui_thread(qtbot: QtBot, tasks: Tasks) -> None:
    receiver = Receiver()
    tasks.run(threading.get_ident, receiver.take)
    qtbot.waitUntil(lambda: bool(receiver.told))
    assert receiver.told != [threading.get_ident()]
    assert receiver.threads == {receiver.thread()}


def test_an_error_goes_to_its_own_receiver(qtbot: QtBot, tasks: Tasks) -> None:
    done, failed = Receiver(), Receiver()
    tasks.run(lambda: 1 // 0, done.take, failed.take)
    qtbot.waitUntil(lambda: bool(failed.told))
    assert isinstance(failed.told[0], ZeroDivisionError)
    assert failed.threads == {failed.thread()}
    assert not done.told


def test_an_error_that_nobody_takes_is_raised_in_the_gui_thread(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.captureExceptions() as raised:
        tasks.run(lambda: 1 // 0)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError


def test_a_deleted_receiver_is_not_called(qtbot: QtBot, tasks: Tasks) -> None:
    gone, here = Receiver(), Receiver()
    gate = threading.Event()
    tasks.run(gate.wait, gone.take)
    shiboken6.delete(gone)
    gate.set()
    tasks.run(lambda: "after", here.take)
    qtbot.waitUntil(lambda: here.told == ["after"])
    assert gone.told == []


def test_one_thread_keeps_the_order(qtbot: QtBot, qapp: QObject) -> None:
    tasks = Tasks(threads=1)
    receiver = Receiver()
    for number in range(50):
        tasks.run(lambda number=number: number, receiver.take)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(receiver.told) == 50)
    tasks.close()
    assert receiver.told == list(range(50))


def test_close_waits_for_what_runs_and_silences_the_rest(qtbot: QtBot, qapp: QObject) -> None:
    tasks = Tasks(threads=1)
    receiver = Receiver()
    ran: list[str] = []
    started = threading.Event()
    gate = threading.Event()

    def first() -> None:
        started.set()
        gate.wait(10)
        ran.append("first")

    tasks.run(first, receiver.take)
    tasks.run(lambda: ran.append("second"), receiver.take)
    assert started.wait(10)
    threading.Timer(0.05, gate.set).start()
    tasks.close()
    tasks.run(lambda: ran.append("after"), receiver.take)
    QCoreApplication.processEvents()
    assert ran == ["first"]
    assert receiver.told == []
