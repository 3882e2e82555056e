"""When each model may be asked next: a pace for each, and pauses where the provider asked for one."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(slots=True)
class _Row:
    paced_until: float = 0.0
    cool_until: float = 0.0
    refusals: int = 0


class Pacing:
    """Keeps requests to one model `pace_s` seconds apart. Moments are those of a clock that only goes forward."""

    def __init__(self, pace_s: float = 0.0, now: Callable[[], float] = time.monotonic) -> None:
        self._pace_s = pace_s
        self._now = now
        self._rows: dict[str, _Row] = {}

    def set_pace(self, pace_s: float) -> None:
        """Keep requests so far apart from the next one on."""
        self._pace_s = pace_s

    def asked(self, model: str) -> None:
        """Take note that a request to the model goes out now."""
        self._row(model).paced_until = self._now() + self._pace_s

    def refusals(self, model: str) -> int:
        """Return how many pauses in a row the provider asked for."""
        return self._row(model).refusals

    def cool(self, model: str, wait_s: float) -> None:
        """Ask the model nothing for so long. Requests that are refused during a pause are one refusal together."""
        row, now = self._row(model), self._now()
        if now >= row.cool_until:
            row.refusals += 1
        row.cool_until = max(row.cool_until, now + wait_s)

    def answered(self, model: str) -> None:
        """Take note that the provider took a request: its next refusal is the first again."""
        self._row(model).refusals = 0

    def forget_pauses(self) -> None:
        """Ask every model again at once, by a person's word."""
        for row in self._rows.values():
            row.cool_until = 0.0

    def free_at(self, model: str) -> float:
        """Return when the model may be asked; a moment that has passed means now."""
        row = self._row(model)
        return max(row.paced_until, row.cool_until)

    def cooling(self) -> Mapping[str, float]:
        """Return the models that the provider asked a pause for, with the seconds that are left."""
        now = self._now()
        return {model: row.cool_until - now for model, row in self._rows.items() if row.cool_until > now}

    def _row(self, model: str) -> _Row:
        return self._rows.setdefault(model, _Row())
