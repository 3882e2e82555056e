"""Real sidecars of every kind, held against the schema that is published for them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from desktop_app.core.errors import Billed
from desktop_app.core.record import Answered, Asked, Cost, Kind, Parent, Timing
from desktop_app.core.request import Lora
from desktop_app.store.library import Library
from desktop_app.store.sidecar import write_sidecar
from tests.support.checkout import ROOT
from tests.support.small_pictures import a_record, picture

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.core.record import ImageRecord

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ISO = "2026-11-22T10:00:00.123456+00:00"
HASH = "ab" * 32
BODY = {"prompt": "a fox", "image_url": f"sha256:{HASH}"}
UUID = "0b6f0d0e-0000-4000-8000-00000000c0de"


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    data = json.loads((ROOT / "resources" / "sidecar.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(data)
    return Draft202012Validator(data)


def _records() -> dict[str, ImageRecord]:
    full: dict[str, Any] = {
        "answered": Answered("id-1", "m", 0, 2),
        "timing": Timing(ISO, ISO, ISO, 1.25),
        "cost": Cost(0.02, "2026-08-17", False, Billed.YES),
        "batch_id": "batch",
        "job_id": "job",
    }
    return {
        "generated": a_record(**full),
        "generated, left to the server": a_record(asked=Asked("a fox", "m", left_to_server=("steps", "seed"))),
        "with every parameter": a_record(
            asked=Asked(
                "a fox",
                "m",
                guidance=7.5,
                prompt_upsampling=True,
                output_format="png",
                loras=(Lora("owner/ink-wash", 0.8),),
                template="a {fox|hare}",
            ),
            **full,
        ),
        "edited": a_record(
            kind=Kind.EDITED,
            asked=Asked("at dusk", "m", body=BODY),
            parents=(Parent(HASH, uuid=UUID, name="fox.jpg"), Parent("cd" * 32)),
            collections=("Book",),
            places={"Book": 1.5},
            changed_at={"collections": "2026-11-22T10:00:00.123+00:00"},
            **full,
        ),
        "demo": a_record(demo=True, answered=Answered("", "sfumato/demo"), cost=Cost(0.0, billed=Billed.NO)),
        "sample": a_record(kind=Kind.SAMPLE, title="Fox", rating=5, tags=("animals/fox",), collections=("Samples",)),
        "imported": a_record(kind=Kind.IMPORTED, asked=None, note="from my camera"),
    }


@pytest.mark.parametrize("kind", _records())
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
def test_what_is_written_is_what_the_schema_says(
    tmp_path: Path, schema: Draft202012Validator, kind: str, format_name: str
) -> None:
    saved = Library(tmp_path / "library").save(picture(format_name), _records()[kind], MOMENT)
    assert list(schema.iter_errors(json.loads(saved.sidecar.read_bytes()))) == []


def test_a_picture_put_there_by_hand_may_be_given_a_sidecar(tmp_path: Path, schema: Draft202012Validator) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(picture("PNG"))
    write_sidecar(path, Library(tmp_path).read(path).record)
    assert list(schema.iter_errors(json.loads((tmp_path / "photo.png.json").read_bytes()))) == []


def test_keys_of_a_newer_version_are_welcome(tmp_path: Path, schema: Draft202012Validator) -> None:
    record = a_record(extra={"mood": "calm", "cost": {"tax": 1}})
    saved = Library(tmp_path / "library").save(picture(), record, MOMENT)
    data = json.loads(saved.sidecar.read_bytes())
    assert data["mood"] == "calm"
    assert list(schema.iter_errors(data)) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("uuid",), "7f3a"),
        (("created_at",), "yesterday"),
        (("kind",), "painted"),
        (("rating",), 6),
        (("file", "width"), 0),
        (("file", "sha256"), HASH.upper()),
        (("request", "seed"), -1),
        (("request", "body"), {"image_url": "data:image/png;base64,AAAA"}),
        (("request", "body"), {"reference_images": ["data:image/png;base64,AAAA"]}),
        (("cost", "billed"), "perhaps"),
        (("places",), {"Book": "first"}),
        (("changed_at",), {"rating": "yesterday"}),
    ],
)
def test_the_schema_refuses(
    tmp_path: Path, schema: Draft202012Validator, place: tuple[str, ...], value: object
) -> None:
    saved = Library(tmp_path / "library").save(picture(), _records()["edited"], MOMENT)
    data = json.loads(saved.sidecar.read_bytes())
    assert schema.is_valid(data)
    part = data
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    assert not schema.is_valid(data)


def test_every_key_that_is_written_is_described(tmp_path: Path, schema: Draft202012Validator) -> None:
    saved = Library(tmp_path / "library").save(picture(), _records()["edited"], MOMENT)
    data = json.loads(saved.sidecar.read_bytes())
    described = schema.schema
    assert isinstance(described, dict)
    assert set(data) == set(described["properties"])
    # Sidecars without these are older, or of pictures to which nobody did anything.
    assert set(described["properties"]) - set(described["required"]) == {"places", "changed_at"}
    parts = {"request": data["request"], "answer": data["answer"], "timing": data["timing"], "cost": data["cost"]}
    for name, part in {**parts, "parent": data["lineage"]["parents"][0]}.items():
        assert set(part) == set(described["$defs"][name]["properties"]), name
    assert set(data["file"]) == set(described["properties"]["file"]["properties"])
