"""What a refused request is told by."""

from __future__ import annotations

import pytest

from desktop_app.core.catalogue import Parameter, ReferenceField
from desktop_app.core.errors import Billed, RequestRefused
from desktop_app.core.job import Failure, failure_of
from desktop_app.ui import words
from desktop_app.ui.words_refusals import refusal_words
from tests.support.refusals import AREA, GRID, UNSUPPORTED

BETWEEN = "Invalid value for '{field}' parameter. It must be an integer value between {lowest} and {highest}."


def refused(text: str, field: str = "") -> Failure:
    error = RequestRefused("the provider answered 400", provider_text=text, status=400)
    error.field = field
    return failure_of(error)


@pytest.mark.parametrize(
    ("text", "heading", "happened"),
    [
        (GRID, "Size not taken", "The model takes sides of 256 to 2048 px, in multiples of 16."),
        (AREA, "Size not taken", "The model takes 1.6 to 2.07 megapixels, no longer than 4:1."),
        (
            "Supported values are: '1024x1024', '1264x848', '384x3072'.",
            "Size not taken",
            "The model takes 3 sizes and no others.",
        ),
        ("Supported values are: '2048x2048'.", "Size not taken", "The model takes one size and no other."),
        (
            UNSUPPORTED.format(field="negative_prompt"),
            "Negative prompt not taken",
            "The model takes no negative prompt.",
        ),
        (UNSUPPORTED.format(field="image_url"), "References not taken", "The model takes no references in this way."),
        (UNSUPPORTED.format(field="sampler"), "Setting not taken", "The model does not take “sampler”."),
        (
            BETWEEN.format(field="seed", lowest=0, highest=2147483647),
            "Seed not taken",
            "The model takes seeds from 0 to 2\u202f147\u202f483\u202f647.",
        ),
        (BETWEEN.format(field="steps", lowest=1, highest=12), "Steps not taken", "The model takes 1 to 12 steps."),
        (BETWEEN.format(field="cfg", lowest=0, highest=1.5), "Setting not taken", "“cfg” has to be from 0 to 1.5."),
        (
            "The number of reference images must be at most 3.",
            "Too many references",
            "The model takes at most 3 references.",
        ),
        ("At most 1 reference image.", "Too many references", "The model takes one reference."),
    ],
)
def test_each_rule_is_told_in_words(text: str, heading: str, happened: str) -> None:
    failure = refused(text)

    assert (words.failure_heading(failure), words.failure_happened(failure)) == (heading, happened)
    assert words.failure_text(failure, 0.016) == f"{happened} Nothing was billed."
    assert words.next_step(failure).endswith(".")


@pytest.mark.parametrize("field", [each.value for each in (*Parameter, *ReferenceField)])
@pytest.mark.parametrize("form", [UNSUPPORTED, BETWEEN])
def test_every_parameter_has_a_heading_that_fits_on_a_tile(field: str, form: str) -> None:
    failure = refused(form.format(field=field, lowest=1, highest=4))

    assert len(words.failure_heading(failure)) <= 28
    assert "{" not in words.failure_happened(failure)


def test_a_field_without_a_rule_is_named_and_the_rest_left_to_the_providers_words() -> None:
    assert words.failure_heading(refused("no good", "width")) == "Size not taken"
    assert words.failure_heading(refused("no good", "from_tomorrow")) == "Request refused"
    assert words.failure_heading(refused("no good")) == "Request refused"


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Unable to access non-serverless model a/b. Please visit the page.", "Model not available"),
        ("Invalid content detected", "Stopped by the safety check"),
        ("Credit limit exceeded, please add credits.", "No credit left"),
    ],
)
def test_a_refusal_that_says_something_else_has_the_words_of_that(text: str, heading: str) -> None:
    assert words.failure_heading(refused(text)) == heading


def test_other_failures_are_no_refusals_of_settings() -> None:
    assert refusal_words(Failure("ServerFailed", Billed.UNKNOWN, provider_text=UNSUPPORTED)) is None
