"""Faults at calls all through the life of a window's order; `dev.py bench crash` tries more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.fault_injection import WIRE, Fault, is_possible, sample
from tests.support.window_trial import window_trial

if TYPE_CHECKING:
    from tests.support.desktop import Desktop
    from tests.support.fault_injection import Point

pytestmark = pytest.mark.skipif(not is_possible(), reason="strace is not installed, or may not trace here")

TRIALS = 6
REFUSED = {Fault.DISK_FULL: 31, Fault.BROKEN: 67, Fault.FORBIDDEN: 83}
"""At how many hundredths of the calls of an order."""


@pytest.fixture(scope="module")
def points(screen: Desktop) -> list[Point]:
    """Every point of an order, found once."""
    with window_trial(screen) as unharmed:
        return unharmed.points()


def test_the_window_killed_in_the_middle(screen: Desktop, points: list[Point]) -> None:
    missed = 0
    for point in sample(points, TRIALS):
        with window_trial(screen) as trial:
            verdict = trial.killed_at(point)
        assert verdict.wrong == (), f"{point}: {verdict}"
        missed += not verdict.was_reached
    assert missed < TRIALS // 2


@pytest.mark.parametrize("is_lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("fault", REFUSED)
def test_a_refused_call_is_told_and_nothing_is_lost_or_doubled(
    screen: Desktop, points: list[Point], fault: Fault, is_lasting: bool
) -> None:
    writes = [point for point in points if point.call not in {"openat", *WIRE}]
    point = writes[len(writes) * (REFUSED[fault] + 7 * is_lasting) // 100]
    with window_trial(screen) as trial:
        verdict = trial.refused_at(point, fault, is_lasting=is_lasting)
    assert verdict.wrong == (), f"{point}: {verdict}"
