"""Real small pictures, and records for them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PIL import Image

from desktop_app.core.record import Asked, FileFacts, ImageRecord, Kind

if TYPE_CHECKING:
    from pathlib import Path

NO_FILE = FileFacts("", "", 0, 0, 0, "")


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), colour: str = "teal", **options: Any) -> bytes:
    """Return the bytes of a picture file in a format of Pillow's, one half of it white so that turning shows."""
    image = Image.new("RGB", size, colour)
    image.paste("white", (0, 0, size[0] // 2, size[1]))
    return encoded(image.convert(options.pop("mode", "RGB")), kind, **options)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return the image as the bytes of a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def pixels(data: bytes | Path) -> tuple[str, tuple[int, int], bytes]:
    """Return mode, size and decoded bytes: what must be the same when only metadata was changed."""
    with Image.open(io.BytesIO(data) if isinstance(data, bytes) else data) as image:
        return image.mode, image.size, image.tobytes()


def a_record(prompt: str = "a red fox in the snow", **fields: Any) -> ImageRecord:
    """Return the record of a picture that was asked for, with a new UUID, without the facts of its file."""
    asked = fields.pop("asked", Asked(prompt, "black-forest-labs/FLUX.2-dev", 64, 48, 28, 7))
    usual: dict[str, Any] = {"uuid": str(uuid4()), "created_at": "2026-11-22T10:00:00+00:00", "kind": Kind.GENERATED}
    return ImageRecord(**{**usual, "file": NO_FILE, "program_version": "0.1.0", **fields}, asked=asked)
