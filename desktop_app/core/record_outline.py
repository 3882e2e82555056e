"""What looking a picture up needs of its record: read from a whole one, or from a sidecar's JSON without making one."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from desktop_app.core.errors import Billed
from desktop_app.core.record import DEMO_MARK, ImageRecord, Kind, Parent, Pick
from desktop_app.core.record_json import RecordUnreadable, entries_of, parent_of, pick_of, texts_of

_FILE = itemgetter("name", "format", "width", "height", "size_bytes", "sha256")
_KINDS = {kind.value: kind for kind in Kind}
_BILLED = {billed.value: billed for billed in Billed}
_NUMBERS = frozenset({int, float, type(None)})
_NOTHING: Mapping[str, float] = MappingProxyType({})


class Outline(NamedTuple):
    """The part of a record that an index keeps; a tuple, since a million are made.

    `charged_usd` is the estimate of what was charged, `None` when nothing was or nothing is known.
    """

    uuid: str
    created_at: str
    kind: Kind
    width: int
    height: int
    size_bytes: int
    sha256: str
    demo: bool
    prompt: str
    model: str
    seed: int | None
    negative_prompt: str
    charged_usd: float | None
    parents: tuple[Parent, ...]
    batch_id: str
    job_id: str
    title: str
    rating: int
    pick: Pick
    tags: tuple[str, ...]
    note: str
    collections: tuple[str, ...]
    places: Mapping[str, float]


def charged_usd(estimate_usd: float | None, billed: Billed) -> float | None:
    """Return the estimate of what was charged; what may have been charged counts."""
    return None if billed is Billed.NO else estimate_usd


def outline_of(record: ImageRecord) -> Outline:
    """Return the outline of a record."""
    asked, cost, file = record.asked, record.cost, record.file
    return Outline(
        record.uuid,
        record.created_at,
        record.kind,
        file.width,
        file.height,
        file.size_bytes,
        file.sha256,
        record.demo,
        record.prompt,
        asked.model if asked is not None else "",
        asked.seed if asked is not None else None,
        asked.negative_prompt if asked is not None else "",
        charged_usd(cost.estimate_usd, cost.billed) if cost is not None else None,
        record.parents,
        record.batch_id,
        record.job_id,
        record.title,
        record.rating,
        record.pick,
        record.tags,
        record.note,
        record.collections,
        record.places,
    )


def outline_from_json(data: Mapping[str, Any]) -> Outline:
    """Return `outline_of(from_json(data))` many times sooner; raise RecordUnreadable when it is no record.

    Less is checked: how the call went may be anything.
    """
    try:
        return _read(data)
    except (KeyError, TypeError, ValueError, AttributeError) as cause:
        raise RecordUnreadable(str(cause)) from cause


def _read(data: Mapping[str, Any]) -> Outline:
    get = data.get
    name, kind, width, height, size_bytes, sha256 = _FILE(data["file"])
    if not (type(width) is type(height) is type(size_bytes) is int and type(name) is type(kind) is type(sha256) is str):
        raise TypeError("the file's facts are of other types")
    lineage = get("lineage")
    parents = lineage.get("parents") if lineage else None
    return Outline(
        str(data["uuid"]),
        str(data["created_at"]),
        _KINDS[data["kind"]],
        width,
        height,
        size_bytes,
        sha256,
        get("mark") == DEMO_MARK,
        *_asked(get("request")),
        _charged(get("cost")),
        tuple([parent_of(each) for each in parents]) if parents else (),
        str(get("batch_id", "")),
        str(get("job_id", "")),
        str(get("title", "")),
        int(get("rating", 0)),
        pick_of(get("pick", "")),
        texts_of(tags) if (tags := get("tags", ())) != [] else (),
        str(get("note", "")),
        texts_of(names) if (names := get("collections", ())) != [] else (),
        entries_of(places, float, int) if (places := get("places")) else _NOTHING,
    )


def _asked(data: Mapping[str, Any] | None) -> tuple[str, str, int | None, str]:
    if data is None:
        return "", "", None, ""
    prompt, model, seed = data["prompt"], data["model"], data.get("seed")
    negative = data.get("negative_prompt", "")
    if not (type(prompt) is type(model) is type(negative) is str and (seed is None or type(seed) is int)):
        raise TypeError("the request is of other types")
    return prompt, model, seed, negative


def _charged(data: Mapping[str, Any] | None) -> float | None:
    if data is None:
        return None
    estimate = data.get("estimate_usd")
    if type(estimate) not in _NUMBERS:
        raise TypeError("the estimate is no number")
    return charged_usd(estimate, _BILLED[data.get("billed", "unknown")])
