"""The thread in which the engine's loop runs: commands go in, signals come out in the GUI thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import SfumatoError
from desktop_app.core.request import GenerationRequest
from desktop_app.engine import events

if TYPE_CHECKING:
    import asyncio

    from desktop_app.core.settings import Settings
    from desktop_app.engine.session import Session
    from desktop_app.store.folders import Folders

Emit = Callable[[events.Event], None]
SessionOpener = Callable[[Emit], "Session"]
_Command = Callable[["Session"], Coroutine[Any, Any, None]]

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
    `submit_failed` or `engine_failed`, again for each command.

    Signals: `job_changed(Job)`, `job_dismissed(job_id)`, `bytes_received(job_id, count)`, `image_saved(ImageSaved)`,
    `key_checked(KeyChecked)`, `reference_fetched(ReferenceFetched)`, `submit_failed(GenerationRequest, SfumatoError)` when
    a request was not taken and nothing was sent, `engine_failed(Exception)` for what concerns no single job,
    `money_spent(today_usd)`, `catalogue_changed(Catalogue)`, `models_refreshed(ModelsRefreshed)`.
    """

    job_changed = Signal(object)
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

    def __init__(self, open_session: SessionOpener, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_session = open_session
        self._thread = threading.Thread(target=self._run, name="sfumato-engine", daemon=True)
        self._guard = threading.Lock()
        self._waiting: list[tuple[_Command, GenerationRequest | None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None
        self._session: Session | None = None
        self._failure: Exception | None = None
        self._is_closing = False
        self._running: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def submit(self, request: GenerationRequest, demo: bool) -> None:
        """Order pictures; `job_changed` or `submit_failed` answers."""

        async def command(session: Session) -> None:
            await session.engine.submit(request, demo=demo)

        self._post(command, request)

    def cancel(self, job_id: str) -> None:
        """Give a job up."""

        async def command(session: Session) -> None:
            session.engine.cancel(job_id)

        self._post(command)

    def retry(self, job_id: str) -> None:
        """Take up an ended job again: save its kept answer, else send it anew."""

        async def command(session: Session) -> None:
            await session.engine.retry(job_id)

        self._post(command)

    def retry_with(self, job_id: str, request: GenerationRequest) -> None:
        """Send an ended job again with another request; one whose answer is kept is saved instead."""

        async def command(session: Session) -> None:
            await session.engine.retry(job_id, request)

        self._post(command)

    def dismiss(self, job_id: str) -> None:
        """Put an ended job out of sight; `job_dismissed` answers."""

        async def command(session: Session) -> None:
            await session.engine.dismiss(job_id)

        self._post(command)

    def check_key(self, key: str) -> None:
        """Test a key; `key_checked` answers."""

        async def command(session: Session) -> None:
            await session.engine.check_key(key)

        self._post(command)

    def refresh_models(self, *, quiet: bool = False) -> None:
        """Ask the provider which models there are, once the key is told; `models_refreshed` answers, and
        `catalogue_changed` when something is new. With `quiet` a failure is not told.
        """

        async def command(session: Session) -> None:
            await session.engine.refresh_models(quiet=quiet)

        self._post(command)

    def fetch_reference(self, token: str, url: str) -> None:
        """Fetch a picture from a URL to be a reference; `reference_fetched` answers with the token."""

        async def command(session: Session) -> None:
            await session.engine.fetch_reference(token, url)

        self._post(command)

    def set_key(self, key: str) -> None:
        """Use this key from the next job on; an empty one means: no key."""

        async def command(session: Session) -> None:
            session.engine.set_key(key)

        self._post(command)

    def set_library(self, root: Path) -> None:
        """Save pictures into this folder from now on."""

        async def command(session: Session) -> None:
            session.set_library(root)

        self._post(command)

    def set_base_url(self, base_url: str) -> None:
        """Speak to this server from the next job on; an empty one means the provider's own."""

        async def command(session: Session) -> None:
            session.set_base_url(base_url)

        self._post(command)

    def set_parallel_jobs(self, count: int) -> None:
        """Let so many requests run side by side."""

        async def command(session: Session) -> None:
            session.engine.set_parallel_jobs(count)

        self._post(command)

    def warm_up(self) -> None:
        """Open the connection to the provider before it is needed."""

        async def command(session: Session) -> None:
            await session.engine.warm_up()

        self._post(command)

    def close(self, timeout_s: float = 10.0) -> bool:
        """End every run and the thread; false when it did not end within the time. May be called twice."""
        with self._guard:
            self._is_closing = True
            if self._loop is not None and self._ending is not None:
                self._loop.call_soon_threadsafe(self._ending.set)
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _post(self, command: _Command, request: GenerationRequest | None = None) -> None:
        with self._guard:
            if self._is_closing:
                return
            failure = self._failure
            if failure is None:
                self._waiting.append((command, request))
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

    async def _main(self) -> None:
        import asyncio

        session = self._open_session(self._tell)
        ending = asyncio.Event()
        try:
            await self._recover(session)
            with self._guard:
                self._session, self._ending, self._loop = session, ending, asyncio.get_running_loop()
                if self._is_closing:
                    ending.set()
            self._take_commands()
            await ending.wait()
        finally:
            with self._guard:
                self._loop = None
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)
            await session.close()

    async def _recover(self, session: Session) -> None:
        try:
            await session.engine.start()
        except SfumatoError as error:
            self.engine_failed.emit(error)

    def _take_commands(self) -> None:
        import asyncio

        with self._guard:
            waiting, self._waiting = self._waiting, []
        for command, request in waiting:
            task = asyncio.create_task(self._done(command, request))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _done(self, command: _Command, request: GenerationRequest | None) -> None:
        assert self._session is not None
        try:
            await command(self._session)
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
        for _, request in waiting:
            if request is not None:
                self._tell_failure(error, request)

    def _tell_failure(self, error: Exception, request: GenerationRequest | None) -> None:
        if request is None:
            self.engine_failed.emit(error)
        else:
            self.submit_failed.emit(request, error)

    def _tell(self, event: events.Event) -> None:
        if isinstance(event, events.JobChanged):
            self.job_changed.emit(event.job)
        elif isinstance(event, events.BytesReceived):
            self.bytes_received.emit(event.job_id, event.count)
        elif isinstance(event, events.ImageSaved):
            self.image_saved.emit(event)
        elif isinstance(event, events.MoneySpent):
            self.money_spent.emit(event.today_usd)
        elif isinstance(event, events.JobDismissed):
            self.job_dismissed.emit(event.job_id)
        elif isinstance(event, events.KeyChecked):
            self.key_checked.emit(event)
        elif isinstance(event, events.CatalogueChanged):
            self.catalogue_changed.emit(event.catalogue)
        elif isinstance(event, events.ModelsRefreshed):
            self.models_refreshed.emit(event)
        else:
            self.reference_fetched.emit(event)
