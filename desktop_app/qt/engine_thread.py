"""The thread in which the engine's loop runs: commands go in, signals come out in the GUI thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Coroutine, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import SfumatoError
from desktop_app.core.request import GenerationRequest
from desktop_app.engine import events
from desktop_app.qt.event_batch import EventBatch

if TYPE_CHECKING:
    import asyncio

    from desktop_app.core.batches import BatchItem
    from desktop_app.core.job import Job
    from desktop_app.core.settings import Settings
    from desktop_app.engine.session import Session
    from desktop_app.store.folders import Folders

Emit = Callable[[events.Event], None]
SessionOpener = Callable[[Emit], "Session"]
_Command = Callable[["Session"], object]
_Asked = GenerationRequest | tuple["BatchItem", ...] | None


class _Order(NamedTuple):
    command: _Command
    asked: _Asked
    is_passing: bool


_log = logging.getLogger(__name__)


def session_opener(folders: Folders, settings: Settings, environment: Mapping[str, str]) -> SessionOpener:
    """Return what opens the program's session once its thread runs; only then is anything slow imported."""

    def opened(emit: Emit) -> Session:
        from desktop_app.engine.session import open_session

        return open_session(folders, settings, environment, emit)

    return opened


class EngineThread(QObject):
    """Made, called and closed in the GUI thread; no call waits. Connect methods of QObjects only.

    Commands given before the engine is there wait for it. What was asked of an engine that could not start is told by
    `submit_failed` or `engine_failed`, again for each command. What a person wants of an ended job goes with the job as it
    was shown: when that is not true any more, the truth is told by `jobs_changed` and nothing else is done. What was said
    before the end is in the journal when it ends; nothing goes out any more.

    Signals: `jobs_changed(tuple[Job, ...])` at most once a frame, `queue_changed(QueueState)`, `job_dismissed(job_id)`,
    `bytes_received(job_id, count)`, `image_saved(ImageSaved)`, `key_checked(KeyChecked)`,
    `reference_fetched(ReferenceFetched)`, `submit_failed(GenerationRequest, SfumatoError)` when a request was not taken and
    nothing was sent, `batch_failed(tuple[BatchItem, ...], SfumatoError)` likewise, `engine_failed(Exception)` for what
    concerns no single job, `money_spent(today_usd)`, `budget_changed(Budget)`, `catalogue_changed(Catalogue)`,
    `models_refreshed(ModelsRefreshed)`, `times_told(tuple[JobTime, ...])`, `ended()` once the thread has nothing left to do.
    """

    jobs_changed = Signal(object)
    queue_changed = Signal(object)
    batch_failed = Signal(object, object)
    budget_changed = Signal(object)
    job_dismissed = Signal(str)
    bytes_received = Signal(str, int)
    image_saved = Signal(object)
    key_checked = Signal(object)
    reference_fetched = Signal(object)
    submit_failed = Signal(object, object)
    engine_failed = Signal(object)
    money_spent = Signal(float)
    catalogue_changed = Signal(object)
    models_refreshed = Signal(object)
    times_told = Signal(object)
    ended = Signal()

    def __init__(self, open_session: SessionOpener, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_session = open_session
        self._thread = threading.Thread(target=self._run, name="sfumato-engine", daemon=True)
        self._guard = threading.Lock()
        self._waiting: list[_Order] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None
        self._session: Session | None = None
        self._failure: Exception | None = None
        self._is_closing = False
        self._has_ended = False
        self._running: set[asyncio.Task[None]] = set()
        self._passing: set[asyncio.Task[None]] = set()
        self._batch = EventBatch(self.jobs_changed.emit, self.bytes_received.emit, self._tell_at_once)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def submit(self, request: GenerationRequest, demo: bool) -> None:
        """Order pictures; `jobs_changed` or `submit_failed` answers."""
        self._post(lambda session: session.engine.submit(request, demo=demo), request)

    def submit_batch(self, items: tuple[BatchItem, ...], demo: bool) -> None:
        """Order many pictures, all or none; `jobs_changed` or `batch_failed` answers."""
        self._post(lambda session: session.engine.submit_batch(items, demo=demo), items)

    def cancel(self, job_id: str) -> None:
        """Give a job up."""
        self._post(lambda session: session.engine.cancel(job_id))

    def retry(self, job: Job) -> None:
        """Take up an ended job again, which the person saw like this: save its kept answer, else send it anew."""
        self._post(lambda session: session.engine.retry(job.id, seen=job.seen))

    def retry_with(self, job: Job, request: GenerationRequest) -> None:
        """Send an ended job again, which the person saw like this, with another request; one whose answer is kept is saved
        instead.
        """
        self._post(lambda session: session.engine.retry(job.id, request, seen=job.seen))

    def retry_all_failed(self, shown: Collection[str] = ()) -> None:
        """Take up every failed job again that was not billed or whose answer is kept; `shown` are the ids of those that the
        person sees as failed.
        """
        self._post(lambda session: session.engine.retry_all_failed(shown))

    def replace(self, job_id: str, request: GenerationRequest) -> None:
        """Let a waiting job become one with another request, in its place."""
        self._post(lambda session: session.engine.replace(job_id, request))

    def dismiss(self, job: Job) -> None:
        """Put an ended job out of sight, which the person saw like this; `job_dismissed` answers."""
        self._post(lambda session: session.engine.dismiss(job.id, seen=job.seen))

    # The queue; `queue_changed` answers, and `jobs_changed` for each job concerned.

    def pause(self) -> None:
        """Send nothing more until `resume`, over restarts too."""
        self._post(lambda session: session.engine.queue.pause())

    def resume(self) -> None:
        """Send again after `pause`."""
        self._post(lambda session: session.engine.queue.resume())

    def try_now(self) -> None:
        """Look for the network at once, and forget the pauses that models have yet to wait."""
        self._post(lambda session: session.engine.queue.try_now())

    def go_on_over_budget(self) -> None:
        """Send in this month whatever it costs."""
        self._post(lambda session: session.engine.queue.go_on_over_budget())

    def hold(self, job_id: str) -> None:
        """Hold one waiting job back."""
        self._post(lambda session: session.engine.queue.hold(job_id))

    def release(self, job_id: str) -> None:
        """Let a job go that was held back."""
        self._post(lambda session: session.engine.queue.release(job_id))

    def move(self, job_ids: Collection[str], before_id: str | None) -> None:
        """Put waiting jobs before another, or (`None`) at the end."""
        self._post(lambda session: session.engine.queue.move(job_ids, before_id))

    def run_next(self, job_id: str) -> None:
        """Put a waiting job first, and let it go if it was held back."""
        self._post(lambda session: session.engine.queue.run_next(job_id))

    # Key, models, settings

    def check_key(self, key: str) -> None:
        """Test a key; `key_checked` answers."""
        self._post(lambda session: session.engine.check_key(key), is_passing=True)

    def refresh_models(self, *, quiet: bool = False) -> None:
        """Ask the provider which models there are, once the key is told; `models_refreshed` answers, and
        `catalogue_changed` when something is new. With `quiet` a failure is not told.
        """
        self._post(lambda session: session.engine.refresh_models(quiet=quiet), is_passing=True)

    def tell_times(self) -> None:
        """Read how long earlier jobs took; `times_told` answers."""
        self._post(lambda session: session.engine.tell_times(), is_passing=True)

    def fetch_reference(self, token: str, url: str) -> None:
        """Fetch a picture from a URL to be a reference; `reference_fetched` answers with the token."""
        self._post(lambda session: session.engine.fetch_reference(token, url), is_passing=True)

    def set_key(self, key: str) -> None:
        """Use this key from the next job on; an empty one means: no key."""
        self._post(lambda session: session.engine.set_key(key))

    def set_library(self, root: Path) -> None:
        """Save pictures into this folder from now on."""
        self._post(lambda session: session.set_library(root))

    def set_name_pattern(self, text: str) -> None:
        """Name pictures by this pattern from now on; an empty text means the usual one."""
        self._post(lambda session: session.set_name_pattern(text))

    def set_base_url(self, base_url: str) -> None:
        """Speak to this server from the next job on; an empty one means the provider's own."""
        self._post(lambda session: session.set_base_url(base_url))

    def set_parallel_jobs(self, count: int) -> None:
        """Let so many requests run side by side."""
        self._post(lambda session: session.engine.set_parallel_jobs(count))

    def set_pace(self, pace_s: float) -> None:
        """Keep requests to one model so many seconds apart."""
        self._post(lambda session: session.engine.set_pace(pace_s))

    def set_budget(self, monthly_usd: float | None) -> None:
        """Hold the queue when so much is spent in a month; `None` means: no limit."""
        self._post(lambda session: session.engine.set_budget(monthly_usd))

    def warm_up(self) -> None:
        """Open the connection to the provider before it is needed."""
        self._post(lambda session: session.engine.warm_up(), is_passing=True)

    @property
    def has_ended(self) -> bool:
        """Say whether nothing is left to do, because all is done or nothing was begun."""
        return self._has_ended or self._thread.ident is None

    def end(self) -> None:
        """Ask for the end of every run and of the thread, without waiting; `ended` answers. Nothing is taken any more."""
        with self._guard:
            self._is_closing = True
            if self._loop is not None and self._ending is not None:
                self._loop.call_soon_threadsafe(self._ending.set)

    def close(self, timeout_s: float = 10.0) -> bool:
        """End every run and the thread; false when it did not end within the time. May be called twice."""
        self.end()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _post(self, command: _Command, request: _Asked = None, *, is_passing: bool = False) -> None:
        """Have something done; what is passing leaves nothing behind, and is given up at the end."""
        with self._guard:
            if self._is_closing:
                return
            failure = self._failure
            if failure is None:
                self._waiting.append(_Order(command, request, is_passing))
                if self._loop is not None:
                    self._loop.call_soon_threadsafe(self._take_commands)
        if failure is not None:
            self._tell_failure(failure, request)

    # From here on: in the engine's thread.

    def _run(self) -> None:
        import asyncio

        try:
            asyncio.run(self._main())
        except Exception as error:  # noqa: BLE001 - told as a signal
            if not isinstance(error, SfumatoError):
                _log.exception("the engine ended")
            self._fail(error)
        finally:
            self._has_ended = True
            self.ended.emit()

    async def _main(self) -> None:
        import asyncio

        session = self._open_session(self._tell)
        ending = asyncio.Event()
        try:
            if not self._is_closing:
                await self._recover(session)
            with self._guard:
                self._session, self._ending, self._loop = session, ending, asyncio.get_running_loop()
                if self._is_closing:
                    ending.set()
            self._take_commands()
            await ending.wait()
            await self._take_last_commands(session)
        finally:
            with self._guard:
                self._loop = None
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)
            await session.close()
            self._batch.flush()

    async def _recover(self, session: Session) -> None:
        try:
            await session.engine.start()
            await session.save_kept_answers()
        except SfumatoError as error:
            self.engine_failed.emit(error)

    def _take_commands(self) -> None:
        import asyncio

        with self._guard:
            waiting, self._waiting = self._waiting, []
        for order in waiting:
            if order.is_passing and self._is_closing:
                continue
            task = asyncio.create_task(self._done(order.command, order.asked))
            for kept in (self._running, self._passing) if order.is_passing else (self._running,):
                kept.add(task)
                task.add_done_callback(kept.discard)

    async def _take_last_commands(self, session: Session) -> None:
        """Let what a person said reach the journal; it goes out at the next start."""
        import asyncio

        await session.stop_sending()
        self._take_commands()
        if lasting := self._running - self._passing:
            await asyncio.wait(lasting)

    async def _done(self, command: _Command, request: _Asked) -> None:
        assert self._session is not None
        try:
            result = command(self._session)
            if isinstance(result, Coroutine):
                await result
        except SfumatoError as error:
            self._tell_failure(error, request)
        except Exception as error:  # noqa: BLE001 - logged, and told as a signal
            _log.exception("a command to the engine failed")
            self._tell_failure(error, request)

    def _fail(self, error: Exception) -> None:
        """Answer the commands that wait, and all to come, by this error."""
        with self._guard:
            self._failure = error
            waiting, self._waiting = self._waiting, []
        self.engine_failed.emit(error)
        for order in waiting:
            if order.asked is not None:
                self._tell_failure(error, order.asked)

    def _tell_failure(self, error: Exception, request: _Asked) -> None:
        if request is None:
            self.engine_failed.emit(error)
        elif isinstance(request, tuple):
            self.batch_failed.emit(request, error)
        else:
            self.submit_failed.emit(request, error)

    def _tell(self, event: events.Event) -> None:
        if isinstance(event, events.JobChanged):
            self._batch.add_job(event.job)
            return
        if isinstance(event, events.BytesReceived):
            self._batch.add_received(event.job_id, event.count)
            return
        if isinstance(event, events.ImageSaved):
            # A picture takes the place of its job, so the job comes first.
            self._batch.add_event(event)
            return
        if isinstance(event, events.MoneySpent | events.QueueChanged):
            self._batch.add_latest(event)
            return
        self._batch.flush()
        self._tell_at_once(event)

    def _tell_at_once(self, event: events.Event) -> None:
        if isinstance(event, events.ImageSaved):
            self.image_saved.emit(event)
        elif isinstance(event, events.MoneySpent):
            self.money_spent.emit(event.today_usd)
            self.budget_changed.emit(event.budget)
        elif isinstance(event, events.QueueChanged):
            self.queue_changed.emit(event.state)
        elif isinstance(event, events.JobDismissed):
            self.job_dismissed.emit(event.job_id)
        elif isinstance(event, events.KeyChecked):
            self.key_checked.emit(event)
        elif isinstance(event, events.CatalogueChanged):
            self.catalogue_changed.emit(event.catalogue)
        elif isinstance(event, events.ModelsRefreshed):
            self.models_refreshed.emit(event)
        elif isinstance(event, events.TimesRead):
            self.times_told.emit(event.times)
        else:
            self.reference_fetched.emit(event)
