"""What the command line says of a refused request."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop_app.cli.words import failure_lines
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors import ModelUnavailable
from desktop_app.core.job import JobState
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.request import Lora, OutputFormat
from tests.support.records import job_in
from tests.support.refusals import AREA, GRID, MODEL_GONE, STEPS, UNSUPPORTED, refused_job

MENU = "Supported values are: '1024x1024', '1264x848', '384x3072'."


@pytest.mark.parametrize(
    ("text", "request_with", "rule", "step"),
    [
        (
            GRID,
            {"width": 1000, "height": 700},
            "The model takes sides of 256 to 2048 px, in multiples of 16.",
            "Run it again with --size 1008x704.",
        ),
        (
            MENU,
            {"width": 1000, "height": 1000},
            "The model takes these sizes and no others: 1024x1024, 1264x848, 384x3072.",
            "Run it again with --size 1024x1024.",
        ),
        (STEPS, {"steps": 50}, "The model takes a number of steps from 1 to 12.", "Run it again with --steps 12."),
        (
            UNSUPPORTED.format(field="negative_prompt"),
            {"negative_prompt": "text"},
            "The model takes no negative prompt.",
            "Run it again without --negative.",
        ),
        (
            UNSUPPORTED.format(field="image_loras"),
            {"loras": (Lora("ada/ink"),)},
            "The model takes no LoRAs.",
            "Run it again without --lora.",
        ),
        (
            UNSUPPORTED.format(field="output_format"),
            {"output_format": OutputFormat.PNG},
            "The model takes no file format.",
            "Run it again without --format.",
        ),
    ],
)
def test_the_rule_is_told_and_the_option_that_keeps_to_it(
    text: str, request_with: dict[str, Any], rule: str, step: str
) -> None:
    lines = failure_lines(refused_job(text, **request_with))

    assert lines[0] == "The provider did not accept the request. (HTTP 400)"
    assert lines[1] == rule
    assert f"The provider's words: {text}" in lines
    assert lines[-2:] == ["Nothing was billed.", f"What to do: {step}"]


def test_an_area_is_told_in_megapixels() -> None:
    lines = failure_lines(refused_job(AREA, width=1000, height=700))

    assert lines[1] == "The model takes 1.60 to 2.07 megapixels, no longer than 4:1."
    assert lines[-1].startswith("What to do: Run it again with --size ")


def test_another_model_is_named_when_it_is_known_what_the_account_may_use() -> None:
    job = job_in(JobState.FAILED, ModelUnavailable(provider_text=MODEL_GONE, status=404))
    other = known_catalogue().profile("black-forest-labs/FLUX.2-pro")

    assert failure_lines(job)[-1] == "What to do: Choose another with --model. See: sfumato models"
    said = failure_lines(job, Catalogue([other]))[-1]
    assert said.startswith(f"What to do: Run it again with --model {other.id}")


def test_a_refusal_that_states_no_rule_leaves_it_to_the_providers_words() -> None:
    lines = failure_lines(refused_job("Something odd"))

    assert lines[1] == "The provider's words: Something odd"
    assert lines[-1] == "What to do: Change what it names, then run it again."


def test_a_refusal_about_something_else_is_told_as_that() -> None:
    job = refused_job("Credit limit exceeded, please add credits.")

    assert failure_lines(job)[0].startswith("The account has no credit left")
    assert failure_lines(replace(job, state=JobState.CANCELLED)) == ["Cancelled. Nothing was billed."]
