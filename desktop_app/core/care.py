"""What a person says about a picture, and changes to it; all of it lives in the sidecar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from desktop_app.core.record import ImageRecord, Pick

T = TypeVar("T")

RATING_MAX = 5
TAG_SEPARATOR = "/"
"""Stands between the parts of a nested tag, as in `animals/fox`."""


@dataclass(frozen=True, slots=True)
class Care:
    """What a person says about a picture; the fields are those of `ImageRecord`."""

    rating: int = 0
    pick: Pick = Pick.NONE
    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    places: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CareChange:
    """A change to one picture or to thousands; what is `None` or empty stays as it is.

    Taking away comes before adding, so that a tag in both is there afterwards. `places` are new places by hand within
    collections, `None` for none any more.
    """

    rating: int | None = None
    pick: Pick | None = None
    title: str | None = None
    note: str | None = None
    added_tags: tuple[str, ...] = ()
    removed_tags: tuple[str, ...] = ()
    added_collections: tuple[str, ...] = ()
    removed_collections: tuple[str, ...] = ()
    places: tuple[tuple[str, float | None], ...] = ()


C = TypeVar("C", ImageRecord, Care)
"""Whatever has the fields of `Care`."""


def applied(record: C, change: CareChange) -> C:
    """Return the record with the change made; the same record when nothing is different."""
    other = _differences(record, change)
    return replace(record, **other) if other else record


def applied_at(record: ImageRecord, change: CareChange, moment: datetime, now: datetime) -> ImageRecord:
    """Return the record with a change made that a person made at a moment, which is noted.

    What was changed later, on another machine, stays: of rating, pick, title and note the newest wins, tags and
    collections come together. A moment that has not come yet was told by a clock that is wrong, and wins nothing. The
    same record is returned when nothing is different.
    """
    older: dict[str, Any] = {name: None for name in _SINGLE if moment < _moment(record.changed_at.get(name, "")) <= now}
    change = replace(change, **older) if older else change
    other = _differences(record, change)
    if not other:
        return record
    stamp = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return replace(record, **other, changed_at={**record.changed_at, **dict.fromkeys(other, stamp)})


def undoing(before: ImageRecord | Care, after: ImageRecord | Care) -> CareChange:
    """Return the change that makes of `after` what `before` was."""
    return CareChange(
        rating=_if_other(before.rating, after.rating),
        pick=_if_other(before.pick, after.pick),
        title=_if_other(before.title, after.title),
        note=_if_other(before.note, after.note),
        added_tags=tuple(tag for tag in before.tags if tag not in after.tags),
        removed_tags=tuple(tag for tag in after.tags if tag not in before.tags),
        added_collections=tuple(each for each in before.collections if each not in after.collections),
        removed_collections=tuple(each for each in after.collections if each not in before.collections),
        places=_other_places(before.places, after.places),
    )


def clean_tag(text: str) -> str:
    """Return a tag as it is kept: without space around its parts, without empty parts; empty for none."""
    parts = (" ".join(part.split()) for part in text.replace(",", " ").split(TAG_SEPARATOR))
    return TAG_SEPARATOR.join(part for part in parts if part)


def is_within(tag: str, outer: str) -> bool:
    """Say whether a tag is the outer one or lies in it."""
    return tag == outer or tag.startswith(outer + TAG_SEPARATOR)


_SINGLE = ("rating", "pick", "title", "note")


def _differences(record: ImageRecord | Care, change: CareChange) -> dict[str, Any]:
    """Return the fields that the change makes other, with their new values."""
    after: dict[str, Any] = {
        "rating": None if change.rating is None else max(0, min(RATING_MAX, change.rating)),
        "pick": change.pick,
        "title": change.title,
        "note": change.note,
    }
    found = {name: value for name, value in after.items() if value is not None and value != getattr(record, name)}
    if change.added_tags or change.removed_tags:
        tags = _without_and_with(record.tags, change.removed_tags, change.added_tags)
        if tags != record.tags:
            found["tags"] = tags
    if change.added_collections or change.removed_collections or change.places:
        found |= _collected(record, change)
    return found


def _collected(record: ImageRecord | Care, change: CareChange) -> dict[str, Any]:
    found: dict[str, Any] = {}
    names = _without_and_with(record.collections, change.removed_collections, change.added_collections)
    if names != record.collections:
        found["collections"] = names
    wanted = {**record.places, **dict(change.places)}
    # A picture that leaves a collection leaves its place there.
    places = {name: place for name, place in wanted.items() if place is not None and name in names}
    if places != record.places:
        found["places"] = places
    return found


def _other_places(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[tuple[str, float | None], ...]:
    names = dict.fromkeys([*before, *after])
    return tuple((name, before.get(name)) for name in names if before.get(name) != after.get(name))


def _if_other(before: T, after: T) -> T | None:
    return None if before == after else before


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _without_and_with(names: Iterable[str], removed: Iterable[str], added: Iterable[str]) -> tuple[str, ...]:
    gone = set(removed)
    left = [name for name in names if name not in gone]
    return tuple(dict.fromkeys([*left, *added]))
