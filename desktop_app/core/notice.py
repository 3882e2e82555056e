"""The parts that the program is made of, and on which terms."""

from __future__ import annotations

from typing import NamedTuple


class Part(NamedTuple):
    """One part: its name, version, the short name of its licence, and the licence's whole text."""

    name: str
    version: str
    licence: str
    text: str
