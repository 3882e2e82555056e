"""Cities: rows of buildings against the light, with lamps behind their windows."""

from __future__ import annotations

from PIL import Image, ImageFilter

from desktop_app.api.demo.air import weather
from desktop_app.api.demo.colour import at, mix
from desktop_app.api.demo.scene import Scene
from desktop_app.api.demo.shapes import Pen, mask
from desktop_app.api.demo.sky import sky
from desktop_app.api.demo.texture import cloudy, faint, grain, laid, softly_lit, stretched, vertical, vignette

Building = tuple[float, float, float]
"""Left, top and right, in pixels."""


def city(scene: Scene) -> Image.Image:
    """Paint a skyline in layers of haze."""
    horizon = 0.72
    image, _ = sky(scene, horizon)
    layers = min(6, 2 + scene.detail // 3)
    for index in range(layers):
        depth = index / max(layers - 1, 1)
        row = _row(scene, depth)
        image = _block(image, scene, row, depth)
        if depth > 0.35:
            image = _windows(image, scene, row, depth)
    return vignette(grain(weather(image, scene), scene.rng), 0.16)


def _row(scene: Scene, depth: float) -> list[Building]:
    rng = scene.rng
    row, left = [], -scene.unit * 0.05
    while left < scene.width:
        width = scene.unit * rng.uniform(0.035, 0.09) * (0.7 + 0.7 * depth)
        tall = rng.random() ** 1.8
        top = scene.height * (0.62 + 0.2 * depth) - scene.unit * (0.06 + 0.26 * tall) * (1 - 0.35 * depth)
        row.append((left, top, left + width))
        left += width * rng.uniform(0.96, 1.25)
    return row


def _block(image: Image.Image, scene: Scene, row: list[Building], depth: float) -> Image.Image:
    rng = scene.rng

    def draw(pen: Pen) -> None:
        for left, top, right in row:
            pen.box(left, top, right, scene.height)
            if rng.random() < 0.3:
                inset = (right - left) * rng.uniform(0.18, 0.34)
                pen.box(left + inset, top - scene.unit * 0.018, right - inset, top + 1)
            if rng.random() < 0.14:
                middle = (left + right) / 2
                pen.box(middle - scene.unit * 0.0012, top - scene.unit * 0.06, middle + scene.unit * 0.0012, top + 1)

    shape = mask(scene.size, draw)
    colour = mix(at(scene.palette.land, depth), scene.palette.sky[-1], 0.34 * (1 - depth))
    layer = vertical(scene.size, (colour, colour, colour, mix(colour, scene.palette.sky[-1], 0.4 * (1 - depth * 0.8))))
    half = (max(2, scene.width // 2), max(2, scene.height // 2))
    washes = stretched(cloudy(rng, half, (7, 5), 4, 0.6)).resize(scene.size)
    return Image.composite(softly_lit(layer, faint(washes, 26)), image, shape)


def _windows(image: Image.Image, scene: Scene, row: list[Building], depth: float) -> Image.Image:
    rng = scene.rng
    pane = scene.unit * (0.0032 + 0.0026 * depth)
    share = 0.5 if scene.palette.is_dark else 0.22

    def draw(pen: Pen) -> None:
        for left, top, right in row:
            columns = int((right - left - pane) / (pane * 2.1))
            awake = share * rng.random() ** 1.3
            for line in range(int((scene.height - top) / (pane * 3)) if columns > 0 else 0):
                for column in range(columns):
                    if rng.random() < awake:
                        x, y = left + pane * (1 + 2.1 * column), top + pane * (1.6 + 3 * line)
                        pen.box(x, y, x + pane, y + pane * 1.6, rng.randrange(110, 255))

    lit = mask(scene.size, draw)
    bloom = lit.filter(ImageFilter.GaussianBlur(scene.unit * 0.006))
    warm = mix(scene.palette.light, (255, 190, 90), 0.5)
    image = laid(image, warm, bloom.point(lambda value: min(255, round(value * 0.9))))
    return laid(image, warm, lit.point(lambda value: round(value * 0.7)))
