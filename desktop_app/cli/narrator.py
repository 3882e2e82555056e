"""Tells the person at the terminal what the engine tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from desktop_app.cli.console import Console
from desktop_app.cli.exit_codes import ExitCode, exit_code_of_jobs
from desktop_app.cli.progress import Progress
from desktop_app.cli.words import billed_words, budget_words, failure_lines
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors import Billed
from desktop_app.core.job import Job, JobState
from desktop_app.core.ledger import Budget, BudgetState
from desktop_app.core.record_json import to_json
from desktop_app.engine.events import BytesReceived, Event, ImageSaved, JobChanged, MoneySpent

_PROMPT_LENGTH = 60


class Narrator:
    """Prints the pictures of the order as they come, and at the end why any did not.

    Jobs seen before `begin_order` are of an earlier run that was cut off: what becomes of them is said on stderr, and
    changes neither the results nor the exit code.
    """

    def __init__(self, console: Console, *, as_json: bool) -> None:
        self.progress = Progress(console)
        self._console = console
        self._as_json = as_json
        self._jobs: dict[str, Job] = {}
        self._earlier: dict[str, Job] = {}
        self._has_begun = False
        self._is_cancelled = False
        self.budget: Budget | None = None

    def begin_order(self, count: int, job_ids: Iterable[str] = ()) -> None:
        """Take every job that is new from here on, and these, as part of the order of so many pictures."""
        self._has_begun = True
        for job_id in job_ids:
            self._earlier.pop(job_id, None)
        self.progress.expect(count)

    def was_cancelled(self) -> None:
        """Take note that the person gave up."""
        self._is_cancelled = True

    def job_ids(self) -> list[str]:
        """Return the ids of the order's jobs."""
        return list(self._jobs)

    def kept_answers(self) -> list[str]:
        """Return the ids of earlier jobs whose answers are paid for, kept, and not yet pictures."""
        return [job.id for job in self._earlier.values() if job.state is JobState.FAILED and job.has_spool]

    def waiting(self) -> int:
        """Return how many of the order's jobs wait."""
        return sum(job.state is JobState.QUEUED for job in self._jobs.values())

    def settled(self) -> list[str]:
        """Return the ids of the order's jobs of which nothing is left to see: not done, not billed, and told."""
        return [
            job.id
            for job in self._jobs.values()
            if job.state in {JobState.FAILED, JobState.CANCELLED} and job.billed is Billed.NO and not job.has_spool
        ]

    def tell(self, event: Event) -> None:
        """Take an event of the engine."""
        if isinstance(event, JobChanged):
            if self._is_earlier(event.job.id):
                self._tell_earlier(event.job)
            else:
                self._jobs[event.job.id] = event.job
                self.progress.job_changed(event.job)
        elif isinstance(event, BytesReceived):
            if not self._is_earlier(event.job_id):
                self.progress.bytes_received(event.job_id, event.count)
        elif isinstance(event, ImageSaved):
            self._tell_saved(event)
        elif isinstance(event, MoneySpent):
            self.budget = event.budget

    def sum_up(self, catalogue: Catalogue) -> None:
        """Say why pictures are missing, each reason once, with what would pass instead, and what was charged."""
        endings: defaultdict[Any, list[Job]] = defaultdict(list)
        for job in self._jobs.values():
            if job.state.is_final and job.state is not JobState.DONE:
                endings[job.state, job.failure, job.billed, job.estimate_usd, job.has_spool].append(job)
        for jobs in endings.values():
            happened, *more = failure_lines(jobs[0], catalogue)
            of_several = f"{len(jobs)} of {len(self._jobs)} pictures: " if len(self._jobs) > 1 else ""
            self._console.say_all([of_several + happened, *more])
        billed = [job for job in self._jobs.values() if job.state is JobState.DONE and job.billed is Billed.YES]
        if billed:
            self._console.say(billed_words(Billed.YES, sum(job.estimate_usd or 0 for job in billed)))
        if self._is_cancelled and not self._jobs:
            self._console.say("Cancelled. Nothing was sent, nothing was billed.")
        if self.budget is not None and self.budget.state is BudgetState.NEAR:
            self._console.say(f"This month's budget is nearly used up: {budget_words(self.budget)}.")

    def exit_code(self) -> ExitCode:
        """Return the code for the order."""
        if self._is_cancelled and not self._jobs:
            return ExitCode.CANCELLED
        return exit_code_of_jobs(job for job in self._jobs.values() if job.state.is_final)

    def _is_earlier(self, job_id: str) -> bool:
        return job_id in self._earlier or not self._has_begun

    def _tell_saved(self, event: ImageSaved) -> None:
        saved = event.saved
        if self._is_earlier(event.job_id):
            self._console.say(f"A picture of an earlier order, saved now: {saved.path}")
        elif self._as_json:
            record = to_json(saved.record)
            self._console.result_json({"path": str(saved.path), "sidecar": str(saved.sidecar), "record": record})
        else:
            self._console.result(str(saved.path))

    def _tell_earlier(self, job: Job) -> None:
        before = self._earlier.get(job.id)
        self._earlier[job.id] = job
        # What had ended before this run is for the window to show.
        if before is None or not job.state.is_final or job.state is JobState.DONE:
            return
        lines = failure_lines(job)
        prompt = job.request.prompt[:_PROMPT_LENGTH]
        self._console.say_all([f"An earlier order ({prompt!r}) did not end well. {lines[0]}", *lines[1:]])
