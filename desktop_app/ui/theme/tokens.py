"""The colours of the three schemes: text that must be read reaches 4.5:1, and grey is strictly neutral."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from PySide6.QtGui import QGuiApplication

_MIDDLE = 128


class Scheme(Enum):
    """A set of colours."""

    DARK = "dark"
    LIGHT = "light"
    GREY = "grey"


class Tokens(NamedTuple):
    """Colours as `#rrggbb`, named for what they are behind or on."""

    canvas: str
    window: str
    panel: str
    field: str
    hover: str
    line: str
    text: str
    dim: str
    faint: str
    accent: str
    on_accent: str
    good: str
    warn: str
    bad: str


def system_is_light(app: QGuiApplication) -> bool:
    """Say whether the system paints dark on light; ask before the program's own palette is put on."""
    return app.palette().window().color().lightness() > _MIDDLE


TOKENS: dict[Scheme, Tokens] = {
    Scheme.DARK: Tokens(
        canvas="#17181a",
        window="#1b1c1f",
        panel="#222327",
        field="#2b2c31",
        hover="#34353b",
        line="#34363c",
        text="#e4e5e8",
        dim="#9a9da6",
        faint="#747781",
        accent="#e0a458",
        on_accent="#1d1609",
        good="#7fb889",
        warn="#e0a458",
        bad="#e8837b",
    ),
    Scheme.LIGHT: Tokens(
        canvas="#e9e7e4",
        window="#f4f3f1",
        panel="#fbfaf9",
        field="#ffffff",
        hover="#e7e4e0",
        line="#d6d3ce",
        text="#26272b",
        dim="#5f6066",
        faint="#85868b",
        accent="#a5641a",
        on_accent="#ffffff",
        good="#3a7547",
        warn="#935a15",
        bad="#b03d36",
    ),
    Scheme.GREY: Tokens(
        canvas="#767676",
        window="#585858",
        panel="#606060",
        field="#535353",
        hover="#6b6b6b",
        line="#464646",
        text="#ffffff",
        dim="#dedede",
        faint="#c0c0c0",
        accent="#f0f0f0",
        on_accent="#333333",
        good="#d8e8da",
        warn="#f4e0bd",
        bad="#fbdcd9",
    ),
}
