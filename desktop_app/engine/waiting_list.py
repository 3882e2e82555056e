"""The jobs that wait, in order, and apart by what they wait for: one lane for each model."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator

from desktop_app.core.job import Job

Lane = tuple[str, bool]
"""A model, and whether the demo engine answers in its name."""

_Place = tuple[float, float, str]


def lane_of(job: Job) -> Lane:
    """Return the lane in which a job waits."""
    return (job.request.model, job.demo)


class WaitingList:
    """Finds what comes first in each lane at once, however many wait. A parked job keeps its place and is passed over."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lanes: dict[Lane, list[_Place]] = {}
        self._parked: set[str] = set()

    def __len__(self) -> int:
        return len(self._jobs)

    def __iter__(self) -> Iterator[Job]:
        return iter(self._jobs.values())

    def in_order(self) -> list[Job]:
        """Return all that wait, first first."""
        return sorted(self._jobs.values(), key=lambda job: job.place)

    def get(self, job_id: str) -> Job | None:
        """Return a job that waits."""
        return self._jobs.get(job_id)

    def put(self, job: Job, *, parked: bool = False) -> None:
        """Take a job in, or its newer value."""
        self.take(job.id)
        self._jobs[job.id] = job
        if parked:
            self._parked.add(job.id)
        else:
            insort(self._lanes.setdefault(lane_of(job), []), job.place)

    def take(self, job_id: str) -> Job | None:
        """Take a job out and return it; `None` when it does not wait."""
        job = self._jobs.pop(job_id, None)
        if job is None:
            return None
        if job_id in self._parked:
            self._parked.remove(job_id)
            return job
        lane = self._lanes[lane_of(job)]
        del lane[bisect_left(lane, job.place)]
        if not lane:
            del self._lanes[lane_of(job)]
        return job

    def heads(self) -> Iterator[Job]:
        """Return the first job of each lane that has one to start."""
        for lane in self._lanes.values():
            yield self._jobs[lane[0][2]]
