"""The end: the window goes at once, what must be kept is kept, and nothing holds the process up for ever."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from desktop_app.qt.engine_thread import EngineThread
from desktop_app.ui.ending import Ending
from desktop_app.ui.main_window import MainWindow
from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop_app.engine.session import Session
    from desktop_app.qt.engine_thread import Emit
    from desktop_app.ui.theme.theme import Theme

_HANGS = """
import threading
from PySide6.QtWidgets import QApplication
from desktop_app.qt.engine_thread import EngineThread
from desktop_app.ui.ending import Ending
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.theme.tokens import TOKENS, Scheme

app = QApplication([])
window = MainWindow(TOKENS[Scheme.DARK])
never = threading.Event()
engine = EngineThread(lambda emit: never.wait())
ending = Ending(window, engine, {keep}, engine.close, limit_s=0.5)
window.show()
engine.start()
ending.begin()
app.exec()
"""


class House:
    """A window, and an engine whose disk does not answer until `go_on` is set."""

    def __init__(self, theme: Theme) -> None:
        self.done: list[str] = []
        self.go_on = threading.Event()
        self.window = MainWindow(theme.tokens)
        self.engine = EngineThread(self._open)
        self.ending = Ending(self.window, self.engine, self._keep, self._close)

    def _open(self, _emit: Emit) -> Session:
        self.go_on.wait()
        return cast("Session", None)

    def _keep(self) -> None:
        self.done.append("kept" if not self.window.isVisible() else "kept in sight")

    def _close(self) -> None:
        self.done.append("closed" if self.engine.close() else "given up")


@pytest.fixture
def house(qtbot: QtBot, theme: Theme) -> Iterator[House]:
    place = House(theme)
    qtbot.addWidget(place.window)
    place.window.show()
    yield place
    place.go_on.set()
    place.engine.close()
    place.ending.close()
    QApplication.setQuitOnLastWindowClosed(True)


def test_the_windows_go_at_once_and_the_end_comes_with_the_engine_s(house: House, qtbot: QtBot) -> None:
    beside = QDialog(house.window)
    beside.show()
    house.engine.start()

    house.ending.begin()

    assert not house.window.isVisible()
    assert not beside.isVisible()
    qtbot.waitUntil(lambda: house.done == ["kept"])
    house.ending.begin()
    house.go_on.set()
    qtbot.waitUntil(lambda: "closed" in house.done)
    assert house.done == ["kept", "closed"]


def test_without_an_engine_there_is_nothing_to_wait_for(house: House, qtbot: QtBot) -> None:
    house.ending.begin()
    qtbot.waitUntil(lambda: house.done == ["kept", "closed"])


@pytest.mark.parametrize("keep", ["lambda: None", "never.wait"])
def test_a_disk_that_hangs_does_not_hold_the_process(keep: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _HANGS.replace("{keep}", keep)],
        cwd=ROOT,
        timeout=20,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "holds the end" in done.stderr
