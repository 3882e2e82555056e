"""One job's run: from where it stands to its end."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Any

from desktop_app.core.errors import (
    AnswerUnreadable,
    Billed,
    Interrupted,
    ModelUnavailable,
    RequestRefused,
    SfumatoError,
    StoreError,
)
from desktop_app.core.job import Job, JobState, failure_of
from desktop_app.engine.answer_sink import is_whole_answer
from desktop_app.engine.awaiting import in_thread
from desktop_app.engine.events import ImageSaved
from desktop_app.engine.fetching import Fetching
from desktop_app.engine.queue import JobQueue
from desktop_app.engine.saving import Saving, can_be_saved_again, saved_before, unforeseen
from desktop_app.engine.tracked_job import TrackedJob
from desktop_app.engine.workshop import Workshop
from desktop_app.store.spool import Spool

_log = logging.getLogger(__name__)
_EXCERPT_BYTES = 300


class JobRun:
    """Carries one job to exactly one of done, failed, cancelled, unknown, or back into the queue; no error leaves it.

    Back it goes when nothing can have been rendered, and at the program's end: what is queued, or still to be downloaded,
    then stays for the next start.
    """

    def __init__(self, job: Job, workshop: Workshop, queue: JobQueue) -> None:
        self._queue = queue
        self._tracked = TrackedJob(job, workshop)
        self._fetching = Fetching(self._tracked, workshop)
        self._saving: Saving | None = None
        self._raw: bytes | None = None
        self._workshop = workshop
        self._has_answer = job.state is not JobState.QUEUED
        self._program_ends = False
        self._is_cancelled = False
        self._has_begun = False
        self._task: asyncio.Task[None] | None = None

    @property
    def job(self) -> Job:
        """The job as it stands."""
        return self._tracked.job

    @property
    def is_cancelled(self) -> bool:
        """Say whether a person gave the job up."""
        return self._is_cancelled

    def start(self) -> asyncio.Task[None]:
        """Begin the run from the job's state: what is queued is sent, everything else is finished from the spool."""
        work = self._resumed() if self._has_answer else self._carried()
        self._task = asyncio.create_task(self._guarded(work), name=f"job {self.job.id}")
        return self._task

    async def ended(self) -> None:
        """Wait for the end of the run."""
        if self._task is not None:
            await asyncio.wait({self._task})

    def cancel(self) -> bool:
        """Give the job up by a person's word; false when it is too late, because what is paid and here is kept."""
        if self._task is None or self._has_answer or self._fetching.is_whole or self.job.state.is_final:
            return False
        if not self._is_cancelled:
            self._is_cancelled = True
            self._stop_task()
        return True

    def end_with_program(self) -> None:
        """Stop waiting for servers; what is being written to the disk is finished."""
        self._program_ends = True
        if self._saving is not None:
            self._saving.stop()
        elif not (self._is_cancelled or self._has_answer or self._fetching.is_whole):
            self._stop_task()

    def _stop_task(self) -> None:
        # A task that is cancelled before its first step would never come to the end that is told.
        if self._task is not None and self._has_begun:
            self._task.cancel()

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        self._has_begun = True
        try:
            if self._is_cancelled or (self._program_ends and not self._has_answer):
                work.close()
                raise asyncio.CancelledError
            await work
        except asyncio.CancelledError:
            await self._interrupted()
        except SfumatoError as error:
            self._learn(error)
            await self._fail(error, has_spool=self._has_answer and isinstance(error, StoreError))
        except Exception as error:  # noqa: BLE001 - logged, and told as the end of this job
            _log.exception("job %s", self.job.id)
            await self._fail_unforeseen(error)

    def _learn(self, error: SfumatoError) -> None:
        """Take from a refusal what it says of the model, before it is told: what is offered then follows from it."""
        is_false = isinstance(error, RequestRefused) and error.retry_is_safe
        if isinstance(error, RequestRefused | ModelUnavailable) and not (is_false or self.job.demo):
            self._workshop.knowledge.learn(
                self.job.request.model, error.provider_text, error.provider_code, error.status
            )

    async def _carried(self) -> None:
        try:
            self._raw, on_disk = await self._fetching.answer()
        except SfumatoError as error:
            if not self._queue.set_back(self.job, error):
                raise
            self._fetching.was_sent = False
            await self._tracked.move_back(failure=failure_of(error))
            return
        self._queue.left_wire(self.job)
        await self._begin_saving(has_spool=on_disk)
        await self._keep(self._raw)

    async def _resumed(self) -> None:
        self._raw = await self._kept_answer()
        if self._raw is None:
            await self._end_without_answer()
            return
        arrived_at = await in_thread(self._workshop.spool.arrived_at, self.job.id)
        await self._resume_saving(has_spool=True, answered_at=arrived_at)
        await self._keep(self._raw)

    async def _end_without_answer(self) -> None:
        """End a job whose answer is not kept: as done when its pictures are there, of which the journal was not told."""
        saved = await in_thread(saved_before, self.job, self._workshop.library)
        if not saved and self.job.state in {JobState.SENDING, JobState.RECEIVING}:
            await in_thread(self._workshop.spool.remove, self.job.id)
            raise Interrupted("the program ended before the whole answer was here")
        await self._resume_saving(has_spool=False, answered_at=time.time())
        for each in saved:
            self._workshop.emit(ImageSaved(self.job.id, each))
        uuids = tuple(each.record.uuid for each in saved)
        if len(uuids) < self.job.request.count:
            gone = Interrupted("the answer is not kept any more", billed=Billed.YES)
            await self._tracked.fail(gone, image_uuids=uuids)
            return
        await self._tracked.move_if_it_can(JobState.DONE, ended_at=time.time(), image_uuids=uuids)
        await in_thread(self._workshop.spool.remove, self.job.id)

    async def _resume_saving(self, *, has_spool: bool, answered_at: float | None) -> None:
        state = self.job.state
        if state is JobState.SENDING:
            await self._tracked.move_if_it_can(JobState.RECEIVING)
        if state is not JobState.SAVING:
            await self._begin_saving(has_spool=has_spool, answered_at=answered_at)

    async def _begin_saving(self, *, has_spool: bool, answered_at: float | None = None) -> None:
        await self._tracked.move_if_it_can(
            JobState.SAVING,
            answered_at=self.job.answered_at or max(answered_at or time.time(), self.job.sent_at),
            ended_at=0.0,
            failure=None,
            billed=self._tracked.billed(Billed.YES),
            has_spool=has_spool,
        )

    async def _keep(self, raw: bytes) -> None:
        """Make pictures of the answer; the answer itself is let go only when every picture is whole on disk."""
        self._saving = Saving(self.job, self._workshop, was_tried=self._has_answer)
        if self._program_ends:
            self._saving.stop()
        await self._saving.save(raw)
        await self._tracked.move_if_it_can(
            JobState.DONE, ended_at=time.time(), image_uuids=self._saving.uuids, has_spool=False, failure=None
        )
        if not self._tracked.is_ahead:
            # Where the journal could not be told, the next start asks the answer.
            await in_thread(self._workshop.spool.remove, self.job.id)
        self._workshop.held.pop(self.job.id, None)
        if not self.job.demo:
            self._workshop.knowledge.mark_works(self.job.request.model)

    async def _fail(self, error: SfumatoError, *, has_spool: bool) -> None:
        """End the job by an error; an answer that is whole and may still become a picture is kept for another time."""
        if self.job.state is JobState.FAILED:
            # A kept answer that cannot be read now: it was to be saved, and was not.
            await self._resume_saving(has_spool=True, answered_at=None)
        if self._raw is None:
            await self._tracked.fail(error, has_spool=has_spool)
            return
        if isinstance(error, AnswerUnreadable) and not error.provider_text:
            error.provider_text = _excerpt(self._raw)
        again = can_be_saved_again(error)
        if again:
            error.billed = Billed.YES
        if again and not self.job.has_spool:
            await self._hold(self._raw)
        uuids = self._saving.uuids if self._saving is not None else ()
        await self._tracked.fail(error, has_spool=again, image_uuids=uuids)

    async def _hold(self, raw: bytes) -> bool:
        """Put an answer that the spool did not take there once more, else keep it in memory; say whether it is on disk."""
        try:
            await in_thread(_spooled, self._workshop.spool, self.job.id, raw)
        except StoreError:
            self._workshop.held[self.job.id] = raw
            return False
        return True

    async def _kept_answer(self) -> bytes | None:
        held = self._workshop.held.get(self.job.id)
        if held is not None:
            return held
        try:
            return await in_thread(_kept, self._workshop.spool, self.job.id)
        except StoreError as error:
            error.billed = Billed.YES
            raise

    async def _interrupted(self) -> None:
        if not self._program_ends or self._is_cancelled:
            await self._tracked.cancelled(was_sent=self._fetching.was_sent)
        elif self._fetching.was_sent and self.job.state in {JobState.SENDING, JobState.RECEIVING}:
            await self._tracked.fail(Interrupted("the program was closed"))
        elif self.job.state is JobState.SENDING:
            await self._tracked.move_back()
        elif self.job.state is JobState.SAVING and not self.job.has_spool:
            # What is in memory alone, and no disk takes, ends here.
            is_kept = self._raw is not None and await self._hold(self._raw)
            await self._tracked.fail(Interrupted("the program was closed", billed=Billed.YES), has_spool=is_kept)

    async def _fail_unforeseen(self, fault: Exception) -> None:
        if self.job.state.is_final:
            return
        error = unforeseen(fault)
        if self._raw is None:
            known = {JobState.QUEUED: Billed.NO, JobState.SAVING: Billed.YES}
            error.billed = known.get(self.job.state, Billed.UNKNOWN)
        await self._fail(error, has_spool=self.job.has_spool)


def _kept(spool: Spool, job_id: str) -> bytes | None:
    """Return the whole answer; one that came to its last byte is whole, though the program died before it was finished."""
    raw = spool.whole(job_id)
    if raw is not None:
        return raw
    part = spool.part(job_id)
    if part is None or not is_whole_answer(part):
        return None
    spool.finish_part(job_id)
    return part


def _spooled(spool: Spool, job_id: str, raw: bytes) -> None:
    file = spool.begin(job_id)
    try:
        file.write(raw)
        file.finish()
    finally:
        file.discard()


def _excerpt(raw: bytes) -> str:
    text = raw[:_EXCERPT_BYTES].decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
