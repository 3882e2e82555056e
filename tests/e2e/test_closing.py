"""Ending the program while it works, and a second program beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.conftest import wait_for_orders
from tests.support.checkout import ROOT
from tests.support.command import sfumato
from tests.support.notification_daemon import NotificationDaemon, notification_daemon
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.desktop import Desktop
    from tests.support.program import Program
    from tests.support.server import LoopbackServer


def test_closing_in_the_middle_asks_first(studio: Program, server: LoopbackServer, screen: Desktop) -> None:
    never = threading.Event()
    server.stall(never)
    studio.generate("a red fox")
    wait_for_orders(server, 1)
    studio.says("1 making")
    screen.keys("ctrl+q")
    studio.says("A picture is being made.")
    studio.click("Stay", "push button")
    until(lambda: "A picture is being made." not in studio.words(), "the end of the question")
    assert studio.is_running
    screen.keys("ctrl+q")
    studio.click("Close now", "push button")
    assert studio.exit_code() == 0
    until(server.orders()[0].closed.is_set, "the end of the connection")
    assert not _processes_of(studio)


def test_closing_in_the_background_saves_the_picture_first(
    studio: Program, server: LoopbackServer, screen: Desktop
) -> None:
    go_on = threading.Event()
    server.stall(go_on)
    studio.generate("a red fox")
    wait_for_orders(server, 1)
    studio.says("1 making")
    screen.keys("ctrl+q")
    studio.says("If you close now, what was sent may still be billed")
    studio.click("Finish in the background", "push button")
    until(lambda: not screen.windows(studio.process.pid), "the window to be put away")
    assert studio.is_running
    go_on.set()
    assert studio.exit_code() == 0
    assert len(studio.pictures()) == 1


def test_what_is_done_in_the_background_is_told_and_a_click_brings_the_window_back(
    studio: Program, server: LoopbackServer, screen: Desktop, session: dict[str, str]
) -> None:
    first, second = threading.Event(), threading.Event()
    server.stall(first)
    server.stall(second)
    with notification_daemon(session["DBUS_SESSION_BUS_ADDRESS"]) as daemon:
        studio.generate("a red fox")
        wait_for_orders(server, 1)
        studio.generate("the sea")
        wait_for_orders(server, 2)
        screen.keys("ctrl+q")
        studio.click("Finish in the background", "push button")
        until(lambda: not screen.windows(studio.process.pid), "the window to be put away")
        first.set()
        until(lambda: daemon.shown, "the notification")
        assert daemon.shown[0].summary == "1 picture is done"
        until(lambda: _clicked(daemon) and screen.windows(studio.process.pid), "the window")
        second.set()
        studio.wait_for_pictures(2)
        assert studio.quit() == 0


def test_another_start_brings_the_window_back(
    studio: Program, server: LoopbackServer, screen: Desktop, session: dict[str, str]
) -> None:
    go_on = threading.Event()
    server.stall(go_on)
    studio.generate("a red fox")
    wait_for_orders(server, 1)
    screen.keys("ctrl+q")
    studio.click("Finish in the background", "push button")
    until(lambda: not screen.windows(studio.process.pid), "the window to be put away")
    second = subprocess.run(
        [sys.executable, "-P", "-m", "desktop_app"],
        cwd=ROOT,
        env={**os.environ, **session, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "xcb"},
        timeout=20,
        check=False,
    )
    assert second.returncode == 0
    until(lambda: screen.windows(studio.process.pid), "the window")
    go_on.set()
    studio.wait_for_pictures(1)
    assert studio.is_running
    assert studio.quit() == 0


def test_the_command_line_beside_the_window_leaves_its_jobs_alone(
    start: Callable[..., Program], session: dict[str, str], server: LoopbackServer
) -> None:
    go_on = threading.Event()
    server.stall(go_on)
    place = {"TOGETHER_BASE_URL": server.url, "TOGETHER_API_KEY": "tgp_test_key_0123456789"}
    window = start(**place)
    window.generate("from the window")
    wait_for_orders(server, 1)

    code, out, err = sfumato("generate", "from the command line", **session, **place)
    assert (code, len(out.splitlines())) == (0, 1), err
    window.says("1 making")
    window.tile("from the command line")
    assert "Outcome unknown" not in window.words()

    go_on.set()
    window.wait_for_pictures(2)
    assert len(server.orders()) == 2


def _clicked(daemon: NotificationDaemon) -> bool:
    """Click once more: the program hears only after its call which notification is its own."""
    daemon.click(7)
    return True


def _processes_of(program: Program) -> list[str]:
    """Return processes that still have the home of the test as theirs, and are Sfumato's."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            is_at_home = f"HOME={program.home}".encode() in (entry / "environ").read_bytes()
            if is_at_home and b"desktop_app" in (entry / "cmdline").read_bytes():
                found.append(entry.name)
        except OSError:
            continue
    return found
