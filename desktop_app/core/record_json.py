"""The record as JSON and back; what a newer version wrote survives the round trip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from functools import cache
from typing import Any, TypeVar

from desktop_app.core.errors import Billed
from desktop_app.core.record import (
    DEMO_MARK,
    SCHEMA_VERSION,
    Answered,
    Asked,
    Cost,
    FileFacts,
    ImageRecord,
    Kind,
    Parent,
    Pick,
    Timing,
)
from desktop_app.core.request import Lora

T = TypeVar("T", FileFacts, Asked, Answered, Timing, Cost, Parent)

_PICKS = {pick.value: pick for pick in Pick}

# What JSON may hold for a field of each annotation.
_JSON_TYPES: dict[str, set[type]] = {
    "str": {str},
    "int": {int},
    "bool": {bool},
    "str | None": {str, type(None)},
    "int | None": {int, type(None)},
    "float | None": {int, float, type(None)},
    "bool | None": {bool, type(None)},
    "Mapping[str, Any]": {dict},
}


class RecordUnreadable(ValueError):
    """The JSON is no record: something that every record has is missing or of another type."""


def to_json(record: ImageRecord) -> dict[str, Any]:
    """Return the sidecar's JSON object (`resources/sidecar.schema.json`), unknown keys included."""
    data: dict[str, Any] = {
        "schema": record.schema_version,
        "program": {"name": "Sfumato", "version": record.program_version},
        "uuid": record.uuid,
        "created_at": record.created_at,
        "kind": record.kind.value,
        "file": asdict(record.file),
        "mark": DEMO_MARK if record.demo else "",
        "request": _asked_json(record.asked),
        "answer": asdict(record.answered) if record.answered else None,
        "timing": asdict(record.timing) if record.timing else None,
        "cost": _cost_json(record.cost),
        "lineage": {"parents": [asdict(parent) for parent in record.parents]},
        "batch_id": record.batch_id,
        "job_id": record.job_id,
        "title": record.title,
        "rating": record.rating,
        "pick": record.pick.value,
        "tags": list(record.tags),
        "note": record.note,
        "collections": list(record.collections),
    }
    # Most pictures have neither.
    if record.places:
        data["places"] = dict(record.places)
    if record.changed_at:
        data["changed_at"] = dict(record.changed_at)
    return _merged(data, record.extra)


def from_json(data: Mapping[str, Any]) -> ImageRecord:
    """Read a sidecar's JSON object; raise RecordUnreadable when it is none."""
    try:
        return _read(data)
    except (KeyError, TypeError, ValueError, AttributeError) as cause:
        raise RecordUnreadable(str(cause)) from cause


def _read(data: Mapping[str, Any]) -> ImageRecord:
    record = ImageRecord(
        uuid=str(data["uuid"]),
        created_at=str(data["created_at"]),
        kind=Kind(data["kind"]),
        file=_known(FileFacts, data["file"]),
        demo=data.get("mark") == DEMO_MARK,
        asked=_read_asked(data.get("request")),
        answered=_known(Answered, data["answer"]) if data.get("answer") else None,
        timing=_known(Timing, data["timing"]) if data.get("timing") else None,
        cost=_read_cost(data.get("cost")),
        parents=tuple(parent_of(item) for item in (data.get("lineage") or {}).get("parents", ())),
        batch_id=str(data.get("batch_id", "")),
        job_id=str(data.get("job_id", "")),
        title=str(data.get("title", "")),
        rating=int(data.get("rating", 0)),
        pick=pick_of(data.get("pick", "")),
        tags=texts_of(data.get("tags", ())),
        note=str(data.get("note", "")),
        collections=texts_of(data.get("collections", ())),
        places=entries_of(data.get("places"), float, int),
        changed_at=entries_of(data.get("changed_at"), str),
        program_version=str((data.get("program") or {}).get("version", "")),
        schema_version=int(data.get("schema", SCHEMA_VERSION)),
    )
    extra = _unknown_part(data, _shape(record))
    return replace(record, extra=extra) if extra else record


def _asked_json(asked: Asked | None) -> dict[str, Any] | None:
    if asked is None:
        return None
    data = asdict(asked)
    data["left_to_server"] = list(asked.left_to_server)
    data["loras"] = [lora.to_json() for lora in asked.loras]
    return data


def _cost_json(cost: Cost | None) -> dict[str, Any] | None:
    return None if cost is None else {**asdict(cost), "billed": cost.billed.value}


def _read_asked(data: Mapping[str, Any] | None) -> Asked | None:
    if data is None:
        return None
    loras = tuple(Lora.from_json(item) for item in data.get("loras", ()))
    return _known(Asked, {**data, "left_to_server": texts_of(data.get("left_to_server", ())), "loras": loras})


def _read_cost(data: Mapping[str, Any] | None) -> Cost | None:
    if data is None:
        return None
    return _known(Cost, {**data, "billed": Billed(data.get("billed", "unknown"))})


def _known(kind: type[T], data: Mapping[str, Any]) -> T:
    """Make the value from the keys that it knows; raise TypeError for one of another type than it should have."""
    known = _known_types()[kind]
    values = {key: value for key, value in data.items() if key in known}
    for key, value in values.items():
        allowed = known[key]
        if allowed and type(value) not in allowed:
            raise TypeError(f"{key} is a {type(value).__name__}")
    return kind(**values)


@cache
def _known_types() -> dict[type, dict[str, frozenset[type]]]:
    """Return what JSON may hold for each field, empty where that is not told."""
    return {
        kind: {each.name: frozenset(_JSON_TYPES.get(str(each.type), ())) for each in fields(kind)}
        for kind in (FileFacts, Asked, Answered, Timing, Cost, Parent)
    }


def parent_of(data: Mapping[str, Any]) -> Parent:
    """Return a picture that this one was made from; raise TypeError or AttributeError when it is none."""
    return _known(Parent, data)


def pick_of(value: Any) -> Pick:
    """Return the pick that stands in a sidecar, none for one that is not known; raise TypeError for what is no value."""
    return _PICKS.get(value, Pick.NONE)


def texts_of(items: Any) -> tuple[str, ...]:
    """Return a list of texts as a tuple; raise TypeError when it is none."""
    if isinstance(items, str) or not all(isinstance(item, str) for item in items):
        raise TypeError("not a list of texts")
    return tuple(items)


def entries_of(data: Any, *kinds: type) -> dict[str, Any]:
    """Return the entries of an object whose values are of these types; the others are kept as unknown ones."""
    if not isinstance(data, Mapping):
        return {}
    return {key: value for key, value in data.items() if type(value) in kinds and value == value}  # noqa: PLR0124 - no NaN


def _shape(record: ImageRecord) -> Mapping[str, Any]:
    """Return an object with the keys of `to_json(record)`, whose values are empty but for objects within it."""
    shape = _fixed_shape()
    if not record.places and not record.changed_at:
        return shape
    written = {"places": record.places, "changed_at": record.changed_at}
    return {**shape, **{key: value for key, value in written.items() if value}}


@cache
def _fixed_shape() -> Mapping[str, Any]:
    bare = ImageRecord("", "", Kind.GENERATED, FileFacts("", "", 0, 0, 0, ""))
    parts = replace(bare, asked=Asked("", ""), answered=Answered(), timing=Timing(), cost=Cost())
    return to_json(parts)


def _unknown_part(data: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `data` has and `known` has not, at every depth of nested objects."""
    left: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            left[key] = value
        elif isinstance(value, Mapping) and isinstance(known[key], Mapping) and key != "body":
            inner = _unknown_part(value, known[key])
            if inner:
                left[key] = inner
    return left


def _merged(data: dict[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    """Return `data` with the keys of `extra` that it does not have, at every depth."""
    for key, value in extra.items():
        if key not in data:
            data[key] = value
        elif isinstance(value, Mapping) and isinstance(data[key], dict):
            data[key] = _merged(data[key], value)
    return data
