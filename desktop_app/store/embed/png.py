"""Text chunks in a PNG (PNG specification, third edition, sections 5 and 11.3.3)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desktop_app.core.infotext import infotext
from desktop_app.core.record import ImageRecord
from desktop_app.store.embed import xmp
from desktop_app.store.embed.essence import essence
from desktop_app.store.json_text import parsed

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_XMP_KEYWORD, _TEXT_KEYWORD, _OWN_KEYWORD = b"XML:com.adobe.xmp", b"parameters", b"sfumato"
_TEXT_TYPES = {b"tEXt", b"zTXt", b"iTXt"}
_MANIFEST_TYPE = b"caBX"


@dataclass(frozen=True, slots=True)
class _Chunk:
    type: bytes
    data: bytes
    raw: bytes

    @property
    def keyword(self) -> bytes:
        """The keyword of a text chunk, empty for others."""
        return self.data.partition(b"\0")[0] if self.type in _TEXT_TYPES else b""


def spliced(picture: bytes, record: ImageRecord) -> bytes:
    """Return the PNG with our chunks after its header; raises ValueError when its structure is not understood."""
    chunks = list(_chunks(picture))
    if any(chunk.type == _MANIFEST_TYPE for chunk in chunks):
        return picture
    ours = {_OWN_KEYWORD: _made(b"iTXt", _international(_OWN_KEYWORD, essence(record)))}
    text = infotext(record).replace("\0", "")
    if text:
        ours[_TEXT_KEYWORD] = _text_chunk(_TEXT_KEYWORD, text)
    theirs = next((chunk for chunk in chunks if chunk.keyword == _XMP_KEYWORD), None)
    packet = _international_text(theirs) if theirs is not None else None
    if theirs is None or packet is not None:
        ours[_XMP_KEYWORD] = _made(b"iTXt", _international(_XMP_KEYWORD, xmp.packet(record, packet)))
    header, *others = (chunk.raw for chunk in chunks if chunk.keyword not in ours)
    return b"".join([_SIGNATURE, header, *ours.values(), *others, picture[_end(chunks) :]])


def read_record(picture: bytes) -> dict[str, Any] | None:
    """Return our own JSON, or `None`; raises ValueError or RecursionError when it is broken."""
    for chunk in _chunks(picture):
        if chunk.keyword == _OWN_KEYWORD:
            text = _international_text(chunk)
            return parsed(text.encode()) if text is not None else None
    return None


def _chunks(picture: bytes) -> Iterator[_Chunk]:
    place, kind = len(_SIGNATURE), b""
    while kind != b"IEND":
        if place + 12 > len(picture):
            raise ValueError("the last chunk is missing")
        length, kind = struct.unpack_from(">I4s", picture, place)
        raw = picture[place : place + 12 + length]
        if len(raw) < 12 + length or (place == len(_SIGNATURE) and kind != b"IHDR"):
            raise ValueError("a chunk is broken")
        yield _Chunk(kind, raw[8:-4], raw)
        place += len(raw)


def _end(chunks: list[_Chunk]) -> int:
    return len(_SIGNATURE) + sum(len(chunk.raw) for chunk in chunks)


def _made(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _text_chunk(keyword: bytes, text: str) -> bytes:
    """Return plain text where Latin-1 has all its letters, as other programs write and read it, else Unicode."""
    try:
        return _made(b"tEXt", keyword + b"\0" + text.encode("latin-1"))
    except UnicodeEncodeError:
        return _made(b"iTXt", _international(keyword, text))


def _international(keyword: bytes, text: str) -> bytes:
    return keyword + b"\0\0\0\0\0" + text.encode("utf-8", "replace")


def _international_text(chunk: _Chunk) -> str | None:
    """Return the text of an uncompressed iTXt chunk, `None` for others; raises ValueError when it is not UTF-8."""
    if chunk.type != b"iTXt":
        return None
    _, _, rest = chunk.data.partition(b"\0")
    if rest[:1] != b"\0":
        return None
    _language, _, rest = rest[2:].partition(b"\0")
    _translated, _, text = rest.partition(b"\0")
    return text.decode("utf-8")
