"""New versions in the status line: only where it was wished, never in the first minute, and by a click alone."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from desktop_app.core.release import Build, Channel
from desktop_app.core.settings import Settings
from desktop_app.engine.update_check import Found, Stage, UpdateCheck
from desktop_app.store.folders import Folders
from desktop_app.ui.settings.settings_dialog import SettingsDialog
from desktop_app.ui.status_line import StatusLine
from desktop_app.ui.updates.update_desk import FIRST_LOOK_MS, UpdateDesk

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.settings.settings_flow import SettingsFlow
    from desktop_app.ui.theme.theme import Theme

WISHED = Settings(look_for_updates=True)


class Scripted(UpdateCheck):
    """Answers what it was told, and notes what it was asked."""

    def __init__(self, tmp_path: Path, *found: Found) -> None:
        folders = Folders(tmp_path, tmp_path, tmp_path, tmp_path)
        super().__init__(Build(Channel.PORTABLE, "https://example.test"), folders, place=tmp_path, program="sfumato")
        self.found = list(found)
        self.asked: list[str] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def look(self, now: float) -> Found:
        assert now > 0
        self.asked.append("look")
        return self.found.pop(0)

    def fetch(self, version: str) -> Found:
        self.asked.append(f"fetch {version}")
        self.may_answer.wait(10)
        return self.found.pop(0)

    def start(self) -> subprocess.Popen[bytes] | None:
        self.asked.append("start")
        return None


class Flow(QObject):
    """Stands for the settings."""

    changed = Signal(object, object)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings

    def put(self, settings: Settings) -> None:
        before, self.settings = self.settings, settings
        self.changed.emit(before, settings)


class Bench:
    """A status line, and what tells it of new versions."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.status = StatusLine()
        qtbot.addWidget(self.status)
        self.status.resize(900, 32)
        with qtbot.waitExposed(self.status):
            self.status.show()
        self.desks: list[UpdateDesk] = []

    def desk(self, flow: Flow, check: Scripted, first_look_ms: int = 0) -> UpdateDesk:
        settings: SettingsFlow = flow  # type: ignore[assignment] # what the desk uses of it
        desk = UpdateDesk(self.status, settings, lambda: check, first_look_ms=first_look_ms)
        self.desks.append(desk)
        return desk

    def says(self, words: str, *, is_button: bool) -> None:
        note = self.status.update_note
        self.qtbot.waitUntil(lambda: (note.text(), note.isEnabled()) == (words, is_button))


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme) -> Iterator[Bench]:
    bench = Bench(qtbot)
    yield bench
    for desk in bench.desks:
        desk.close()


def test_nothing_is_asked_before_it_is_wished_nor_after(bench: Bench, tmp_path: Path) -> None:
    check, flow = Scripted(tmp_path, Found(Stage.TOLD, "1.2.0"), Found(Stage.TOLD, "1.2.0")), Flow(Settings())
    desk = bench.desk(flow, check)
    assert check.asked == []
    flow.put(WISHED)
    bench.says("Version 1.2.0 is out", is_button=False)
    flow.put(Settings())
    bench.says("", is_button=False)
    desk.close()
    assert check.asked == ["look"]


def test_the_first_minute_belongs_to_the_person(bench: Bench, tmp_path: Path) -> None:
    assert FIRST_LOOK_MS > 60_000
    check = Scripted(tmp_path)
    bench.desk(Flow(WISHED), check, FIRST_LOOK_MS).close()
    assert check.asked == ["start"]


def test_a_click_gets_the_version_and_the_end_of_the_program_starts_it(bench: Bench, tmp_path: Path) -> None:
    check = Scripted(tmp_path, Found(Stage.OFFERED, "1.2.0"), Found(Stage.READY, "1.2.0"))
    desk = bench.desk(Flow(WISHED), check)
    bench.says("Get version 1.2.0", is_button=True)
    check.may_answer.clear()
    bench.status.update_note.click()
    bench.says("Getting version 1.2.0…", is_button=False)
    check.may_answer.set()
    bench.says("Version 1.2.0 starts next time", is_button=False)
    desk.close()
    assert check.asked == ["look", "fetch 1.2.0", "start"]


def test_what_did_not_come_can_be_tried_again(bench: Bench, tmp_path: Path) -> None:
    found = (Found(Stage.OFFERED, "1.2.0"), Found(Stage.FAILED, "1.2.0"), Found(Stage.READY, "1.2.0"))
    bench.desk(Flow(WISHED), Scripted(tmp_path, *found))
    bench.says("Get version 1.2.0", is_button=True)
    bench.status.update_note.click()
    bench.says("Version 1.2.0 did not come. Try again", is_button=True)
    bench.status.update_note.click()
    bench.says("Version 1.2.0 starts next time", is_button=False)


def test_nothing_new_says_nothing(bench: Bench, tmp_path: Path) -> None:
    check = Scripted(tmp_path, Found())
    bench.desk(Flow(WISHED), check)
    bench.qtbot.waitUntil(lambda: check.asked == ["look"])
    QApplication.processEvents()
    assert not bench.status.update_note.text()
    assert not bench.status.update_note.isVisible()


@pytest.mark.parametrize("address", ["", "https://updates.example.test/sfumato"])
def test_the_settings_offer_it_where_there_is_somebody_to_ask(qtbot: QtBot, theme: Theme, address: str) -> None:
    dialog = SettingsDialog(Settings(), "library")
    qtbot.addWidget(dialog)
    dialog.updates.offer(address)
    dialog.show()
    assert dialog.updates.isVisible() is bool(address)
    box = dialog.updates.box
    assert not box.isChecked()
    if address:
        with qtbot.waitSignal(dialog.settings_changed) as changed:
            box.click()
        assert changed.args == [WISHED]
