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

    The jobs are told first, then the events in the order in which they came, of those that count in their newest value
    alone the last. Everything else that must not come before a job's last word is told after `flush`.
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
        self._received: dict[str, int] = {}
        self._events: list[Event] = []
        self._latest: dict[type, Event] = {}
        self._timer: asyncio.TimerHandle | None = None

    def add_job(self, job: Job) -> None:
        """Take a job's newest value. Jobs are told in the order in which they first changed."""
        self._jobs[job.id] = job
        self._soon()

    def add_received(self, job_id: str, count: int) -> None:
        """Take how many bytes of a job's answer are here."""
        self._received[job_id] = count
        self._soon()

    def add_event(self, event: Event) -> None:
        """Take an event of which each one is told."""
        self._events.append(event)
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
        jobs, self._jobs = tuple(self._jobs.values()), {}
        received, self._received = self._received, {}
        events, self._events = self._events, []
        latest, self._latest = self._latest, {}
        if jobs:
            self._tell_jobs(jobs)
        for job_id, count in received.items():
            self._tell_received(job_id, count)
        for event in (*events, *latest.values()):
            self._tell_event(event)

    def _soon(self) -> None:
        if self._timer is None:
            # Not on the way to the first window, which knows this module.
            import asyncio

            self._timer = asyncio.get_running_loop().call_later(_FRAME_S, self.flush)
