"""A record as the tables of the index hold it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from desktop_app.core.care import TAG_SEPARATOR
from desktop_app.core.record import Kind, Pick
from desktop_app.core.record_outline import Outline
from desktop_app.store.image_row import (
    number_of,
    number_of_prompt,
    number_of_sha256,
)
from desktop_app.store.unspaced_text import unspaced_words

KINDS = (Kind.GENERATED, Kind.EDITED, Kind.IMPORTED, Kind.SAMPLE)
PICKS = (Pick.NONE, Pick.PICKED, Pick.REJECTED)
"""The places in these are the numbers in the index."""

_KIND_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
_PICK_NUMBERS = {pick: number for number, pick in enumerate(PICKS)}

HAS_REFERENCE, HAS_NOTE, HAS_TITLE, HAS_TAG, HAS_COLLECTION, HAS_NEGATIVE = (1 << bit for bit in range(6))


_FIRST_YEAR = 1970
_QUARTER_US = 900_000_000
_MODEL = "\ue002"
_WORD = re.compile(r"[^\W_]+")
_INTEGER_MAX = (1 << 63) - 1
"""What SQLite holds."""

_SIDE_MAX = (1 << 31) - 1
_EDGE_BITS = 16
_EDGE_MAX = (1 << _EDGE_BITS) - 1


class TextRow(NamedTuple):
    """A row of `images` after its first columns, which are `PLACE_COLUMNS`."""

    uuid: str
    sha256: bytes
    created_at: str
    job_id: str
    uuid_number: int
    sha_number: int
    prompt_number: int
    batch_number: int
    parent_number: int
    seed: int | None
    prompt: str
    negative_prompt: str
    model: str
    title: str
    tags: str
    note: str
    other_words: str
    unspaced: str


class FactRow(NamedTuple):
    """A row of `facts` but for its last column, the stack."""

    key: int
    rating: int
    pick: int
    kind: int
    demo: int
    model: int
    width: int
    height: int
    pixels: int
    has: int
    cost: float | None
    facet: int


PLACE_COLUMNS = ("key", "folder", "name", "stamp")
IMAGE_COLUMNS = (*PLACE_COLUMNS, *TextRow._fields)
FACT_COLUMNS = (*FactRow._fields, "stack")


def text_values(known: Outline, name: str, model_id: int) -> TextRow:
    """Return what `images` holds of a picture beside its place on disk."""
    prompt = known.prompt
    return TextRow(
        known.uuid,
        _sha256_bytes(known.sha256),
        known.created_at,
        known.job_id,
        number_of(known.uuid),
        number_of_sha256(known.sha256),
        number_of_prompt(prompt),
        _number_of_batch(known.batch_id),
        number_of(base_uuid(known)) if known.parents else 0,
        _kept_integer(known.seed),
        prompt,
        known.negative_prompt,
        known.model,
        known.title,
        "\n".join(known.tags),
        known.note,
        " ".join([*_new_words(name, prompt), model_mark(model_id)]),
        unspaced_words(prompt, known.negative_prompt, known.title, *known.tags, known.note, name),
    )


def fact_values(known: Outline, key: int, model_id: int) -> FactRow:
    """Return what `facts` holds of a picture beside its stack."""
    width, height = min(known.width, _SIDE_MAX), min(known.height, _SIDE_MAX)
    rating = max(0, min(5, known.rating))
    pick, kind, demo = _PICK_NUMBERS[known.pick], _KIND_NUMBERS[known.kind], int(known.demo)
    facet = FacetPart.MONTH.put(month_of_key(key)) | _facet_of_request(model_id, width, height)
    return FactRow(
        key,
        rating,
        pick,
        kind,
        demo,
        model_id,
        width,
        height,
        width * height,
        _has(known),
        kept_number(known.charged_usd),
        facet | _facet_of_care(rating, pick, kind, demo),
    )


def kept_number(value: float | None) -> float | None:
    """Return a number from a sidecar as the index holds it, `None` for one that it cannot hold."""
    try:
        return None if value is None else float(value)
    except OverflowError:
        return None


def _kept_integer(value: int | None) -> int | None:
    return value if value is None or -_INTEGER_MAX <= value <= _INTEGER_MAX else None


def model_mark(model_id: int) -> str:
    """Return the word that stands for a model's name."""
    return f"{_MODEL}{model_id}"


def _new_words(name: str, prompt: str) -> list[str]:
    """Return the words of a file's name but for those between spaces in the prompt, from which most names are made."""
    known = f" {prompt.casefold()} "
    return [word for word in _WORD.findall(name) if f" {word.casefold()} " not in known]


class FacetPart(Enum):
    """What is counted of a picture: the place of its lowest bit in the facet's number, and how many bits it has."""

    MONTH = (52, 11)
    MODEL = (40, 12)
    SIZE = (8, 32)
    """Width and height, 16 bits each."""
    RATING = (5, 3)
    PICK = (3, 2)
    KIND = (1, 2)
    DEMO = (0, 1)

    def __init__(self, shift: int, bits: int) -> None:
        self.shift = shift
        self.mask = (1 << bits) - 1

    def put(self, value: int) -> int:
        """Return a facet's number that holds this part alone; what is too large is the largest."""
        return min(value, self.mask) << self.shift


def size_number(width: int, height: int) -> int:
    """Return width and height as one number."""
    return min(width, _EDGE_MAX) << _EDGE_BITS | min(height, _EDGE_MAX)


def size_pixels(number: int) -> tuple[int, int]:
    """Return the width and height that a number stands for."""
    return number >> _EDGE_BITS, number & _EDGE_MAX


def month_of_key(key: int) -> int:
    """Return the local month of a picture's key, counted from January 1970."""
    return _month_of_quarter(key // _QUARTER_US)


@lru_cache(maxsize=4096)
def _month_of_quarter(quarter: int) -> int:
    """Return the local month of a quarter of an hour since 1970: clocks differ by whole quarters."""
    try:
        moment = datetime.fromtimestamp(quarter * _QUARTER_US / 1_000_000, UTC).astimezone()
    except (ValueError, OverflowError, OSError):
        # The last year that there is has ended somewhere.
        return FacetPart.MONTH.mask
    return max(0, (moment.year - _FIRST_YEAR) * 12 + moment.month - 1)


def month_name(month: int) -> str:
    """Return a month as a search names it: `2026-11`."""
    return f"{_FIRST_YEAR + month // 12}-{month % 12 + 1:02}"


def base_uuid(known: Outline) -> str:
    """Return the UUID of the picture that this one is an edit of, empty for none or one from elsewhere."""
    if known.kind is not Kind.EDITED or not known.parents:
        return ""
    return known.parents[0].uuid or ""


@lru_cache(maxsize=1024)
def with_outer_tags(tags: tuple[str, ...]) -> frozenset[str]:
    """Return tags with all that they lie in: `animals` with `animals/fox`."""
    found: set[str] = set()
    for tag in tags:
        parts = tag.split(TAG_SEPARATOR)
        found |= {TAG_SEPARATOR.join(parts[:count]).strip() for count in range(1, len(parts) + 1)}
    return frozenset(found - {""})


def _has(known: Outline) -> int:
    return (
        (HAS_REFERENCE if known.parents else 0)
        | (HAS_NOTE if known.note else 0)
        | (HAS_TITLE if known.title else 0)
        | (HAS_TAG if known.tags else 0)
        | (HAS_COLLECTION if known.collections else 0)
        | (HAS_NEGATIVE if known.negative_prompt else 0)
    )


@lru_cache(maxsize=1024)
def _facet_of_request(model_id: int, width: int, height: int) -> int:
    return FacetPart.MODEL.put(model_id) | FacetPart.SIZE.put(size_number(width, height))


@lru_cache(maxsize=1024)
def _facet_of_care(rating: int, pick: int, kind: int, demo: int) -> int:
    parts = ((FacetPart.RATING, rating), (FacetPart.PICK, pick), (FacetPart.KIND, kind), (FacetPart.DEMO, demo))
    return sum(part.put(value) for part, value in parts)


# Pictures of one order come one after the other.
_number_of_batch = lru_cache(maxsize=64)(number_of)


def _sha256_bytes(digits: str) -> bytes:
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return b""
