"""The system's word to end, heard in Qt's loop."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from desktop_app.qt.end_signals import EndSignals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


@pytest.fixture
def signals(qapp: object) -> Iterator[EndSignals]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    heard = EndSignals()
    yield heard
    heard.close()
    heard.close()
    assert {number: signal.getsignal(number) for number in before} == before
    assert signal.set_wakeup_fd(-1) == -1


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_each_is_heard_in_the_loop(qtbot: QtBot, signals: EndSignals, name: str) -> None:
    signals.listen()
    with qtbot.waitSignal(signals.asked):
        os.kill(os.getpid(), getattr(signal, name))


def test_another_signal_is_no_word_to_end(qtbot: QtBot, signals: EndSignals) -> None:
    heard: list[int] = []
    former = signal.signal(signal.SIGUSR1, lambda number, _frame: heard.append(number))
    try:
        signals.listen()
        with qtbot.assertNotEmitted(signals.asked, wait=50):
            os.kill(os.getpid(), signal.SIGUSR1)
            qtbot.waitUntil(lambda: heard == [signal.SIGUSR1])
    finally:
        signal.signal(signal.SIGUSR1, former)


def test_one_that_is_to_be_outlived_is(qtbot: QtBot, signals: EndSignals) -> None:
    former = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        signals.listen()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        with qtbot.assertNotEmitted(signals.asked, wait=50):
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signals.close()
        signal.signal(signal.SIGHUP, former)
