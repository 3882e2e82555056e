"""Putting a new version in the place of the present one, when that has ended, and the old one back when it does not run.

Done by the new version, from the folder into which it was unpacked: no program can put itself away on every system.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

TAKE_PLACE = "--take-place"
PREVIOUS = "Sfumato previous"
_INCOMING = ".sfumato-incoming"
_CHECK_S = 120.0
# How long a virus scanner, or the end of a process, may keep a file on Windows.
_PATIENCE_S = 10.0
_OF_THE_LOADER = ("_PYI_", "_MEIPASS", "LD_LIBRARY_PATH")


def take_place(unpacked: Path, place: Path, is_sound: Callable[[], bool]) -> bool:
    """Put what stands in `unpacked` into `place`, and what it replaces into `Sfumato previous` there.

    Whatever else stands in the place stays. The new is copied beside the old before anything is moved. Returns whether
    the new is there and sound; else the old is there, as it was. Raises OSError when it cannot even be put back.
    """
    incoming, previous = place / _INCOMING, place / PREVIOUS
    names = sorted(path.name for path in unpacked.iterdir())
    try:
        _remove(incoming)
        shutil.copytree(unpacked, incoming, symlinks=True)
        _remove(previous)
        previous.mkdir()
    except OSError:
        _remove(incoming)
        return False
    try:
        _move(names, place, previous)
        _move(names, incoming, place)
        is_there = is_sound()
    except OSError:
        is_there = False
    if not is_there:
        put_back(place, names)
    _remove(incoming)
    return is_there


def put_back(place: Path, names: Iterable[str]) -> None:
    """Let the previous version stand in the place again, of which these are the names. Raises OSError."""
    previous = place / PREVIOUS
    names = list(names)
    for name in names:
        if (previous / name).exists():
            _remove(place / name)
    _move(names, previous, place)
    with suppress(OSError):
        previous.rmdir()


def runs_soundly(program: Path) -> bool:
    """Say whether a program passes its own `--selftest`, without a screen."""
    command = [str(program), "--selftest"]
    try:
        done = subprocess.run(
            command,
            env={**environment_of_its_own(os.environ), "QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_CHECK_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def start_taking_place(unpacked: Path, place: Path, program: str, state: Path, version: str) -> subprocess.Popen[bytes]:
    """Start the new version's part; it waits for the end of this process. Raises OSError.

    `program` is the path of the executable in the place. Keep what is returned as long as this process lives.
    """
    return subprocess.Popen(
        [str(unpacked / program), TAKE_PLACE, str(unpacked), str(place), program, str(state), version],
        env=environment_of_its_own(os.environ),
        cwd=unpacked,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def environment_of_its_own(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for another frozen program: without what the loader of this one put there."""
    kept = {name: text for name, text in environment.items() if not name.startswith(_OF_THE_LOADER)}
    if "LD_LIBRARY_PATH_ORIG" in environment:
        kept["LD_LIBRARY_PATH"] = environment["LD_LIBRARY_PATH_ORIG"]
    return {**kept, "PYINSTALLER_RESET_ENVIRONMENT": "1"}


def others_run(sessions: Path) -> bool:
    """Say whether a program that holds the journal lives."""
    from filelock import FileLock, Timeout

    for path in sessions.glob("*.lock"):
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            return True
        lock.release()
    return False


def main(arguments: Sequence[str]) -> int:
    """Wait until the one who asked is gone, then take its place; return 0 when that was done.

    What does not run is noted as failed, and never tried again. When another program of this kind lives, nothing is done.
    """
    from desktop_app.store.update_state import UpdateFile

    unpacked, place, program, state, version = arguments
    # A program without a console may have been given none; then it is waited for until its files can be moved.
    if sys.stdin is not None:
        sys.stdin.buffer.read()
    if others_run(Path(state).parent / "sessions"):
        return 1
    if take_place(Path(unpacked), Path(place), lambda: runs_soundly(Path(place, program))):
        return 0
    UpdateFile(Path(state)).mark_failed(version)
    return 1


def _move(names: Iterable[str], source: Path, target: Path) -> None:
    for name in names:
        if os.path.lexists(source / name):
            _patiently(lambda name=name: (source / name).rename(target / name))  # type: ignore[misc]


def _patiently(act: Callable[[], object]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while True:
        try:
            act()
            return
        except PermissionError:
            if os.name != "nt" or time.monotonic() > end:
                raise
            time.sleep(0.2)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
