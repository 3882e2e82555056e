"""What was spent today and this month, as the journal knows it, and whether there is room for one more job."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from desktop_app.core.errors import StoreError
from desktop_app.core.job import Job
from desktop_app.core.ledger import Budget, BudgetState
from desktop_app.engine.awaiting import in_thread
from desktop_app.engine.events import Event, MoneySpent
from desktop_app.store.journal import Journal

_log = logging.getLogger(__name__)


class SpendingWatch:
    """Sums up by the journal, other programs' jobs included, and adds what is about to be sent.

    `is_journalled` says of a job whether the journal knows already that it may cost something.
    """

    def __init__(
        self,
        journal: Journal,
        limit_usd: float | None,
        emit: Callable[[Event], None],
        is_journalled: Callable[[str], bool],
    ) -> None:
        self.limit_usd = limit_usd
        self.go_on_month = ""
        self._journal = journal
        self._emit = emit
        self._is_journalled = is_journalled
        self._today_usd = 0.0
        self._month_usd = 0.0
        self._month = ""
        self._begun: dict[str, tuple[object, float]] = {}

    @property
    def budget(self) -> Budget:
        """The month's budget, with what was spent of it and what is under way."""
        # In a month that has begun since the last sum, nothing is spent yet.
        month_usd = self._month_usd if self._month == this_month() else 0.0
        return Budget(self.limit_usd, month_usd + sum(usd for _, usd in self._begun.values()))

    @property
    def is_used_up(self) -> bool:
        """Say whether the month's budget is reached, and nobody said go on."""
        return self.budget.state is BudgetState.REACHED and self.go_on_month != this_month()

    def has_room_for(self, job: Job) -> bool:
        """Say whether a job may be sent within the month's budget, or because a person said go on."""
        return job.demo or self.go_on_month == this_month() or self.budget.has_room_for(job.estimate_usd)

    def begin(self, job: Job) -> None:
        """Count a job that is about to be sent, until the journal does."""
        if not job.demo:
            self._begun[job.id] = (object(), job.estimate_usd or 0.0)

    async def sum_up(self) -> None:
        """Ask the journal, and tell."""
        moment = datetime.now().astimezone()
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        first = midnight.replace(day=1).timestamp()
        covered = {job_id: begun for job_id, begun in self._begun.items() if self._is_journalled(job_id)}
        try:
            spending = await in_thread(self._journal.spending, midnight.timestamp(), first)
        except StoreError as error:
            _log.warning("what was spent could not be summed up: %s", error.code)
            return
        for job_id, begun in covered.items():
            if self._begun.get(job_id) == begun:
                del self._begun[job_id]
        self._today_usd, self._month_usd = spending.charged_usd, spending.committed_usd
        self._month = f"{moment:%Y-%m}"
        self.tell()

    def tell(self) -> None:
        """Tell what was spent."""
        self._emit(MoneySpent(self._today_usd, self.budget))


def this_month() -> str:
    """Return the month by the calendar of the person, as in 2026-11."""
    return f"{datetime.now().astimezone():%Y-%m}"
