"""Telling a picture's format by its first bytes, never by its name."""

from __future__ import annotations

from enum import Enum


class ImageFormat(Enum):
    """A format that the library keeps; the value is the name in sidecars."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"

    @property
    def suffix(self) -> str:
        """The file name's ending, with its dot."""
        return ".jpg" if self is ImageFormat.JPEG else f".{self.value}"

    @property
    def mime_type(self) -> str:
        """The format's media type."""
        return f"image/{self.value}"


IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
"""Endings of files that are looked at when the library is read."""


def sniff(data: bytes) -> ImageFormat | None:
    """Return the format that the first 12 bytes announce, or `None` when it is no known picture."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ImageFormat.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return ImageFormat.JPEG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ImageFormat.WEBP
    return None
