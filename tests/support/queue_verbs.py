"""The verbs `queue` and `costs` of the command line, run in this process over a journal that the test fills."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from desktop_app import cli
from desktop_app.core.errors import Billed
from desktop_app.core.job import Job, JobState
from desktop_app.core.request import GenerationRequest
from desktop_app.engine.places import journal_path
from desktop_app.store.folders import user_folders
from desktop_app.store.journal import Journal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.generate_verb import Captured

MODEL = "black-forest-labs/FLUX.2-dev"


def ran(capsys: Captured, *arguments: str) -> tuple[int, list[str], str]:
    """Run a verb; return the exit code, the lines on stdout and the text on stderr."""
    code = cli.main(arguments)
    out, err = capsys.readouterr()
    return code, out.splitlines(), err


def a_job(id_: str, state: JobState = JobState.QUEUED, **fields: Any) -> Job:
    """Return a real job at 256 × 256, sent unless it waits, and billed as its state says."""
    billed = {JobState.DONE: Billed.YES, JobState.UNKNOWN: Billed.UNKNOWN, JobState.SENDING: Billed.UNKNOWN}
    usual: dict[str, Any] = {
        "demo": False,
        "state": state,
        "created_at": time.time(),
        "sent_at": time.time() if state is not JobState.QUEUED else 0.0,
        "estimate_usd": 0.0154,
        "billed": billed.get(state, Billed.NO),
    }
    request = fields.pop("request", GenerationRequest(fields.pop("prompt", f"fox {id_}"), MODEL, 256, 256, seed=1))
    return Job(id_, "batch", request, **{**usual, **fields})


def write_journal(*jobs: Job) -> None:
    """Put jobs into the person's journal as a program does that then ends."""
    journal = open_journal()
    journal.add_all(jobs)
    journal.close()


def open_journal() -> Journal:
    """Open the person's journal, as a program does that runs."""
    return Journal(journal_path(user_folders()))


def journalled() -> dict[str, Job]:
    """Return the jobs of the person's journal as they stand, by id."""
    return dict(_jobs())


def _jobs() -> Iterator[tuple[str, Job]]:
    journal = open_journal()
    try:
        for job, _ in journal.everyones_jobs():
            yield job.id, job
    finally:
        journal.close()
