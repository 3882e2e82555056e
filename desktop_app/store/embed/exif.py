"""The user comment in an EXIF block (TIFF 6.0 section 2, Exif 2.3 section 4.6)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_EXIF_POINTER, _USER_COMMENT, _VERSION = 0x8769, 0x9286, 0x9000
_LONG, _UNDEFINED = 4, 7
_EMPTY = b"MM\0*\0\0\0\0"


@dataclass(frozen=True, slots=True)
class _Entry:
    tag: int
    type: int
    count: int
    value: bytes


def with_user_comment(block: bytes | None, text: str) -> bytes:
    """Return the TIFF block with the text as its user comment; raises ValueError when the block is not understood.

    The block is only appended to and its directories are written anew at its end, so every offset in it stays right,
    those inside makers' notes too. The text is `UNICODE`, UTF-16 big-endian, type UNDEFINED: what readers expect.
    """
    block = block if block is not None else _EMPTY
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None or len(block) < 8:
        raise ValueError("no TIFF block")
    try:
        return _rewritten(block, order, b"UNICODE\0" + text.encode("utf-16-be", "replace"))
    except struct.error as cause:
        raise ValueError("a directory is broken") from cause


def _rewritten(block: bytes, order: str, comment: bytes) -> bytes:
    entries, following = _directory(block, order, *struct.unpack_from(f"{order}I", block, 4))
    pointer = entries.get(_EXIF_POINTER)
    inner, inner_following = (
        _directory(block, order, *struct.unpack(f"{order}I", pointer.value)) if pointer else ({}, 0)
    )
    block += b"\0" * (len(block) % 2)
    inner.setdefault(_VERSION, _Entry(_VERSION, _UNDEFINED, 4, b"0230"))
    inner[_USER_COMMENT] = _Entry(_USER_COMMENT, _UNDEFINED, len(comment), struct.pack(f"{order}I", len(block)))
    block += comment
    inner_place = len(block)
    block += _written(inner, inner_following, order)
    entries[_EXIF_POINTER] = _Entry(_EXIF_POINTER, _LONG, 1, struct.pack(f"{order}I", inner_place))
    place = len(block)
    block += _written(entries, following, order)
    return block[:4] + struct.pack(f"{order}I", place) + block[8:]


def _directory(block: bytes, order: str, place: int) -> tuple[dict[int, _Entry], int]:
    """Return a directory's entries by tag and the place of the next one; at 0 there is none."""
    if place == 0:
        return {}, 0
    (count,) = struct.unpack_from(f"{order}H", block, place)
    entries = [_Entry(*struct.unpack_from(f"{order}HHI4s", block, place + 2 + 12 * each)) for each in range(count)]
    (following,) = struct.unpack_from(f"{order}I", block, place + 2 + 12 * count)
    return {entry.tag: entry for entry in entries}, following


def _written(entries: dict[int, _Entry], following: int, order: str) -> bytes:
    parts = [struct.pack(f"{order}H", len(entries))]
    for tag in sorted(entries):
        entry = entries[tag]
        parts.append(struct.pack(f"{order}HHI4s", entry.tag, entry.type, entry.count, entry.value))
    return b"".join([*parts, struct.pack(f"{order}I", following)])
