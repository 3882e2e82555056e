"""Skies: gradient, clouds, stars, a sun or a moon."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

from desktop_app.api.demo.colour import Rgb, mix
from desktop_app.api.demo.scene import Scene
from desktop_app.api.demo.shapes import Pen, mask
from desktop_app.api.demo.texture import cloudy, coloured, glow, laid, stretched, vertical

LightAt = tuple[float, float, float]
"""Centre and radius of the sun or moon, in pixels."""


def sky(scene: Scene, horizon: float) -> tuple[Image.Image, LightAt]:
    """Paint a sky whose last colour lies at `horizon` (a share of the height); also say where its light stands."""
    stops = (*scene.palette.sky, *([scene.palette.sky[-1]] * max(0, round((1 - horizon) * 3))))
    image = vertical(scene.size, stops)
    if scene.palette.is_dark:
        image = _stars(image, scene, horizon)
        if scene.has("aurora", "northern", "magic", "mystic"):
            image = _aurora(image, scene)
    image = _clouds(image, scene, horizon)
    return _light(image, scene, horizon)


def _light(image: Image.Image, scene: Scene, horizon: float) -> tuple[Image.Image, LightAt]:
    rng, palette = scene.rng, scene.palette
    x = scene.width * rng.choice([rng.uniform(0.2, 0.42), rng.uniform(0.56, 0.8)])
    is_high = palette.is_dark or scene.has("day", "noon", "summer", "moon")
    rise = rng.uniform(0.42, 0.7) if is_high else rng.uniform(0.12, 0.34)
    y = scene.height * horizon * (1 - rise)
    radius = scene.unit * rng.uniform(0.046, 0.068 if is_high else 0.088)
    lit = mix(palette.light, palette.sky[-1], 0.25)
    image = laid(image, lit, glow(scene.size, (x, y), scene.unit * 0.62, 0.42, 2.4))
    image = laid(image, palette.light, glow(scene.size, (x, y), radius * 3.4, 0.5, 2.2))
    disc = mask(scene.size, lambda pen: pen.ellipse((x, y), radius, radius))
    if palette.is_dark and scene.has("crescent", "nocturne", "midnight"):
        away = mask(
            scene.size, lambda pen: pen.ellipse((x + radius * 0.5, y - radius * 0.22), radius * 0.95, radius * 0.95)
        )
        disc = ImageChops.subtract(disc, away)
    return laid(image, palette.light, disc), (x, y, radius)


def _clouds(image: Image.Image, scene: Scene, horizon: float) -> Image.Image:
    rng = scene.rng
    wide = max(2, round(2.2 * scene.width / scene.unit))
    field = stretched(cloudy(rng, (scene.width // 2, scene.height // 2), (wide, wide * 5), 4, 0.55)).resize(scene.size)
    edge, softness = rng.uniform(118, 150), 95
    strength = 0.34 if scene.palette.is_dark else 0.5
    table = [round(255 * strength * min(1.0, max(0.0, (value - edge) / softness)) ** 1.3) for value in range(256)]
    fade = vertical(scene.size, ((210, 210, 210), (255, 255, 255), _grey(round(160 * horizon)), (0, 0, 0))).getchannel(
        0
    )
    colour = mix(scene.palette.light, scene.palette.sky[-1], 0.45 if not scene.palette.is_dark else 0.8)
    return laid(image, colour, ImageChops.multiply(field.point(table), fade))


def _stars(image: Image.Image, scene: Scene, horizon: float) -> Image.Image:
    rng = scene.rng

    def draw(pen: Pen) -> None:
        for _ in range(60 + scene.detail * 26):
            place = (rng.uniform(0, scene.width), scene.height * horizon * rng.random() ** 1.25)
            size = scene.unit * 0.00075 * (0.6 + 1.9 * rng.random() ** 5)
            pen.ellipse(place, size, size, round(rng.uniform(70, 255)))

    field = mask(scene.size, draw)
    halo = field.filter(ImageFilter.GaussianBlur(scene.unit * 0.003)).point(lambda value: min(255, value * 2))
    return laid(laid(image, scene.palette.light, halo), (255, 255, 255), field)


def _aurora(image: Image.Image, scene: Scene) -> Image.Image:
    rng = scene.rng
    curtain = cloudy(rng, (scene.width // 2, scene.height // 2), (9, 2), 3, 0.6)
    field = stretched(curtain).resize(scene.size)
    fade = vertical(scene.size, ((0, 0, 0), (230, 230, 230), (120, 120, 120), (0, 0, 0), (0, 0, 0))).getchannel(0)
    light = coloured(field, ((0, 0, 0), (6, 30, 40), (30, 130, 110), (150, 240, 180)))
    return ImageChops.screen(image, ImageChops.multiply(light, Image.merge("RGB", [fade] * 3)))


def _grey(value: int) -> Rgb:
    return value, value, value
