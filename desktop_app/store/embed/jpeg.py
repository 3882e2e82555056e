"""Metadata segments in a JPEG (ITU T.81 annex B, Exif 2.3, Adobe's XMP specification part 3)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desktop_app.core.infotext import infotext
from desktop_app.core.record import ImageRecord
from desktop_app.store.embed import exif, xmp
from desktop_app.store.embed.essence import essence
from desktop_app.store.json_text import parsed

_APP0, _APP1, _APP11 = 0xE0, 0xE1, 0xEB
_START_OF_SCAN, _END = 0xDA, 0xD9
_EXIF_NAME, _XMP_NAME = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
_PAYLOAD_MAX_BYTES = 65533


@dataclass(frozen=True, slots=True)
class _Segment:
    marker: int
    payload: bytes

    @property
    def raw(self) -> bytes:
        """The segment as it stands in the file."""
        return struct.pack(">BBH", 0xFF, self.marker, len(self.payload) + 2) + self.payload

    def is_named(self, name: bytes) -> bool:
        """Say whether this is the APP1 segment of that name."""
        return self.marker == _APP1 and self.payload.startswith(name)


def spliced(picture: bytes, record: ImageRecord) -> bytes:
    """Return the JPEG with our segments before its pixels; raises ValueError when its structure is not understood."""
    segments = list(_segments(picture))
    rest = picture[2 + sum(len(segment.raw) for segment in segments) :]
    if any(segment.marker == _APP11 and segment.payload.startswith(b"JP") for segment in segments):
        return picture
    first = [segment for segment in segments if segment.marker == _APP0]
    theirs = [segment for segment in segments if segment.marker != _APP0]
    for made in (_exif_segment(record, theirs), _xmp_segment(record, theirs)):
        if made is not None:
            name = _EXIF_NAME if made.is_named(_EXIF_NAME) else _XMP_NAME
            theirs = [segment for segment in theirs if not segment.is_named(name)]
            first.append(made)
    return b"".join([b"\xff\xd8", *(segment.raw for segment in (*first, *theirs)), rest])


def read_record(picture: bytes) -> dict[str, Any] | None:
    """Return our own JSON, or `None`; raises ValueError or RecursionError when it is broken."""
    packet = _payload(list(_segments(picture)), _XMP_NAME)
    text = xmp.own_record(packet.decode("utf-8")) if packet is not None else None
    return parsed(text.encode()) if text else None


def _segments(picture: bytes) -> Iterator[_Segment]:
    """Yield the segments before the first scan; raises ValueError when they are not in the usual form."""
    place = 2
    while True:
        header = picture[place : place + 4]
        if len(header) < 4 or header[0] != 0xFF:
            raise ValueError("a segment is broken")
        _, marker, length = struct.unpack(">BBH", header)
        if marker in {_START_OF_SCAN, _END}:
            return
        payload = picture[place + 4 : place + 2 + length]
        if not 0xC0 <= marker <= 0xFE or length < 2 or len(payload) != length - 2:
            raise ValueError("a segment is broken")
        yield _Segment(marker, payload)
        place += 2 + length


def _payload(segments: list[_Segment], name: bytes) -> bytes | None:
    return next((each.payload[len(name) :] for each in segments if each.is_named(name)), None)


def _exif_segment(record: ImageRecord, theirs: list[_Segment]) -> _Segment | None:
    text = infotext(record)
    if not text:
        return None
    try:
        return _fitting(_EXIF_NAME + exif.with_user_comment(_payload(theirs, _EXIF_NAME), text))
    except ValueError:
        return None


def _xmp_segment(record: ImageRecord, theirs: list[_Segment]) -> _Segment | None:
    there = _payload(theirs, _XMP_NAME)
    try:
        packet = there.decode("utf-8") if there is not None else None
    except UnicodeDecodeError:
        return None
    # A prompt may be too long for all of it: what marks the picture goes before what heals a lost sidecar.
    for attempt in (xmp.packet(record, packet, essence(record)), xmp.packet(record, packet), xmp.mark(record, packet)):
        segment = _fitting(_XMP_NAME + attempt.encode("utf-8", "replace"))
        if segment is not None:
            return segment
    return None


def _fitting(payload: bytes) -> _Segment | None:
    return _Segment(_APP1, payload) if len(payload) <= _PAYLOAD_MAX_BYTES else None
