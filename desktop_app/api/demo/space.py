"""A planet in a nebula."""

from __future__ import annotations

from math import cos, pi, sin

from PIL import Image, ImageChops

from desktop_app.api.demo.colour import lightness, mix, shifted
from desktop_app.api.demo.scene import Scene
from desktop_app.api.demo.shapes import Pen, Point, mask
from desktop_app.api.demo.texture import cloudy, coloured, glow, grain, laid, stretched, warped


def planet(scene: Scene) -> Image.Image:
    """Paint a planet in a nebula."""
    rng, palette = scene.rng, scene.palette
    half = (max(32, scene.width // 2), max(32, scene.height // 2))
    clouds = stretched(warped(cloudy(rng, half, (3, 3), 5, 0.55), rng, 0.2, cells=5)).resize(
        scene.size, Image.Resampling.BICUBIC
    )
    dark = shifted(palette.sky[0], lightness=0.15 - lightness(palette.sky[0]))
    glowing = sorted(palette.swatches[1:], key=lightness)
    image = coloured(clouds, (dark, dark, mix(dark, glowing[0], 0.6), mix(dark, glowing[1], 0.75), glowing[-2]))
    stars = mask(scene.size, lambda pen: _scatter(pen, scene))
    image = laid(image, (255, 252, 244), stars)
    radius = scene.unit * rng.uniform(0.2, 0.3)
    centre = (scene.width * rng.uniform(0.34, 0.66), scene.height * rng.uniform(0.36, 0.62))
    image = laid(image, palette.light, glow(scene.size, centre, radius * 1.7, 0.42, 2.6))
    globe = mask(scene.size, lambda pen: pen.ellipse(centre, radius, radius))
    bands = warped(cloudy(rng, half, (2, 12), 4, 0.5), rng, 0.03).rotate(rng.uniform(-28, 28), Image.Resampling.BICUBIC)
    tones = [shifted(each, lightness=0.1, chroma=1.1) for each in palette.swatches[1:4]]
    face = coloured(stretched(bands).resize(scene.size), sorted((*tones, palette.light), key=lightness))
    day = glow(scene.size, (centre[0] - radius * 0.55, centre[1] - radius * 0.5), radius * 1.85, 1.0, 1.0)
    face = ImageChops.multiply(face, coloured(day, (shifted(dark, lightness=-0.08), (118, 116, 138), (255, 255, 255))))
    if not scene.has("saturn", "ring", "ringed") and rng.random() < 0.5:
        return grain(Image.composite(face, image, globe), rng, 8)
    tilt, colour = rng.uniform(-0.45, 0.45), mix(palette.light, tones[0], 0.35)
    for part in (-1, 1):
        image = laid(image, colour, mask(scene.size, lambda pen, side=part: _ring(pen, centre, radius, tilt, side)))  # type: ignore[misc]
        image = Image.composite(face, image, globe) if part < 0 else image
    return grain(image, rng, 8)


def _ring(pen: Pen, centre: Point, radius: float, tilt: float, side: int) -> None:
    """Draw the half of a ring that is behind (-1) or before (1) the planet: bands of several strengths."""
    for inner, outer, value in ((1.35, 1.5, 120), (1.53, 1.82, 185), (1.86, 1.95, 95)):
        steps = [pi * n / 60 for n in range(61)]
        outline = [(outer * cos(at), 0.24 * outer * sin(at) * side) for at in steps]
        outline += [(inner * cos(at), 0.24 * inner * sin(at) * side) for at in reversed(steps)]
        pen.polygon(
            [
                (
                    centre[0] + radius * (x * cos(tilt) - y * sin(tilt)),
                    centre[1] + radius * (x * sin(tilt) + y * cos(tilt)),
                )
                for x, y in outline
            ],
            value,
        )


def _scatter(pen: Pen, scene: Scene) -> None:
    rng = scene.rng
    for _ in range(140 + 40 * scene.detail):
        size = scene.unit * 0.0007 * (0.6 + 2.2 * rng.random() ** 6)
        pen.ellipse((rng.uniform(0, scene.width), rng.uniform(0, scene.height)), size, size, rng.randrange(60, 255))
