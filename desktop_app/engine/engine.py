"""The engine: takes requests in, keeps jobs running side by side, tells what happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from desktop_app.core.batches import BatchItem
from desktop_app.core.errors import Billed, DownloadError, SfumatoError, StoreError
from desktop_app.core.job import Job, JobState, SeenJob
from desktop_app.core.request import GenerationRequest
from desktop_app.engine.awaiting import in_thread, unbroken
from desktop_app.engine.clients import ClientFactory
from desktop_app.engine.events import (
    JobChanged,
    JobDismissed,
    KeyChecked,
    ModelsRefreshed,
    ReferenceFetched,
    TimesRead,
)
from desktop_app.engine.job_run import JobRun
from desktop_app.engine.model_refresh import refreshed
from desktop_app.engine.ordering import ordered, ordered_batch, priced, reordered
from desktop_app.engine.queue import JobQueue
from desktop_app.engine.queue_rules import QueueRules
from desktop_app.engine.requeueing import requeued
from desktop_app.engine.spending import SpendingWatch
from desktop_app.engine.tracked_job import TrackedJob
from desktop_app.engine.workshop import Workshop
from desktop_app.store.job_times import newest_times
from desktop_app.store.library import Library

_log = logging.getLogger(__name__)
_STILL_TO_SEE = (JobState.FAILED, JobState.CANCELLED, JobState.UNKNOWN)


class Engine:
    """Made and used inside one asyncio loop. Everything that happens is told by `emit`, in that loop.

    `close` ends every run; the journal belongs to the caller and is closed after it. What concerns the jobs that wait,
    their order and their holds is said to `queue`.
    """

    def __init__(self, workshop: Workshop, rules: QueueRules = QueueRules()) -> None:  # noqa: B008 - frozen
        self._workshop = workshop
        self._rules = rules
        self._runs: dict[str, JobRun] = {}
        self._spending = SpendingWatch(workshop.journal, rules.budget_usd, workshop.emit, self._is_journalled)
        self._summing: asyncio.Task[None] | None = None
        self._sum_is_old = False
        self.queue = JobQueue(workshop, rules, self._spending, self._run, lambda: len(self._runs))
        self._tasks: set[asyncio.Task[Any]] = set()
        self._retrying = asyncio.Lock()

    async def start(self, *, resume_queued: bool = True) -> None:
        """Bring to an end what a program that died left behind, and tell of every job that a person still has to see.

        What was being sent becomes unknown and is never sent again by itself; whole answers are saved from the spool;
        queued jobs go on in their order, unless `resume_queued` is false: then they are left to the next start. Raises
        StoreError.
        """
        self._workshop.knowledge.tell()
        await self._spending.sum_up()
        await in_thread(self.queue.load)
        left = await in_thread(lambda: self._workshop.journal.abandoned(queued=resume_queued))
        for job in [*await in_thread(self._workshop.journal.jobs, _STILL_TO_SEE), *left]:
            self._workshop.emit(JobChanged(job))
        for job in left:
            if job.state is not JobState.QUEUED:
                self._run(job)
        self.queue.put(job for job in left if job.state is JobState.QUEUED)
        self._keep(asyncio.create_task(self._swept()))

    async def _swept(self) -> None:
        """Remove temporary files that writers left which died; a disk that refuses will do so again when saving."""
        with suppress(OSError, StoreError):
            await in_thread(self._workshop.library.sweep)

    def _keep(self, task: asyncio.Task[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def submit(self, request: GenerationRequest, *, demo: bool) -> tuple[Job, ...]:
        """Write the request's jobs into the journal, start them, and return them.

        One job a picture where the model takes a seed. Raises RequestInvalid for what no model takes, StoreError when the
        journal cannot be written: then nothing is sent.
        """
        jobs = await in_thread(ordered, request, self._workshop, demo=demo)
        # What is in the journal is told of and waits, or a caller that was cancelled could not cancel it.
        return await unbroken(self._accept(jobs))

    async def submit_batch(self, items: Iterable[BatchItem], *, demo: bool) -> tuple[Job, ...]:
        """Write the jobs of many orders into the journal, all or none, let them wait for their turn, and return them.

        Raises RequestInvalid when one of them is taken by no model, and StoreError: then nothing is sent.
        """
        jobs = await in_thread(ordered_batch, items, self._workshop, demo=demo)
        return await unbroken(self._accept(jobs))

    def cancel(self, job_id: str) -> bool:
        """Give a job up: its connection is closed at once. False when it has ended, or is paid and being saved."""
        run = self._runs.get(job_id)
        if run is not None:
            return run.cancel()
        job = self.queue.take(job_id)
        if job is None:
            return False
        self._keep(asyncio.create_task(self._cancel_waiting(job)))
        return True

    async def replace(self, job_id: str, request: GenerationRequest) -> None:
        """Let a waiting job become one with another request, in its place; one that does not wait is left alone.

        Raises RequestInvalid, StoreError.
        """
        before = await in_thread(self._workshop.journal.job, job_id)
        if before is None:
            return
        job, *others = await in_thread(reordered, before, request, self._workshop)
        changes = {"request": job.request, "demo": job.demo, "failure": None, **priced(job)}
        if await self.queue.change(job_id, **changes) is not None:
            await unbroken(self._accept(others))

    async def retry(
        self, job_id: str, request: GenerationRequest | None = None, *, seen: SeenJob | None = None
    ) -> bool:
        """Take up an ended job again, by a person's word: from the spool when the answer is kept, else by sending anew.

        Says whether it was taken up. `seen` is what the person saw of it (without, how it stands): when that is not true
        any more, as where another program has sent it meanwhile, nothing is sent, and how it stands is told. With another
        request the same job is sent with that one, unless its answer is kept: what is paid is saved first, whatever is
        asked. A job that is under way is left alone. Raises StoreError, RequestInvalid.
        """
        # One at a time: a second word for the same job finds it under way.
        async with self._retrying:
            job = await self._ended_job(job_id)
            if job is None:
                return False
            if job.state is JobState.FAILED and self._has_answer(job):
                self._run(job)
                return True
            if job.state is JobState.DONE or seen not in {None, job.seen}:
                await self._tell_as_it_stands(job_id)
                return False
            return await self._send_again(job, request)

    async def save_kept(self, job_id: str) -> None:
        """Make pictures of a failed job's kept answer, without a person's word: nothing is sent whatever became of it
        meanwhile. Raises StoreError.
        """
        async with self._retrying:
            job = await self._ended_job(job_id)
            if job is not None and job.state is JobState.FAILED and self._has_answer(job):
                self._run(job)

    async def retry_all_failed(self, shown: Iterable[str] = ()) -> None:
        """Take up every failed job again, by a person's word, each in its place: what is paid and kept is saved, what was
        not billed is sent again. What was or may have been billed and is not here waits for a word of its own; how it
        stands is told of those with the ids `shown`, which a person takes for failed. Raises StoreError.
        """
        async with self._retrying:
            failed = await in_thread(self._workshop.journal.jobs, (JobState.FAILED,))
            ended = [job for job in failed if job.id not in self._runs and self.queue.get(job.id) is None]
            for job in ended:
                if self._has_answer(job):
                    self._run(job)
            again = [job for job in ended if job.billed is Billed.NO and not self._has_answer(job)]
            self.queue.account.forget()
            await asyncio.gather(*(unbroken(self._queue_again(job)) for job in again))
            for job_id in {*shown} - {job.id for job in again}:
                await self._tell_as_it_stands(job_id)

    async def _send_again(self, job: Job, request: GenerationRequest | None) -> bool:
        others: tuple[Job, ...] = ()
        # Who says so thinks that the account is in order.
        self.queue.account.forget()
        if request is not None:
            job, *more = await in_thread(reordered, job, request, self._workshop)
            others = tuple(more)
        if not await unbroken(self._queue_again(job)):
            return False
        await unbroken(self._accept(others))
        return True

    async def _queue_again(self, job: Job) -> bool:
        try:
            queued = await self._workshop.writer.write(lambda: requeued(self._workshop, job))
        except ValueError as error:
            # Another program was quicker, and it is that one's job now.
            _log.info("not sent again: %s", error)
            await self._tell_as_it_stands(job.id)
            return False
        self._workshop.emit(JobChanged(queued))
        self.queue.put([queued])
        return True

    async def _tell_as_it_stands(self, job_id: str) -> None:
        """Tell of a job that another program changed, and of what that may have cost."""
        job = await in_thread(self._workshop.journal.job, job_id)
        if job is not None and job.state.is_final and job_id not in self._runs:
            self._workshop.emit(JobChanged(job))
        self._sum_up_soon()

    async def dismiss(self, job_id: str, *, seen: SeenJob | None = None) -> None:
        """Put an ended job out of sight, unless it is another than what was `seen`, which is told then.

        A paid answer that no library took stays in the spool. Raises StoreError.
        """
        # Not between a word to send it again and the queue: what is sent then must not go out of sight.
        async with self._retrying:
            job = await self._ended_job(job_id)
            if job is None:
                return
            try:
                await in_thread(self._workshop.journal.dismiss, job_id, seen or job.seen)
            except ValueError as error:
                _log.info("not put out of sight: %s", error)
                await self._tell_as_it_stands(job_id)
                return
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

    async def tell_times(self) -> None:
        """Tell how long the newest of earlier jobs took."""
        self._workshop.emit(TimesRead(await in_thread(newest_times, self._workshop.journal.path)))

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
        self.queue.account.key_set()
        self.queue.stir()

    def set_live(self, live: ClientFactory) -> None:
        """Speak to another base URL from the next job on."""
        self._workshop.clients.set_live(live)
        self.queue.try_now()

    def set_parallel_jobs(self, count: int) -> None:
        """Let so many requests run side by side."""
        self.queue.set_rules(parallel=max(1, count))

    def set_pace(self, pace_s: float) -> None:
        """Keep requests to one model so far apart."""
        self.queue.set_rules(pace_s=pace_s)

    def set_budget(self, monthly_usd: float | None) -> None:
        """Hold the queue when so much is spent in a month; `None` means: no limit."""
        self.queue.set_rules(budget_usd=monthly_usd)
        self._spending.tell()

    @property
    def library(self) -> Library:
        """Where pictures are saved now."""
        return self._workshop.library

    def set_library(self, library: Library) -> None:
        """Save pictures there from now on."""
        self._workshop.library = library

    async def idle(self) -> None:
        """Wait until nothing is under way and nothing will start by itself: what is held is not waited for."""
        while True:
            if self._tasks:
                await asyncio.wait(self._tasks)
            elif self.queue.will_go_on:
                await self.queue.turned()
            else:
                return

    async def close(self) -> None:
        """End every run and close the clients: nothing waits for a server any more, everything begun on disk is whole.

        What was being sent becomes unknown; what is queued stays queued for the next start.
        """
        await self.queue.close()
        for run in list(self._runs.values()):
            run.end_with_program()
        while self._tasks:
            await asyncio.wait(self._tasks)
        await self._workshop.writer.close()
        await self._workshop.clients.aclose()

    def _has_answer(self, job: Job) -> bool:
        # Another program does not know what is held in the memory of this one, and may have told the journal otherwise.
        return job.has_spool or job.id in self._workshop.held

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

    async def _accept(self, jobs: Iterable[Job]) -> tuple[Job, ...]:
        """Put new jobs into the journal in one step, tell of them, and let them wait for their turn."""
        new = tuple(jobs)
        if not new:
            return ()
        placed = await self._workshop.writer.write(lambda: self._workshop.journal.add_all(new))
        for job in placed:
            self._workshop.emit(JobChanged(job))
        self.queue.put(placed)
        return tuple(placed)

    async def _cancel_waiting(self, job: Job) -> Job:
        tracked = TrackedJob(job, self._workshop)
        await tracked.cancelled(was_sent=False)
        return tracked.job

    def _run(self, job: Job) -> None:
        run = JobRun(job, self._workshop, self.queue)
        self._runs[job.id] = run
        self._keep(asyncio.create_task(self._followed(run, run.start())))

    async def _followed(self, run: JobRun, task: asyncio.Task[None]) -> None:
        await asyncio.wait({task})
        if not task.cancelled() and task.exception() is not None:
            _log.error("job %s ended without an end", run.job.id, exc_info=task.exception())
        job = run.job
        if run.is_cancelled and job.state is JobState.QUEUED:
            # The word came when the run was over, and the job about to wait again.
            job = await self._cancel_waiting(job)
        del self._runs[job.id]
        self.queue.run_ended(job)
        await self._workshop.knowledge.keep()
        if not job.demo:
            self._sum_up_soon()

    def _sum_up_soon(self) -> None:
        """Sum up what was spent, once for all that ended meanwhile."""
        self._sum_is_old = True
        if self._summing is None or self._summing.done():
            self._summing = asyncio.create_task(self._sum_up())
            self._keep(self._summing)

    async def _sum_up(self) -> None:
        while self._sum_is_old:
            self._sum_is_old = False
            await self._spending.sum_up()
        self.queue.stir()

    def _is_journalled(self, job_id: str) -> bool:
        run = self._runs.get(job_id)
        return run is None or run.job.state is not JobState.QUEUED


def _shown_name(url: str) -> str:
    """Return what a picture from the web is called on the screen; never a file's name."""
    address = url.partition("?")[0].partition("#")[0].rstrip("/")
    return address.rpartition("/")[2][:80] or address[:80]
