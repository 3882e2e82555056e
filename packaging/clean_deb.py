"""Proves the `.deb` on a bare Debian, as an ordinary user and with nothing inherited.

It is installed over an older one by apt, opened, painted with by mouse and keys, upgraded with a library and settings in
place, removed and purged. Library, sidecars and settings stay as they were, and nothing of the package does.

Needs root and debootstrap, xvfb, openbox, xdotool and imagemagick on the machine it runs on.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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
    from collections.abc import Callable, Iterator

USER_ID = "1000"
LIBRARY = f"{HOME}/Pictures/Sfumato"
OWN_FOLDERS = (f"{HOME}/Pictures", f"{HOME}/.config/sfumato")
"""What is the person's: no step of a package may change it."""
SYSTEM_FOLDERS = ("usr", "etc", "opt", "var/lib", "srv")
APT = "DEBIAN_FRONTEND=noninteractive apt-get --quiet=2 --yes --no-install-recommends"
PROMPT = "A lighthouse in the morning mist"
PICTURE_LIMIT_S = 90
GENERATE = (0.10, 0.925)
"""Where the button is in the window, as parts of its width and height."""


class Proof(NamedTuple):
    """What the steps share: the room as root and as the person, the two packages, and where screenshots go."""

    root: Room
    person: Room
    older: Path
    newer: Path
    shots: Path

    def inside(self, package: Path) -> str:
        """Return a package's path in the room, where it is copied to."""
        target = self.root.folder / "srv" / package.name
        if not target.exists():
            shutil.copy(package, target)
        return f"/srv/{package.name}"


# --- What stands in the room ------------------------------------------------------------------------------


def contents(room: Room, folders: tuple[str, ...]) -> dict[str, str]:
    """Return a hash of every file in folders of the room."""
    found = {}
    for folder in folders:
        for path in sorted((room.folder / folder.lstrip("/")).rglob("*")):
            if path.is_file() and not path.is_symlink():
                found[str(path.relative_to(room.folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def names(room: Room) -> set[str]:
    """Return every path of the system's folders that speaks of the program."""
    found = set()
    for folder in SYSTEM_FOLDERS:
        for parent, folders, files in os.walk(room.folder / folder):
            found |= {str(Path(parent, name)) for name in (*folders, *files) if "sfumato" in name.lower()}
    return {name for name in found if "/srv/" not in name}


def pictures(room: Room) -> list[Path]:
    """Return the pictures of the library that have their sidecar."""
    sidecars = (room.folder / LIBRARY[1:]).rglob("*.json")
    return [path.with_suffix("") for path in sidecars if path.with_suffix("").is_file()]


# --- The steps --------------------------------------------------------------------------------------------


def install(proof: Proof, package: Path, version: str) -> None:
    """Install a package and what it depends on by apt, and ask it for its version as the person."""
    proof.root.run(f"apt-get update --quiet=2 && {APT} install {proof.inside(package)} >/dev/null")
    told = proof.root.run("dpkg-query --show --showformat '${Version}' sfumato").strip()
    if told.partition("-")[0] != version:
        raise StepFailed(f"{told} is installed, not {version}")
    proof.person.run("sfumato --version && man -w sfumato 2>/dev/null || true")


def self_test(proof: Proof) -> None:
    """The program finds every part that it needs on the bare system."""
    proof.person.run("sfumato --selftest", QT_QPA_PLATFORM="offscreen")


def paint(proof: Proof, name: str) -> None:
    """Open the window, write a prompt, press Generate with the mouse, wait for the picture, and close the window."""
    before = len(pictures(proof.person))
    with display() as screen, program(proof, screen) as (here, window, process):
        take_screenshot(here, proof.shots / f"deb-{name}-open.png")
        click(here, window, 0.10, 0.12)
        subprocess.run(["xdotool", "key", "ctrl+a"], env=here, check=True)
        subprocess.run(["xdotool", "type", "--delay", "15", PROMPT], env=here, check=True)
        take_screenshot(here, proof.shots / f"deb-{name}-written.png")
        click(here, window, *GENERATE)
        wait_for(lambda: len(pictures(proof.person)) > before, "no picture was saved")
        take_screenshot(here, proof.shots / f"deb-{name}-painted.png")
        if code := close_window(here, window, process):
            raise StepFailed(f"the program exited with {code}")
    newest = max(pictures(proof.person), key=lambda path: path.stat().st_mtime)
    record = json.loads(newest.with_name(newest.name + ".json").read_text(encoding="utf-8"))
    if PROMPT not in json.dumps(record):
        raise StepFailed("the sidecar does not know the prompt")
    shutil.copy(newest, proof.shots / f"deb-{name}-picture{newest.suffix}")


@contextlib.contextmanager
def program(proof: Proof, screen: str) -> Iterator[tuple[dict[str, str], str, subprocess.Popen[bytes]]]:
    """Start the program as the person, and yield the environment for tools, its window and its process."""
    here = {**os.environ, "DISPLAY": screen}
    process = subprocess.Popen(proof.person.command("exec sfumato", DISPLAY=screen), stdin=subprocess.DEVNULL)
    try:
        window = wait_for_window(here, process)
        subprocess.run(["xdotool", "windowsize", "--sync", window, "1440", "860"], env=here, check=True)
        yield here, window, process
    except subprocess.TimeoutExpired as cause:
        raise StepFailed("the window did not close when it was asked to") from cause
    finally:
        process.kill()
        process.wait()


def click(here: dict[str, str], window: str, across: float, down: float) -> None:
    """Click into the window, at parts of its width and height."""
    told = subprocess.run(["xwininfo", "-id", window], env=here, check=True, capture_output=True, text=True).stdout
    values = dict(re.findall(r"(Absolute upper-left [XY]|Width|Height):\s+(-?\d+)", told))
    x = int(values["Absolute upper-left X"]) + round(int(values["Width"]) * across)
    y = int(values["Absolute upper-left Y"]) + round(int(values["Height"]) * down)
    subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], env=here, check=True)


def wait_for(condition: Callable[[], bool], otherwise: str) -> None:
    """Return once the condition holds; raise StepFailed when that takes too long."""
    end = time.monotonic() + PICTURE_LIMIT_S
    while not condition():
        if time.monotonic() > end:
            raise StepFailed(otherwise)
        time.sleep(0.2)


def upgrade(proof: Proof, version: str) -> None:
    """Install the newer package over the older one; what is the person's stays as it was."""
    settings = proof.root.folder / f"{HOME[1:]}/.config/sfumato/proof.txt"
    settings.write_text("A file of the person's own.\n", encoding="utf-8")
    before = contents(proof.root, OWN_FOLDERS)
    if len(pictures(proof.person)) < 1:
        raise StepFailed("there is no picture to keep")
    install(proof, proof.newer, version)
    keep(proof, before)


def keep(proof: Proof, before: dict[str, str]) -> None:
    """Raise StepFailed when a file of the person's is not as it was."""
    after = contents(proof.root, OWN_FOLDERS)
    if changed := [name for name, hashed in before.items() if after.get(name) != hashed]:
        raise StepFailed(f"changed or gone: {', '.join(changed)}")
    print(f"   | {len(before)} files of the person are as they were", flush=True)


def remove(proof: Proof, how: str) -> None:
    """Remove or purge the package; the person's files stay, and nothing else does."""
    before = contents(proof.root, OWN_FOLDERS)
    proof.root.run(f"{APT} {how} sfumato >/dev/null")
    keep(proof, before)
    kept_by_dpkg = {"list"} if how == "remove" else set()
    left = [name for name in sorted(names(proof.root)) if Path(name).suffix.lstrip(".") not in kept_by_dpkg]
    if left:
        raise StepFailed(f"left behind: {', '.join(left)}")


# --- The whole --------------------------------------------------------------------------------------------


def steps(proof: Proof, versions: tuple[str, str]) -> list[tuple[str, Callable[[], None]]]:
    """Return the steps by name, in their order."""
    return [
        ("install", lambda: install(proof, proof.older, versions[0])),
        ("selftest", lambda: self_test(proof)),
        ("paint", lambda: paint(proof, "first")),
        ("upgrade", lambda: upgrade(proof, versions[1])),
        ("paint again", lambda: paint(proof, "upgraded")),
        ("remove", lambda: remove(proof, "remove")),
        ("again", lambda: install(proof, proof.newer, versions[1])),
        ("purge", lambda: remove(proof, "purge")),
    ]


def package_version(package: Path) -> str:
    """Return a package's version without the revision."""
    command = ["dpkg-deb", "--field", str(package), "Version"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().partition("-")[0]


def main() -> int:
    """Make the room, take the steps, and return 1 when one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("older", type=Path, help="a package of a lower version")
    parser.add_argument("newer", type=Path)
    add_options(parser)
    options = parser.parse_args()
    get_ready(options, (*TOOLS, "xwininfo", "dpkg-deb"))
    with tempfile.TemporaryDirectory(prefix="clean-deb-") as temporary:
        root = bare_debian(Path(temporary, "room"), options.cache, options.mirror)
        root.start = "/"
        root.run(f"useradd --uid {USER_ID} --home-dir {HOME} --shell /bin/sh artist && chown -R artist:artist {HOME}")
        person = Room(root.folder, user=USER_ID)
        proof = Proof(root, person, options.older, options.newer, options.screenshots)
        return take_steps(steps(proof, (package_version(options.older), package_version(options.newer))))


if __name__ == "__main__":
    sys.exit(main())
