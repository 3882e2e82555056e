"""The engine: takes requests in, keeps jobs running side by side, tells what happens."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import datetime

from desktop_app.core.errors import Billed, DownloadError, SfumatoError, StoreError
from desktop_app.core.job import Job, JobState
from desktop_app.core.request import GenerationRequest
from desktop_app.engine.awaiting import in_thread, unbroken
from desktop_app.engine.clients import ClientFactory
from desktop_app.engine.events import (
    JobChanged,
    JobDismissed,
    KeyChecked,
    ModelsRefreshed,
    MoneySpent,
    ReferenceFetched,
)
from desktop_app.engine.job_run import JobRun
from desktop_app.engine.model_refresh import refreshed
from desktop_app.engine.ordering import ordered, reordered
from desktop_app.engine.workshop import Workshop
from desktop_app.store.library import Library

_log = logging.getLogger(__name__)
_STILL_TO_SEE = (JobState.FAILED, JobState.CANCELLED, JobState.UNKNOWN)


class Engine:
    """Made and used inside one asyncio loop. Everything that happens is told by `emit`, in that loop.

    `close` ends every run; the journal belongs to the caller and is closed after it.
    """

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._runs: dict[str, JobRun] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._retrying = asyncio.Lock()

    async def start(self, *, resume_queued: bool = True) -> None:
        """Bring to an end what a program that died left behind, and tell of every job that a person still has to see.

        What was being sent becomes unknown and is never sent again by itself; whole answers are saved from the spool;
        queued jobs go on once the key is told, unless `resume_queued` is false: then they stay for the next start. Raises
        StoreError.
        """
        self._workshop.knowledge.tell()
        await self._tell_spent()
        left = await in_thread(self._workshop.journal.abandoned)
        for job in await in_thread(self._workshop.journal.jobs, _STILL_TO_SEE):
            self._workshop.emit(JobChanged(job))
        for job in left:
            if job.state is not JobState.QUEUED or resume_queued:
                self._workshop.emit(JobChanged(job))
                self._run(job, waits_for_key=not job.demo)
        self._keep(asyncio.create_task(self._swept()))

    async def _swept(self) -> None:
        """Remove temporary files that writers left which died; a disk that refuses will do so again when saving."""
        with suppress(OSError, StoreError):
            await in_thread(self._workshop.library.sweep)

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def submit(self, request: GenerationRequest, *, demo: bool) -> tuple[Job, ...]:
        """Write the request's jobs into the journal, start them, and return them.

        One job a picture where the model takes a seed. Raises RequestInvalid for what no model takes, StoreError when the
        journal cannot be written: then nothing is sent.
        """
        jobs = await in_thread(ordered, request, self._workshop, demo=demo)
        for job in jobs:
            # What is in the journal is told of and runs, or a caller that was cancelled could not cancel it.
            await unbroken(self._accept(job))
        return jobs

    def cancel(self, job_id: str) -> bool:
        """Give a job up: its connection is closed at once. False when it has ended, or is paid and being saved."""
        run = self._runs.get(job_id)
        return run is not None and run.cancel()

    async def retry(self, job_id: str, request: GenerationRequest | None = None) -> None:
        """Take up an ended job again, by a person's word: from the spool when the answer is kept, else by sending anew.

        With another request the same job is sent with that one, unless its answer is kept: what is paid is saved first,
        whatever is asked. A job that is under way is left alone; of one that another program has done meanwhile, this is
        told. Raises StoreError, RequestInvalid.
        """
        # One at a time: a second word for the same job finds it under way.
        async with self._retrying:
            job = await self._ended_job(job_id)
            if job is None:
                return
            if job.state is JobState.DONE:
                self._workshop.emit(JobChanged(job))
            elif job.state is JobState.FAILED and job.has_spool:
                self._run(job)
            else:
                await self._send_again(job, request)

    async def _send_again(self, job: Job, request: GenerationRequest | None) -> None:
        others: tuple[Job, ...] = ()
        if request is not None:
            job, *more = await in_thread(reordered, job, request, self._workshop)
            others = tuple(more)
        try:
            queued = await in_thread(self._requeued, job)
        except ValueError as error:
            # Another program was quicker, and it is that one's job now.
            _log.info("not sent again: %s", error)
            return
        self._workshop.emit(JobChanged(queued))
        self._run(queued)
        for other in others:
            await unbroken(self._accept(other))

    async def dismiss(self, job_id: str) -> None:
        """Put an ended job out of sight. A paid answer that no library took stays in the spool. Raises StoreError."""
        job = await self._ended_job(job_id)
        if job is None:
            return
        await in_thread(self._workshop.journal.dismiss, job_id)
        if not job.has_spool:
            await in_thread(self._workshop.spool.remove, job_id)
        self._workshop.emit(JobDismissed(job_id))

    async def check_key(self, key: str) -> KeyChecked:
        """Ask the provider which image models this key may use, tell the answer, and return it."""
        checked = await self._workshop.clients.check_key(key)
        self._workshop.emit(checked)
        return checked

    async def refresh_models(self, *, quiet: bool = False) -> ModelsRefreshed:
        """Ask the provider which models there are once the key is told, tell what came of it, and return it.

        With `quiet` a failure is not told, since nobody asked: the list from before stays.
        """
        result = await refreshed(self._workshop.clients, self._workshop.knowledge)
        if result.error is not None:
            _log.info("the list of models could not be fetched: %s", result.error.code)
        if result.error is None or not quiet:
            self._workshop.emit(result)
        return result

    async def fetch_reference(self, token: str, url: str) -> ReferenceFetched:
        """Fetch a picture from a URL into the store of references, tell what came of it, and return it."""
        try:
            data = await self._workshop.clients.live().download(url)
            name = _shown_name(url)
            fetched = ReferenceFetched(token, await in_thread(self._workshop.references.add_bytes, data, name))
        except SfumatoError as error:
            if isinstance(error, DownloadError):
                # Nothing was ordered, so nothing is owed.
                error.billed = Billed.NO
            fetched = ReferenceFetched(token, None, error)
        self._workshop.emit(fetched)
        return fetched

    async def warm_up(self) -> None:
        """Open the connection to the provider before it is needed; a failure is of no matter."""
        try:
            await self._workshop.clients.live().warm_up()
        except SfumatoError as error:
            _log.info("no connection opened beforehand: %s", error.code)

    def set_key(self, key: str) -> None:
        """Use this key from the next job on."""
        self._workshop.clients.set_key(key)

    def set_live(self, live: ClientFactory) -> None:
        """Speak to another base URL from the next job on."""
        self._workshop.clients.set_live(live)

    def set_parallel_jobs(self, count: int) -> None:
        """Let so many requests run side by side."""
        self._workshop.slots.set_count(count)

    def set_library(self, library: Library) -> None:
        """Save pictures there from now on."""
        self._workshop.library = library

    async def _tell_spent(self) -> None:
        midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        month = midnight.replace(day=1)
        spending = await in_thread(self._workshop.journal.spending, midnight.timestamp(), month.timestamp())
        self._workshop.emit(MoneySpent(spending.charged_usd))

    async def idle(self) -> None:
        """Wait until no job is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """End every run and close the clients: nothing waits for a server any more, everything begun on disk is whole.

        What was being sent becomes unknown; what is queued stays queued for the next start.
        """
        for run in list(self._runs.values()):
            run.end_with_program()
        await self.idle()
        await self._workshop.clients.aclose()

    async def _ended_job(self, job_id: str) -> Job | None:
        """Return a job that has ended, in the journal and here; `None` for one that is under way."""
        run = self._runs.get(job_id)
        if run is not None:
            # Its end was told a moment ago, and what follows the end is still to come.
            if not run.job.state.is_final:
                return None
            await run.ended()
        job = await in_thread(self._workshop.journal.job, job_id)
        return job if job is not None and job.state.is_final and job_id not in self._runs else None

    async def _accept(self, job: Job) -> None:
        await asyncio.to_thread(self._workshop.journal.add, job)
        self._workshop.emit(JobChanged(job))
        self._run(job)

    def _run(self, job: Job, *, waits_for_key: bool = False) -> None:
        run = JobRun(job, self._workshop, waits_for_key=waits_for_key)
        self._runs[job.id] = run
        self._keep(asyncio.create_task(self._followed(job, run.start())))

    async def _followed(self, job: Job, run: asyncio.Task[None]) -> None:
        await asyncio.wait({run})
        self._runs.pop(job.id, None)
        if not run.cancelled() and run.exception() is not None:
            _log.error("job %s ended without an end", job.id, exc_info=run.exception())
        await self._workshop.knowledge.keep()
        if not job.demo:
            with suppress(StoreError):
                await self._tell_spent()

    def _requeued(self, job: Job) -> Job:
        """Queue the job with its request as it is here, in one step with letting go of its earlier answer."""
        return self._workshop.journal.requeue(
            job.id,
            # An answer of an earlier try must not be taken for the answer of this one.
            lambda: self._workshop.spool.remove(job.id),
            request=job.request,
            demo=job.demo,
            estimate_usd=job.estimate_usd,
            sent_at=0.0,
            answered_at=0.0,
            ended_at=0.0,
            billed=Billed.NO,
            failure=None,
            has_spool=False,
            image_uuids=(),
        )


def _shown_name(url: str) -> str:
    """Return what a picture from the web is called on the screen; never a file's name."""
    address = url.partition("?")[0].partition("#")[0].rstrip("/")
    return address.rpartition("/")[2][:80] or address[:80]
