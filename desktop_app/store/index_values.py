"""A record as the tables of the index hold it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from desktop_app.core.care import TAG_SEPARATOR
from desktop_app.core.record import ImageRecord, Kind, Pick
from desktop_app.store.image_row import (
    charged_usd,
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
_EDGE_BITS = 16
_EDGE_MAX = (1 << _EDGE_BITS) - 1


def text_values(record: ImageRecord, name: str, model_id: int) -> dict[str, Any]:
    """Return the row of `images` but for its place on disk."""
    asked = record.asked
    prompt, model = (asked.prompt, asked.model) if asked is not None else ("", "")
    negative = asked.negative_prompt if asked is not None else ""
    texts = (prompt, negative, record.title, *record.tags, record.note, name)
    return {
        "uuid": record.uuid,
        "sha256": _sha256_bytes(record.file.sha256),
        "created_at": record.created_at,
        "job_id": record.job_id,
        "uuid_number": number_of(record.uuid),
        "sha_number": number_of_sha256(record.file.sha256),
        "prompt_number": number_of_prompt(prompt),
        "batch_number": number_of(record.batch_id),
        "parent_number": number_of(base_uuid(record)),
        "seed": asked.seed if asked is not None else None,
        "prompt": prompt,
        "negative_prompt": negative,
        "model": model,
        "title": record.title,
        "tags": "\n".join(record.tags),
        "note": record.note,
        "other_words": " ".join([*_new_words(name, prompt), model_mark(model_id)]),
        "unspaced": unspaced_words(*texts),
    }


def fact_values(record: ImageRecord, key: int, model_id: int) -> dict[str, Any]:
    """Return the row of `facts` but for the stack."""
    width, height = record.file.width, record.file.height
    rating = max(0, min(5, record.rating))
    pick, kind = _PICK_NUMBERS[record.pick], _KIND_NUMBERS[record.kind]
    counted = (
        (FacetPart.MONTH, month_of_key(key)),
        (FacetPart.MODEL, model_id),
        (FacetPart.SIZE, size_number(width, height)),
        (FacetPart.RATING, rating),
        (FacetPart.PICK, pick),
        (FacetPart.KIND, kind),
        (FacetPart.DEMO, int(record.demo)),
    )
    return {
        "rating": rating,
        "pick": pick,
        "kind": kind,
        "demo": int(record.demo),
        "model": model_id,
        "width": width,
        "height": height,
        "pixels": width * height,
        "has": _has(record),
        "cost": charged_usd(record),
        "facet": sum([part.put(value) for part, value in counted]),
    }


def model_mark(model_id: int) -> str:
    """Return the word that stands for a model's name."""
    return f"{_MODEL}{model_id}"


def _new_words(name: str, prompt: str) -> list[str]:
    """Return the words of a file's name that are not in the prompt, from which most names are made."""
    known = set(_WORD.findall(prompt.casefold()))
    return [word for word in _WORD.findall(name) if word.casefold() not in known]


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
    moment = datetime.fromtimestamp(quarter * _QUARTER_US / 1_000_000, UTC).astimezone()
    return max(0, (moment.year - _FIRST_YEAR) * 12 + moment.month - 1)


def month_name(month: int) -> str:
    """Return a month as a search names it: `2026-11`."""
    return f"{_FIRST_YEAR + month // 12}-{month % 12 + 1:02}"


def base_uuid(record: ImageRecord) -> str:
    """Return the UUID of the picture that this one is an edit of, empty for none or one from elsewhere."""
    if record.kind is not Kind.EDITED or not record.parents:
        return ""
    return record.parents[0].uuid or ""


def with_outer_tags(tags: tuple[str, ...]) -> set[str]:
    """Return tags with all that they lie in: `animals` with `animals/fox`."""
    found: set[str] = set()
    for tag in tags:
        parts = tag.split(TAG_SEPARATOR)
        found |= {TAG_SEPARATOR.join(parts[:count]).strip() for count in range(1, len(parts) + 1)}
    return found - {""}


def _has(record: ImageRecord) -> int:
    negative = record.asked.negative_prompt if record.asked is not None else ""
    flags = (
        (HAS_REFERENCE, record.parents),
        (HAS_NOTE, record.note),
        (HAS_TITLE, record.title),
        (HAS_TAG, record.tags),
        (HAS_COLLECTION, record.collections),
        (HAS_NEGATIVE, negative),
    )
    return sum(flag for flag, value in flags if value)


def _sha256_bytes(digits: str) -> bytes:
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return b""
