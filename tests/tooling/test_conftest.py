"""The guards around every test do bite."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QRunnable, QThread, QThreadPool, QTimer
from pytestqt.qtbot import QtBot

from tests.support.isolation import LoopbackOnly
from tests.support.leftovers import qt_left, threads_left


def test_home_is_empty_and_not_the_persons_own(home: Path) -> None:
    assert Path.home() == home
    assert Path(os.environ["XDG_DATA_HOME"]).is_relative_to(home)
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_no_key_reaches_a_test() -> None:
    assert not [name for name in os.environ if name.startswith("TOGETHER_")]


def test_a_socket_reaches_this_machine_alone(isolated_session: LoopbackOnly) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()[:2]).close()
    with socket.socket() as beyond, pytest.raises(OSError, match="this machine alone"):
        beyond.connect(("192.0.2.1", 443))
    with pytest.raises(socket.gaierror):
        socket.create_connection(("api.example.com", 443))
    assert isolated_session.refused == ["192.0.2.1:443", "api.example.com"]
    isolated_session.refused.clear()


def test_a_name_that_never_resolves_may_be_asked_for(isolated_session: LoopbackOnly) -> None:
    with pytest.raises(socket.gaierror):
        socket.create_connection(("host.invalid", 443))
    assert isolated_session.refused == []


def test_a_thread_left_behind_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.leftovers.PATIENCE_S", 0.01)
    before = set(threading.enumerate())
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="straggler")
    thread.start()
    assert threads_left(before) == ["thread straggler"]
    end.set()
    thread.join()
    assert threads_left(before) == []


def test_a_timer_left_behind_is_seen(qtbot: QtBot) -> None:
    owner = QObject()
    timer = QTimer(owner)
    timer.setObjectName("ticker")
    timer.start(60_000)
    assert len(qt_left()) == 1
    assert "QTimer ticker" in qt_left()[0]
    timer.stop()
    assert qt_left() == []


class _Wait(QRunnable):
    def __init__(self, end: threading.Event) -> None:
        super().__init__()
        self.end = end

    def run(self) -> None:
        self.end.wait()


def test_a_busy_pool_and_a_running_thread_are_seen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.leftovers.PATIENCE_S", 0.01)
    end, pool, thread = threading.Event(), QThreadPool(), QThread()
    pool.start(_Wait(end))
    thread.start()
    left = qt_left()
    end.set()
    thread.quit()
    assert sorted(name.split()[0] for name in left) == ["QThread", "QThreadPool"]
    assert pool.waitForDone(2000)
    assert thread.wait(2000)
