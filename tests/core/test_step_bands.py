"""The four words for numbers of steps."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.catalogue import Parameter
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.step_bands import BandMark, StepBand, band_in_force, step_bands


@pytest.mark.parametrize(
    ("default_steps", "highest_steps", "numbers"),
    [(4, 12, [2, 4, 8, 12]), (28, 50, [14, 28, 39, 50]), (30, 50, [15, 30, 40, 50]), (0, 50, [13, 25, 38, 50])],
)
def test_every_band_is_a_number_between_usual_and_highest(
    default_steps: int, highest_steps: int, numbers: list[int]
) -> None:
    marks = step_bands(default_steps, highest_steps)
    assert marks == tuple(BandMark(band, steps) for band, steps in zip(StepBand, numbers, strict=True))


def test_a_band_without_a_number_of_its_own_is_left_out() -> None:
    assert step_bands(1, 1) == (BandMark(StepBand.GOOD, 1),)
    assert [mark.band for mark in step_bands(50, 50)] == [StepBand.FAST, StepBand.GOOD]
    assert [mark.band for mark in step_bands(2, 3)] == [StepBand.FAST, StepBand.GOOD, StepBand.HIGHEST]


def test_every_known_model_has_all_four() -> None:
    models = [each for each in known_catalogue() if each.takes(Parameter.STEPS)]
    assert models
    for profile in models:
        marks = step_bands(profile.default_steps, profile.highest_steps)
        assert [mark.band for mark in marks] == list(StepBand)
        assert marks[1].steps == profile.default_steps


@given(st.integers(-3, 300), st.integers(-3, 300))
def test_numbers_ascend_within_what_the_model_takes(default_steps: int, highest_steps: int) -> None:
    marks = step_bands(default_steps, highest_steps)
    assert all(one.steps < other.steps for one, other in pairwise(marks))
    assert marks[0].steps >= 1
    assert marks[-1].steps <= max(highest_steps, 1)
    assert StepBand.GOOD in {mark.band for mark in marks}
    assert all(band_in_force(mark.steps, marks) is mark.band for mark in marks)


def test_the_nearest_band_is_in_force() -> None:
    marks = step_bands(28, 50)
    in_force = {steps: band_in_force(steps, marks) for steps in (1, 20, 21, 22, 33, 34, 48)}
    assert in_force == {
        1: StepBand.FAST,
        20: StepBand.FAST,
        21: StepBand.FAST,
        22: StepBand.GOOD,
        33: StepBand.GOOD,
        34: StepBand.HIGH,
        48: StepBand.HIGHEST,
    }
