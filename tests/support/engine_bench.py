"""A real session against the server on loopback: real journal, spool and library in a folder of the test."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_app.api.client import Timeouts
from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from desktop_app.core.ledger import Budget
from desktop_app.core.queue_state import QueueState
from desktop_app.core.request import GenerationRequest
from desktop_app.core.settings import Settings
from desktop_app.engine.events import BytesReceived, Event, ImageSaved, JobChanged, MoneySpent, QueueChanged
from desktop_app.engine.patience import Patience
from desktop_app.engine.session import Session, open_session
from desktop_app.store.folders import Folders
from desktop_app.store.journal import Journal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from pathlib import Path

    from desktop_app.core.job import Job
    from desktop_app.store.library import SavedImage
    from tests.support.server import LoopbackServer

PATIENCE_S = 20.0
FLUX = "black-forest-labs/FLUX.2-dev"
NO_WAITS = Patience((0.0, 0.0), (0.0,) * 4, (0.0,) * 3, (0.0, 0.0), probe_waits_s=(0.0, 0.01), jitter=0.0)

T = TypeVar("T")


def a_request(prompt: str = "a red fox in the snow", **fields: Any) -> GenerationRequest:
    """Return a small request."""
    usual: dict[str, Any] = {"model": FLUX, "width": 256, "height": 256, "seed": 7}
    return GenerationRequest(prompt, **{**usual, **fields})


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a test's work in a loop of its own, within a time."""

    async def limited() -> T:
        async with asyncio.timeout(2 * PATIENCE_S):
            return await work

    return asyncio.run(limited())


class EngineBench:
    """Opens sessions on the same folders, one after the other, and keeps what their engines tell."""

    def __init__(self, folder: Path, server: LoopbackServer | None = None) -> None:
        self.folders = Folders(folder / "config", folder / "data", folder / "cache", folder / "library")
        self.base_url = server.url if server is not None else "http://127.0.0.1:9"
        self.key = "tgp_test_key"
        self.library = self.folders.library
        self.patience = NO_WAITS
        self.timeouts = Timeouts()
        self.parallel_jobs = 4
        self.pace_s = 0.0
        self.budget_usd: float | None = None
        self.is_queue = True
        self.demo_faults = ""
        self.events: list[Event] = []
        self.on_event: Callable[[Event], None] = lambda _: None
        self._changed: asyncio.Event | None = None

    @asynccontextmanager
    async def session(self, *, resume_queued: bool = True) -> AsyncIterator[Session]:
        """Open and start a session, and close it at the end."""
        self._changed = asyncio.Event()
        session = open_session(
            self.folders,
            Settings(
                library_folder=str(self.library),
                parallel_jobs=self.parallel_jobs,
                pace_s=self.pace_s,
                monthly_budget_usd=self.budget_usd,
            ),
            {"TOGETHER_BASE_URL": self.base_url, "SFUMATO_DEMO": self.demo_faults},
            self._tell,
            key=self.key,
            patience=self.patience,
            timeouts=self.timeouts,
            is_queue=self.is_queue,
        )
        try:
            await session.engine.start(resume_queued=resume_queued)
            yield session
        finally:
            await session.close()

    def when_sending(self, action: Callable[[], object]) -> None:
        """Do this once, when the first job is about to be sent."""

        def on_event(event: Event) -> None:
            if isinstance(event, JobChanged) and event.job.state is JobState.SENDING:
                self.on_event = lambda _: None
                action()

        self.on_event = on_event

    def order(self, request: GenerationRequest, *, demo: bool = False) -> list[Job]:
        """Make the pictures of a request in a session of their own and return the jobs as they ended."""

        async def work() -> list[Job]:
            async with self.session() as session:
                ids = [job.id for job in await session.engine.submit(request, demo=demo)]
                await session.engine.idle()
            return [self.job(job_id) for job_id in ids]

        return run(work())

    def told(self) -> list[Event]:
        """Return all that was told of jobs, models and keys: not the sums of money, not the state of the queue."""
        return [event for event in self.events if not isinstance(event, MoneySpent | QueueChanged)]

    def budget(self) -> Budget:
        """Return the last that was told of the month's budget."""
        return next(event.budget for event in reversed(self.events) if isinstance(event, MoneySpent))

    def queue_state(self) -> QueueState:
        """Return the last that was told of the queue as a whole."""
        return next((event.state for event in reversed(self.events) if isinstance(event, QueueChanged)), QueueState())

    def spent_usd(self) -> list[float]:
        """Return the sums of money that were told."""
        return [event.today_usd for event in self.events if isinstance(event, MoneySpent)]

    def jobs(self) -> dict[str, Job]:
        """Return the last that was told of each job."""
        return {event.job.id: event.job for event in self.events if isinstance(event, JobChanged)}

    def job(self, job_id: str) -> Job:
        """Return the last that was told of a job."""
        return self.jobs()[job_id]

    def states(self, job_id: str) -> list[str]:
        """Return the states that a job was told to be in, without repetitions."""
        told = [
            event.job.state.value for event in self.events if isinstance(event, JobChanged) and event.job.id == job_id
        ]
        return [state for place, state in enumerate(told) if place == 0 or told[place - 1] != state]

    def saved(self) -> list[SavedImage]:
        """Return the pictures that were told to be saved, oldest first."""
        return [event.saved for event in self.events if isinstance(event, ImageSaved)]

    def received(self) -> int:
        """Return how many bytes the last told answer had."""
        counts = [event.count for event in self.events if isinstance(event, BytesReceived)]
        return counts[-1] if counts else 0

    def journalled(self) -> list[Job]:
        """Return the jobs as a program that comes later finds them in the journal."""
        journal = Journal(self.folders.data / "journal.sqlite")
        try:
            left = {job.id: job for job in journal.abandoned()}
            return [*left.values(), *(job for job in journal.jobs() if job.id not in left)]
        finally:
            journal.close()

    def pictures(self) -> list[Path]:
        """Return every file in the library that is no sidecar, whatever its name."""
        return sorted(path for path in self.library.rglob("*") if path.is_file() and path.suffix != ".json")

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something that the engine tells makes the condition true."""
        assert self._changed is not None
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    def _tell(self, event: Event) -> None:
        self.events.append(event)
        self.on_event(event)
        if self._changed is not None:
            self._changed.set()


def retried(bench: EngineBench, job_id: str) -> Job:
    """Let a person take up an ended job again, and return it as it ended."""

    async def work() -> None:
        async with bench.session() as session:
            await session.engine.retry(job_id)
            await session.engine.idle()

    run(work())
    return bench.job(job_id)


def spoil_library(bench: EngineBench, *, keep: bool = False) -> None:
    """Put a file where the library's folder was; with `keep` the folder is called `aside` from now on."""
    if keep:
        bench.library.rename(bench.library.with_name("aside"))
    else:
        bench.library.rmdir()
    bench.library.write_text("not a folder", encoding="utf-8")


def assert_paid_and_kept(job: Job, code: str) -> None:
    """See that a job failed on the disk, was billed, and keeps its answer."""
    assert job.failure is not None
    assert (job.state, job.failure.code, job.billed, job.has_spool) == (JobState.FAILED, code, Billed.YES, True)


def assert_saved_without_a_new_order(bench: EngineBench, server: LoopbackServer, job: Job) -> None:
    """See that the kept answer became a picture, and that nothing was bought again."""
    assert (job.state, job.billed, job.has_spool, job.failure) == (JobState.DONE, Billed.YES, False, None)
    assert len(server.orders()) == 1
    assert len(bench.pictures()) == 1
    assert list((bench.folders.data / "spool").iterdir()) == []
