"""What is offered after a refusal, and in which words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop_app.core.catalogue import Availability, Catalogue
from desktop_app.core.errors import ModelUnavailable, ProviderError, RequestRefused
from desktop_app.core.job import Job, JobState, failure_of
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.pricing import PriceRule
from desktop_app.ui.offers import Offers
from tests.support.records import job_in
from tests.support.refusals import GRID, MODEL_GONE, SEED, STEPS, UNSUPPORTED, refused_job


def job_with(error: ProviderError, **request: Any) -> Job:
    job = job_in(JobState.FAILED)
    return replace(job, failure=failure_of(error), request=replace(job.request, **request))


def test_a_size_that_is_not_taken_is_offered_as_the_nearest_that_is() -> None:
    offer = Offers(known_catalogue()).of(refused_job(GRID, width=1000, height=700))

    assert offer is not None
    assert (offer.request.width, offer.request.height) == (1008, 704)
    assert (offer.brief, offer.briefest) == ("Use 1008 × 704", "1008 × 704")
    assert offer.action == "Send again with 1008 × 704"
    assert offer.told == "Sent with 1008 × 704, it costs $0.015 or more. The form keeps to this now."


@pytest.mark.parametrize(
    ("field", "request_with", "brief", "action"),
    [
        (
            "negative_prompt",
            {"negative_prompt": "text"},
            "Leave out negative prompt",
            "Send again without negative prompt",
        ),
        ("seed", {}, "Leave out seed", "Send again without seed"),
        ("steps", {}, "Leave out steps", "Send again without steps"),
        (
            "disable_safety_checker",
            {"safety_checker": False},
            "Use the safety check",
            "Send again with the safety check",
        ),
        ("prompt_upsampling", {"prompt_upsampling": True}, "Leave out rewriting", "Send again without rewriting"),
        ("n", {"count": 3}, "Use 1 picture", "Send again with 1 picture"),
    ],
)
def test_what_is_not_supported_is_left_out(field: str, request_with: dict[str, Any], brief: str, action: str) -> None:
    offer = Offers(known_catalogue()).of(refused_job(UNSUPPORTED.format(field=field), **request_with))

    assert offer is not None
    assert (offer.brief, offer.action) == (brief, action)


def test_a_number_out_of_bounds_is_brought_inside() -> None:
    offer = Offers(known_catalogue()).of(refused_job(STEPS, steps=50))

    assert offer is not None
    assert (offer.request.steps, offer.brief) == (12, "Use 12 steps")


def test_another_model_is_offered_with_its_price_and_all_that_it_changes() -> None:
    job = job_with(ModelUnavailable(provider_text=MODEL_GONE, status=404), negative_prompt="text", steps=50)
    plain = replace(known_catalogue().profile("black-forest-labs/FLUX.2-pro"), name="Plain & simple")

    offer = Offers(Catalogue([plain])).of(job)

    assert offer is not None
    assert offer.request.model == plain.id
    assert offer.brief == "Use Plain & simple · from $0.03"
    assert offer.told.startswith("Sent with Plain & simple, ")
    assert "without negative prompt" in offer.told
    assert offer.told.endswith("it costs $0.03 or more.")


def test_what_is_dearer_than_the_order_was_has_its_price_on_every_button() -> None:
    job = job_with(ModelUnavailable(provider_text=MODEL_GONE, status=404))
    row = known_catalogue().profile("black-forest-labs/FLUX.2-pro")
    costly = replace(row, name="Costly", price=PriceRule(usd_per_image=0.06))
    unknown = replace(row, name="Unknown", price=PriceRule())
    cheap = replace(row, name="Cheap", price=PriceRule(usd_per_image=0.01))

    offers = [Offers(Catalogue([each])).of(job) for each in (costly, unknown, cheap)]

    assert [(each.brief, each.briefest, each.action, each.is_dearer) for each in offers if each is not None] == [
        ("Use Costly · $0.06", "$0.06 · Costly", "Send again with Costly · $0.06", True),
        (
            "Use Unknown · price not known",
            "price not known · Unknown",
            "Send again with Unknown · price not known",
            True,
        ),
        ("Use Cheap", "Cheap", "Send again with Cheap", False),
    ]


def test_a_free_model_and_one_without_a_price_say_so() -> None:
    job = job_with(ModelUnavailable(provider_text=MODEL_GONE, status=404))
    row = known_catalogue().profile("black-forest-labs/FLUX.2-pro")

    for usd, said in ((0.0, "it is free."), (None, "its price is not known.")):
        offer = Offers(Catalogue([replace(row, price=replace(row.price, usd_per_image=usd))])).of(job)
        assert offer is not None
        assert offer.told.endswith(said)


def test_what_a_button_says_is_what_it_sends() -> None:
    """A seed that is drawn for the offer stays the same one, however often it is looked at."""
    offers = Offers(known_catalogue())
    job = refused_job(SEED, seed=2_000_000)

    first = offers.of(job)

    assert first is not None
    assert first.request.seed is not None
    assert first.brief.endswith(f"{first.request.seed:,}".replace(",", "\u202f"))
    assert offers.of(job) is first


def test_another_catalogue_makes_other_offers() -> None:
    offers = Offers()
    job = job_with(ModelUnavailable(provider_text=MODEL_GONE, status=404))
    assert offers.of(job) is None

    row = known_catalogue().profile("black-forest-labs/FLUX.2-pro")
    offers.set_catalogue(Catalogue([row]))
    assert offers.of(job) is not None
    offers.set_catalogue(Catalogue([replace(row, availability=Availability.VANISHED)]))
    assert offers.of(job) is None


def test_where_nothing_better_is_known_nothing_is_offered() -> None:
    offers = Offers(known_catalogue())

    assert offers.of(job_with(RequestRefused(provider_text="Something odd", status=400))) is None
    assert offers.of(job_in(JobState.SENDING)) is None
    assert offers.of(replace(refused_job(GRID, width=1000, height=700), state=JobState.QUEUED)) is None
