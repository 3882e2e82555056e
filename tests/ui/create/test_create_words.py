"""Prices, shapes and names as the panel words them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.presets import MODEL_PRESETS, SIZE_PRESETS
from desktop_app.core.pricing import Estimate
from desktop_app.core.sizes import Size
from desktop_app.ui.create import create_words


@pytest.mark.parametrize(
    ("cost_usd", "words"),
    [
        (0.0154, "$0.0154"),
        (0.03, "$0.03"),
        (0.0028311552, "$0.0028"),
        (0.016011, "$0.016"),
        (1.2, "$1.20"),
        (0.00225, "$0.00225"),
        (0.041943, "$0.042"),
        (0.2, "$0.20"),
    ],
)
def test_amounts_have_two_to_four_digits(cost_usd: float, words: str) -> None:
    assert create_words.amount(cost_usd) == words


def test_prices_say_how_sure_they_are() -> None:
    assert create_words.price(Estimate(0.032)) == "≈ $0.032"
    assert create_words.price(Estimate(0.03, is_lowest=True)) == "from $0.03"
    assert create_words.price(Estimate(0.0)) == "free"
    assert create_words.price(None) == ""
    assert create_words.price_each(Estimate(0.0154)) == "$0.0154 each"
    assert create_words.price_each(Estimate(0.0154, is_lowest=True)) == "from $0.0154 each"
    assert create_words.price_each(Estimate(0.0)) == "free"
    assert create_words.price_each(None) == "price not known"


@pytest.mark.parametrize(
    ("size", "shape"),
    [
        (Size(1024, 1024), "1:1"),
        (Size(1248, 832), "3:2"),
        (Size(768, 1344), "9:16"),
        (Size(1184, 864), "4:3"),
        (Size(3000, 1000), "3:1"),
        (Size(500, 2000), "1:4"),
    ],
)
def test_shapes_have_their_usual_names(size: Size, shape: str) -> None:
    assert create_words.ratio(size) == shape


def test_every_preset_of_the_first_start_has_a_translatable_name() -> None:
    for preset in (*MODEL_PRESETS, *SIZE_PRESETS):
        assert create_words.preset_name(replace(preset, name="?")) == preset.name
    assert create_words.preset_name(replace(MODEL_PRESETS[0], name="Mine", key="")) == "Mine"
