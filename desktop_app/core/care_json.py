"""A change of care as JSON and back: how it waits on disk until it stands in the sidecar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from desktop_app.core.care import CareChange
from desktop_app.core.record import Pick


def change_json(change: CareChange) -> dict[str, Any]:
    """Return what the change changes."""
    empty = CareChange()
    values = {each.name: getattr(change, each.name) for each in fields(CareChange)}
    data = {name: value for name, value in values.items() if value != getattr(empty, name)}
    if change.pick is not None:
        data["pick"] = change.pick.value
    return data


def change_from_json(data: Mapping[str, Any]) -> CareChange:
    """Read a change; raise ValueError, TypeError or KeyError when it is none."""
    names = {each.name for each in fields(CareChange)}
    values = {name: _value(name, value) for name, value in data.items() if name in names}
    return CareChange(**values)


def _value(name: str, value: Any) -> Any:
    if name == "pick":
        return Pick(value)
    if name == "places":
        return tuple((str(collection), place) for collection, place in value)
    return tuple(map(str, value)) if isinstance(value, list) else value
