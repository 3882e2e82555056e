"""Opening pictures of unknown origin: a short list of formats, no bombs, every fault as one of three reasons."""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING

from desktop_app.core.image_format import sniff

if TYPE_CHECKING:
    from PIL.Image import Image


class Reason(Enum):
    """Why a picture cannot be decoded."""

    NOT_A_PICTURE = "not a picture"
    BROKEN = "broken"
    TOO_LARGE = "too large"


class Undecodable(ValueError):
    """The bytes cannot be decoded."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@contextmanager
def decoded(data: bytes, formats: Collection[str]) -> Iterator[Image]:
    """Open a picture and decode every pixel of its first frame, within the block; raise Undecodable.

    `formats` are Pillow's names; what is not among them is not even looked at. A picture that would take more memory
    than Pillow holds for sane (89 million pixels) is TOO_LARGE.
    """
    from PIL import Image

    with told_reasons(data):
        image = Image.open(io.BytesIO(data), formats=tuple(formats))
    with image:
        with told_reasons(data):
            image.load()
        yield image


def measured(data: bytes, formats: Collection[str]) -> tuple[int, int] | None:
    """Return width and height in pixels as the file's beginning tells them, or `None`. Raises nothing."""
    from PIL import Image

    try:
        with told_reasons(data), Image.open(io.BytesIO(data), formats=tuple(formats)) as image:
            return image.size
    except Undecodable:
        return None


@contextmanager
def told_reasons(data: bytes) -> Iterator[None]:
    """Turn every fault that Pillow has with a picture in the block into Undecodable."""
    from PIL import Image, UnidentifiedImageError

    # Pillow only warns of pictures up to twice the limit.
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as cause:
        raise Undecodable(Reason.TOO_LARGE, str(cause)) from cause
    except UnidentifiedImageError as cause:
        reason = Reason.BROKEN if sniff(data) else Reason.NOT_A_PICTURE
        raise Undecodable(reason, "no known format, or its beginning is broken") from cause
    # Decoders raise whatever they stumble over: RuntimeError, struct.error, TypeError.
    except Exception as cause:
        raise Undecodable(Reason.BROKEN, f"{type(cause).__name__}: {cause}") from cause
