"""Edits: a reference picture visibly changed, as the words of the prompt ask."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageFilter, ImageOps

from desktop_app.api.demo.colour import Rgb, lightness
from desktop_app.api.demo.order import SMALLEST_PX, OrderRefused, PaintOrder
from desktop_app.api.demo.palette import palette_of, words_of
from desktop_app.api.demo.texture import cloudy, coloured, faint, grain, softly_lit, stretched, vignette

_LARGEST_EDIT_PX = 1536
_FORMATS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit works with: chance, the stops from dark to light to draw colours towards, and the steps' detail."""

    rng: Random
    stops: tuple[Rgb, ...]
    detail: int


def edited(order: PaintOrder, words: list[str], rng: Random, detail: int) -> Image.Image:
    """Return the first reference changed as the words ask; a second one lends its colours.

    Keeps the reference's shape unless a size is asked for. Raise OrderRefused when a reference cannot be read.
    """
    image = _sized(_opened(order.references[0]), order)
    if len(order.references) > 1:
        stops = _colours_of(_opened(order.references[1]))
    else:
        palette = palette_of(words, rng)
        stops = tuple(sorted((*palette.land, *palette.sky, palette.light), key=lightness))
    asked = [how for how, triggers in _WAYS if not words_of(triggers).isdisjoint(words)]
    edit = Edit(rng, stops, detail)
    for how in asked or [_recoloured, _watercolour]:
        image = how(image, edit)
    return vignette(grain(image, rng, 7), 0.1)


def _opened(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as file:
                return ImageOps.exif_transpose(file).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as cause:
        raise OrderRefused("A reference picture could not be read.") from cause


def _sized(image: Image.Image, order: PaintOrder) -> Image.Image:
    if order.size is not None:
        return ImageOps.fit(image, (order.size.width, order.size.height), Image.Resampling.LANCZOS)
    longest = max(image.size)
    scale = min(1.0, _LARGEST_EDIT_PX / longest)
    width, height = (max(SMALLEST_PX, round(side * scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _colours_of(image: Image.Image) -> tuple[Rgb, ...]:
    """Return the main colours of a picture from dark to light."""
    small = image.resize((64, 64)).quantize(7, Image.Quantize.MEDIANCUT).convert("RGB")
    counted = small.getcolors(64 * 64) or []
    return tuple(sorted((_rgb(colour) for _, colour in counted), key=lightness))


def _rgb(colour: object) -> Rgb:
    assert isinstance(colour, tuple)
    return int(colour[0]), int(colour[1]), int(colour[2])


def _recoloured(image: Image.Image, edit: Edit) -> Image.Image:
    """Draw every tone towards the colours asked for, and keep a memory of what was there."""
    tones = ImageOps.autocontrast(image.convert("L"), cutoff=1)
    return Image.blend(image, coloured(tones, edit.stops), 0.66)


def _watercolour(image: Image.Image, edit: Edit) -> Image.Image:
    """Let colours run into flat pools with darker rims, on white paper."""
    pools = _simplified(image, 1 + edit.detail // 4)
    flat = ImageOps.posterize(pools.reduce(2), 4).filter(ImageFilter.MedianFilter(7))
    pools = Image.blend(pools, flat.resize(image.size, Image.Resampling.BICUBIC), 0.5)
    rims = _edges(pools, 2.4)
    half = (max(2, image.width // 2), max(2, image.height // 2))
    washes = stretched(cloudy(edit.rng, half, (5, 5), 5, 0.6)).resize(image.size)
    paint = softly_lit(Image.blend(pools, image, 0.25), faint(washes, 46))
    paint = ImageChops.multiply(paint, Image.merge("RGB", [rims.point(lambda value: 255 - value // 2)] * 3))
    return Image.composite(paint, Image.new("RGB", image.size, (250, 246, 238)), _torn_edge(image.size, washes))


def _posterised(image: Image.Image, edit: Edit) -> Image.Image:
    """Cut the picture from a few sheets of coloured paper."""
    tones = ImageOps.autocontrast(_simplified(image, 3).convert("L"), cutoff=1)
    even = Image.blend(tones, ImageOps.equalize(tones), 0.4)
    levels = 4 + edit.detail // 3
    steps = [min(value * levels // 256, levels - 1) * 255 // (levels - 1) for value in range(256)]
    return coloured(even.point(steps), edit.stops).filter(ImageFilter.SMOOTH)


def _pencil(image: Image.Image, edit: Edit) -> Image.Image:
    """Draw the outlines in soft pencil on paper."""
    grey = image.convert("L").filter(ImageFilter.GaussianBlur(1.6))
    soft = ImageOps.invert(grey).filter(ImageFilter.GaussianBlur(6 + edit.detail))
    drawn = _dodged(grey, soft)
    return coloured(drawn.point(lambda value: round(255 * (value / 255) ** 1.7)), ((38, 36, 42), (250, 246, 238)))


def _dodged(base: Image.Image, light: Image.Image) -> Image.Image:
    """Return the base over the inverted light: white where both agree, dark where lines are."""
    difference = ImageChops.subtract(ImageOps.invert(light), base)
    return ImageOps.invert(ImageOps.autocontrast(difference, cutoff=(0, 1)))


def _night(image: Image.Image, _: Edit) -> Image.Image:
    """Turn day into night: dark, blue, with only the lights left."""
    dark = coloured(image.convert("L"), ((5, 6, 20), (20, 24, 62), (62, 72, 128), (150, 150, 172), (255, 240, 205)))
    dimmed = image.point(lambda value: round(255 * (value / 255) ** 2.4))
    return Image.blend(dimmed, dark, 0.72)


def _monochrome(image: Image.Image, _: Edit) -> Image.Image:
    """Take all colour away and give the tones more depth."""
    grey = ImageOps.autocontrast(image.convert("L"), cutoff=1)
    curve = [round(255 * (part * part * (3 - 2 * part)) * 0.6 + value * 0.4) for value, part in _parts()]
    return Image.merge("RGB", [grey.point(curve)] * 3)


def _mirrored(image: Image.Image, _: Edit) -> Image.Image:
    return ImageOps.mirror(image)


def _inverted(image: Image.Image, _: Edit) -> Image.Image:
    return ImageOps.invert(image)


def _dreamy(image: Image.Image, _: Edit) -> Image.Image:
    """Let the lights bloom."""
    bloom = image.filter(ImageFilter.GaussianBlur(max(image.size) * 0.012))
    return Image.blend(image, ImageChops.screen(image, bloom), 0.62)


def _mosaic(image: Image.Image, edit: Edit) -> Image.Image:
    """Lay the picture in small square stones."""
    across = 18 + 5 * edit.detail
    scale = across / max(image.size)
    small = image.resize(
        (max(2, round(image.width * scale)), max(2, round(image.height * scale))), Image.Resampling.BOX
    )
    return small.resize(image.size, Image.Resampling.NEAREST)


def _simplified(image: Image.Image, rounds: int) -> Image.Image:
    """Return the picture without its small detail, edges kept."""
    small = image.reduce(2)
    for _ in range(rounds):
        small = small.filter(ImageFilter.MedianFilter(5))
    return small.filter(ImageFilter.GaussianBlur(0.8)).resize(image.size, Image.Resampling.BICUBIC)


def _edges(image: Image.Image, strength: float) -> Image.Image:
    grey = image.convert("L")
    wide = ImageChops.difference(grey.filter(ImageFilter.MaxFilter(3)), grey.filter(ImageFilter.MinFilter(3)))
    return wide.filter(ImageFilter.GaussianBlur(0.8)).point(lambda value: min(255, round(value * strength)))


def _torn_edge(size: tuple[int, int], washes: Image.Image) -> Image.Image:
    """A mask that leaves an uneven margin of bare paper."""
    margin = round(min(size) * 0.028)
    inner = Image.new("L", size)
    inner.paste(255, (margin, margin, size[0] - margin, size[1] - margin))
    soft = inner.filter(ImageFilter.GaussianBlur(margin * 0.8))
    uneven = ImageChops.add(soft, faint(washes, 60), 1, -128)
    return uneven.point([min(255, max(0, (value - 96) * 5)) for value in range(256)])


def _parts() -> list[tuple[int, float]]:
    return [(value, value / 255) for value in range(256)]


_WAYS: tuple[tuple[Callable[[Image.Image, Edit], Image.Image], str], ...] = (
    (_mirrored, "flip flipped mirror mirrored reverse"),
    (_inverted, "invert inverted negative solarise solarize"),
    (_night, "night midnight dark darker moonlit moonlight nocturne"),
    (_monochrome, "monochrome grayscale greyscale noir bw charcoal"),
    (
        _recoloured,
        """dusk dawn sunset sunrise autumn winter snow snowy spring summer desert ember fire lava sea ocean forest palette
        colour colours color colors red crimson coral rose pink magenta orange copper rust amber gold golden yellow ochre
        olive green emerald sage mint teal turquoise cyan blue azure navy indigo violet purple plum lilac brown sepia warm
        warmer cold cooler neon pop retro""",
    ),
    (_posterised, "poster posterise posterize gouache screenprint print linocut flat cutout paper cartoon comic anime"),
    (_pencil, "pencil sketch drawing drawn ink line lines etching"),
    (_watercolour, "watercolour watercolor painting painted paint painterly oil impressionist brush aquarelle"),
    (_mosaic, "mosaic pixel pixels pixelated pixelart lego tiles"),
    (_dreamy, "dream dreamy soft softer blur blurred glow glowing hazy haze mist misty fog foggy ethereal"),
)
