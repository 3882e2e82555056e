"""Thin paint on paper."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

from desktop_app.api.demo.colour import Rgb, shifted
from desktop_app.api.demo.scene import Scene
from desktop_app.api.demo.texture import cloudy, faint, laid, softly_lit, stretched


def paper(scene: Scene) -> Image.Image:
    """Return the ground of the picture, not quite even."""
    ground = scene.palette.swatches[0]
    half = (max(2, scene.width // 2), max(2, scene.height // 2))
    washes = stretched(cloudy(scene.rng, half, (3, 3), 4, 0.6)).resize(scene.size)
    return softly_lit(Image.new("RGB", scene.size, ground), faint(washes, 16))


def washed(image: Image.Image, scene: Scene, colour: Rgb, shape: Image.Image, *, is_dark: bool) -> Image.Image:
    """Lay thin paint on the image: what is under it shows, it pools at its edge, and it is never quite even."""
    half = (max(2, scene.width // 2), max(2, scene.height // 2))
    washes = stretched(cloudy(scene.rng, half, (4, 4), 4, 0.6)).resize(scene.size)
    paint = softly_lit(Image.new("RGB", scene.size, colour), faint(washes, 26))
    over = ImageChops.screen(image, paint) if is_dark else ImageChops.multiply(image, paint)
    mixed = Image.blend(paint, over, 0.3)
    inner = shape.filter(ImageFilter.GaussianBlur(scene.unit * 0.006))
    edge = ImageChops.subtract(shape, inner).point(lambda value: round(value * 0.42))
    result = Image.composite(mixed, image, shape.point(lambda value: round(value * 0.9)))
    return laid(result, shifted(colour, lightness=-0.1 if not is_dark else 0.06), edge)
