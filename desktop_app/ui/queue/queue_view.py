"""The queue as a view beside the grid: its head, and the list of its jobs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.job import Job
from desktop_app.qt.queue_model import QueueModel
from desktop_app.ui.queue.queue_head import QueueHead
from desktop_app.ui.queue.queue_list import QueueList
from desktop_app.ui.queue.queue_words import QueueAction, may_retry_all

if TYPE_CHECKING:
    from desktop_app.core.catalogue import Catalogue
    from desktop_app.core.queue_state import QueueState
    from desktop_app.ui.theme.theme import Theme


class QueueView(QWidget):
    """Shows a QueueModel, and tells what a person wants of its jobs.

    Signals:
        run_next_requested(str), hold_requested(str), release_requested(str), cancel_requested(str),
            job_details_requested(str): of the job with this id.
        retry_requested(Job), dismiss_requested(Job): of an ended job, as it was shown.
        job_edit_requested(Job): put its order into the Create panel.
        job_replace_requested(Job): let it be made with what the Create panel says now.
        jobs_moved(tuple[str, ...], str): put these before another, or, where it is empty, at the end.
        job_selected(object): the one chosen job as it stands now, else `None`.
        left(): the person wants the grid back.

    The head's own signals are those of `head`.
    """

    run_next_requested = Signal(str)
    hold_requested = Signal(str)
    release_requested = Signal(str)
    cancel_requested = Signal(str)
    retry_requested = Signal(object)
    dismiss_requested = Signal(object)
    job_details_requested = Signal(str)
    job_edit_requested = Signal(object)
    job_replace_requested = Signal(object)
    jobs_moved = Signal(object, str)
    job_selected = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, model: QueueModel, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.head = QueueHead(theme)
        self.list = QueueList(theme, model, catalogue)
        self.setProperty("kind", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        self.list.acted.connect(self._on_acted)
        self.list.job_selected.connect(self.job_selected)
        self.list.left.connect(self.left)
        model.moved.connect(self.jobs_moved)
        model.counts_changed.connect(self._show_head)

    def show_state(self, state: QueueState) -> None:
        """Show how the queue stands as a whole."""
        self.model.set_state(state)
        self._show_head()

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Name models by this catalogue from now on."""
        self.list.rows.set_catalogue(catalogue)
        self.list.viewport().update()

    def _show_head(self) -> None:
        self.head.show_state(self.model.state, may_retry=may_retry_all(self.model.ended()))

    def _on_acted(self, action: QueueAction, jobs: Sequence[Job]) -> None:
        if action is QueueAction.EDIT:
            self.job_edit_requested.emit(jobs[0])
        elif action is QueueAction.REPLACE:
            self.job_replace_requested.emit(jobs[0])
        elif action is QueueAction.RUN_NEXT and len(jobs) > 1:
            self.model.move([job.id for job in jobs], 0)
        elif action in {QueueAction.RETRY, QueueAction.DISMISS}:
            for job in jobs:
                (self.retry_requested if action is QueueAction.RETRY else self.dismiss_requested).emit(job)
        else:
            signal = {
                QueueAction.RUN_NEXT: self.run_next_requested,
                QueueAction.HOLD: self.hold_requested,
                QueueAction.RELEASE: self.release_requested,
                QueueAction.DETAILS: self.job_details_requested,
                QueueAction.CANCEL: self.cancel_requested,
            }[action]
            for job in jobs:
                signal.emit(job.id)
