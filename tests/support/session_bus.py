"""A D-Bus session of one's own, with the accessibility bus by which a screen reader reads windows."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
PASSWORD = "password"


def has_session_bus() -> bool:
    """Tell whether a session bus and its accessibility bus can be started."""
    return shutil.which("dbus-daemon") is not None and _launcher() is not None


def has_keyring() -> bool:
    """Tell whether a real keyring can be started."""
    return shutil.which("gnome-keyring-daemon") is not None and shutil.which("secret-tool") is not None


@contextmanager
def session_bus(home: Path, display: str) -> Iterator[dict[str, str]]:
    """Start a session bus for one person and yield the variables by which programs find it."""
    variables = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home / ".runtime"), "DISPLAY": display}
    with ExitStack() as ending:
        bus = _started(ending, ["dbus-daemon", "--session", "--nofork", "--print-address=1"], variables)
        assert bus.stdout is not None
        variables["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        _started(ending, [str(_launcher()), "--launch-immediately"], variables)
        yield variables


@contextmanager
def keyring_daemon(variables: Mapping[str, str], *, unlocked: bool = True) -> Iterator[None]:
    """Start a real keyring on the session bus, open as after a log-in, or one that is locked."""
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
    with ExitStack() as ending:
        daemon = _started(ending, [*command, "--unlock"] if unlocked else command, variables)
        assert daemon.stdin is not None
        if unlocked:
            daemon.stdin.write(PASSWORD.encode())
        daemon.stdin.close()
        yield


def keep_secret(variables: Mapping[str, str], key: str) -> None:
    """Put a key into the keyring as Sfumato does, by another program."""
    command = ["secret-tool", "store", "--label", "Sfumato", "service", "sfumato", "username", "together"]
    subprocess.run(command, env={**os.environ, **variables}, input=key.encode(), timeout=10, check=True)


def secret(variables: Mapping[str, str], service: str) -> str:
    """Return what the keyring holds for a service, as another program of the same person sees it."""
    done = subprocess.run(
        ["secret-tool", "lookup", "service", service],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    return done.stdout


def _started(ending: ExitStack, command: list[str], variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        command,
        env={**os.environ, **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    ending.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    process.wait()


def _launcher() -> Path | None:
    return next((Path(each) for each in _LAUNCHERS if Path(each).exists()), None)
