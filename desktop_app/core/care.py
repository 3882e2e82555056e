"""What a person says about a picture, and changes to it; all of it lives in the sidecar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from desktop_app.core.record import ImageRecord, Pick

T = TypeVar("T")

RATING_MAX = 5
TAG_SEPARATOR = "/"
"""Stands between the parts of a nested tag, as in `animals/fox`."""


@dataclass(frozen=True, slots=True)
class CareChange:
    """A change to one picture or to thousands; what is `None` or empty stays as it is.

    Taking away comes before adding, so that a tag in both is there afterwards.
    """

    rating: int | None = None
    pick: Pick | None = None
    title: str | None = None
    note: str | None = None
    added_tags: tuple[str, ...] = ()
    removed_tags: tuple[str, ...] = ()
    added_collections: tuple[str, ...] = ()
    removed_collections: tuple[str, ...] = ()


def applied(record: ImageRecord, change: CareChange) -> ImageRecord:
    """Return the record with the change made; the same record when nothing is different."""
    after = replace(
        record,
        rating=record.rating if change.rating is None else max(0, min(RATING_MAX, change.rating)),
        pick=record.pick if change.pick is None else change.pick,
        title=record.title if change.title is None else change.title,
        note=record.note if change.note is None else change.note,
        tags=_without_and_with(record.tags, change.removed_tags, change.added_tags),
        collections=_without_and_with(record.collections, change.removed_collections, change.added_collections),
    )
    return record if after == record else after


def undoing(before: ImageRecord, after: ImageRecord) -> CareChange:
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
    )


def clean_tag(text: str) -> str:
    """Return a tag as it is kept: without space around its parts, without empty parts; empty for none."""
    parts = (" ".join(part.split()) for part in text.replace(",", " ").split(TAG_SEPARATOR))
    return TAG_SEPARATOR.join(part for part in parts if part)


def _if_other(before: T, after: T) -> T | None:
    return None if before == after else before


def _without_and_with(names: Iterable[str], removed: Iterable[str], added: Iterable[str]) -> tuple[str, ...]:
    gone = set(removed)
    left = [name for name in names if name not in gone]
    return tuple(dict.fromkeys([*left, *added]))
