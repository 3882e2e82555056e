"""Reading a part of a sidecar, or what is unknown in it, gives what reading all of it gives."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop_app.core.errors import Billed
from desktop_app.core.record import Answered, Cost, ImageRecord, Kind, Parent, Pick, Timing
from desktop_app.core.record_json import RecordUnreadable, from_json, outline_from_json, to_json
from tests.support.pictures import record_for

LEFT_OUT = {"answered", "timing", "extra", "program_version", "schema_version", "asked", "cost"}


def a_record(seed: int) -> ImageRecord:
    chance = random.Random(seed)
    return replace(
        record_for("a.jpg", datetime(2026, 11, 22, tzinfo=UTC), "a fox", cost=Cost(0.1, "2026", billed=Billed.YES)),
        kind=chance.choice(tuple(Kind)),
        pick=chance.choice(tuple(Pick)),
        parents=(Parent("ab", uuid="x"),) * chance.randrange(3),
        answered=chance.choice((None, Answered("1"))),
        timing=chance.choice((None, Timing("now"))),
        tags=("a/b", "c")[: chance.randrange(3)],
        collections=("Book",)[: chance.randrange(2)],
        places=chance.choice(({}, {"Book": 1.5})),
        changed_at=chance.choice(({}, {"rating": "2026-11-22T10:00:00.000+00:00"})),
    )


def with_unknown(chance: random.Random, data: dict[str, Any]) -> dict[str, Any]:
    """Return an object with keys that no version knows, at every depth."""
    made = {key: with_unknown(chance, value) if isinstance(value, dict) else value for key, value in data.items()}
    return {**made, "later": chance.choice((1, {"deep": 2}, [3]))}


@pytest.mark.parametrize("seed", range(20))
def test_the_outline_tells_what_the_whole_tells(seed: int) -> None:
    data = to_json(a_record(seed))
    whole, outline = from_json(data), outline_from_json(data)
    for each in fields(ImageRecord):
        if each.name not in LEFT_OUT:
            assert getattr(outline, each.name) == getattr(whole, each.name), each.name
    assert whole.asked is not None
    assert whole.cost is not None
    assert outline.asked is not None
    assert outline.cost is not None
    assert (outline.prompt, outline.asked.model, outline.asked.seed) == (
        whole.prompt,
        whole.asked.model,
        whole.asked.seed,
    )
    assert (outline.cost.estimate_usd, outline.cost.billed) == (whole.cost.estimate_usd, whole.cost.billed)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_unknown_survives(seed: int) -> None:
    chance = random.Random(seed)
    data = with_unknown(chance, to_json(a_record(seed)))
    # What was sent is kept as it is, whatever stands in it.
    assert to_json(from_json(data)) == data


@pytest.mark.parametrize(
    "change",
    [
        {"uuid": None},
        {"kind": "x"},
        {"file": {}},
        {"file": None},
        {"tags": "x"},
        {"tags": [1]},
        {"cost": {"billed": "x"}},
    ],
)
def test_an_outline_of_junk_is_refused_too(change: dict[str, Any]) -> None:
    data = {key: value for key, value in {**to_json(a_record(0)), **change}.items() if key != "uuid" or value}
    for read in (from_json, outline_from_json):
        with pytest.raises(RecordUnreadable):
            read(data)


@pytest.mark.parametrize("part", ["prompt", "model"])
def test_texts_must_be_texts(part: str) -> None:
    data = to_json(a_record(0))
    data["request"][part] = 5
    for read in (from_json, outline_from_json):
        with pytest.raises(RecordUnreadable):
            read(data)
