"""One row of what the details tell."""

from __future__ import annotations

from typing import NamedTuple


class Fact(NamedTuple):
    """One row: a name, a value, and whether the value needs the whole width."""

    name: str
    value: str
    is_wide: bool = False


class Difference(NamedTuple):
    """One row where the answer is not what was asked for."""

    name: str
    asked: str
    got: str
