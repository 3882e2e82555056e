"""What can be done with a job's tile in each state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.errors import Billed
from desktop_app.core.job import Job, JobState
from desktop_app.core.request import GenerationRequest
from desktop_app.ui.gallery.tile_words import TileAction, actions_of

JOB = Job("id", "batch", GenerationRequest("fox", "m"), demo=False)


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.SENDING, JobState.RECEIVING])
def test_what_is_under_way_can_be_cancelled(state: JobState) -> None:
    assert actions_of(replace(JOB, state=state)) == (TileAction.CANCEL,)


def test_what_is_paid_and_arrived_can_only_be_waited_for() -> None:
    assert actions_of(replace(JOB, state=JobState.SAVING)) == ()


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.UNKNOWN, JobState.CANCELLED])
def test_an_ended_job_can_be_dismissed(state: JobState) -> None:
    assert TileAction.DISMISS in actions_of(replace(JOB, state=state))


def test_a_kept_answer_cannot_be_put_out_of_sight() -> None:
    job = replace(JOB, state=JobState.FAILED, billed=Billed.YES, has_spool=True)
    assert actions_of(job) == (TileAction.RETRY, TileAction.DETAILS)
