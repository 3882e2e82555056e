"""How many jobs are under way and waiting, what stops them, and what was charged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop_app.core.job import Job, JobState
from desktop_app.core.ledger import Budget
from desktop_app.core.queue_state import QueueState

_MAKING = frozenset({JobState.SENDING, JobState.RECEIVING, JobState.SAVING})


class JobTally(QObject):
    """Counts jobs by their latest word.

    Signals:
        changed: another number is true now.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: dict[str, Job] = {}
        self._today_usd = 0.0
        self._budget: Budget | None = None
        self._queue = QueueState()

    @property
    def queue(self) -> QueueState:
        """How the queue stands, by the latest word of each job."""
        return replace(self._queue, making=self.making, waiting=self.waiting, held=self.held)

    @property
    def making(self) -> int:
        """Jobs that were sent and have not ended."""
        return sum(job.state in _MAKING for job in self._open.values())

    @property
    def waiting(self) -> int:
        """Jobs that wait for their turn."""
        return sum(job.state is JobState.QUEUED for job in self._open.values())

    @property
    def held(self) -> int:
        """Waiting jobs that a person holds back."""
        return sum(job.state is JobState.QUEUED and job.is_held for job in self._open.values())

    @property
    def is_under_way(self) -> bool:
        """Say whether anything is being made, or will be without a person's doing."""
        return self.making > 0 or (not self._queue.holds and self.waiting > self.held)

    @property
    def may_cost(self) -> int:
        """Jobs under way that a provider may charge for."""
        return sum(job.state in _MAKING and not job.demo for job in self._open.values())

    @property
    def today_usd(self) -> float:
        """What was charged since midnight, in US dollars."""
        return self._today_usd

    @property
    def budget(self) -> Budget | None:
        """The month's budget with what is spent of it; `None` until it was told."""
        return self._budget

    def take_spent(self, today_usd: float) -> None:
        """Hear of what was charged since midnight."""
        self._today_usd = today_usd
        self.changed.emit()

    def take_budget(self, budget: Budget) -> None:
        """Hear of the month's budget and what is spent of it."""
        self._budget = budget
        self.changed.emit()

    def take_queue(self, state: QueueState) -> None:
        """Hear how the queue stands as a whole."""
        self._queue = state
        self.changed.emit()

    def take(self, jobs: Iterable[Job]) -> None:
        """Hear of jobs."""
        for job in jobs:
            if job.state.is_final:
                self._open.pop(job.id, None)
            else:
                self._open[job.id] = job
        self.changed.emit()
