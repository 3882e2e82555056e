"""Every known grammar of refusal, and words that teach nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.sizes import Size
from desktop_app.core.teaching import (
    AreaTaught,
    BoundsTaught,
    CreditGone,
    GridTaught,
    MenuTaught,
    ModelGone,
    PolicyHeld,
    ReferencesTaught,
    Teaching,
    UnsupportedTaught,
    field_of,
    teaching_of,
)
from tests.support.refusal_texts import AREA, CREDIT, MENU, NO_MODEL, NOT_SERVERLESS, SEED, UNSUPPORTED, WIDTH


@pytest.mark.parametrize(
    ("text", "teaching", "field"),
    [
        (WIDTH, GridTaught("width", 256, 2048, 16), "width"),
        (
            WIDTH.replace("width", "height").replace(", in multiples of 16", ""),
            BoundsTaught("height", 256, 2048),
            "height",
        ),
        (AREA, AreaTaught(1265 * 1265, 1440 * 1440, 4.0), "size"),
        (AREA.replace("4:1", f"{'4' * 400}:1"), AreaTaught(1265 * 1265, 1440 * 1440), "size"),
        (MENU, MenuTaught((Size(1024, 1024), Size(1264, 848), Size(384, 3072))), "size"),
        (SEED, BoundsTaught("seed", 0, 2147483647), "seed"),
        ("Invalid value for 'steps' parameter. Steps must be between 1 and 12.", BoundsTaught("steps", 1, 12), "steps"),
        (
            "Invalid value for 'guidance_scale' parameter. It must be a number between 1.5 and 10.",
            BoundsTaught("guidance_scale", 1.5, 10),
            "guidance_scale",
        ),
        (UNSUPPORTED, UnsupportedTaught("image_url"), "image_url"),
        ("Unsupported use of width/height", UnsupportedTaught("width"), "width"),
        (
            "Invalid parameter detected. The parameter 'steps' is not recognized or supported.",
            UnsupportedTaught("steps"),
            "steps",
        ),
        (
            "Parameter 'steps' is not supported for the selected model configuration.",
            UnsupportedTaught("steps"),
            "steps",
        ),
        (
            "Invalid value for 'reference_images'. At most 4 images are allowed.",
            ReferencesTaught(4),
            "reference_images",
        ),
        ("Too many reference images: up to 8 images.", ReferencesTaught(8), ""),
        ("The number of reference images must be between 1 and 3.", ReferencesTaught(3), ""),
    ],
)
def test_each_grammar(text: str, teaching: Teaching, field: str) -> None:
    assert teaching_of(text, status=400) == teaching
    assert field_of(text) == field


@pytest.mark.parametrize(
    ("text", "code", "status", "teaching"),
    [
        (NOT_SERVERLESS, "", 400, ModelGone()),
        (NO_MODEL, "model_not_available", 404, ModelGone()),
        ("Start it.", "dedicated_endpoint_not_running", 400, ModelGone()),
        ("No.", "content_policy_violation", 400, PolicyHeld()),
        ("Invalid content detected in the prompt.", "", 400, PolicyHeld()),
        ("NSFW.", "", 422, PolicyHeld()),
        (CREDIT, "", 402, CreditGone()),
        ("Pay.", "", 402, CreditGone()),
    ],
)
def test_what_no_form_mends(text: str, code: str, status: int, teaching: Teaching) -> None:
    assert teaching_of(text, code, status) == teaching


@pytest.mark.parametrize(
    "text",
    [
        "",
        "An error has occurred",
        "The prompt is odd.",
        "Not found.",
        "Invalid value for 'width' parameter.",
        "Invalid value for 'width' parameter. Image width must be between 0 and 0.",
        "Invalid value for 'width' parameter. Image width must be between 2048 and 256, in multiples of 16.",
        "Invalid value for 'width' parameter. Image width must be between 1 and 9, in multiples of 16.",
        "Invalid value for 'width' parameter. Image width must be between 17 and 31, in multiples of 16.",
        "Invalid value for 'width' parameter. Image width must be between 1 and 10, in multiples of 0.",
        "Invalid value for 'width' parameter. Image width must be between 1 and 999999999.",
        "The total area must be within the range of 0x0 to 10x10.",
        "The total area must be within the range of 2000x2000 to 1000x1000.",
        "The total area must be within the range of 1x1 to 99999999x99999999.",
        "Supported values are: 'red', 'green'.",
        "The reference image may have at most 10 MB.",
        "A reference image must be at most 10.5 MB.",
        "Reference images: at most 2048 pixels wide.",
        "Reference images: at most 5000.",
        "Your value must be between 1 and 4.",
    ],
)
def test_words_that_teach_nothing(text: str) -> None:
    assert teaching_of(text, status=400) is None


@given(st.text(max_size=300), st.text(max_size=20), st.none() | st.integers())
def test_any_words_can_be_read(text: str, code: str, status: int | None) -> None:
    teaching_of(text, code, status)
    field_of(text)


@given(
    st.lists(
        st.sampled_from(WIDTH.split() + AREA.split() + MENU.split() + ["-1", "99", "reference", "0:0"]), max_size=30
    )
)
def test_shuffled_words_teach_only_what_can_be(words: list[str]) -> None:
    teaching = teaching_of(" ".join(words), status=400)
    if isinstance(teaching, GridTaught):
        assert 1 <= teaching.lowest <= teaching.highest // teaching.multiple * teaching.multiple
    if isinstance(teaching, BoundsTaught):
        assert teaching.lowest <= teaching.highest
    if isinstance(teaching, AreaTaught):
        assert 0 < teaching.lowest_area <= teaching.highest_area
        assert teaching.highest_ratio >= 1
