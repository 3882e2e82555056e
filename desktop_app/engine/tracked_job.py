"""A job as it stands now, moved in the journal first and told of afterwards."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import Any

from desktop_app.core.errors import Billed, SfumatoError, StoreError
from desktop_app.core.job import Job, JobState
from desktop_app.engine.awaiting import unbroken
from desktop_app.engine.events import JobChanged
from desktop_app.engine.outcome import end_state, failure_for
from desktop_app.engine.workshop import Workshop

_log = logging.getLogger(__name__)


class TrackedJob:
    """Holds one job's value and moves it through its states."""

    def __init__(self, job: Job, workshop: Workshop) -> None:
        self.job = job
        self.request_id = ""
        self._workshop = workshop
        self._missed: list[tuple[JobState, dict[str, Any]]] = []

    @property
    def is_ahead(self) -> bool:
        """Say whether the job is further than the journal could be told."""
        return bool(self._missed)

    async def move(self, state: JobState, **changes: Any) -> None:
        """Move the job in the journal, then tell; raise StoreError when the journal's disk refuses."""
        await unbroken(self._moved(state, changes))

    async def move_if_it_can(self, state: JobState, **changes: Any) -> None:
        """Move the job; when the journal's disk refuses, move it in memory alone.

        For all that comes after sending: a paid answer is not given up because the journal cannot be written. After a
        crash the journal then says "sending", which is read as unknown.
        """
        try:
            await self.move(state, **changes)
        except StoreError as error:
            _log.warning("job %s is %s, which the journal could not take: %s", self.job.id, state.value, error)
            self._missed.append((state, changes))
            self.job = replace(self.job, state=state, **changes)
            self._workshop.emit(JobChanged(self.job))

    async def move_back(self, **changes: Any) -> None:
        """Bring a job back into the queue of which nothing was rendered; raise StoreError as `move`."""
        if self.job.state is JobState.SENDING:
            await self.move(JobState.QUEUED, billed=Billed.NO, sent_at=0.0, **changes)

    async def fail(self, error: SfumatoError, *, has_spool: bool = False, **changes: Any) -> None:
        """End the job by this error, as failed or unknown."""
        failure = failure_for(error, demo=self.job.demo, request_id=self.request_id)
        state = JobState.FAILED if self.job.state is JobState.SAVING else end_state(error)
        await self.move_if_it_can(
            state, failure=failure, billed=failure.billed, has_spool=has_spool, ended_at=time.time(), **changes
        )

    async def cancelled(self, *, was_sent: bool) -> None:
        """End the job by a person's word; what was sent may have been billed."""
        billed = self.billed(Billed.UNKNOWN) if was_sent else Billed.NO
        await self.move_if_it_can(JobState.CANCELLED, billed=billed, failure=None, ended_at=time.time())

    def billed(self, billed: Billed) -> Billed:
        """Return what is known of the money, which for the demo engine is always: nothing was charged."""
        return Billed.NO if self.job.demo else billed

    async def _moved(self, state: JobState, changes: dict[str, Any]) -> None:
        # The moves that the journal could not take when they were made go first. Its disk may refuse again, so they
        # are forgotten only when all of it lasts.
        moves = [*self._missed, (state, changes)]
        self.job = await self._workshop.writer.write(lambda: self._journalled(moves))
        self._missed.clear()
        self._workshop.emit(JobChanged(self.job))

    def _journalled(self, moves: list[tuple[JobState, dict[str, Any]]]) -> Job:
        return [self._workshop.journal.move(self.job.id, state, **changes) for state, changes in moves][-1]
