"""What is in the air: birds, snow, rain."""

from __future__ import annotations

from math import pi, sin

from PIL import Image, ImageFilter

from desktop_app.api.demo.colour import mix
from desktop_app.api.demo.scene import Scene
from desktop_app.api.demo.shapes import Pen, Point, mask
from desktop_app.api.demo.texture import laid


def birds(image: Image.Image, scene: Scene, horizon: float) -> Image.Image:
    """Draw a few far birds in a light sky, now and then; always when the words ask for them."""
    rng = scene.rng
    asked = scene.has("bird", "birds", "gull", "gulls", "seagull", "crow", "crows", "swallow", "swallows")
    if not asked and (scene.palette.is_dark or rng.random() < 0.55):
        return image
    middle = (scene.width * rng.uniform(0.2, 0.8), scene.height * horizon * rng.uniform(0.35, 0.7))
    flock = [
        (middle[0] + scene.unit * rng.gauss(0, 0.06), middle[1] + scene.unit * rng.gauss(0, 0.03))
        for _ in range(rng.randrange(4, 9))
    ]

    def draw(pen: Pen) -> None:
        for place in flock:
            _bird(pen, scene, place)

    drawn = mask(scene.size, draw)
    return laid(image, mix(scene.palette.land[-1], scene.palette.sky[-1], 0.25), drawn)


def weather(image: Image.Image, scene: Scene) -> Image.Image:
    """Let it snow or rain when the words say so."""
    if scene.has("snow", "snowy", "snowfall", "snowing", "blizzard"):
        for share, size, blur in ((1.0, 0.0016, 0.4), (0.4, 0.0032, 1.0), (0.12, 0.0065, 2.6)):
            flakes = mask(scene.size, lambda pen, n=share, r=size: _flakes(pen, scene, n, r))  # type: ignore[misc]
            soft = flakes.filter(ImageFilter.GaussianBlur(blur * scene.unit / 1024))
            image = laid(image, (255, 255, 255), soft.point(lambda value: round(value * 0.72)))
    if scene.has("rain", "rainy", "storm", "monsoon"):
        drops = mask(scene.size, lambda pen: _drops(pen, scene))
        image = laid(image, mix(scene.palette.light, scene.palette.sky[0], 0.4), drops)
    return image


def _bird(pen: Pen, scene: Scene, place: Point) -> None:
    span, lift = scene.unit * scene.rng.uniform(0.006, 0.013), scene.rng.uniform(0.25, 0.5)
    wing = [
        (part, -lift * span * max(0.0, sin(pi * part)) ** 0.8 - 0.12 * span * part)
        for part in (n / 8 for n in range(9))
    ]
    for side in (-1, 1):
        pen.line([(place[0] + side * part * span, place[1] + rise) for part, rise in wing], scene.unit * 0.0016, 225)


def _flakes(pen: Pen, scene: Scene, share: float, size: float) -> None:
    rng = scene.rng
    for _ in range(round((90 + 26 * scene.detail) * share)):
        radius = scene.unit * size * rng.uniform(0.6, 1.2)
        place = (rng.uniform(0, scene.width), rng.uniform(0, scene.height))
        pen.ellipse(place, radius, radius, rng.randrange(110, 255))


def _drops(pen: Pen, scene: Scene) -> None:
    rng, slant = scene.rng, scene.rng.uniform(-0.25, 0.25)
    for _ in range(140 + 40 * scene.detail):
        x, y, length = rng.uniform(0, scene.width), rng.uniform(0, scene.height), scene.unit * rng.uniform(0.015, 0.05)
        pen.line([(x, y), (x + slant * length, y + length)], scene.unit * 0.0011, rng.randrange(25, 95))
