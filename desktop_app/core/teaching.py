"""What a refusal says of a model, read from the provider's words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_app.core.sizes import Size

SIZE_FIELDS = frozenset({"width", "height"})
MODEL_CODES = frozenset({"model_not_available", "dedicated_endpoint_not_running"})
POLICY_CODES = frozenset({"content_policy_violation"})

SIDE_MAX_PX = 20_000
"""No side of a picture is believed to be longer."""

RATIO_MAX = 64.0

_SEED_LIMIT = 2**32
_MENU_MAX = 200
_REFERENCES_MAX = 64

_NUMBER = r"(-?\d+(?:\.\d+)?)"
_FIELD = re.compile(r"'(\w+)' parameter", re.IGNORECASE)
_INVALID = re.compile(r"\binvalid value for '?(\w+)'?", re.IGNORECASE)
_UNSUPPORTED = re.compile(
    r"unsupported use of '?(\w+)'?|\bparameter '(\w+)' is not (?:recognized or )?supported\b", re.IGNORECASE
)
_BETWEEN = re.compile(rf"\bbetween {_NUMBER} and {_NUMBER}", re.IGNORECASE)
_MULTIPLE = re.compile(r"\bmultiples? of (\d+)", re.IGNORECASE)
_AREA = re.compile(r"within the range of (\d+)\s*[x×]\s*(\d+) to (\d+)\s*[x×]\s*(\d+)", re.IGNORECASE)
# Numbers of more digits mean no shape, and cannot be divided.
_RATIO = re.compile(r"between (\d{1,5}):(\d{1,5}) and (\d{1,5}):(\d{1,5})\b", re.IGNORECASE)
_MENU = re.compile(r"supported values are:?(.+)", re.IGNORECASE | re.DOTALL)
_SIZE = re.compile(r"\b(\d{2,5})\s*[x×]\s*(\d{2,5})\b")
_MODEL_GONE = re.compile(r"\bunable to access (?:non-serverless )?model\b", re.IGNORECASE)
# Fragments by which the provider's partners are known to word a refusal of content.
_POLICY = re.compile(
    r"content policy|invalid content detected|content moderation|flagged and rejected|\bNO_IMAGE\b", re.IGNORECASE
)
_CREDIT = re.compile(r"\bcredit limit exceeded\b", re.IGNORECASE)
_OF_REFERENCES = re.compile(r"reference|image_urls?\b|input images?", re.IGNORECASE)
# A number that counts pictures, and not their bytes or pixels.
_MOST = re.compile(
    r"(?:at most|up to|maximum(?: number)? of|no more than|not exceed|maximum is|limit of|limit is|between \d+ and) (\d+)"
    r"(?= (?:reference|input|image|item|element|url|picture)|\s*$|[.,;)](?!\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class GridTaught:
    """A side in pixels lies between two bounds, in steps of `multiple`; `field` is `width` or `height`."""

    field: str
    lowest: int
    highest: int
    multiple: int


@dataclass(frozen=True, slots=True)
class BoundsTaught:
    """A field, by its name on the wire, lies between two numbers, both included."""

    field: str
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class AreaTaught:
    """Width times height in pixels lies between two areas; the long side is at most `highest_ratio` short ones."""

    lowest_area: int
    highest_area: int
    highest_ratio: float = 4.0


@dataclass(frozen=True, slots=True)
class MenuTaught:
    """The size is one of these."""

    sizes: tuple[Size, ...]


@dataclass(frozen=True, slots=True)
class UnsupportedTaught:
    """The model does not take this field, by its name on the wire."""

    field: str


@dataclass(frozen=True, slots=True)
class ReferencesTaught:
    """The model takes at most so many references."""

    count: int


@dataclass(frozen=True, slots=True)
class ModelGone:
    """The model cannot be used by this account, or at all."""


@dataclass(frozen=True, slots=True)
class PolicyHeld:
    """A safety check refused prompt or picture: nothing is wrong with the form of the request."""


@dataclass(frozen=True, slots=True)
class CreditGone:
    """There is no credit."""


RuleTaught = GridTaught | BoundsTaught | AreaTaught | MenuTaught | UnsupportedTaught | ReferencesTaught
"""What corrects the row of a model."""

Teaching = RuleTaught | ModelGone | PolicyHeld | CreditGone


def teaching_of(text: str, code: str = "", status: int | None = None) -> Teaching | None:
    """Return what the provider's words say, `None` where nothing certain follows from them.

    `code` is the provider's own name of the refusal, `status` that of HTTP. Numbers that no model can mean are not
    believed. The grammars: recorded refusals of Together's API and of its partners.
    """
    if code in MODEL_CODES or _MODEL_GONE.search(text):
        return ModelGone()
    if code in POLICY_CODES or status == 422 or _POLICY.search(text):
        return PolicyHeld()
    if status == 402 or _CREDIT.search(text):
        return CreditGone()
    return rule_of(text)


def rule_of(text: str) -> RuleTaught | None:
    """Return the rule that a refused request broke, as far as the text states it."""
    unsupported = _UNSUPPORTED.search(text)
    if unsupported:
        return UnsupportedTaught((unsupported.group(1) or unsupported.group(2)).lower())
    return _area_of(text) or _menu_of(text) or _references_of(text) or _bounds_of(text)


def field_of(text: str) -> str:
    """Return the name on the wire of the field at fault, `size` for the size as a whole, empty where it is not plain."""
    rule = rule_of(text)
    if isinstance(rule, AreaTaught | MenuTaught):
        return "size"
    if isinstance(rule, GridTaught | BoundsTaught | UnsupportedTaught):
        return rule.field
    named = _field_named(text)
    return named or ("size" if "invalid dimensions" in text.lower() else "")


def _field_named(text: str) -> str:
    named = _FIELD.search(text) or _INVALID.search(text)
    return named.group(1).lower() if named else ""


def _area_of(text: str) -> AreaTaught | None:
    found = _AREA.search(text)
    if not found:
        return None
    low_w, low_h, high_w, high_h = (int(side) for side in found.groups())
    if not (0 < low_w * low_h <= high_w * high_h and max(low_w, low_h, high_w, high_h) <= SIDE_MAX_PX):
        return None
    ratio = _RATIO.search(text)
    if not ratio:
        return AreaTaught(low_w * low_h, high_w * high_h)
    one, other, third, fourth = (int(part) for part in ratio.groups())
    if not (one and other and third and fourth):
        return AreaTaught(low_w * low_h, high_w * high_h)
    # The tighter of the two ends: a size is turned freely.
    return AreaTaught(low_w * low_h, high_w * high_h, min(max(1.0, min(other / one, third / fourth)), RATIO_MAX))


def _menu_of(text: str) -> MenuTaught | None:
    listed = _MENU.search(text)
    if not listed:
        return None
    sides = ((int(width), int(height)) for width, height in _SIZE.findall(listed.group(1)))
    sizes = tuple(dict.fromkeys(Size(*each) for each in sides if min(each) > 0 and max(each) <= SIDE_MAX_PX))
    return MenuTaught(sizes) if 0 < len(sizes) <= _MENU_MAX else None


def _references_of(text: str) -> ReferencesTaught | None:
    if not _OF_REFERENCES.search(text):
        return None
    most = _MOST.search(text)
    count = int(most.group(1)) if most else 0
    return ReferencesTaught(count) if 0 < count <= _REFERENCES_MAX else None


def _bounds_of(text: str) -> GridTaught | BoundsTaught | None:
    field, between = _field_named(text), _BETWEEN.search(text)
    if not field or not between:
        return None
    lowest, highest = (float(number) for number in between.groups())
    if not -_SEED_LIMIT <= lowest <= highest <= _SEED_LIMIT:
        return None
    if field not in SIZE_FIELDS:
        return BoundsTaught(field, lowest, highest)
    if not 1 <= highest <= SIDE_MAX_PX:
        return None
    multiple = _MULTIPLE.search(text)
    if not multiple:
        return BoundsTaught(field, lowest, highest)
    step = int(multiple.group(1))
    legal = 0 < step <= highest and int(highest) // step * step >= max(lowest, 1)
    return GridTaught(field, max(int(lowest), 1), int(highest), step) if legal else None
