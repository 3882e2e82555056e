"""Which refusals are sent again alone: the three known ones, of a size that was legal, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_app.core.catalogue import cautious_profile
from desktop_app.core.false_refusal import is_false_refusal
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.sizes import Size
from tests.support.refusal_texts import AREA, CREDIT, MENU, NO_MODEL, SEED, UNSUPPORTED, WIDTH

FLUX = known_catalogue().profile("black-forest-labs/FLUX.2-dev")
KONTEXT = known_catalogue().profile("black-forest-labs/FLUX.1-kontext-pro")
NO_RULE = "Invalid value for 'width' parameter."


def body(**fields: Any) -> dict[str, Any]:
    return {"model": FLUX.id, "prompt": "a fox", "width": 1024, "height": 768, **fields}


@pytest.mark.parametrize(
    "text",
    [
        WIDTH,
        NO_RULE,
        "Invalid value for 'height' parameter. Image height must be between 256 and 2048.",
        "Unsupported use of width/height",
        "Unsupported use of 'width' parameter. This parameter is not supported for the selected model.",
        "An error has occurred",
        "An error has occurred. Please try again later.",
    ],
)
def test_the_known_texts_about_a_legal_size(text: str) -> None:
    assert is_false_refusal(body(), FLUX, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        SEED,
        AREA,
        MENU,
        CREDIT,
        NO_MODEL,
        UNSUPPORTED,
        "The prompt is odd.",
        "Invalid value for 'steps' parameter.",
        "Unsupported use of 'widths' parameter.",
        "An error has occurred: the picture was made and could not be delivered.",
    ],
)
def test_no_other_text(text: str) -> None:
    assert not is_false_refusal(body(), FLUX, text)


@pytest.mark.parametrize(
    "fields",
    [{"width": 1000}, {"height": 40}, {"width": 2064}, {"width": None}, {"width": "1024"}, {"height": 0}],
)
def test_a_size_that_breaks_the_rule_of_the_text_is_a_true_refusal(fields: dict[str, Any]) -> None:
    assert not is_false_refusal(body(**fields), FLUX, WIDTH)


def test_the_text_goes_before_the_row() -> None:
    narrow = WIDTH.replace("2048", "1008")
    assert FLUX.size_rule.allows(Size(1024, 768))
    assert not is_false_refusal(body(), FLUX, narrow)
    assert is_false_refusal(body(width=2048), cautious_profile("a/b"), WIDTH)
    assert not is_false_refusal(body(width=2048), cautious_profile("a/b"), NO_RULE)


def test_without_a_size_there_is_no_false_alarm_about_it() -> None:
    shaped = {"model": KONTEXT.id, "prompt": "a fox", "aspect_ratio": "16:9"}
    assert not is_false_refusal(shaped, KONTEXT, "An error has occurred")
    assert not is_false_refusal(shaped, KONTEXT, WIDTH)
