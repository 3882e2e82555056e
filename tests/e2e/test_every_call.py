"""The window killed at calls all through an order's life; `dev.py bench crash` tries more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.fault_injection import is_possible, sample
from tests.support.window_trial import window_trial

if TYPE_CHECKING:
    from tests.support.desktop import Desktop

pytestmark = pytest.mark.skipif(not is_possible(), reason="strace is not installed, or may not trace here")

TRIALS = 6


def test_the_window_killed_in_the_middle(screen: Desktop) -> None:
    with window_trial(screen) as unharmed:
        points = unharmed.points()
    missed = 0
    for point in sample(points, TRIALS):
        with window_trial(screen) as trial:
            verdict = trial.killed_at(point)
        assert verdict.wrong == (), f"{point}: {verdict}"
        missed += not verdict.was_reached
    assert missed < TRIALS // 2
