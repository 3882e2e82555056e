"""The record as JSON: nothing is lost on the way, not even what this version does not know."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_app.core.errors import Billed
from desktop_app.core.record import (
    Answered,
    Asked,
    Cost,
    FileFacts,
    ImageRecord,
    Kind,
    Parent,
    Timing,
)
from desktop_app.core.record_json import RecordUnreadable, from_json, to_json
from desktop_app.core.request import Lora

RECORD = ImageRecord(
    uuid="7f3a0000-0000-4000-8000-000000000000",
    created_at="2026-11-22T10:00:00Z",
    kind=Kind.EDITED,
    file=FileFacts("fox.jpg", "jpeg", 640, 480, 1234, "ab" * 32),
    demo=True,
    asked=Asked(
        "a fox",
        "sfumato/demo",
        640,
        480,
        4,
        7,
        body={"prompt": "a fox"},
        left_to_server=("n",),
        guidance=7.5,
        prompt_upsampling=False,
        output_format="png",
        loras=(Lora("owner/ink-wash", 0.8), Lora("https://example.org/x.safetensors")),
        template="a {fox|hare}",
    ),
    answered=Answered("id", "sfumato/demo", 1),
    timing=Timing("a", "b", "c", 1.5),
    cost=Cost(0.01, "2026-08-17", True, Billed.NO),
    parents=(Parent("cd" * 32, uuid="u"),),
    tags=("dusk", "série/α"),
    rating=4,
    collections=("Book", "Sold"),
    places={"Book": 1.5},
    changed_at={"rating": "2026-11-22T10:00:00.123+00:00"},
)


def through_text(data: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(data))  # type: ignore[no-any-return]


def test_a_record_comes_back_as_it_was() -> None:
    assert from_json(through_text(to_json(RECORD))) == RECORD


def test_unknown_keys_survive_at_every_depth() -> None:
    data = through_text(to_json(RECORD))
    data["schema"] = 9
    data["mood"] = "calm"
    data["file"]["colour_space"] = {"name": "P3"}
    data["cost"]["tax"] = 1
    again = through_text(to_json(from_json(data)))
    assert again == data


def test_the_body_as_sent_is_not_mistaken_for_unknown_keys() -> None:
    data = through_text(to_json(RECORD))
    data["request"]["body"] = {"whatever": 1}
    record = from_json(data)
    assert record.asked is not None
    assert record.asked.body == {"whatever": 1}
    assert record.extra == {}


@pytest.mark.parametrize("key", ["uuid", "created_at", "kind", "file"])
def test_without_its_essentials_it_is_no_record(key: str) -> None:
    data = through_text(to_json(RECORD))
    del data[key]
    with pytest.raises(RecordUnreadable):
        from_json(data)


@pytest.mark.parametrize("junk", [[], "text", None, {"kind": "?"}, {"uuid": 1, "created_at": 2, "kind": "edited"}])
def test_junk_is_no_record(junk: Any) -> None:
    with pytest.raises(RecordUnreadable):
        from_json(junk)


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("file", "width", "640"),
        ("file", "size_bytes", None),
        ("request", "prompt", ["a", "fox"]),
        ("request", "seed", 1.5),
        ("request", "body", "text"),
        ("cost", "estimate_usd", "much"),
        ("answer", "index", True),
    ],
)
def test_a_value_of_another_type_is_no_record(part: str, key: str, value: Any) -> None:
    data = through_text(to_json(RECORD))
    data[part][key] = value
    with pytest.raises(RecordUnreadable):
        from_json(data)


def test_places_that_are_no_numbers_are_kept_as_they_are() -> None:
    data = {**through_text(to_json(RECORD)), "places": {"Book": 2, "Sold": "last", "Wall": True}}
    record = from_json(data)
    assert record.places == {"Book": 2}
    assert through_text(to_json(record)) == data


def test_a_sidecar_of_before_has_collections_without_places() -> None:
    data = through_text(to_json(RECORD))
    del data["places"], data["changed_at"]
    record = from_json(data)
    assert (record.collections, record.places, record.changed_at) == (("Book", "Sold"), {}, {})
    assert through_text(to_json(record)) == data


@pytest.mark.parametrize("tags", ["dusk", [1], [None], [["dusk"]]])
def test_tags_are_texts(tags: Any) -> None:
    with pytest.raises(RecordUnreadable):
        from_json({**through_text(to_json(RECORD)), "tags": tags})
