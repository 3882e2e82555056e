"""Making a picture fit to be sent as a reference: upright, not too large, sRGB, PNG or JPEG."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.image_format import ImageFormat
from desktop_app.store.decoding import decoded, told_reasons

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF", "AVIF")
"""What is taken, by Pillow's names."""

LONG_SIDE_PX = 2048
_JPEG_QUALITY = 90

# EXIF 2.3: tags of orientation and of the place where a photograph was taken.
_ORIENTATION, _PLACE = 0x0112, 0x8825


@dataclass(frozen=True, slots=True)
class PreparedPicture:
    """A picture fit to be sent: its file's bytes, format and pixels."""

    data: bytes
    format: ImageFormat
    width: int
    height: int


def prepared(data: bytes) -> PreparedPicture:
    """Return the picture as it is sent; raises Undecodable.

    A PNG or JPEG that needs no change is kept as it is; one that tells where it was taken is written anew without that.
    """
    with decoded(data, FORMATS) as image, told_reasons(data):
        if _is_fit(image):
            kind = ImageFormat.PNG if image.format == "PNG" else ImageFormat.JPEG
            return PreparedPicture(data, kind, image.width, image.height)
        return _encoded(_in_srgb(_eight_bit(_upright(image))))


def _is_fit(image: Image) -> bool:
    modes = {"PNG": {"1", "L", "LA", "P", "RGB", "RGBA"}, "JPEG": {"L", "RGB"}}.get(image.format or "", set())
    return (
        image.mode in modes
        and max(image.size) <= LONG_SIDE_PX
        and getattr(image, "n_frames", 1) == 1
        and _exif_value(image, _ORIENTATION) in {None, 0, 1}
        and _exif_value(image, _PLACE) is None
        and not _foreign_profile(image)
    )


def _exif_value(image: Image, tag: int) -> object:
    try:
        return image.getexif().get(tag)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error):
        return None  # a broken EXIF block is no reason to refuse the picture


def _upright(image: Image) -> Image:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    orientation = _exif_value(image, _ORIENTATION)
    turn = turns.get(orientation) if isinstance(orientation, int) else None
    if turn is None:
        return image
    turned = image.transpose(turn)
    turned.info = image.info
    return turned


def _eight_bit(image: Image) -> Image:
    """Return the picture in 8 bits per channel, in a mode that profiles know: L, RGB, RGBA or CMYK."""
    info = image.info
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in {"L", "RGB", "CMYK"}:
        image = image.convert("RGB")
    image.info = info
    return image


def _foreign_profile(image: Image) -> bytes | None:
    """Return the colour profile of a picture that is not in sRGB."""
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile:
        return None
    return profile


def _in_srgb(image: Image) -> Image:
    from PIL import ImageCms

    profile = _foreign_profile(image)
    target = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile is not None:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=target)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None  # a broken profile, or one of another kind of colour: taken for sRGB
        if converted is not None:
            return converted
    return image.convert(target)


def _encoded(image: Image) -> PreparedPicture:
    from PIL.Image import Resampling

    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    if max(image.size) > LONG_SIDE_PX:
        image = image.copy()
        image.thumbnail((LONG_SIDE_PX, LONG_SIDE_PX), Resampling.LANCZOS)
    kind = ImageFormat.PNG if image.mode == "RGBA" else ImageFormat.JPEG
    image.info = {}
    file = io.BytesIO()
    image.save(file, kind.name, quality=_JPEG_QUALITY)
    return PreparedPicture(file.getvalue(), kind, image.width, image.height)
