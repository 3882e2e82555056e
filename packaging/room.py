"""A bare Debian in a folder, and a screen for it: nothing installed by hand, nothing inherited.

Every step in the room runs in a mount namespace of its own, so that nothing stays mounted however this ends.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

TOOLS = ("debootstrap", "unshare", "Xvfb", "openbox", "xdotool", "import", "identify")
HOME = "/home/artist"
WINDOW_TITLE = "Sfumato"
COLOURS_MIN = 16  # an empty window has two or three
SOCKETS = Path("/tmp/.X11-unix")

# What package clients may need to know of the machine they are on: a proxy, a mirror, its certificate.
CLIENT_VARIABLES = ("PIP_INDEX_URL", "PIP_TRUSTED_HOST", "PIP_CERT", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
PIP_OPTIONS = {"PIP_INDEX_URL": "global.index-url", "PIP_CERT": "global.cert"}

ENTER = """
mount --rbind /proc "$ROOM/proc"
mount --rbind /sys "$ROOM/sys"
mount --rbind /dev "$ROOM/dev"
mkdir -p "$ROOM/tmp/.X11-unix"
mount --bind /tmp/.X11-unix "$ROOM/tmp/.X11-unix"
exec chroot "$ROOM" /usr/bin/env --ignore-environment "$@"
"""


class StepFailed(Exception):
    """A step did not do what it has to; the text says what was seen."""


@dataclass
class Room:
    """A Debian in a folder. Commands start in `start`; when `user` is not empty, as that user of the room."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)
    start: str = HOME
    user: str = ""

    def command(self, command: str, *, online: bool = True, **variables: str) -> list[str]:
        """Return what starts a shell command in the room, with a clean environment."""
        variables = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": HOME,
            "LANG": "C.UTF-8",
            **(self.variables if online else {}),
            **variables,
        }
        namespaces = ["unshare", "--mount", "--propagation", "private", *([] if online else ["--net"])]
        inside = [
            *(f"{name}={value}" for name, value in variables.items()),
            "sh",
            "-c",
            f"cd {self.start} && {command}",
        ]
        if self.user:
            inside = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups", "env", *inside]
        return [*namespaces, "env", f"ROOM={self.folder}", "sh", "-e", "-c", ENTER, "enter", *inside]

    def run(self, command: str, *, online: bool = True, **variables: str) -> str:
        """Run a shell command in the room, show its output as it comes, and return its standard output.

        Raises StepFailed when it exits with anything but 0.
        """
        lines = []
        process = subprocess.Popen(
            self.command(command, online=online, **variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        for line in process.stdout:
            print("   |", line.rstrip(), flush=True)
            lines.append(line)
        if code := process.wait():
            raise StepFailed(f"`{command}` exited with {code}")
        return "".join(lines)


def bare_debian(folder: Path, cache: Path, mirror: str) -> Room:
    """Make a minimal Debian 12 in `folder`, from the tarball in `cache` when there is one."""
    tarball = cache / "debian-12-minbase.tar"
    if not tarball.exists():
        base = folder.parent / "base"
        options = ["--variant=minbase", "bookworm", str(base), *([mirror] if mirror else [])]
        subprocess.run(["debootstrap", *options], check=True, stdout=subprocess.DEVNULL)
        cache.mkdir(parents=True, exist_ok=True)
        partial = tarball.with_suffix(".new")
        subprocess.run(["tar", "--create", "--file", str(partial), "--directory", str(base), "."], check=True)
        partial.replace(tarball)
    folder.mkdir()
    subprocess.run(["tar", "--extract", "--file", str(tarball), "--directory", str(folder)], check=True)
    (folder / HOME[1:]).mkdir(parents=True)
    return Room(folder, tell_clients(folder))


def tell_clients(folder: Path) -> dict[str, str]:
    """Give the room the host's name servers, proxy and certificates; return the variables for its package clients."""
    shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
    dump = subprocess.run(["apt-config", "dump", "Acquire"], check=True, capture_output=True, text=True).stdout
    lines = [line for line in dump.splitlines() if re.search(r"Proxy|CaInfo", line)]
    (folder / "etc/apt/apt.conf.d/99host").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    variables = {name: os.environ[name] for name in CLIENT_VARIABLES if os.environ.get(name)}
    for name, option in PIP_OPTIONS.items():
        told = subprocess.run(
            [sys.executable, "-m", "pip", "config", "get", option], check=False, capture_output=True, text=True
        )
        if not told.returncode:
            variables.setdefault(name, told.stdout.strip())
    if certificate := variables.get("PIP_CERT"):
        # Not under its own path: ca-certificates, when it gets installed, writes that anew.
        shutil.copy(certificate, folder / "etc/host-certificates.pem")
        variables["PIP_CERT"] = "/etc/host-certificates.pem"
    return variables


@contextmanager
def display() -> Iterator[str]:
    """Start an X server with a window manager on the host, on a free number, and yield its name."""
    reader, writer = os.pipe()
    options = ["-displayfd", str(writer), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(["Xvfb", *options], pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader) as number:
            screen = f":{number.readline().strip()}"
        with subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": screen}, stderr=subprocess.DEVNULL) as manager:
            try:
                yield screen
            finally:
                manager.terminate()
    finally:
        server.terminate()
        server.wait()


def close_window(environment: dict[str, str], window: str, program: subprocess.Popen[bytes]) -> int:
    """Close the window by its keys and return the program's code; raise StepFailed when it stays.

    A window manager that was started a moment ago may not have taken its keys yet: they are pressed again.
    """
    close = ["xdotool", "windowactivate", "--sync", window, "key", "alt+F4"]
    for _ in range(6):
        # The window may have gone meanwhile.
        subprocess.run(close, env=environment, check=False, timeout=30, capture_output=True)
        with suppress(subprocess.TimeoutExpired):
            return program.wait(5)
    raise StepFailed("the window did not close when it was asked to")


def wait_for_window(environment: dict[str, str], program: subprocess.Popen[bytes]) -> str:
    """Return the X id of the program's visible window; raise StepFailed when the program ends or two minutes pass."""
    search = ["xdotool", "search", "--onlyvisible", "--name", WINDOW_TITLE]
    end = time.monotonic() + 120
    while time.monotonic() < end:
        found = subprocess.run(search, env=environment, capture_output=True, text=True, check=False).stdout.split()
        if found:
            return found[-1]
        if program.poll() is not None:
            raise StepFailed(f"the program exited with {program.returncode} and showed no window")
        time.sleep(0.1)
    raise StepFailed("no window within two minutes")


def take_screenshot(environment: dict[str, str], path: Path) -> None:
    """Write what the screen shows as PNG once it stands still; raise StepFailed when it stays empty."""
    before = b""
    for _ in range(50):
        subprocess.run(["import", "-window", "root", "-strip", str(path)], env=environment, check=True)
        now = path.read_bytes()
        colours = subprocess.run(["identify", "-format", "%k", str(path)], check=True, capture_output=True, text=True)
        if now == before and int(colours.stdout) >= COLOURS_MIN:
            return
        before = now
        time.sleep(0.2)
    raise StepFailed("the screen shows nothing, or does not stand still")


def take_steps(steps: Iterable[tuple[str, Callable[[], None]]]) -> int:
    """Take steps, print how each went and how long it took; return 1 when one failed."""
    summary: list[str] = []
    for name, step in steps:
        print(f"== {name}", flush=True)
        started, verdict = time.monotonic(), "ok"
        try:
            step()
        except (StepFailed, subprocess.CalledProcessError) as failure:
            verdict = f"FAILED: {failure}"
        summary.append(f"{name:15} {time.monotonic() - started:7.1f} s  {verdict}")
    print("\n".join(["", *summary]))
    return 1 if any("FAILED" in line for line in summary) else 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that every proof in a room has."""
    cache = Path(tempfile.gettempdir(), "sfumato-clean-room")
    parser.add_argument("--cache", type=Path, default=cache, help="where the bare Debian is kept for the next time")
    parser.add_argument("--screenshots", type=Path, default=cache / "screenshots", help="where pictures are put")
    parser.add_argument("--mirror", default="", help="the Debian mirror, if not debootstrap's own")


def get_ready(options: argparse.Namespace, tools: Iterable[str]) -> None:
    """Exit when something is missing that a room needs, and make the folders for screenshots and sockets."""
    if missing := [tool for tool in tools if shutil.which(tool) is None]:
        raise SystemExit(f"Missing: {shlex.join(missing)}")
    if os.geteuid() != 0:
        raise SystemExit("Only root can make and enter a room.")
    options.screenshots.mkdir(parents=True, exist_ok=True)
    SOCKETS.mkdir(mode=0o1777, exist_ok=True)
