"""How a price was reckoned, as the button's tool tip says it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.catalogue import DEMO_MODEL, Aspect, cautious_profile
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.pricing import PriceRule, PriceTier, estimate
from desktop_app.core.sizes import Size
from desktop_app.ui.create import price_words

if TYPE_CHECKING:
    from desktop_app.core.catalogue import ModelProfile
    from desktop_app.ui.create.panel import CreatePanel

SURE = replace(cautious_profile("some/model"), name="Some", unsure=frozenset())
MEGAPIXEL = Size(1000, 1000)
DAY = date(2026, 11, 22)


def words(
    rule: PriceRule, *, size: Size = MEGAPIXEL, steps: int | None = None, count: int = 1, references: int = 0
) -> str:
    reckoned = estimate(rule, size=size, steps=steps, count=count, references=references, table_date=DAY)
    return price_words.explanation(reckoned, SURE)


def test_a_flat_price_says_that_it_is_flat_and_of_which_day() -> None:
    lines = words(PriceRule(usd_per_image=0.04)).splitlines()
    assert lines[0] == "Flat: $0.04 a picture of any size."
    assert lines[1] == "An estimate: the bill may differ a little."
    assert lines[2].startswith("Price list of 22 ")
    assert "2026" in lines[2]


def test_a_price_by_area_shows_the_sum_and_how_steps_count() -> None:
    rule = PriceRule(usd_per_megapixel=0.0027, default_steps=4)
    assert "$0.0027 per megapixel × 1.00 megapixels.\nOnly steps above 4 count." in words(rule, steps=2)
    assert "$0.0027 per megapixel × 1.00 megapixels × 2.00 for the steps." in words(rule, steps=8)


def test_several_pictures_show_the_price_of_one() -> None:
    assert words(PriceRule(usd_per_image=0.04), count=3).startswith("3 pictures at $0.04 each: $0.12.")


def test_dearer_sizes_references_and_lowest_prices_are_said() -> None:
    tiers = PriceRule(usd_per_image=0.134, tiers=(PriceTier(8, 0.24),), usd_per_reference=0.01)
    text = words(tiers, size=Size(4000, 4000), references=2)
    assert "$0.24 a picture of 16.00 megapixels: larger ones are dearer." in text
    assert "$0.01 more for each of 2 references." in text
    lowest = words(PriceRule(usd_per_image=0.03, is_lowest=True))
    assert lowest.startswith("From $0.03 a picture.\nTogether names only the lowest price.")


def test_a_doubtful_an_unknown_and_no_price() -> None:
    doubtful = replace(SURE, unsure=frozenset({Aspect.PRICE}))
    reckoned = estimate(PriceRule(usd_per_image=0.04), size=MEGAPIXEL, steps=None)
    assert "This price is not certain." in price_words.explanation(reckoned, doubtful)
    assert price_words.explanation(None, SURE) == "No price is known for Some."
    assert price_words.explanation(reckoned, known_catalogue().profile(DEMO_MODEL)) == "The demo engine costs nothing."


@pytest.mark.parametrize("profile", [*known_catalogue()], ids=lambda profile: profile.id)
def test_every_model_has_an_explanation(panel: CreatePanel, profile: ModelProfile) -> None:
    panel.model.model_chosen.emit(profile.id)
    assert panel.foot.button.toolTip()
    assert "{" not in panel.foot.button.toolTip()


def test_the_button_follows_every_change_and_tells_screen_readers(panel: CreatePanel) -> None:
    button = panel.foot.button
    panel.model.model_chosen.emit("black-forest-labs/FLUX.1-schnell")
    panel.size_row.size_chosen.emit(Size(1024, 1024))
    assert button.accessibleName() == "Generate, ≈ $0.0028"
    panel.count.count_chosen.emit(4)
    assert button.accessibleName() == "Generate, ≈ $0.011"
    assert "4 pictures at $0.0028 each: $0.011." in button.toolTip()
    assert "\n" not in button.accessibleDescription()
    assert "megapixel" in button.accessibleDescription()
    panel.size_row.size_chosen.emit(Size(512, 512))
    assert button.accessibleName() == "Generate, ≈ $0.0028"
