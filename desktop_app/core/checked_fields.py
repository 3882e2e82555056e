"""Fields of JSON that came from outside, read by type, range and length."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from math import isfinite
from typing import Any


class Fault(Enum):
    """What is wrong with a field."""

    MISSING = "missing"
    WRONG_TYPE = "wrong_type"
    OUT_OF_RANGE = "out_of_range"
    TOO_LONG = "too_long"
    UNKNOWN = "unknown"


class BadField(ValueError):
    """A field that cannot be taken: its name in the file, and why."""

    def __init__(self, field: str, fault: Fault) -> None:
        super().__init__(f"{field}: {fault.value}")
        self.field = field
        self.fault = fault


def required_line(data: Mapping[str, Any], field: str, longest: int) -> str:
    """Return a text of one line that must be there; raise BadField."""
    read = line(data, field, longest)
    if not read:
        raise BadField(field, Fault.MISSING)
    return read


def line(data: Mapping[str, Any], field: str, longest: int) -> str | None:
    """Return a text as one line of what can be printed, `None` when it is not there; raise BadField."""
    read = text(data, field, longest)
    if read is None:
        return None
    return "".join(letter for letter in " ".join(read.split()) if letter.isprintable())


def text(data: Mapping[str, Any], field: str, longest: int) -> str | None:
    """Return a text, `None` when it is not there; raise BadField."""
    value = data.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadField(field, Fault.WRONG_TYPE)
    if len(value) > longest:
        raise BadField(field, Fault.TOO_LONG)
    return value


def flag(data: Mapping[str, Any], field: str) -> bool | None:
    """Return true or false, `None` when it is not there; raise BadField."""
    value = data.get(field)
    if value is None or isinstance(value, bool):
        return value
    raise BadField(field, Fault.WRONG_TYPE)


def whole(data: Mapping[str, Any], field: str, lowest: int, highest: int) -> int | None:
    """Return a whole number between bounds, `None` when it is not there; raise BadField."""
    value = data.get(field)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadField(field, Fault.WRONG_TYPE)
    if not lowest <= value <= highest:
        raise BadField(field, Fault.OUT_OF_RANGE)
    return value


def number(data: Mapping[str, Any], field: str, lowest: float, highest: float) -> float | None:
    """Return a number between bounds, `None` when it is not there; raise BadField."""
    value = data.get(field)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise BadField(field, Fault.WRONG_TYPE)
    # Compared before it becomes a float: a whole number may be too large for one.
    if not (lowest <= value <= highest and isfinite(value)):
        raise BadField(field, Fault.OUT_OF_RANGE)
    return float(value)


def items(data: Mapping[str, Any], field: str, most: int) -> list[Any] | None:
    """Return a list of no more than so many items, `None` when it is not there; raise BadField."""
    value = data.get(field)
    if value is None:
        return None
    if not isinstance(value, list):
        raise BadField(field, Fault.WRONG_TYPE)
    if len(value) > most:
        raise BadField(field, Fault.TOO_LONG)
    return value
