"""The window's start in the program's own process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.app import Opening
from tests.support.leftovers import qt_left

NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}

Opener = Callable[[], Opening]


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Return what opens the window in this process; all are closed at the end."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", NO_KEYRING["PYTHON_KEYRING_BACKEND"])
    # Qt remembers where the first test of the process had its settings.
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(home / ".config"))
    openings: list[Opening] = []

    def make() -> Opening:
        opening = Opening(qapp, None, NO_KEYRING)
        openings.append(opening)
        opening.window.show()
        return opening

    yield make
    for opening in openings:
        opening.close()
        opening.window.close_for_good()
    qapp.setStyleSheet("")
    # What the engine told at its end is still on its way, and begins timers of a moment, as the style sheet does.
    qtbot.waitUntil(lambda: not qt_left())
    for opening in openings:
        opening.window.deleteLater()


def is_filled(opening: Opening) -> bool:
    """Say whether every part of the window is there."""
    return hasattr(opening.window, "parts")


def filled(qtbot: QtBot, opening: Opening) -> None:
    """Wait until every part of the window is there."""
    qtbot.waitUntil(lambda: is_filled(opening), timeout=20_000)
