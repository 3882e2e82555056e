"""Puts a fault at every call of an order that touches disk or wire, starts once more, and counts what went wrong.

The faults are SIGKILL in place of the call, and a call that the system refuses: disk full, disk broken, not allowed. The
order goes by the command line against a server on loopback that counts its orders. After the next start nothing may
have been ordered twice, every answer that arrived whole is in the library exactly once, picture and sidecar are whole or
absent, the journal opens, and the job says what is true.
"""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import Executor, ThreadPoolExecutor

from tests.support.crash_trial import GENERATE, Verdict, Wrong, next_starts, order_points, surely_tried
from tests.support.fault_injection import Fault, Point, is_possible

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
    print(f"{'':8}{'tried':>8}{'missed':>8}" + "".join(f"{wrong.value:>9}" for wrong in Wrong) + "   ends")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        failed = [fault for fault in Fault if not _line(fault, _tried(pool, fault, points))]
    if failed:
        raise SystemExit(1)


def _tried(pool: Executor, fault: Fault, points: list[Point]) -> list[Verdict]:
    # After a kill every verb clears up; a save that the disk refused is tried again by an order.
    starts = next_starts() if fault is Fault.KILLED else [GENERATE]
    turns = [(point, starts[number % len(starts)]) for number, point in enumerate(points)]
    return list(pool.map(lambda turn: surely_tried(turn[0], fault, turn[1]), turns))


def _line(fault: Fault, verdicts: list[Verdict]) -> bool:
    missed = sum(not verdict.was_reached for verdict in verdicts)
    wrongs = Counter(wrong for verdict in verdicts for wrong in verdict.wrong)
    ends = Counter(verdict.state or "not begun" for verdict in verdicts)
    told = ", ".join(f"{count} {end}" for end, count in ends.most_common())
    counts = "".join(f"{wrongs[wrong]:>9}" for wrong in Wrong)
    print(f"{_NAMES[fault]:8}{len(verdicts) - missed:>8}{missed:>8}{counts}   {told}", flush=True)
    for verdict in verdicts:
        if verdict.wrong:
            print(f"  {verdict}")
    return not wrongs
