"""Gathers what the engine tells many times a second, so that the GUI thread hears of it once a frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.core.job import Job

if TYPE_CHECKING:
    import asyncio

    from desktop_app.engine.events import Event

_FRAME_S = 0.016


class EventBatch:
    """Keeps the last word on each job and each answer until the frame is over. Used inside the engine's loop.

    Jobs and events are told in the order in which they came: a job before its picture, its end after it. Of the words on
    one job between two events the last is told, and of what counts in its newest value alone the last at the end.
    Everything else that must not come before a job's last word is told after `flush`.
    """

    def __init__(
        self,
        tell_jobs: Callable[[tuple[Job, ...]], None],
        tell_received: Callable[[str, int], None],
        tell_event: Callable[[Event], None],
    ) -> None:
        self._tell_jobs = tell_jobs
        self._tell_received = tell_received
        self._tell_event = tell_event
        self._jobs: dict[str, Job] = {}
        self._earlier: list[tuple[dict[str, Job], Event]] = []
        self._received: dict[str, int] = {}
        self._latest: dict[type, Event] = {}
        self._timer: asyncio.TimerHandle | None = None

    def add_job(self, job: Job) -> None:
        """Take a job's newest value. Jobs that are told together are in the order in which they first changed."""
        self._jobs[job.id] = job
        self._soon()

    def add_received(self, job_id: str, count: int) -> None:
        """Take how many bytes of a job's answer are here."""
        self._received[job_id] = count
        self._soon()

    def add_event(self, event: Event) -> None:
        """Take an event of which each one is told."""
        self._earlier.append((self._jobs, event))
        self._jobs = {}
        self._soon()

    def add_latest(self, event: Event) -> None:
        """Take an event that makes those of its kind before it old."""
        self._latest[type(event)] = event
        self._soon()

    def flush(self) -> None:
        """Tell at once what was gathered."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        earlier, self._earlier = self._earlier, []
        jobs, self._jobs = self._jobs, {}
        received, self._received = self._received, {}
        latest, self._latest = self._latest, {}
        # First of all: nothing comes of an answer after the word that its job has ended.
        for job_id, count in received.items():
            self._tell_received(job_id, count)
        for before, event in earlier:
            self._tell(before)
            self._tell_event(event)
        self._tell(jobs)
        for event in latest.values():
            self._tell_event(event)

    def _tell(self, jobs: dict[str, Job]) -> None:
        if jobs:
            self._tell_jobs(tuple(jobs.values()))

    def _soon(self) -> None:
        if self._timer is None:
            # Not on the way to the first window, which knows this module.
            import asyncio

            self._timer = asyncio.get_running_loop().call_later(_FRAME_S, self.flush)
