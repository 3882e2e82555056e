"""What the value of a field of a search says: spans of numbers and of days, sizes and shapes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from desktop_app.core.period import Period, month_of, year_of

_MARKS = re.compile("[\u0300-\u036f]")
_NUMBER = r"\d{1,15}(?:\.\d{0,15})?"
_COMPARED = re.compile(rf"(>=|<=|>|<|=)?\s*\$?({_NUMBER})")
_BETWEEN = re.compile(rf"\$?({_NUMBER})?\s*\.\.\s*\$?({_NUMBER})?")
_PIXELS = re.compile(r"(\d{1,6})\s*[x×*]\s*(\d{1,6})")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_LAST_DAYS = re.compile(r"(\d{1,4})d")


class Shape(Enum):
    """How a picture lies; the value is how a search names it."""

    SQUARE = "square"
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from `low` to `high`, both included unless they are open; `None` is no bound."""

    low: float | None = None
    high: float | None = None
    is_low_open: bool = False
    is_high_open: bool = False

    @property
    def is_one(self) -> bool:
        """Say whether it holds one number alone."""
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class Pixels:
    """Width and height."""

    width: int
    height: int


def folded(text: str) -> str:
    """Return a name as it is compared: without regard to case and accents."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", plain))


def span_of(value: str) -> Span | None:
    """Return what `4`, `>=4`, `<0.1`, `3..5`, `3..` or `..5` says, `None` for what says nothing (yet)."""
    between = _BETWEEN.fullmatch(value)
    if between and any(between.groups()):
        low, high = (float(each) if each else None for each in between.groups())
        return Span(low, high)
    compared = _COMPARED.fullmatch(value)
    if not compared:
        return None
    sign, number = compared[1] or "=", float(compared[2])
    if sign == "=":
        return Span(number, number)
    is_open = len(sign) == 1
    return Span(low=number, is_low_open=is_open) if sign[0] == ">" else Span(high=number, is_high_open=is_open)


def size_of(value: str) -> Pixels | Shape | Span | None:
    """Return what `1024x768`, `square` or `>=2048` (the longer side) says, `None` for what says nothing (yet)."""
    pixels = _PIXELS.fullmatch(value)
    if pixels:
        return Pixels(int(pixels[1]), int(pixels[2]))
    shapes = {shape.value: shape for shape in Shape}
    return shapes.get(value.casefold()) or span_of(value)


def period_of(value: str, today: date) -> Period | None:
    """Return the days that a date names, `None` for what names none (yet).

    `2026`, `2026-11`, `2026-11-22`, `today`, `yesterday` and `30d` (so many days up to today) are dates; `2026-11..`,
    `..2026-11`, `2026-01..2026-03`, `>=2026-11`, `<2026` are spans of them, the ends included where they touch.
    """
    first, between, last = value.partition("..")
    if between:
        start, end = _named_days(first.strip(), today), _named_days(last.strip(), today)
        if (first.strip() and start is None) or (last.strip() and end is None) or not (start or end):
            return None
        return Period(start.first if start else None, end.end if end else None)
    sign = re.match(r">=|<=|>|<|=|", value)
    assert sign is not None
    days = _named_days(value[sign.end() :].strip(), today)
    if days is None:
        return None
    return {
        "": days,
        "=": days,
        ">=": Period(days.first, None),
        ">": Period(days.end, None),
        "<=": Period(None, days.end),
        "<": Period(None, days.first),
    }[sign[0]]


def is_span_of_days(value: str) -> bool:
    """Say whether a date is a bound or a span, which narrows others, and not one day, month or year."""
    return ".." in value or value[:1] in {"<", ">"}


def _named_days(text: str, today: date) -> Period | None:
    tomorrow = today + timedelta(days=1)
    words = {"today": Period(today, tomorrow), "yesterday": Period(today - timedelta(days=1), today)}
    if text.casefold() in words:
        return words[text.casefold()]
    last = _LAST_DAYS.fullmatch(text)
    if last and int(last[1]):
        return Period(tomorrow - timedelta(days=int(last[1])), tomorrow)
    named = _DAY.fullmatch(text)
    if not named or not 1970 <= int(named[1]) <= 9000:
        return None
    try:
        first = date(int(named[1]), int(named[2] or 1), int(named[3] or 1))
    except ValueError:
        return None
    if named[3]:
        return Period(first, first + timedelta(days=1))
    return month_of(first) if named[2] else year_of(first)
