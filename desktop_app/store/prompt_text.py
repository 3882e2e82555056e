"""The text of a file that another program wrote: in whichever of the usual encodings."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT_BYTES = 4096
_MANY_ZEROS = 0.2


class NotText(ValueError):
    """The bytes are no text of a known encoding."""


def text_of(data: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 or UTF-32, else as Windows in Western Europe writes it; raise NotText.

    Line ends become line feeds; control characters but for tabs go.
    """
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in text if character >= " " or character in "\t\n").replace("\x7f", "")


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    wide = _wide_encoding(data)
    if wide:
        text = _strictly(data, wide)
        if any(character < " " and character not in "\t\r\n" for character in text):
            raise NotText("zero bytes between others")
        return text
    if b"\0" in data:
        raise NotText("zero bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Five bytes have no character there: they stand for themselves, as browsers take them.
        return "".join(_western(byte) for byte in data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as cause:
        raise NotText(str(cause)) from cause


def _wide_encoding(data: bytes) -> str:
    """Return which UTF-16 this is by where its zeros stand, empty when it is none."""
    head = data[:_LOOKED_AT_BYTES]
    pairs = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if pairs and odd > _MANY_ZEROS * pairs and not even:
        return "utf-16-le"
    return "utf-16-be" if pairs and even > _MANY_ZEROS * pairs and not odd else ""


def _western(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
