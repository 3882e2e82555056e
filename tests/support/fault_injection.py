"""Faults at chosen calls of the program: strace ends it there, or has the system refuse the call.

A point is one call of one thread, by its number. `points` runs the program once, unharmed, and names every call of its
life that touches disk or wire; `injected` runs it again with the fault at one of them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from tests.support.checkout import ROOT
from tests.support.injected_program import NAMES, ahead_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

CALLS = (
    "write",
    "writev",
    "pwrite64",
    "ftruncate",
    "fsync",
    "fdatasync",
    "rename",
    "unlink",
    "mkdir",
    "openat",
    "connect",
    "sendto",
    "recvfrom",
)
WIRE = {"connect", "sendto", "recvfrom"}
"""Calls that may keep an answer from coming."""
_FOR_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
_TO_WIRE = re.compile(r"<TCP|AF_INET")
# How a program wakes its own threads, and speaks to the screen.
_ASIDE = re.compile(r"^\d+<(anon_inode|UNIX)")
_LINE = re.compile(r"(?P<thread>\d+) +(?P<call>\w+)\((?P<rest>.*)")
_MODULE = "tests.support.injected_program"
_LIMIT_S = 60.0


class Fault(Enum):
    """What happens in place of a call."""

    KILLED = "signal=SIGKILL"
    DISK_FULL = "error=ENOSPC"
    BROKEN = "error=EIO"
    FORBIDDEN = "error=EACCES"


@dataclass(frozen=True, slots=True)
class Point:
    """One call: of which thread, and which of its calls of that kind, from 1. `what` is how strace tells it."""

    call: str
    thread: str
    turn: int
    what: str = ""

    def __str__(self) -> str:
        return f"{self.call} {self.turn} of {self.thread}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run with a fault: whether the fault came at all, how the run ended, and whether an answer was spooled whole."""

    was_reached: bool
    code: int
    said: str
    is_spooled: bool


def is_possible() -> bool:
    """Tell whether strace is here and may trace; in some containers it may not."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return False
    tried = ["strace", "-f", "-e", "inject=fsync:error=EIO:when=1", "-o", os.devnull, "true"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def points(arguments: Sequence[str], environment: Mapping[str, str], folder: Path) -> list[Point]:
    """Run the program to its end and return its calls that matter, in their order; the log goes into the folder."""
    log = folder / "calls"
    done = _ended([*tracing(log), *program("", "", arguments)], environment)
    assert done.returncode == 0, done.stderr
    return list(points_of(log.read_text("utf-8", "replace").splitlines()))


def points_of(lines: Sequence[str]) -> Iterator[Point]:
    """Yield the calls of a log of strace that change the disk or speak over the wire."""
    threads: dict[str, str] = {}
    turns: Counter[tuple[str, str]] = Counter()
    for line in lines:
        found = _LINE.match(line)
        if found is None:
            continue
        number, call, rest = found["thread"], found["call"], found["rest"]
        if NAMES in rest:
            threads[number] = rest.split(NAMES)[1].split('"')[0]
        # A thread's calls count from its very first, before it says its name.
        turns[number, call] += 1
        thread = threads.get(number, "")
        if call not in CALLS or not thread:
            continue
        if call == "openat" and not _FOR_WRITING.search(rest):
            continue
        if _ASIDE.match(rest) or (call in WIRE and not _TO_WIRE.search(rest)):
            continue
        yield Point(call, thread, turns[number, call], rest[:300])


def injected(
    point: Point, fault: Fault, arguments: Sequence[str], environment: Mapping[str, str], folder: Path
) -> Outcome:
    """Run the program with the fault at the point and return what came of it."""
    log = folder / "injected"
    command = [*tracing(log, point, fault), *program(point.thread, point.call, arguments)]
    try:
        done = _ended(command, environment)
    except subprocess.TimeoutExpired:
        return Outcome(was_reached(log, fault), 0, "Traceback: it did not end", is_spooled=is_spooled(log))
    return Outcome(was_reached(log, fault), done.returncode, done.stderr, is_spooled(log))


def tracing(
    log: Path,
    point: Point | None = None,
    fault: Fault | None = None,
    *,
    is_apart: bool = False,
    is_lasting: bool = False,
) -> list[str]:
    """Return the command that a program's own is put after: it traces, and puts the fault at the point.

    Without a point it traces every call and the names of threads. A lasting fault is at every later call of that kind in
    the thread too. What traces is the parent of the program, or, where it is to be apart, somewhere behind it.
    """
    wanted = (*CALLS, "?access", "?faccessat2") if point is None else {point.call, "rename"}
    # Its quick way passes signals by.
    options = [*(["-D"] if is_apart else []), *([] if fault is Fault.KILLED else ["--seccomp-bpf"])]
    command = ["strace", "-f", *options, "-s", "400", "-yy", "-o", str(log), "-e", f"trace={','.join(wanted)}"]
    if point is None or fault is None:
        return command
    when = f"{ahead_of(point.call) + point.turn}{'+' if is_lasting else ''}"
    return [*command, "-e", f"inject={point.call}:{fault.value}:when={when}"]


def program(thread: str, call: str, arguments: Sequence[str]) -> list[str]:
    """Return the command that runs the program with one thread's calls counted apart."""
    return [sys.executable, "-P", "-m", _MODULE, thread, call, *arguments]


def was_reached(log: Path, fault: Fault) -> bool:
    """Tell whether the fault came."""
    text = log.read_text("utf-8", "replace") if log.exists() else ""
    if fault is Fault.KILLED:
        return "killed by SIGKILL" in text
    return any("(INJECTED)" in line and not ("openat(" in line and "O_RDONLY" in line) for line in text.splitlines())


def is_spooled(log: Path) -> bool:
    """Tell whether an answer got its name as a whole one."""
    text = log.read_text("utf-8", "replace") if log.exists() else ""
    return any(".part" in line and ".body" in line and line.rstrip().endswith("= 0") for line in text.splitlines())


def sample(found: Sequence[Point], count: int) -> list[Point]:
    """Return so many of the points, evenly spread, the first and the last among them."""
    if count >= len(found):
        return list(found)
    return [found[round(place * (len(found) - 1) / (count - 1))] for place in range(count)]


def _ended(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        # Compiled modules that are written in one run would give the next one fewer calls.
        env={**environment, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=_LIMIT_S,
    )
