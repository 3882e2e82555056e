"""What a picture says of itself: metadata spliced into its file, never a pixel touched."""

from __future__ import annotations

from typing import Any

from desktop_app.core.image_format import ImageFormat, sniff
from desktop_app.core.record import ImageRecord
from desktop_app.store.embed import jpeg, png


def embed(picture: bytes, record: ImageRecord) -> bytes:
    """Return the picture's file with the record's essence in it. Raises nothing.

    PNG and JPEG get the text that other programs of the field read, XMP that marks the picture as made by AI (or by the
    demo engine), and our own short JSON. A file that carries a C2PA manifest comes back byte for byte, since any change
    would break its signature; so do WebP, and files whose structure is not understood.
    """
    splice = {ImageFormat.PNG: png.spliced, ImageFormat.JPEG: jpeg.spliced}.get(sniff(picture) or ImageFormat.WEBP)
    try:
        return splice(picture, record) if splice is not None else picture
    except ValueError:
        return picture


def read_embedded(picture: bytes) -> dict[str, Any] | None:
    """Return the JSON that `embed` put into the file, or `None` when there is none. Raises nothing."""
    read = {ImageFormat.PNG: png.read_record, ImageFormat.JPEG: jpeg.read_record}.get(
        sniff(picture) or ImageFormat.WEBP
    )
    try:
        return read(picture) if read is not None else None
    except (ValueError, RecursionError):
        return None
