"""What pictures cost: a line for each job that was sent, sums of them, and the month's budget."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TypeVar

from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState

K = TypeVar("K", bound=Hashable)

WARNING_SHARE = 0.8
"""The share of the budget from which the person is warned."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One job that was sent to the provider. `day` is the person's own; `estimate_usd` is `None` when no price is known.

    `pictures` are those that came of it. `is_earlier` marks what earlier sends of the same job may have cost, which a
    line of its own tells.
    """

    day: date
    sent_at: float
    model: str
    job_id: str
    prompt: str
    pictures: int
    estimate_usd: float | None
    billed: Billed
    state: JobState
    is_earlier: bool = False

    @property
    def month(self) -> date:
        """The first day of its month."""
        return self.day.replace(day=1)

    @property
    def may_cost(self) -> bool:
        """Say whether it was billed or may have been."""
        return self.billed is not Billed.NO

    @property
    def is_under_way(self) -> bool:
        """Say whether it was sent and nobody knows yet what becomes of it."""
        return self.billed is Billed.UNKNOWN and not self.state.is_final and not self.is_earlier


@dataclass(frozen=True, slots=True)
class LedgerSum:
    """Lines summed up, in US dollars. `unpriced` counts the jobs that cost something and have no known price.

    `unknown_usd` may have been billed; `under_way_usd` is what was sent and has not ended.
    """

    jobs: int = 0
    pictures: int = 0
    billed_usd: float = 0.0
    unknown_usd: float = 0.0
    unpriced: int = 0
    under_way_usd: float = 0.0

    @property
    def spent_usd(self) -> float:
        """What was billed, what may have been, and what is under way: that which counts for a budget."""
        return self.billed_usd + self.unknown_usd + self.under_way_usd


class _Running:
    """A sum that grows line by line."""

    __slots__ = ("billed_usd", "jobs", "pictures", "under_way_usd", "unknown_usd", "unpriced")

    def __init__(self) -> None:
        self.jobs = self.pictures = self.unpriced = 0
        self.billed_usd = self.unknown_usd = self.under_way_usd = 0.0

    def add(self, line: LedgerLine) -> None:
        self.jobs += not line.is_earlier
        self.pictures += line.pictures
        self.unpriced += line.may_cost and line.estimate_usd is None
        estimate_usd = line.estimate_usd or 0.0
        if line.billed is Billed.YES:
            self.billed_usd += estimate_usd
        elif line.is_under_way:
            self.under_way_usd += estimate_usd
        elif line.billed is Billed.UNKNOWN:
            self.unknown_usd += estimate_usd

    def result(self) -> LedgerSum:
        return LedgerSum(self.jobs, self.pictures, self.billed_usd, self.unknown_usd, self.unpriced, self.under_way_usd)


def sum_of(lines: Iterable[LedgerLine]) -> LedgerSum:
    """Return the sum of lines; keeps none of them."""
    running = _Running()
    for line in lines:
        running.add(line)
    return running.result()


def sums_by(lines: Iterable[LedgerLine], key: Callable[[LedgerLine], K]) -> dict[K, LedgerSum]:
    """Return the sums of lines by a key of theirs, in the order in which the keys come; keeps none of the lines."""
    groups: dict[K, _Running] = {}
    for line in lines:
        group = groups.get(each := key(line))
        if group is None:
            group = groups[each] = _Running()
        group.add(line)
    return {each: group.result() for each, group in groups.items()}


class BudgetState(Enum):
    """How a month's spending stands to its budget."""

    NONE = "none"
    ENOUGH = "enough"
    NEAR = "near"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class Budget:
    """A month's limit in US dollars, `None` for no limit, and what was spent in that month, orders under way included."""

    limit_usd: float | None
    spent_usd: float = 0.0

    @property
    def state(self) -> BudgetState:
        """How the spending stands."""
        if self.limit_usd is None:
            return BudgetState.NONE
        if self.spent_usd >= self.limit_usd:
            return BudgetState.REACHED
        return BudgetState.NEAR if self.spent_usd >= WARNING_SHARE * self.limit_usd else BudgetState.ENOUGH

    def has_room_for(self, cost_usd: float | None) -> bool:
        """Say whether one more order keeps within the limit; one without a known price does as long as any is left."""
        if self.limit_usd is None:
            return True
        if cost_usd is None:
            return self.spent_usd < self.limit_usd
        return self.spent_usd + cost_usd <= self.limit_usd + 1e-9
