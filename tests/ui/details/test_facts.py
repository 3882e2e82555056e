"""What the details say of a record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QLocale

from desktop_app.core.errors import Billed
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.record import Answered, Asked, Cost
from desktop_app.core.record_json import to_json
from desktop_app.ui.details.facts import everything_of, moment, summary_of
from tests.support.records import MODEL, full_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.core.record import ImageRecord

PATH = Path("pictures/2026/hills-7f3a.png")
# Told in other words: the moments in local form, the billing and the safety check as yes and no, the size as W × H.
WORDED = {
    "created_at",
    "queued_at",
    "sent_at",
    "answered_at",
    "billed",
    "safety_checker",
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
        "Negative": "people, text",
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


def test_an_answer_that_differs_from_the_request_is_shown() -> None:
    record = full_record()
    assert record.asked is not None
    other = replace(
        record,
        asked=replace(record.asked, width=1248, height=832),
        answered=Answered("id", "black-forest-labs/FLUX.1-schnell"),
    )

    rows = summary(other)

    assert rows["Answered by"] == "FLUX.1 schnell"
    assert (rows["Size"], rows["Asked for"]) == ("1024 × 1024 · PNG", "1248 × 832")


def test_the_spelling_of_a_model_is_no_difference() -> None:
    record = replace(full_record(), answered=Answered("id", MODEL.upper()))

    assert "Answered by" not in summary(record)


def test_what_was_left_to_the_server_is_said() -> None:
    record = replace(full_record(), asked=Asked("a fox", MODEL, left_to_server=("seed", "steps")))

    rows = summary(record)

    assert rows["Seed"] == rows["Steps"] == "left to the server"


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
