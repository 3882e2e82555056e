"""A D-Bus session of one's own with a real gnome-keyring in it, for a child process of the test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_UNLOCK = "printf %s password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"


def run_in_session(program: str, home: Path, *, unlocked: bool = True, timeout_s: float = 60) -> str:
    """Run Python code where a keyring answers on D-Bus and return what it prints; fail the test when the code fails.

    The keyring's files are below `home`. With `unlocked` the keyring is open, as after a log-in. Skips the test where
    there is no gnome-keyring.
    """
    if not all(map(shutil.which, ("dbus-run-session", "gnome-keyring-daemon"))):
        pytest.skip("gnome-keyring and dbus-run-session are not installed")
    start = f"{_UNLOCK}; " if unlocked else ""
    return run_program(program, home, ["dbus-run-session", "--", "sh", "-c", f'{start}exec "$@"', "sh"], timeout_s)


def run_program(program: str, home: Path, prefix: list[str] | None = None, timeout_s: float = 60) -> str:
    """Run Python code in a home folder of its own, without a screen, and return what it prints."""
    left_out = {"PYTHON_KEYRING_BACKEND", "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"}
    environment = {name: text for name, text in os.environ.items() if name not in left_out}
    done = subprocess.run(
        [*(prefix or []), sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        env={**environment, "HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
