"""Ending the program while it works, and a second program beside it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.job import JobState
from desktop_app.store.journal import Journal
from tests.e2e.conftest import KEY, wait_for_orders
from tests.support.checkout import ROOT
from tests.support.command import sfumato
from tests.support.notification_daemon import NotificationDaemon, notification_daemon
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.desktop import Desktop
    from tests.support.program import Program
    from tests.support.server import LoopbackServer

_AT_ONCE_S = 0.5


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


def test_the_window_is_gone_at_once_while_the_disk_is_slow(
    studio: Program, server: LoopbackServer, screen: Desktop
) -> None:
    never = threading.Event()
    server.stall(never)
    studio.generate("a red fox")
    wait_for_orders(server, 1)
    studio.says("1 making")
    studio.write_prompt("still being written")
    screen.keys("ctrl+q")
    place = studio.part("Close now", "push button").centre
    with _held_up(studio):
        screen.click(place)
        began = time.monotonic()
        until(lambda: not screen.windows(studio.process.pid), "the window to go")
        gone_s = time.monotonic() - began
        until(lambda: _draft(studio) == "still being written", "the draft")
        assert studio.is_running
    assert studio.exit_code() == 0
    assert gone_s < _AT_ONCE_S
    assert _jobs(studio) == [("a red fox", JobState.UNKNOWN)]
    assert not _processes_of(studio)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_told_to_end_by_the_system_it_ends_in_order(
    studio: Program, server: LoopbackServer, number: signal.Signals
) -> None:
    never = threading.Event()
    server.stall(never)
    studio.generate("a red fox")
    wait_for_orders(server, 1)
    studio.says("1 making")
    studio.write_prompt("still being written")
    studio.process.send_signal(number)
    assert studio.exit_code() == 0
    assert _jobs(studio) == [("a red fox", JobState.UNKNOWN)]
    assert _draft(studio) == "still being written"


@pytest.mark.parametrize(
    ("key", "words"), [("ctrl+comma", "Library folder"), ("ctrl+b", "Batch"), ("ctrl+q", "Close now")]
)
def test_whatever_is_open_goes_with_the_window(
    studio: Program, server: LoopbackServer, screen: Desktop, key: str, words: str
) -> None:
    never = threading.Event()
    server.stall(never)
    studio.generate("a red fox")
    wait_for_orders(server, 1)
    studio.says("1 making")
    screen.keys(key)
    until(lambda: len(screen.windows(studio.process.pid)) > 1, "another window")
    studio.says(words)
    with _held_up(studio):
        studio.process.send_signal(signal.SIGTERM)
        until(lambda: not screen.windows(studio.process.pid), "the windows to go", 5.0)
        assert studio.is_running
    assert studio.exit_code() == 0
    assert _jobs(studio) == [("a red fox", JobState.UNKNOWN)]


def test_told_to_end_in_the_background_it_ends(studio: Program, server: LoopbackServer, screen: Desktop) -> None:
    never = threading.Event()
    server.stall(never)
    studio.generate("a red fox")
    wait_for_orders(server, 1)
    screen.keys("ctrl+q")
    studio.click("Finish in the background", "push button")
    until(lambda: not screen.windows(studio.process.pid), "the window to be put away")
    studio.process.send_signal(signal.SIGTERM)
    assert studio.exit_code() == 0
    assert _jobs(studio) == [("a red fox", JobState.UNKNOWN)]


def test_another_start_during_the_end_has_a_window_of_its_own(
    studio: Program, server: LoopbackServer, screen: Desktop, start: Callable[..., Program]
) -> None:
    never = threading.Event()
    server.stall(never)
    studio.generate("a red fox")
    wait_for_orders(server, 1)
    screen.keys("ctrl+q")
    studio.click("Finish in the background", "push button")
    until(lambda: not screen.windows(studio.process.pid), "the window to be put away")
    with _held_up(studio):
        studio.process.send_signal(signal.SIGTERM)
        until(lambda: _draft(studio) == "a red fox", "the draft")
        second = start()
        assert studio.is_running
    assert studio.exit_code() == 0
    assert second.quit() == 0


def test_an_order_given_while_it_starts_outlives_its_closing(
    start: Callable[..., Program], server: LoopbackServer, screen: Desktop
) -> None:
    studio = start(TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY)
    until(_journal(studio).exists, "the journal")
    assert studio.quit() == 0
    # As long as the journal is held up, the engine has not begun.
    with _held_up(studio):
        studio.start()
        studio.generate("a red fox")
        screen.keys("ctrl+q")
        until(lambda: not screen.windows(studio.process.pid), "the window to go")
        assert studio.is_running
    assert studio.exit_code() == 0
    assert _jobs(studio) == [("a red fox", JobState.QUEUED)]
    assert server.orders() == []


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


@contextmanager
def _held_up(program: Program) -> Iterator[None]:
    """Keep the program from writing to its journal, as a disk does that does not answer."""
    with closing(sqlite3.connect(_journal(program), isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.execute("ROLLBACK")


def _journal(program: Program) -> Path:
    return program.home / ".local" / "share" / "sfumato" / "journal.sqlite"


def _jobs(program: Program) -> list[tuple[str, JobState]]:
    """Return what the journal holds, by prompt and state."""
    with closing(Journal(_journal(program))) as journal:
        return [(job.request.prompt, job.state) for job, _ in journal.everyones_jobs()]


def _draft(program: Program) -> str:
    """Return the prompt that is on disk, empty before there is one."""
    path = _journal(program).with_name("draft.json")
    return str(json.loads(path.read_text("utf-8"))["prompt"]) if path.exists() else ""


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
