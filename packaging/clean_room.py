"""Proves the two commands on a bare Debian: nothing installed by hand, nothing inherited, then no network.

Needs root and Debian's debootstrap, xvfb, openbox, xdotool and imagemagick on the machine it runs on. Every step in
the room runs in a mount namespace of its own, so that nothing stays mounted however this ends.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from room import (
    HOME,
    TOOLS,
    Room,
    StepFailed,
    add_options,
    bare_debian,
    close_window,
    display,
    get_ready,
    take_screenshot,
    take_steps,
    wait_for_window,
)

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
CHECKOUT = f"{HOME}/sfumato"


def build(folder: Path, cache: Path, mirror: str) -> Room:
    """Make the room, with a copy of the checkout."""
    room = bare_debian(folder, cache, mirror)
    room.start = CHECKOUT
    (folder / CHECKOUT[1:]).mkdir(parents=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "--extract", "--directory", str(folder / CHECKOUT[1:])], input=archive, check=True)
    return room


# --- The steps -------------------------------------------------------------------------------------------


def install_python(room: Room) -> None:
    """Install python3, the one thing that the two commands ask for."""
    room.run(
        "apt-get update --quiet=2 && "
        "DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends python3 >/dev/null"
    )


def picture_path(room: Room, output: str) -> Path:
    """Return the picture whose path a run printed last, as the host sees it; raise StepFailed when there is none."""
    lines = output.split("\n")
    printed = [line.strip() for line in lines if line.strip().startswith("/")]
    if not printed:
        raise StepFailed("no path of a picture was printed")
    picture = room.folder / printed[-1].lstrip("/")
    if not picture.is_file() or not picture.with_name(picture.name + ".json").is_file():
        raise StepFailed(f"{printed[-1]} or its sidecar does not exist")
    return picture


def run_without_display(room: Room, *, online: bool, shots: Path) -> None:
    """`run` without a display makes a demo picture and prints its path."""
    picture = picture_path(room, room.run("python3 dev.py run", online=online))
    shutil.copy(picture, shots / f"demo-{'first' if online else 'offline'}{picture.suffix}")


def run_with_display(room: Room, *, online: bool, shots: Path) -> None:
    """`run` with a display opens a window, which closes when it is asked to."""
    name = "window" if online else "window-offline"
    with display() as screen:
        here = {**os.environ, "DISPLAY": screen}
        command = room.command("exec python3 dev.py run", online=online, DISPLAY=screen)
        program = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        try:
            window = wait_for_window(here, program)
            take_screenshot(here, shots / f"{name}.png")
            code = close_window(here, window, program)
        finally:
            program.kill()
            program.wait()
        if code:
            raise StepFailed(f"the program exited with {code}")


def run_tests(room: Room) -> None:
    """`test` does its own set-up and passes."""
    room.run("python3 dev.py test --color=no")


# --- The whole -------------------------------------------------------------------------------------------


def steps(room: Room, shots: Path, wanted: list[str]) -> list[tuple[str, Callable[[], None]]]:
    """Return the steps by name, in their order; `python` always, the others when wanted or none is named."""
    known: dict[str, Callable[[], None]] = {
        "python": lambda: install_python(room),
        "run": lambda: run_without_display(room, online=True, shots=shots),
        "window": lambda: run_with_display(room, online=True, shots=shots),
        "run-offline": lambda: run_without_display(room, online=False, shots=shots),
        "window-offline": lambda: run_with_display(room, online=False, shots=shots),
        "test": lambda: run_tests(room),
    }
    if unknown := set(wanted) - set(known):
        raise SystemExit(f"No such step: {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
    return [(name, step) for name, step in known.items() if not wanted or name in {"python", *wanted}]


def parse_arguments() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("steps", nargs="*", help="run these steps alone, besides python")
    add_options(parser)
    return parser.parse_args()


def main() -> int:
    """Build the room, take the steps, print how each went and how long it took; return 1 when one failed."""
    options = parse_arguments()
    get_ready(options, (*TOOLS, "git"))
    with tempfile.TemporaryDirectory(prefix="clean-room-") as temporary:
        room = build(Path(temporary, "room"), options.cache, options.mirror)
        return take_steps(steps(room, options.screenshots, options.steps))


if __name__ == "__main__":
    sys.exit(main())
