"""A start that knocks at a program without a window."""

from __future__ import annotations

import socket
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from desktop_app.qt.second_start import SecondStart, knock

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the folder of a session is Linux's")


def knocked_in_a_thread() -> tuple[threading.Thread, list[bool]]:
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(knock()))
    thread.start()
    return thread, answers


@pytest.fixture(autouse=True)
def runtime(home: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    # The name of a socket is short.
    folder = tmp_path_factory.mktemp("r")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


def test_the_one_that_listens_is_told_and_the_caller_knows(qtbot: QtBot) -> None:
    first = SecondStart()
    assert first.listen()
    with qtbot.waitSignal(first.knocked):
        thread, answers = knocked_in_a_thread()
    thread.join()
    assert answers == [True]
    first.close()
    assert not knock()


def test_nobody_listens(runtime: Path) -> None:
    assert not knock()
    assert list(runtime.iterdir()) == []


def test_what_was_left_behind_by_a_crash_is_nobody_and_is_replaced(qtbot: QtBot, runtime: Path) -> None:
    first = SecondStart()
    assert first.listen()
    (name,) = [each.name for each in runtime.iterdir()]
    first.close()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(runtime / name))
    assert not knock()
    assert first.listen()
    with qtbot.waitSignal(first.knocked):
        thread, answers = knocked_in_a_thread()
    thread.join()
    assert answers == [True]
    first.close()


def test_without_a_folder_of_the_session_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert not knock()
    assert not SecondStart().listen()
