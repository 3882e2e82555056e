"""What can be done with a job's tile in each state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.errors import Billed
from desktop_app.core.job import Job, JobState
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.request import GenerationRequest
from desktop_app.ui.gallery.tile_words import TileAction, actions_of, links_of, tooltip_words
from desktop_app.ui.offers import Offers
from tests.support.refusals import GRID, refused_job

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


def test_an_offer_goes_first_and_takes_the_place_of_the_same_order_on_the_tile() -> None:
    job = refused_job(GRID, width=1000, height=700)
    offer = Offers(known_catalogue()).of(job)
    assert offer is not None

    assert actions_of(job, offer) == (TileAction.CORRECT, TileAction.RETRY, TileAction.DETAILS, TileAction.DISMISS)
    assert links_of(job, offer) == (TileAction.CORRECT, TileAction.DETAILS)
    assert links_of(job) == (TileAction.RETRY, TileAction.DETAILS)
    assert tooltip_words(job, offer).splitlines() == [
        "Size not taken",
        "The model takes sides of 256 to 2048 px, in multiples of 16.",
        "Nothing was billed.",
        offer.told,
    ]
