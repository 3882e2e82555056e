"""The page of a job: what was asked, where it stands, what went wrong and what that means for the money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.job import Failure, Job, JobState
from desktop_app.ui import words
from desktop_app.ui.details.fact import Fact
from desktop_app.ui.details.fact_words import as_json
from desktop_app.ui.details.facts import job_facts
from desktop_app.ui.details.facts_view import FactsView
from desktop_app.ui.details.page import DetailsPage
from desktop_app.ui.details.prompt_view import PromptView
from desktop_app.ui.offers import Offers
from desktop_app.ui.widgets.flowing_text import FlowingText
from desktop_app.ui.widgets.labels import set_kind, text_label

if TYPE_CHECKING:
    from desktop_app.core.catalogue import Catalogue
    from desktop_app.ui.theme.theme import Theme


class JobPage(DetailsPage):
    """Shows one Job.

    Signals:
        retried(Job), dismissed(Job): of the job as it is shown.
        corrected(Job, GenerationRequest): send this order in place of the refused one of the job that is shown.
        cancelled(str): the job's id.
        prompt_used(str): put this prompt into the Create panel.
        text_copied(str): put this text on the clipboard.
    """

    retried = Signal(object)
    corrected = Signal(object, object)
    dismissed = Signal(object)
    cancelled = Signal(str)
    prompt_used = Signal(str)
    text_copied = Signal(str)

    def __init__(self, theme: Theme, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._offers = Offers(catalogue)
        self._job: Job | None = None
        self.heading = text_label("", "heading", wrap=True)
        self.happened = FlowingText(theme)
        self.happened.setAccessibleName(self.tr("What happened"))
        self.step = FlowingText(theme, kind="facts", line_px=18, role="dim")
        self.step.setAccessibleName(self.tr("What to do"))
        self.texts = PromptView(theme)
        self.asked = FactsView(theme, self.tr("What was asked"))
        self.said_title = text_label("", "label")
        self.said = FactsView(theme, self.tr("What the provider said"))
        self.copy_said = QPushButton(self.tr("Copy"))
        self.copy_said.setProperty("kind", "link")
        self._fill()
        self._add_actions()

    @property
    def job(self) -> Job | None:
        """The job that is shown."""
        return self._job

    def show_job(self, job: Job) -> None:
        """Show a job as it stands now."""
        self._job = job
        heading, kind = _heading(self, job)
        self.heading.setText(heading)
        set_kind(self.heading, kind)
        _set_or_hide(self.happened, self._happened(job))
        _set_or_hide(self.step, self._step(job))
        self.texts.set_texts(job.request.prompt, job.request.template)
        self.asked.set_facts(job_facts(job, self._catalogue))
        said = self._said(job.failure) if job.failure is not None else []
        self.said.set_facts(said)
        self._said_box.setVisible(bool(said))
        self._allow(job)

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Name and judge models by this catalogue from now on."""
        self._catalogue = catalogue
        self._offers.set_catalogue(catalogue)
        if self._job is not None:
            self.show_job(self._job)

    def _fill(self) -> None:
        top = QVBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.heading)
        top.addWidget(self.happened)
        top.addWidget(self.step)
        self.column.addLayout(top)
        self.column.addWidget(self.texts)
        self.column.addWidget(self.asked)
        self._said_box = QWidget()
        title = QHBoxLayout()
        self.said_title.setText(self.tr("Details"))
        title.addWidget(self.said_title)
        title.addStretch(1)
        title.addWidget(self.copy_said)
        box = QVBoxLayout(self._said_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(title)
        box.addWidget(self.said)
        self.column.addWidget(self._said_box)
        self.column.addStretch(1)
        self.copy_said.clicked.connect(self._on_copy)

    def _add_actions(self) -> None:
        self.correct = self.add_wide_action()
        self.correct.clicked.connect(self._on_correct)
        self.retry = self.add_action("")
        self.retry.clicked.connect(self._on_retry)
        self.cancel = self.add_action(self.tr("Cancel"))
        self.cancel.clicked.connect(self._on_cancel)
        self.dismiss = self.add_action(self.tr("Dismiss"))
        self.dismiss.clicked.connect(self._on_dismiss)
        self.use_prompt = self.add_action(self.tr("Use prompt"))
        self.use_prompt.clicked.connect(self._on_use_prompt)

    def _allow(self, job: Job) -> None:
        ended = job.state.is_final
        offer = self._offers.of(job)
        if offer is not None:
            self.correct.set_words(offer.action, offer.brief)
        self.correct.setVisible(offer is not None)
        self.retry.setText(words.retry_words(job))
        self.retry.setVisible(ended and job.state is not JobState.DONE)
        self.dismiss.setVisible(ended and not job.has_spool)
        # What is being saved is paid for, and is finished.
        self.cancel.setVisible(not ended and job.state is not JobState.SAVING)
        self.arrange_actions()

    def _happened(self, job: Job) -> str:
        if job.failure is not None and job.state.is_final:
            text = f"{words.failure_happened(job.failure)} {words.billed_words(job.billed, job.estimate_usd)}"
            return f"{text} {self.tr('The answer is kept.')}" if job.has_spool else text
        if job.failure is not None:
            return words.failure_happened(job.failure)
        if job.state is JobState.CANCELLED:
            return words.billed_words(job.billed, job.estimate_usd)
        return ""

    def _step(self, job: Job) -> str:
        if job.failure is None or not job.state.is_final:
            return ""
        offer = self._offers.of(job)
        return words.next_step(job.failure) if offer is None else offer.told

    def _said(self, failure: Failure) -> list[Fact]:
        rows = [
            Fact(self.tr("Together's words"), failure.provider_text, is_wide=True),
            Fact(self.tr("Field"), failure.field),
            Fact(self.tr("Status"), str(failure.status) if failure.status is not None else ""),
            Fact(self.tr("Request id"), failure.request_id),
            Fact(self.tr("Path"), failure.path),
            Fact(self.tr("Detail"), failure.detail if failure.detail != failure.provider_text else ""),
        ]
        return [row for row in rows if row.value]

    def _on_copy(self) -> None:
        if self._job is None or self._job.failure is None:
            return
        heading = [Fact(self.tr("Failure"), self.heading.text()), Fact(self.tr("Job"), self._job.id)]
        lines = [f"{row.name}: {row.value}" for row in (*heading, *self._said(self._job.failure))]
        request = {key: value for key, value in self._job.request.to_json().items() if key != "references"}
        self.text_copied.emit("\n".join([*lines, as_json(request)]))

    def _on_correct(self) -> None:
        offer = self._offers.of(self._job) if self._job is not None else None
        if self._job is not None and offer is not None:
            self.corrected.emit(self._job, offer.request)

    def _on_retry(self) -> None:
        if self._job is not None:
            self.retried.emit(self._job)

    def _on_cancel(self) -> None:
        if self._job is not None:
            self.cancelled.emit(self._job.id)

    def _on_dismiss(self) -> None:
        if self._job is not None:
            self.dismissed.emit(self._job)

    def _on_use_prompt(self) -> None:
        if self._job is not None:
            self.prompt_used.emit(self._job.request.prompt)


def _heading(page: JobPage, job: Job) -> tuple[str, str]:
    """Return the heading's words and its look."""
    if job.failure is not None and job.state.is_final:
        return words.failure_heading(job.failure), "bad-heading"
    texts = {
        JobState.QUEUED: page.tr("Waiting"),
        JobState.SENDING: page.tr("Waiting for the picture"),
        JobState.RECEIVING: page.tr("The picture is coming"),
        JobState.SAVING: page.tr("Saving"),
        JobState.DONE: page.tr("Done"),
        JobState.CANCELLED: page.tr("Cancelled"),
        JobState.FAILED: page.tr("Not made"),
        JobState.UNKNOWN: page.tr("Outcome unknown"),
    }
    return texts[job.state], "bad-heading" if job.state in {JobState.FAILED, JobState.UNKNOWN} else "heading"


def _set_or_hide(view: FlowingText, text: str) -> None:
    view.set_text(text)
    view.setVisible(bool(text))
