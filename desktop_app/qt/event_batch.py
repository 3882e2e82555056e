"""Gathers what the engine tells many times a second, so that the GUI thread hears of it once a frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.core.job import Job

if TYPE_CHECKING:
    import asyncio

_FRAME_S = 0.016


class EventBatch:
    """Keeps the last word on each job and each answer until the frame is over. Used inside the engine's loop.

    Everything that must not come before a job's last word is told after `flush`.
    """

    def __init__(self, tell_jobs: Callable[[tuple[Job, ...]], None], tell_received: Callable[[str, int], None]) -> None:
        self._tell_jobs = tell_jobs
        self._tell_received = tell_received
        self._jobs: dict[str, Job] = {}
        self._received: dict[str, int] = {}
        self._timer: asyncio.TimerHandle | None = None

    def add_job(self, job: Job) -> None:
        """Take a job's newest value. Jobs are told in the order in which they first changed."""
        self._jobs[job.id] = job
        self._soon()

    def add_received(self, job_id: str, count: int) -> None:
        """Take how many bytes of a job's answer are here."""
        self._received[job_id] = count
        self._soon()

    def flush(self) -> None:
        """Tell at once what was gathered."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        jobs, self._jobs = tuple(self._jobs.values()), {}
        received, self._received = self._received, {}
        if jobs:
            self._tell_jobs(jobs)
        for job_id, count in received.items():
            self._tell_received(job_id, count)

    def _soon(self) -> None:
        if self._timer is None:
            # Not on the way to the first window, which knows this module.
            import asyncio

            self._timer = asyncio.get_running_loop().call_later(_FRAME_S, self.flush)
