"""Four words for numbers of steps, worked out from what a model usually takes and what it takes at most."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class StepBand(Enum):
    """How much time a picture is given, the shortest first."""

    FAST = "fast"
    GOOD = "good"
    HIGH = "high"
    HIGHEST = "highest"


@dataclass(frozen=True, slots=True)
class BandMark:
    """A band and the number of steps that stands for it."""

    band: StepBand
    steps: int


def step_bands(default_steps: int, highest_steps: int) -> tuple[BandMark, ...]:
    """Return the bands of a model, each with another number of steps, ascending, from 1 to the highest.

    Good is the model's usual number, or the middle where it names none (0); fast is half of that; highest is all it takes,
    high half-way there. A band whose number another one has already is left out; good always stays.
    """
    highest = max(highest_steps, 1)
    good = min(default_steps if default_steps > 0 else _half(highest), highest)
    wanted = (
        BandMark(StepBand.FAST, _half(good)),
        BandMark(StepBand.GOOD, good),
        BandMark(StepBand.HIGH, _half(good + highest)),
        BandMark(StepBand.HIGHEST, highest),
    )
    below = wanted[:1] if wanted[0].steps < good else ()
    above = [mark for mark in wanted[2:] if mark.steps > good]
    if len(above) > 1 and above[0].steps == above[1].steps:
        above = above[1:]
    return (*below, wanted[1], *above)


def band_in_force(steps: int, marks: tuple[BandMark, ...]) -> StepBand:
    """Return the band whose number is nearest, the lower of two that are equally near; raise ValueError without marks."""
    return min(marks, key=lambda mark: (abs(mark.steps - steps), mark.steps)).band


def _half(number: int) -> int:
    return max((number + 1) // 2, 1)
