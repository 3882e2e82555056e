"""Thumbnails and looks of pictures that are decoded already, as those are that the program saves."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.looks import GREY_HEIGHT, GREY_WIDTH, Look, look_of
from desktop_app.store.thumbnail_cache import ThumbnailCache, content_key

if TYPE_CHECKING:
    from PIL.Image import Image

_EDGES_PX = (512, 256)
_QUALITY = 85


@dataclass(frozen=True, slots=True)
class SmallPictures:
    """A picture's thumbnails by the length of their long side in pixels, as JPEG files, and how it looks."""

    thumbnails: tuple[tuple[int, bytes], ...]
    look: Look


def small_pictures(image: Image) -> SmallPictures | None:
    """Return the small forms of a decoded picture; `None` for one whose colours need more than plain RGB.

    What is transparent, of other colours than sRGB or turned is left to who shows it.
    """
    if image.mode != "RGB" or "icc_profile" in image.info or image.getexif().get(0x0112, 1) != 1:
        return None
    thumbnails = []
    small = image
    for edge_px in _EDGES_PX:
        if max(image.size) > edge_px:
            small = _fitted(small, edge_px)
            thumbnails.append((edge_px, _encoded(small)))
    return SmallPictures(tuple(thumbnails), _look(small))


def keep_small_pictures(cache: ThumbnailCache, sha256: str, small: SmallPictures) -> None:
    """Keep the thumbnails of the file with this SHA-256. Raises nothing."""
    for edge_px, data in small.thumbnails:
        cache.put(content_key(sha256, edge_px), data)


def _fitted(image: Image, edge_px: int) -> Image:
    from PIL.Image import Resampling

    share = edge_px / max(image.size)
    width, height = (max(1, round(side * share)) for side in image.size)
    return image.resize((width, height), Resampling.BICUBIC, reducing_gap=2.0)


def _encoded(image: Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def _look(image: Image) -> Look:
    from PIL.Image import Resampling

    average = image.resize((1, 1), Resampling.BOX).getpixel((0, 0))
    assert isinstance(average, tuple)
    grey = image.convert("L").resize((GREY_WIDTH, GREY_HEIGHT), Resampling.BOX)
    red, green, blue = (int(part) for part in average)
    return look_of((red, green, blue), grey.tobytes())
