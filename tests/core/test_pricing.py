"""The price formula against the worked examples of the provider's documentation."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_app.core.known_models import KNOWN_MODELS, known_catalogue
from desktop_app.core.pricing import PRICE_TABLE_DATE, PriceRule, estimate
from desktop_app.core.sizes import Size
from tests.support.model_lists import RECORDED_MODELS

SQUARE = Size(1024, 1024)


@pytest.mark.parametrize(
    ("model", "steps", "count", "cost_usd"),
    [
        ("black-forest-labs/FLUX.1-schnell", 4, 1, 0.00283),
        ("black-forest-labs/FLUX.1-schnell", 12, 1, 0.00849),
        ("black-forest-labs/FLUX.1-schnell", 1, 1, 0.00283),
        ("black-forest-labs/FLUX.1-schnell", None, 4, 0.01132),
        ("black-forest-labs/FLUX.1-kontext-max", 50, 1, 0.08389),
        ("black-forest-labs/FLUX.2-max", None, 1, 0.0734),
        ("black-forest-labs/FLUX.2-dev", 50, 2, 0.0308),
    ],
)
def test_worked_examples(model: str, steps: int | None, count: int, cost_usd: float) -> None:
    price = estimate(known_catalogue().profile(model).price, size=SQUARE, steps=steps, count=count)
    assert price is not None
    assert price.cost_usd == pytest.approx(cost_usd, rel=0.002)


def test_a_from_price_is_marked() -> None:
    price = estimate(known_catalogue().profile("black-forest-labs/FLUX.2-dev").price, size=SQUARE, steps=None)
    assert price is not None
    assert price.is_lowest


def test_an_unknown_model_has_no_price() -> None:
    profile = known_catalogue().profile("someone/new-model")
    assert not profile.certain
    assert estimate(profile.price, size=SQUARE, steps=None) is None


def test_the_prices_are_those_of_the_recorded_list() -> None:
    recorded = {each["id"]: each["pricing"] for each in RECORDED_MODELS}
    for row in KNOWN_MODELS:
        by_area, by_image = recorded[row.id]["image_pixel"], recorded[row.id]["image"]
        assert row.price.usd_per_megapixel == (by_area["price_per_megapixel"] if by_area else None)
        assert row.price.usd_per_image == (by_image["example_price"] if by_image else None)
        assert row.price.default_steps == (by_area["min_steps"] if by_area else 0)


@pytest.mark.parametrize(
    ("model", "size", "references", "cost_usd"),
    [
        ("google/gemini-3-pro-image", Size(1024, 1024), 0, 0.134),
        ("google/gemini-3-pro-image", Size(3168, 1344), 2, 0.134),
        ("google/gemini-3-pro-image", Size(4096, 4096), 0, 0.24),
        ("google/gemini-3-pro-image", Size(6336, 2688), 0, 0.24),
        ("google/gemini-3-pro-image", None, 0, 0.134),
        ("google/flash-image-3.1", Size(512, 512), 0, 0.04657),
        ("google/flash-image-3.1", Size(512, 512), 3, 0.04657 + 3 * 0.00028),
        ("google/flash-image-3.1", Size(768, 1376), 0, 0.067),
        ("google/flash-image-3.1", Size(2048, 2048), 0, 0.101),
        ("google/flash-image-3.1", Size(5504, 3072), 1, 0.151 + 0.00028),
    ],
)
def test_dearer_sizes_and_references(model: str, size: Size | None, references: int, cost_usd: float) -> None:
    price = estimate(known_catalogue().profile(model).price, size=size, steps=None, references=references, count=2)
    assert price is not None
    assert price.cost_usd == pytest.approx(2 * cost_usd)
    assert price.basis is not None
    assert price.basis.each_usd == pytest.approx(cost_usd)
    assert price.basis.references == references


def test_the_basis_says_how_it_was_reckoned() -> None:
    rule, day = PriceRule(usd_per_megapixel=0.01, default_steps=10), date(2026, 11, 22)
    price = estimate(rule, size=Size(2000, 1000), steps=25, count=3, table_date=day)
    assert price is not None
    basis = price.basis
    assert basis is not None
    assert (basis.rule, basis.megapixels, basis.steps_factor, basis.count, basis.table_date) == (rule, 2.0, 2.5, 3, day)
    assert price.cost_usd == pytest.approx(0.15)


@pytest.mark.parametrize(("steps", "factor"), [(None, 1.0), (1, 1.0), (10, 1.0), (11, 1.1), (20, 2.0)])
def test_steps_count_only_above_the_usual_number(steps: int | None, factor: float) -> None:
    price = estimate(PriceRule(usd_per_megapixel=1.0, default_steps=10), size=Size(1000, 1000), steps=steps)
    assert price is not None
    assert price.cost_usd == pytest.approx(factor)


def test_a_price_for_each_picture_depends_on_nothing_else() -> None:
    rule = PriceRule(usd_per_image=0.5)
    for size, steps in ((SQUARE, None), (Size(4096, 4096), 50)):
        price = estimate(rule, size=size, steps=steps)
        assert price is not None
        assert price.cost_usd == 0.5
        assert price.basis is not None
        assert (price.basis.megapixels, price.basis.table_date) == (None, PRICE_TABLE_DATE)
