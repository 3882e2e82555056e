"""The jobs that wait, in the order in which they will be sent."""

from __future__ import annotations

from bisect import bisect_left, insort

from desktop_app.core.job import Job, JobState


class QueueLine:
    """Holds the latest value of each waiting job."""

    def __init__(self) -> None:
        self._places: list[tuple[float, float, str]] = []

    def join(self, job: Job) -> None:
        """Let a job wait, if it is one that does."""
        if job.state is JobState.QUEUED:
            insort(self._places, job.place)

    def leave(self, job: Job | None) -> None:
        """Let a job, as it was when it joined, wait no longer."""
        if job is not None and job.state is JobState.QUEUED:
            del self._places[bisect_left(self._places, job.place)]

    def place_of(self, job: Job) -> int:
        """Return how many waiting jobs come before this one."""
        return bisect_left(self._places, job.place)
