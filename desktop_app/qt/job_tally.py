"""How many jobs are under way and waiting, and what was charged today."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from desktop_app.core.job import Job, JobState

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

    @property
    def making(self) -> int:
        """Jobs that were sent and have not ended."""
        return sum(job.state in _MAKING for job in self._open.values())

    @property
    def waiting(self) -> int:
        """Jobs that wait for their turn."""
        return sum(job.state is JobState.QUEUED for job in self._open.values())

    @property
    def may_cost(self) -> int:
        """Jobs under way that a provider may charge for."""
        return sum(job.state in _MAKING and not job.demo for job in self._open.values())

    @property
    def today_usd(self) -> float:
        """What was charged since midnight, in US dollars."""
        return self._today_usd

    def take_spent(self, today_usd: float) -> None:
        """Hear of what was charged since midnight."""
        self._today_usd = today_usd
        self.changed.emit()

    def take(self, jobs: Iterable[Job]) -> None:
        """Hear of jobs."""
        for job in jobs:
            if job.state.is_final:
                self._open.pop(job.id, None)
            else:
                self._open[job.id] = job
        self.changed.emit()
