"""How many jobs are under way and waiting, what stops them, and what was charged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from desktop_app.core.job import Job, JobState
from desktop_app.core.ledger import Budget
from desktop_app.core.queue_state import QueueState

_MAKING = frozenset({JobState.SENDING, JobState.RECEIVING, JobState.SAVING})
_APART_MS = 100


class JobTally(QObject):
    """Counts jobs by their latest word; a job costs the same however many there are.

    Signals:
        changed(): another number is true now. Told soon, and no more often than a person can read.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._making: dict[str, Job] = {}
        self._waiting: dict[str, Job] = {}
        self._held = 0
        self._may_cost = 0
        self._today_usd = 0.0
        self._budget: Budget | None = None
        self._queue = QueueState()
        self._since_told = QElapsedTimer()
        self._tell_soon = QTimer(self, singleShot=True)
        self._tell_soon.timeout.connect(self._on_due)

    @property
    def queue(self) -> QueueState:
        """How the queue stands, by the latest word of each job."""
        return replace(self._queue, making=self.making, waiting=self.waiting, held=self.held)

    @property
    def making(self) -> int:
        """Jobs that were sent and have not ended."""
        return len(self._making)

    @property
    def waiting(self) -> int:
        """Jobs that wait for their turn."""
        return len(self._waiting)

    @property
    def held(self) -> int:
        """Waiting jobs that a person holds back."""
        return self._held

    @property
    def is_under_way(self) -> bool:
        """Say whether anything is being made, or will be without a person's doing."""
        return self.making > 0 or (not self._queue.holds and self.waiting > self.held)

    @property
    def may_cost(self) -> int:
        """Jobs under way that a provider may charge for."""
        return self._may_cost

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
        self._tell()

    def take_budget(self, budget: Budget) -> None:
        """Hear of the month's budget and what is spent of it."""
        self._budget = budget
        self._tell()

    def take_queue(self, state: QueueState) -> None:
        """Hear how the queue stands as a whole."""
        self._queue = state
        self._tell()

    def take(self, jobs: Iterable[Job]) -> None:
        """Hear of jobs."""
        for job in jobs:
            self._forget(job.id)
            if job.state in _MAKING:
                self._making[job.id] = job
                self._may_cost += not job.demo
            elif job.state is JobState.QUEUED:
                self._waiting[job.id] = job
                self._held += job.is_held
        self._tell()

    def _forget(self, job_id: str) -> None:
        made = self._making.pop(job_id, None)
        if made is not None:
            self._may_cost -= not made.demo
        waited = self._waiting.pop(job_id, None)
        if waited is not None:
            self._held -= waited.is_held

    def _tell(self) -> None:
        if not self._tell_soon.isActive():
            since_ms = self._since_told.elapsed() if self._since_told.isValid() else _APART_MS
            self._tell_soon.start(max(0, _APART_MS - since_ms))

    def _on_due(self) -> None:
        self._since_told.start()
        self.changed.emit()
