"""The table and the provider's list together."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop_app.api.model_list import parse_model_list
from desktop_app.core.catalogue import DEFAULT_PREFERENCE, DEMO_MODEL, Aspect, Availability, Catalogue, Parameter
from desktop_app.core.known_models import DEMO, KNOWN_MODELS
from desktop_app.core.lessons import Lesson, Lessons
from desktop_app.core.live_list import ListedModel, LiveList, listed_model, merged, sane_steps, sane_usd
from desktop_app.core.pricing import PRICE_TABLE_DATE, PriceRule, PriceTier
from desktop_app.core.teaching import UnsupportedTaught
from tests.support.model_lists import RECORDED_MODELS

TABLE = (*KNOWN_MODELS, DEMO)
MOMENT = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()
RECORDED = LiveList(MOMENT, parse_model_list(json.dumps(RECORDED_MODELS).encode()))
SCHNELL = "black-forest-labs/FLUX.1-schnell"
FLUX = "black-forest-labs/FLUX.2-dev"


def without(*models: str) -> LiveList:
    return replace(RECORDED, models=tuple(model for model in RECORDED.models if model.id not in models))


def with_price(model: str, price: PriceRule | None) -> LiveList:
    models = (replace(each, price=price) if each.id == model else each for each in RECORDED.models)
    return replace(RECORDED, models=tuple(models))


def ids(catalogue: Catalogue) -> list[str]:
    return [profile.id for profile in catalogue]


def test_the_recorded_list_changes_nothing_but_availability_and_day() -> None:
    catalogue = merged(TABLE, RECORDED)

    assert catalogue.listed_on == RECORDED.listed_on
    assert ids(catalogue) == [row.id for row in TABLE]
    for row in KNOWN_MODELS:
        expected = replace(row, availability=Availability.LISTED, price_date=RECORDED.listed_on)
        assert catalogue.profile(row.id) == expected
    assert catalogue.profile(DEMO_MODEL) == DEMO


@pytest.mark.parametrize("live", [None, LiveList(MOMENT), LiveList(MOMENT, ())])
def test_no_list_or_an_empty_one_changes_nothing(live: LiveList | None) -> None:
    catalogue = merged(TABLE, live)
    assert list(catalogue) == list(TABLE)
    assert catalogue.listed_on is None


def test_a_vanished_model_is_marked_and_goes_behind() -> None:
    catalogue = merged(TABLE, without(FLUX))

    row = catalogue.profile(FLUX)
    assert row.availability is Availability.VANISHED
    assert row.price_date == PRICE_TABLE_DATE
    assert not row.is_usable
    assert ids(catalogue)[-2:] == [FLUX, DEMO_MODEL]
    assert catalogue.first_of(DEFAULT_PREFERENCE).id == "black-forest-labs/FLUX.2-pro"


def test_the_model_to_begin_with_is_one_that_the_list_has() -> None:
    catalogue = merged(TABLE, LiveList(MOMENT, (listed_model("someone/new", name="New", organisation="S"),)))
    assert catalogue.first_of(DEFAULT_PREFERENCE).id == "someone/new"


def test_a_new_model_gets_a_cautious_row_with_the_lists_words_and_price() -> None:
    price = PriceRule(usd_per_image=0.04)
    new = listed_model("someone/new", name="Brand New", organisation="Some One", price=price)
    catalogue = merged(TABLE, replace(RECORDED, models=(new, *RECORDED.models)))

    row = catalogue.profile("someone/new")
    assert (row.name, row.organisation, row.price, row.price_date) == (
        "Brand New",
        "Some One",
        price,
        RECORDED.listed_on,
    )
    assert row.availability is Availability.NEW
    assert row.is_usable
    assert row.unsure == set(Aspect) - {Aspect.PRICE}
    assert row.parameters == {Parameter.SEED, Parameter.RESPONSE_FORMAT}
    assert ids(catalogue)[-2:] == ["someone/new", DEMO_MODEL]


def test_a_new_model_joins_the_organisation_of_the_table() -> None:
    new = listed_model("stabilityai/next", name="Next", organisation="stabilityai")
    catalogue = merged(TABLE, replace(RECORDED, models=(new,)))
    known = catalogue.profile("stabilityai/stable-diffusion-xl-base-1.0")
    assert catalogue.profile("stabilityai/next").organisation == known.organisation


def test_ids_are_told_apart_by_case() -> None:
    lower = listed_model(FLUX.lower(), name="x", organisation="y")
    catalogue = merged(TABLE, replace(without(FLUX), models=(*without(FLUX).models, lower)))
    assert catalogue.profile(FLUX.lower()).availability is Availability.NEW
    assert catalogue.profile(FLUX).availability is Availability.VANISHED


def test_a_list_that_names_the_demo_engine_does_not_change_it() -> None:
    false_demo = listed_model(DEMO_MODEL, name="Pay me", organisation="x", price=PriceRule(usd_per_image=9.0))
    catalogue = merged(TABLE, replace(RECORDED, models=(false_demo, *RECORDED.models)))
    assert catalogue.profile(DEMO_MODEL) == DEMO
    assert ids(catalogue).count(DEMO_MODEL) == 1


def test_another_price_is_taken_with_its_day() -> None:
    row = merged(TABLE, with_price(SCHNELL, PriceRule(usd_per_megapixel=0.005, default_steps=8))).profile(SCHNELL)
    assert (row.price.usd_per_megapixel, row.price.default_steps) == (0.005, 8)
    assert row.price_date == RECORDED.listed_on


def test_no_price_in_the_list_leaves_the_tables_with_its_day() -> None:
    row = merged(TABLE, with_price(SCHNELL, None)).profile(SCHNELL)
    table_row = next(each for each in KNOWN_MODELS if each.id == SCHNELL)
    assert (row.price, row.price_date) == (table_row.price, PRICE_TABLE_DATE)


def test_tiers_and_surcharges_stay_while_the_price_itself_does() -> None:
    ours = PriceRule(usd_per_image=0.134, tiers=(PriceTier(9.0, 0.24),), usd_per_reference=0.01)
    table = (replace(KNOWN_MODELS[0], id="a/b", price=ours),)

    def price(listed: PriceRule) -> PriceRule:
        model = listed_model("a/b", name="", organisation="", price=listed)
        return merged(table, LiveList(MOMENT, (model,))).profile("a/b").price

    assert price(PriceRule(usd_per_image=0.134, is_lowest=True)) == ours
    # What the dearer sizes cost now is not known: the new price is the least.
    assert price(PriceRule(usd_per_image=0.2)) == PriceRule(usd_per_image=0.2, is_lowest=True)
    assert price(PriceRule(usd_per_megapixel=0.134)) == PriceRule(usd_per_megapixel=0.134, is_lowest=True)


def test_a_list_comes_back_from_its_json() -> None:
    assert LiveList.from_json(json.loads(json.dumps(RECORDED.to_json()))) == RECORDED


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"fetched_at": MOMENT},
        {"fetched_at": "today", "models": []},
        {"fetched_at": True, "models": []},
        {"fetched_at": math.nan, "models": []},
        {"fetched_at": -5, "models": []},
        {"fetched_at": 1e300, "models": []},
        {"fetched_at": MOMENT, "models": "all"},
    ],
)
def test_what_is_no_list(data: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        LiveList.from_json(data)


def test_models_that_make_no_sense_are_left_out_of_a_kept_list() -> None:
    kept = ListedModel("a/b", "B", "A", PriceRule(usd_per_image=0.01))
    junk: list[Any] = [None, 3, {}, {"id": 5}, {"id": "a\u202eb"}, {**kept.to_json(), "id": "c/d", "price": 7}]
    read = LiveList.from_json({"fetched_at": 5, "models": [*junk, kept.to_json()]})
    assert read.models == (kept,)


def test_a_kept_list_is_read_as_carefully_as_a_fresh_one() -> None:
    data = {"id": "a/b", "name": "x\u202ey\n" * 100, "price": {"usd_per_image": -3}}
    (model,) = LiveList.from_json({"fetched_at": 5, "models": [data]}).models
    assert "\u202e" not in model.name
    assert len(model.name) <= 80
    assert (model.organisation, model.price) == ("a", None)


@pytest.mark.parametrize(
    "model", ["", " a/b", "a b", "a\nb", "<b>", "a/b\u200b", "ä/b", "x" * 129, None, 5, "/a", "-a", "a'b"]
)
def test_an_id_that_cannot_be_one(model: object) -> None:
    with pytest.raises(ValueError, match="no id"):
        listed_model(model, name="Name", organisation="Org")


@pytest.mark.parametrize(
    "value", [0, -0.01, math.nan, math.inf, -math.inf, 1e9, 10**400, "0.04", None, True, [1], 1e-300]
)
def test_what_is_no_price(value: object) -> None:
    assert sane_usd(value) is None


def test_what_is_a_price_and_what_are_steps() -> None:
    assert (sane_usd(0.0017), sane_usd(1)) == (0.0017, 1.0)
    assert (sane_steps(28), sane_steps(-1), sane_steps(10**9), sane_steps(4.5), sane_steps(True)) == (28, 0, 0, 0, 0)


def test_what_refusals_taught_counts_in_listed_new_and_unlisted_rows_alike() -> None:
    new = listed_model("someone/new", name="New", organisation="S")
    lessons = Lessons((Lesson(SCHNELL, UnsupportedTaught("steps"), 1.0),), {"someone/new": 1.0, FLUX: 1.0})
    for live in (None, replace(RECORDED, models=(new, *RECORDED.models))):
        catalogue = merged(TABLE, live, lessons)
        assert Parameter.STEPS not in catalogue.profile(SCHNELL).parameters
        assert catalogue.profile(FLUX).availability is Availability.REFUSED
        assert ("someone/new" in catalogue) == (live is not None)
        if live is not None:
            assert catalogue.profile("someone/new").availability is Availability.REFUSED
