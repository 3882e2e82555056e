"""The price formula against the worked examples of the provider's documentation."""

from __future__ import annotations

import pytest

from desktop_app.core.known_models import known_catalogue
from desktop_app.core.pricing import estimate
from desktop_app.core.sizes import Size

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
