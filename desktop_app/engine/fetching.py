"""One try to have a job's request answered."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

from desktop_app.api.wire import left_to_server, recorded_body, request_body
from desktop_app.core.catalogue import ModelProfile
from desktop_app.core.errors import Billed, RequestRefused
from desktop_app.core.false_refusal import is_false_refusal
from desktop_app.core.job import Job, JobState
from desktop_app.engine.answer_sink import SpooledAnswer
from desktop_app.engine.awaiting import in_thread
from desktop_app.engine.events import BytesReceived
from desktop_app.engine.tracked_job import TrackedJob
from desktop_app.engine.workshop import Workshop

_log = logging.getLogger(__name__)


class Fetching:
    """Sends one job's request and takes in the answer. `was_sent` is true from the first byte that may have gone out."""

    def __init__(self, tracked: TrackedJob, workshop: Workshop) -> None:
        self.was_sent = False
        self._sink: SpooledAnswer | None = None
        self._tracked = tracked
        self._workshop = workshop

    @property
    def is_whole(self) -> bool:
        """Say whether every byte of the answer is here."""
        return self._sink is not None and self._sink.is_whole

    async def answer(self) -> tuple[bytes, bool]:
        """Return the whole answer and whether the spool has it; raise the error that ended the try.

        What is whole is returned, though it was interrupted or its connection ended badly after the last byte.
        The journal says on the disk that the job is being sent, and what, before its first byte goes out.
        """
        job = self._tracked.job
        client = self._workshop.clients.for_job(demo=job.demo)
        profile = self._workshop.catalogue.profile(job.request.model)
        body = await in_thread(self._prepared, job, profile)
        sink = self._sink = SpooledAnswer(self._workshop.spool, job.id, self._on_began, self._on_received)
        await self._tracked.move(
            JobState.SENDING,
            sent_at=time.time(),
            failure=None,
            billed=self._tracked.billed(Billed.UNKNOWN),
            sent_body=recorded_body(body, [reference.sha256 for reference in job.request.references]),
            left_to_server=left_to_server(body, profile),
        )
        self.was_sent = True
        try:
            await client.generate(body, sink)
        except BaseException as error:
            if not await _is_whole_after_all(sink):
                if isinstance(error, RequestRefused):
                    error.retry_is_safe = is_false_refusal(body, profile, error.provider_text)
                raise
            _log.info("the answer of job %s is whole, though it ended by %s", job.id, type(error).__name__)
        sink.mark_whole()
        return await sink.finish()

    def _prepared(self, job: Job, profile: ModelProfile) -> dict[str, Any]:
        uris = [self._workshop.references.data_uri(reference) for reference in job.request.references]
        body = request_body(job.request, profile, uris)
        # What could not be saved is not bought.
        self._workshop.library.check()
        return body

    async def _on_began(self, request_id: str) -> None:
        self._tracked.request_id = request_id
        await self._tracked.move_if_it_can(JobState.RECEIVING)

    def _on_received(self, count: int) -> None:
        self._workshop.emit(BytesReceived(self._tracked.job.id, count))


async def _is_whole_after_all(sink: SpooledAnswer) -> bool:
    """Break an answer off and say whether every byte of it is here; an interruption meanwhile does not make it less."""
    try:
        await sink.break_off()
    except asyncio.CancelledError:
        if not sink.is_whole:
            raise
    return sink.is_whole
