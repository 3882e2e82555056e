"""Puts a fault at every call of an order that touches disk or wire, starts once more, and counts what went wrong.

The faults are SIGKILL in place of the call, and a call that the system refuses: disk full, disk broken, not allowed. The
order goes by the command line, and for a sample of the calls by the window, against a server on loopback that counts its
orders. After the next start nothing may have been ordered twice, every answer that arrived whole is in the library
exactly once, picture and sidecar are whole or absent, the journal opens, and the job says what is true. A window whose
calls are refused, once or from then on, must live and say what became of the order.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

from tests.support.crash_trial import Verdict, Wrong, next_starts, order_points, surely_tried
from tests.support.desktop import Desktop, desktop, missing_programs
from tests.support.fault_injection import Fault, Point, is_possible, sample
from tests.support.window_trial import window_trial

_WINDOW_TRIALS = 36
_NAMES = {
    Fault.KILLED: "SIGKILL",
    Fault.DISK_FULL: "ENOSPC",
    Fault.BROKEN: "EIO",
    Fault.FORBIDDEN: "EACCES",
}


def main() -> None:
    """Print a line for each kind of fault: points tried, and how many of each wrong; exit with 1 when there is any."""
    if not is_possible():
        print("strace is not installed, or may not trace here: nothing was tried")
        return
    points = order_points()
    print(f"{len(points)} points of an order by the command line")
    print(f"{'':16}{'tried':>7}{'missed':>7}" + "".join(f"{wrong.value:>8}" for wrong in Wrong) + "   ends")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        wells = [_line(_NAMES[fault], _tried(pool, fault, points)) for fault in Fault]
    if missing := missing_programs():
        print(f"the window was not tried, for want of {', '.join(missing)}")
    else:
        wells += _windows_tried()
    if not all(wells):
        raise SystemExit(1)


def _tried(pool: Executor, fault: Fault, points: list[Point]) -> list[Verdict]:
    def one(point: Point, next_start: Sequence[str]) -> Verdict:
        return _told(point, surely_tried(point, fault, next_start))

    # Whatever comes next clears up.
    return list(pool.map(one, points, cycle(next_starts())))


def _windows_tried() -> list[bool]:
    with tempfile.TemporaryDirectory() as folder, desktop(Path(folder)) as screen:
        with window_trial(screen) as unharmed:
            points = unharmed.points()
        return [_line(f"{_NAMES[fault]}, window", list(_windows(screen, fault, points))) for fault in Fault]


def _windows(screen: Desktop, fault: Fault, points: list[Point]) -> Iterator[Verdict]:
    for number, point in enumerate(sample(points, _WINDOW_TRIALS)):
        with window_trial(screen) as trial:
            if fault is Fault.KILLED:
                verdict = trial.killed_at(point)
            else:
                verdict = trial.refused_at(point, fault, is_lasting=number % 2 == 1)
            yield _told(point, verdict)


def _told(point: Point, verdict: Verdict) -> Verdict:
    if verdict.wrong:
        print(f"  {point}: {verdict}")
    return verdict


def _line(name: str, verdicts: list[Verdict]) -> bool:
    missed = sum(not verdict.was_reached for verdict in verdicts)
    wrongs = Counter(wrong for verdict in verdicts for wrong in verdict.wrong)
    ends = Counter(verdict.state or "not begun" for verdict in verdicts)
    told = ", ".join(f"{count} {end}" for end, count in ends.most_common())
    counts = "".join(f"{wrongs[wrong]:>8}" for wrong in Wrong)
    print(f"{name:16}{len(verdicts) - missed:>7}{missed:>7}{counts}   {told}", flush=True)
    return not wrongs
