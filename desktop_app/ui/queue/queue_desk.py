"""The queue's traffic: between the engine, the view of the queue, the status line and the Create panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.job import Job, JobState
from desktop_app.core.queue_state import QueueState
from desktop_app.qt.queue_model import QueueModel

if TYPE_CHECKING:
    from desktop_app.core.catalogue import Catalogue
    from desktop_app.qt.engine_thread import EngineThread
    from desktop_app.qt.job_tally import JobTally
    from desktop_app.ui.create.panel import CreatePanel
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.queue.queue_view import QueueView
    from desktop_app.ui.theme.theme import Theme


class QueueDesk(QObject):
    """Keeps the queue's rows from the start; their view is made when it is first asked for.

    Signals:
        key_requested(): the person wants to enter a key.
    """

    key_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        engine: EngineThread,
        create: CreatePanel,
        catalogue: Catalogue,
        tally: JobTally,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._engine = engine
        self._create = create
        self._catalogue = catalogue
        self._view: QueueView | None = None
        self.model = QueueModel(self)
        engine.jobs_changed.connect(self.model.hear_jobs)
        engine.bytes_received.connect(self.model.take_bytes)
        engine.job_dismissed.connect(self.model.remove_job)
        engine.times_told.connect(self.model.take_times)
        engine.queue_changed.connect(self._on_queue_changed)
        engine.queue_changed.connect(tally.take_queue)
        engine.budget_changed.connect(tally.take_budget)
        engine.catalogue_changed.connect(self._on_catalogue_changed)
        status = window.parts.status
        status.queue_requested.connect(self.show)
        status.resume_requested.connect(engine.resume)
        status.try_now_requested.connect(engine.try_now)
        status.go_on_requested.connect(engine.go_on_over_budget)
        status.key_requested.connect(self.key_requested)
        self.model.moved.connect(self._on_moved)
        engine.tell_times()

    def show(self) -> None:
        """Show the queue in the place of the grid."""
        self._window.show_view(self.view())

    def view(self) -> QueueView:
        """Return the view."""
        if self._view is None:
            from desktop_app.ui.queue.queue_view import QueueView

            self._view = QueueView(self._theme, self.model, self._catalogue)
            self._view.show_state(self.model.state)
            self._connect(self._view)
        return self._view

    def _connect(self, view: QueueView) -> None:
        engine, head = self._engine, view.head
        view.run_next_requested.connect(engine.run_next)
        view.hold_requested.connect(engine.hold)
        view.release_requested.connect(engine.release)
        view.cancel_requested.connect(engine.cancel)
        view.retry_requested.connect(engine.retry)
        view.dismiss_requested.connect(engine.dismiss)
        view.job_details_requested.connect(self._on_details_requested)
        view.job_edit_requested.connect(self._on_edit_requested)
        view.job_replace_requested.connect(self._on_replace_requested)
        view.job_selected.connect(self._on_selected)
        view.left.connect(self._window.show_grid)
        head.pause_requested.connect(engine.pause)
        head.resume_requested.connect(engine.resume)
        head.retry_all_requested.connect(self._on_retry_all_requested)
        head.try_now_requested.connect(engine.try_now)
        head.go_on_requested.connect(engine.go_on_over_budget)
        head.key_requested.connect(self.key_requested)

    def _on_queue_changed(self, state: QueueState) -> None:
        if self._view is None:
            self.model.set_state(state)
        else:
            self._view.show_state(state)

    def _on_catalogue_changed(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        if self._view is not None:
            self._view.set_catalogue(catalogue)

    def _on_retry_all_requested(self) -> None:
        self._engine.retry_all_failed([job.id for job in self.model.ended() if job.state is JobState.FAILED])

    def _on_moved(self, job_ids: Sequence[str], before_id: str) -> None:
        self._engine.move(job_ids, before_id or None)

    def _on_edit_requested(self, job: Job) -> None:
        self._window.parts.create.show()
        self._create.use_request(job.request)

    def _on_replace_requested(self, job: Job) -> None:
        request = self._create.order()
        if request is not None:
            self._engine.replace(job.id, request)

    def _on_details_requested(self, job_id: str) -> None:
        job = self.model.find(job_id)
        if job is not None:
            self._window.show_details()
            self._window.parts.details.show_job(job)

    def _on_selected(self, job: Job | None) -> None:
        if job is None:
            self._window.parts.details.show_nothing()
        else:
            self._window.parts.details.show_job(job)
