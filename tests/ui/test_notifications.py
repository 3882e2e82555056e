"""Notifications on a real session bus: when they come, what they say, and what a click does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QWidget

from desktop_app import APPLICATION_ID
from desktop_app.core.job import Job, JobState
from desktop_app.core.request import GenerationRequest
from desktop_app.core.settings import Settings
from desktop_app.ui.notifications import Notifications
from tests.support.notification_daemon import NotificationDaemon, notification_daemon
from tests.support.session_bus import has_session_bus, session_bus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

needs_bus = pytest.mark.skipif(not has_session_bus(), reason="dbus-daemon or at-spi2-core is not installed")


class Desk:
    """A window that is in front, or not, and what tells of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.is_seen = False
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.notifications = Notifications(self.window, lambda: self.is_seen)

    def run(self, *jobs: Job) -> None:
        """Let jobs be ordered, and end."""
        self.notifications.take([replace(job, state=JobState.SENDING) for job in jobs])
        self.notifications.take(jobs)


def job(number: int, state: JobState = JobState.DONE, *, batch: str = "b", prompt: str = "a fox", **more: Any) -> Job:
    return Job(f"j{number}", batch, GenerationRequest(prompt, "some/model"), False, state, **more)


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with session_bus(tmp_path, "") as variables:
        address = variables["DBUS_SESSION_BUS_ADDRESS"]
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def daemon(bus: str) -> Iterator[NotificationDaemon]:
    with notification_daemon(bus) as running:
        yield running


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    place = Desk(qtbot)
    yield place
    place.notifications.close()


@needs_bus
def test_the_end_of_a_batch_is_told_once(daemon: NotificationDaemon, desk: Desk, qtbot: QtBot) -> None:
    desk.notifications.take([job(1, JobState.SENDING), job(2, JobState.QUEUED)])
    desk.notifications.take([job(1)])
    desk.notifications.take([job(2)])
    qtbot.waitUntil(lambda: len(daemon.shown) == 1)
    shown = daemon.shown[0]
    assert (shown.summary, shown.body) == ("2 pictures are done", "a fox")
    assert shown.actions == ("default", "Show")
    assert shown.hints == {"desktop-entry": APPLICATION_ID, "suppress-sound": True}


@needs_bus
def test_a_later_batch_adds_to_what_is_shown(daemon: NotificationDaemon, desk: Desk, qtbot: QtBot) -> None:
    desk.run(job(1))
    qtbot.waitUntil(lambda: len(daemon.shown) == 1)
    desk.run(
        job(2, JobState.FAILED, batch="c"),
        job(3, JobState.UNKNOWN, batch="c"),
        job(4, batch="c", prompt="<b>&\nthe sea"),
    )
    qtbot.waitUntil(lambda: len(daemon.shown) == 2)
    assert daemon.shown[1].summary == "2 pictures are done, 1 was not made, 1 with unknown outcome"
    assert daemon.shown[1].body == "&lt;b&gt;&amp;"
    assert daemon.shown[1].replaces_id == 7


@needs_bus
def test_a_click_asks_for_the_window(daemon: NotificationDaemon, desk: Desk, qtbot: QtBot) -> None:
    desk.run(job(1))
    qtbot.waitUntil(lambda: len(daemon.shown) == 1)
    with qtbot.waitSignal(desk.notifications.raise_requested):
        # Another program's notification is none of ours.
        daemon.click(99)
        qtbot.waitUntil(lambda: desk.notifications._desktop._shown_id == 7)
        daemon.click(7)


@needs_bus
def test_the_desktop_plays_the_sound(daemon: NotificationDaemon, desk: Desk, qtbot: QtBot) -> None:
    desk.notifications.set_wishes(Settings(notify_when_done=True, sound_when_done=True))
    with qtbot.assertNotEmitted(desk.notifications._desktop.sound_missing):
        desk.run(job(1))
        qtbot.waitUntil(lambda: len(daemon.shown) == 1)
    assert daemon.shown[0].hints["sound-name"] == "complete"


@needs_bus
def test_a_desktop_that_is_mute_is_known_as_one(bus: str, desk: Desk, qtbot: QtBot) -> None:
    desk.notifications.set_wishes(Settings(notify_when_done=True, sound_when_done=True))
    with notification_daemon(bus, ("body",)) as daemon:
        with qtbot.waitSignal(desk.notifications._desktop.sound_missing):
            desk.run(job(1, prompt="1 < 2"))
        qtbot.waitUntil(lambda: len(daemon.shown) == 1)
        assert (daemon.shown[0].body, daemon.shown[0].actions) == ("1 < 2", ())


@needs_bus
def test_nothing_is_told_of_what_is_seen_given_up_or_not_wished_for(
    daemon: NotificationDaemon, desk: Desk, qtbot: QtBot
) -> None:
    desk.is_seen = True
    desk.run(job(1, batch="seen"))
    desk.is_seen = False
    desk.run(job(2, JobState.CANCELLED, batch="given up"))
    desk.notifications.take([job(3, batch="ended before the start")])
    desk.notifications.set_wishes(Settings(notify_when_done=False, sound_when_done=False))
    desk.run(job(4, batch="not wished for"))
    desk.notifications._on_due()
    desk.notifications.set_wishes(Settings(notify_when_done=True, sound_when_done=False))
    desk.run(job(5, batch="told"))
    qtbot.waitUntil(lambda: len(daemon.shown) == 1)
    assert daemon.shown[0].summary == "1 picture is done"


@needs_bus
def test_it_goes_when_the_window_is_seen(daemon: NotificationDaemon, desk: Desk, qtbot: QtBot) -> None:
    desk.run(job(1))
    qtbot.waitUntil(lambda: desk.notifications._desktop._shown_id == 7)
    desk.is_seen = True
    desk.notifications._on_application_state_changed(None)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: daemon.closed == [7])


@needs_bus
def test_a_bus_that_ends_breaks_nothing(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session_bus(tmp_path, "") as variables:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", variables["DBUS_SESSION_BUS_ADDRESS"])
        with notification_daemon(variables["DBUS_SESSION_BUS_ADDRESS"]) as daemon:
            desk.run(job(1))
            qtbot.waitUntil(lambda: len(daemon.shown) == 1)
    qtbot.waitUntil(lambda: desk.notifications._desktop._is_unreachable)
    desk.run(job(2))
    desk.notifications._on_due()


def test_without_a_desktop_nothing_happens_but_the_sound(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    desk.notifications.set_wishes(Settings(notify_when_done=True, sound_when_done=True))
    with qtbot.waitSignal(desk.notifications._desktop.sound_missing):
        desk.run(job(1))
