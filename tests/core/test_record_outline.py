"""Reading a part of a sidecar, or what is unknown in it, gives what reading all of it gives."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop_app.core.errors import Billed
from desktop_app.core.record import Answered, Cost, ImageRecord, Kind, Parent, Pick, Timing
from desktop_app.core.record_json import RecordUnreadable, from_json, to_json
from desktop_app.core.record_outline import outline_from_json, outline_of
from tests.support.pictures import record_for

HOSTILE: tuple[Any, ...] = (
    "",
    "x",
    " ",
    -1,
    0,
    7,
    2**80,
    1.5,
    True,
    None,
    [],
    ["a"],
    [1],
    {},
    {"a": 1},
    "2026-11-22",
    "edited",
    "\ud800",
)


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
    assert outline_from_json(data) == outline_of(from_json(data))


def test_the_outline_of_what_was_not_asked_for_is_the_same() -> None:
    data = {**to_json(a_record(1)), "request": None, "cost": None, "lineage": None}
    assert outline_from_json(data) == outline_of(from_json(data))


def changed(chance: random.Random, data: dict[str, Any]) -> dict[str, Any]:
    """Return an object of which something, at any depth, is missing or another thing."""
    made = dict(data)
    key = chance.choice(sorted(made))
    if isinstance(made[key], dict) and made[key] and chance.random() < 0.7:
        made[key] = changed(chance, made[key])
    elif chance.random() < 0.2:
        del made[key]
    else:
        made[key] = chance.choice(HOSTILE)
    return made


@pytest.mark.parametrize("seed", range(400))
def test_the_outline_of_a_hostile_record_is_that_of_the_whole(seed: int) -> None:
    chance = random.Random(seed)
    data = to_json(a_record(seed))
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = changed(chance, data)
    try:
        whole = from_json(data)
    except RecordUnreadable:
        # Less is checked, but nothing else is raised.
        with suppress(RecordUnreadable):
            outline_from_json(data)
        return
    assert outline_from_json(data) == outline_of(whole)


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
