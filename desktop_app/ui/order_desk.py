"""Between the Create panel and the engine: orders go out, references and refusals come back, drafts are kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.batches import BatchItem
from desktop_app.core.catalogue import DEMO_MODEL
from desktop_app.core.corrections import part_at_fault
from desktop_app.core.errors import RequestRefused, SfumatoError, StoreError
from desktop_app.core.job import Job, JobState, failure_of
from desktop_app.core.request import GenerationRequest
from desktop_app.engine.events import ReferenceFetched
from desktop_app.qt.engine_thread import EngineThread
from desktop_app.qt.tasks import Tasks
from desktop_app.store.draft import DraftFile
from desktop_app.store.presets_file import Presets, PresetsFile
from desktop_app.ui import words
from desktop_app.ui.create.panel import CreatePanel

_DRAFT_PAUSE_MS = 1000


class OrderDesk(QObject):
    """Sends what the Create panel orders.

    Signals:
        notice_raised(str): something to tell in passing.
    """

    notice_raised = Signal(str)

    def __init__(
        self, panel: CreatePanel, engine: EngineThread, tasks: Tasks, draft_file: DraftFile, presets_file: PresetsFile
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._engine = engine
        self._tasks = tasks
        self._draft_file = draft_file
        self._presets_file = presets_file
        self._is_demo = True
        self._is_warm = False
        self._is_key_known = False
        self._held: list[Callable[[], None]] = []
        self._under_way: set[str] = set()
        self._draft_pause = QTimer(self, singleShot=True, interval=_DRAFT_PAUSE_MS)
        self._draft_pause.timeout.connect(self._on_draft_due)
        panel.generate_requested.connect(self._on_generate_requested)
        panel.presets_changed.connect(self._on_presets_changed)
        panel.draft_changed.connect(self._on_draft_changed)
        panel.reference_url_dropped.connect(engine.fetch_reference)
        engine.reference_fetched.connect(self._on_reference_fetched)
        engine.submit_failed.connect(self._on_submit_failed)
        engine.jobs_changed.connect(self._on_jobs_changed)
        engine.batch_failed.connect(self._on_submit_failed)

    @property
    def is_demo(self) -> bool:
        """Say whether orders go to the demo engine."""
        return self._is_demo

    def set_demo(self, is_demo: bool) -> None:
        """Order from the demo engine, or from the provider."""
        self._is_demo = is_demo
        self._is_warm = False
        self._panel.set_demo(is_demo)

    def key_is_known(self) -> None:
        """Send what was ordered while the key was still being looked for."""
        self._is_key_known = True
        self.let_go()

    def let_go(self) -> None:
        """Order what still waits for the keyring, from whom the window says."""
        held, self._held = self._held, []
        for order in held:
            order()

    def keep_draft_soon(self) -> None:
        """Write the draft once nothing more was changed for a moment."""
        self._draft_pause.start()

    def keep_draft_now(self) -> None:
        """Write the draft at once, because the program ends."""
        self._draft_pause.stop()
        try:
            self._draft_file.save(self._panel.draft())
        except SfumatoError as error:
            self.notice_raised.emit(words.store_problem(error))

    def order_batch(self, items: tuple[BatchItem, ...]) -> None:
        """Order many pictures at once."""
        self._when_key_is_known(partial(self._send_batch, items))

    def _on_generate_requested(self, request: GenerationRequest) -> None:
        self._when_key_is_known(partial(self._send, request))

    def _send(self, request: GenerationRequest) -> None:
        self._engine.submit(request, self._is_demo or request.model == DEMO_MODEL)

    def _send_batch(self, items: tuple[BatchItem, ...]) -> None:
        self._engine.submit_batch(items, self._is_demo)

    def _when_key_is_known(self, order: Callable[[], None]) -> None:
        if self._is_key_known:
            order()
        else:
            self._held.append(order)
            self.notice_raised.emit(self.tr("Waiting for the keyring"))

    def _on_draft_changed(self) -> None:
        if not self._is_warm and not self._is_demo:
            self._is_warm = True
            self._engine.warm_up()
        self.keep_draft_soon()

    def _on_draft_due(self) -> None:
        self._tasks.run(partial(self._draft_file.save, self._panel.draft()), None, self._on_not_kept)

    def _on_presets_changed(self, presets: Presets) -> None:
        self._tasks.run(partial(self._presets_file.save, presets), None, self._on_not_kept)

    def _on_not_kept(self, error: Exception) -> None:
        if not isinstance(error, SfumatoError):
            raise error
        self.notice_raised.emit(words.store_problem(error))

    def _on_reference_fetched(self, fetched: ReferenceFetched) -> None:
        self._panel.reference_fetched(fetched.token, fetched.reference, fetched.error)

    def _on_jobs_changed(self, jobs: tuple[Job, ...]) -> None:
        """Mark in the form what was refused; what had ended before the program began is an old story."""
        for job in jobs:
            if not job.state.is_final:
                self._under_way.add(job.id)
            elif job.id in self._under_way:
                self._under_way.discard(job.id)
                if job.state is JobState.DONE:
                    self._panel.forget_refusal(job.request.model)
                if job.failure is not None and job.failure.code == RequestRefused.__name__:
                    part = part_at_fault(job.failure)
                    self._panel.show_refusal(job.request, part, words.failure_happened(job.failure))

    def _on_submit_failed(self, _asked: object, error: Exception) -> None:
        if isinstance(error, StoreError):
            # Not a picture was refused by the disk, but the word of the order, which comes before everything else.
            problem = words.store_problem(error)
            said = self.tr("Nothing was ordered, and nothing was billed. {problem}").format(problem=problem)
            self._panel.foot.note.say(said)
        elif isinstance(error, SfumatoError):
            failure = failure_of(error)
            self._panel.foot.note.say(f"{words.failure_heading(failure)}. {words.failure_text(failure, None)}")
        else:
            self._panel.foot.note.say(self.tr("Nothing was ordered: the engine could not take the request."))
