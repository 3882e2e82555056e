"""Two sidecars of one picture that were changed apart from each other, made one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desktop_app.core.record import ImageRecord, Pick

_EMPTY: dict[str, Any] = {"rating": 0, "pick": Pick.NONE, "title": "", "note": ""}
_SETS = ("tags", "collections")


def merged(ours: ImageRecord, theirs: ImageRecord) -> ImageRecord | None:
    """Return our record with what is newer in theirs; `None` where it is not clear which is, or they are two pictures'.

    Of rating, pick, title and note what was changed last wins, and something wins over nothing where neither tells when.
    Tags and collections come together.
    """
    if ours.uuid != theirs.uuid:
        return None
    values: dict[str, Any] = {}
    for name in _EMPTY:
        value = _newer(name, ours, theirs)
        if value is None:
            return None
        values[name] = value
    for name in _SETS:
        values[name] = tuple(dict.fromkeys([*getattr(ours, name), *getattr(theirs, name)]))
    is_older = theirs.changed_at.get("places", "") < ours.changed_at.get("places", "")
    first, last = (theirs, ours) if is_older else (ours, theirs)
    names = [*ours.changed_at, *theirs.changed_at]
    moments = {name: max(ours.changed_at.get(name, ""), theirs.changed_at.get(name, "")) for name in names}
    return replace(ours, **values, places={**first.places, **last.places}, changed_at=moments)


def _newer(name: str, ours: ImageRecord, theirs: ImageRecord) -> Any:
    mine, other = getattr(ours, name), getattr(theirs, name)
    if mine == other:
        return mine
    # Moments are written in UTC and in one form: their text sorts as they do.
    my_moment, other_moment = ours.changed_at.get(name, ""), theirs.changed_at.get(name, "")
    if my_moment != other_moment:
        return mine if my_moment > other_moment else other
    if mine == _EMPTY[name]:
        return other
    return mine if other == _EMPTY[name] else None
