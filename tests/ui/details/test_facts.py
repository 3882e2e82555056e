"""What the details say of a record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QLocale

from desktop_app.core.errors import Billed
from desktop_app.core.job import Job
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.record import Asked, Cost
from desktop_app.core.record_json import to_json
from desktop_app.core.request import GenerationRequest, Lora, OutputFormat
from desktop_app.ui.details.all_facts import everything_of
from desktop_app.ui.details.fact_words import moment
from desktop_app.ui.details.facts import job_facts, summary_of
from tests.support.records import MODEL, full_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.core.record import ImageRecord

PATH = Path("pictures/2026/hills-7f3a.png")
# Told in other words: the moments in local form, the billing and the switches as yes and no, sizes as W × H.
WORDED = {
    "created_at",
    "queued_at",
    "sent_at",
    "answered_at",
    "billed",
    "safety_checker",
    "prompt_upsampling",
    "left_to_server",
    "mark",
    "format",
    "is_lowest",
}


def summary(record: ImageRecord) -> dict[str, str]:
    return {fact.name: fact.value for fact in summary_of(record, known_catalogue())}


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, name)
    else:
        yield name, value


def test_the_summary_has_what_an_artist_looks_for() -> None:
    assert summary(full_record()) == {
        "Model": "FLUX.2 dev",
        "Seed": "48\u202f213\u202f077",
        "Size": "1024 × 1024 · PNG",
        "Steps": "28",
        "Guidance": "7.5",
        "Rewriting": "off",
        "Negative": "people, text",
        "LoRA": "https://example.org/ink-wash.safetensors × 0.85",
        "Safety": "off",
        "Made from": "fox-9e10.jpg",
        "Time": "10.8 s",
        "Cost": "≈ $0.016",
    }


def test_nothing_of_the_sidecar_is_left_out() -> None:
    record = full_record()
    said = "\n".join(
        f"{fact.name} {fact.value}" for fact in [*summary_of(record, known_catalogue()), *everything_of(record, PATH)]
    ).replace("\u202f", "")

    missing = [
        (name, value)
        for name, value in leaves(to_json(record))
        if name not in WORDED and value not in ("", None) and str(value) not in said
    ]

    assert missing == []


def test_what_was_left_to_the_model_is_said_in_words() -> None:
    sent_not = ("seed", "steps", "width", "height", "guidance_scale", "prompt_upsampling", "n", "image_loras")
    record = replace(full_record(), asked=Asked("a fox", MODEL, left_to_server=(*sent_not, "from_tomorrow")))

    assert summary(record)["Left to model"] == "seed, steps, size, guidance, prompt rewriting"
    rows = {fact.name: fact.value for fact in everything_of(record, PATH)}
    assert rows["Left to model"].endswith("number of pictures, LoRAs, from_tomorrow")


def test_a_plain_order_has_no_row_for_what_was_not_set() -> None:
    record = replace(full_record(), asked=Asked("a fox", MODEL), parents=(), timing=None)

    assert list(summary(record)) == ["Model", "Size", "Cost"]


def test_a_job_tells_every_setting() -> None:
    request = GenerationRequest(
        "a fox",
        MODEL,
        1344,
        768,
        28,
        7,
        "text",
        2,
        guidance=4.25,
        prompt_upsampling=True,
        output_format=OutputFormat.PNG,
        loras=(Lora("ada/ink-wash", 0.8),),
    )

    rows = {fact.name: fact.value for fact in job_facts(Job("j", "b", request, demo=False), known_catalogue())}

    assert rows == {
        "Model": "FLUX.2 dev",
        "Seed": "7",
        "Size": "1344 × 768",
        "Steps": "28",
        "Guidance": "4.25",
        "Rewriting": "on",
        "Negative": "text",
        "LoRA": "ada/ink-wash × 0.8",
        "Format": "PNG",
        "Pictures": "2",
    }


@pytest.mark.parametrize(
    ("cost", "demo", "said"),
    [
        (Cost(0.0161, billed=Billed.YES), False, "≈ $0.016"),
        (Cost(0.0154, is_lowest=True, billed=Billed.YES), False, "from $0.015"),
        (Cost(0.0161, billed=Billed.NO), False, "not billed"),
        (Cost(None, billed=Billed.YES), False, "not known"),
        (None, False, "not known"),
        (Cost(0.0161, billed=Billed.YES), True, "free (demo)"),
    ],
)
def test_the_cost_is_an_estimate_and_says_so(cost: Cost | None, demo: bool, said: str) -> None:
    assert summary(replace(full_record(), cost=cost, demo=demo))["Cost"] == said


def test_a_picture_of_unknown_making_has_no_made_up_facts() -> None:
    record = replace(full_record(), asked=None, answered=None, timing=None, cost=None, parents=())

    assert summary(record) == {"Size": "1024 × 1024 · PNG"}


def test_a_moment_that_is_none_stays_as_it_is() -> None:
    assert moment("not a moment") == "not a moment"
    assert moment("2026-11-22T18:45:00.123456Z") != "2026-11-22T18:45:00.123456Z"


def test_without_a_language_a_moment_begins_with_the_year() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale.c())
    try:
        assert moment("2026-11-22T18:45:00").startswith("2026-11-22 ")
    finally:
        QLocale.setDefault(before)
