"""How the queue sends, as the settings and the one who runs it say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueueRules:
    """How the queue sends: so many requests at once, so far apart for one model, within a month's budget.

    Without `is_queue`, as for one order by the command line, nobody can lift a hold: a person's pause is not heeded, and
    where there is no network, no credit or a wrong key the job fails.
    """

    parallel: int = 4
    pace_s: float = 1.0
    budget_usd: float | None = None
    is_queue: bool = True
