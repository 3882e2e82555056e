"""Kills the program at the calls that matter, lets the next start recover, and counts what was lost, doubled or torn.

SIGKILL comes by strace's fault injection at every write, sync, rename, removal and socket call of one order by the
command line, against a server that counts its orders. Nothing may be ordered twice, every answer that arrived whole is
in the library exactly once after the next start, and no picture or sidecar is half there.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.job import JobState
from desktop_app.core.record_json import RecordUnreadable, from_json
from tests.support.server import LoopbackServer

CALLS = ("fsync", "fdatasync", "rename", "pwrite64", "write", "unlink", "connect", "sendto")
ORDER = ("generate", "a fox", "--seed", "1", "--size", "256x256", "--model", "black-forest-labs/FLUX.1-schnell")
NEXT_START = ("generate", "anything", "--demo", "--size", "64x64")
ENDS = {state.value for state in JobState if state.is_final} | {JobState.QUEUED.value}
HIDDEN = ("XDG_", "TOGETHER_", "SFUMATO_")


@dataclass(frozen=True, slots=True)
class Point:
    """One kill: the call, and at which of its turns."""

    call: str
    turn: int


def main() -> None:
    """Print how many points were tried and what went wrong; exit with 1 when anything did."""
    if shutil.which("strace") is None:
        print("strace is not installed: nothing was tried")
        return
    faults: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    tried = 0
    for call in CALLS:
        for point in _points(call):
            tried += 1
            found, end = _tried(point)
            faults.update(found)
            ends[end] += 1
            for fault in found:
                print(f"{fault} after {point.call} number {point.turn}")
    told = ", ".join(f"{count} {end}" for end, count in ends.most_common())
    print(f"points tried {tried}: {told}")
    print(", ".join(f"{fault} {faults[fault]}" for fault in ("lost", "doubled", "torn", "stuck")))
    if faults:
        raise SystemExit(1)


def _points(call: str) -> Iterator[Point]:
    with tempfile.TemporaryDirectory() as folder, LoopbackServer() as server:
        log = Path(folder) / "calls"
        trace = ["strace", "-f", "-e", f"trace={call}", "-o", str(log)]
        _run([*trace, *_program(ORDER)], env=_environment(Path(folder), server))
        count = sum(f"{call}(" in line for line in log.read_text(encoding="utf-8").splitlines())
    return (Point(call, turn) for turn in range(1, count + 1))


def _tried(point: Point) -> tuple[list[str], str]:
    with tempfile.TemporaryDirectory() as folder, LoopbackServer() as server:
        home = Path(folder)
        inject = f"inject={point.call}:signal=SIGKILL:when={point.turn}"
        trace = ["strace", "-f", "-o", os.devnull, "-e", f"trace={point.call}", "-e", inject]
        environment = _environment(home, server)
        _run([*trace, *_program(ORDER)], env=environment)
        _run(_program(NEXT_START), env=environment)
        return _judged(home, len(server.orders()))


def _judged(home: Path, orders: int) -> tuple[list[str], str]:
    pictures = list((home / "Pictures" / "Sfumato").rglob("a-fox*.jpg"))
    state = _state_of_the_order(home)
    faults = []
    if orders > 1 or len(pictures) > 1:
        faults.append("doubled")
    kept_whole = list((home / ".local" / "share" / "sfumato" / "spool").glob("*.body"))
    if (state == JobState.DONE.value or kept_whole) and not pictures:
        faults.append("lost")
    if state not in {*ENDS, ""}:
        faults.append("stuck")
    if any(not _is_whole(picture) for picture in pictures):
        faults.append("torn")
    return faults, state or "not begun"


def _state_of_the_order(home: Path) -> str:
    journal = home / ".local" / "share" / "sfumato" / "journal.sqlite"
    if not journal.exists():
        return ""
    connection = sqlite3.connect(journal)
    try:
        row = connection.execute("SELECT state FROM jobs WHERE NOT demo").fetchone()
    except sqlite3.OperationalError:
        return ""
    finally:
        connection.close()
    return str(row[0]) if row is not None else ""


def _is_whole(picture: Path) -> bool:
    from PIL import Image

    try:
        with Image.open(picture) as image:
            image.load()
        from_json(json.loads(picture.with_name(f"{picture.name}.json").read_bytes()))
    except (OSError, ValueError, RecordUnreadable):
        return False
    return True


def _run(command: list[str], *, env: dict[str, str]) -> None:
    subprocess.run(command, env=env, capture_output=True, check=False, timeout=60)


def _program(arguments: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "desktop_app", *arguments]


def _environment(home: Path, server: LoopbackServer) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(HIDDEN)}
    return {
        **kept,
        "HOME": str(home),
        "TOGETHER_BASE_URL": server.url,
        "TOGETHER_API_KEY": "a-key-for-nobody",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
