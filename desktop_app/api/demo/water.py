"""Water: still and mirroring, or a sea with its waves."""

from __future__ import annotations

from math import pi, sin

from PIL import Image, ImageChops, ImageFilter

from desktop_app.api.demo.air import birds, weather
from desktop_app.api.demo.colour import at, mix
from desktop_app.api.demo.scene import Scene
from desktop_app.api.demo.shapes import Pen, mask, ridge
from desktop_app.api.demo.sky import LightAt, sky
from desktop_app.api.demo.texture import cloudy, faint, grain, laid, softly_lit, stretched, vertical, vignette


def sea(scene: Scene) -> Image.Image:
    """Paint a sea under a low sun, wave behind wave."""
    horizon = scene.rng.uniform(0.4, 0.5)
    image, light = sky(scene, horizon)
    if scene.has("island", "coast", "fjord", "boat", "harbour", "harbor") or scene.rng.random() < 0.45:
        image = _islands(image, scene, horizon)
    image = birds(image, scene, horizon)
    image = _water(image, scene, horizon)
    rows = 3 + scene.detail
    for index in range(rows):
        image = _wave(image, scene, horizon, (index + 1) / rows)
    image = _glitter(image, scene, horizon, light)
    return vignette(grain(weather(image, scene), scene.rng), 0.16)


def mirrored(image: Image.Image, scene: Scene, line: float) -> Image.Image:
    """Turn what is under `line` into still water that mirrors what is above."""
    shore = round(scene.height * line)
    depth = scene.height - shore
    above = image.crop((0, max(0, shore - depth), scene.width, shore)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    above = above.resize((scene.width, depth))
    rows = above.resize((max(2, scene.width // 10), depth)).resize(above.size, Image.Resampling.BICUBIC)
    water = Image.blend(above.filter(ImageFilter.GaussianBlur(scene.unit * 0.003)), rows, 0.5)
    tint = Image.new("RGB", water.size, at(scene.palette.land, 0.5))
    image = image.copy()
    image.paste(Image.blend(water, tint, 0.16), (0, shore))
    shimmer = mask(scene.size, lambda pen: _shimmer(pen, scene, shore))
    return laid(image, scene.palette.sky[-1], shimmer.point(lambda value: round(value * 0.4)))


def _shimmer(pen: Pen, scene: Scene, shore: float) -> None:
    rng = scene.rng
    for _ in range(16 + 4 * scene.detail):
        far = rng.random() ** 2
        y = shore + 2 + (scene.height - shore) * far
        half = scene.width * rng.uniform(0.02, 0.1)
        pen.ellipse((rng.uniform(0, scene.width), y), half, scene.unit * 0.0009 * (0.6 + far), rng.randrange(90, 255))


def _islands(image: Image.Image, scene: Scene, horizon: float) -> Image.Image:
    for far in (0.0, 0.5):
        start, count = scene.rng.uniform(-0.1, 0.6), 90
        width = scene.width * scene.rng.uniform(0.3, 0.55)
        heights = ridge(scene.rng, count, 3.2, 4, 0.45)
        reach = scene.unit * (0.05 + 0.03 * far)
        outline = [
            (
                scene.width * start + width * n / count,
                scene.height * horizon - reach * sin(pi * n / count) * (0.8 + 0.5 * value),
            )
            for n, value in enumerate(heights)
        ]
        foot = [(outline[-1][0], scene.height * horizon + 2), (outline[0][0], scene.height * horizon + 2)]
        shape = mask(scene.size, lambda pen, line=outline + foot: pen.polygon(line))  # type: ignore[misc]
        image = laid(image, mix(at(scene.palette.land, 0.1 + far * 0.7), scene.palette.sky[-1], 0.25), shape)
    return image


def _water(image: Image.Image, scene: Scene, horizon: float) -> Image.Image:
    top = round(scene.height * horizon)
    size = (scene.width, scene.height - top)
    far = mix(scene.palette.land[0], scene.palette.sky[-1], 0.45)
    water = vertical(size, (far, *scene.palette.land[:3]))
    ripples = stretched(cloudy(scene.rng, (max(2, size[0] // 2), max(2, size[1] // 2)), (7, 46), 3, 0.6)).resize(size)
    image = image.copy()
    image.paste(softly_lit(water, faint(ripples, 34)), (0, top))
    return image


def _glitter(image: Image.Image, scene: Scene, horizon: float, light: LightAt) -> Image.Image:
    rng = scene.rng

    def draw(pen: Pen) -> None:
        for _ in range(120 + 22 * scene.detail):
            far = rng.random() ** 1.5
            y = scene.height * (horizon + (1 - horizon) * far) + 1
            spread = light[2] * (0.5 + 3.2 * far)
            half = scene.unit * rng.uniform(0.004, 0.02) * (0.4 + 1.3 * far)
            pen.ellipse(
                (light[0] + rng.gauss(0, 0.55) * spread, y),
                half,
                scene.unit * 0.0016 * (0.35 + far),
                rng.randrange(60, 235),
            )

    return laid(image, scene.palette.light, mask(scene.size, draw))


def _wave(image: Image.Image, scene: Scene, horizon: float, near: float) -> Image.Image:
    rng = scene.rng
    base = scene.height * (horizon + (1.02 - horizon) * near**1.5)
    reach = scene.unit * 0.034 * near**1.3
    swell, count = ridge(rng, 240, 2.4 * scene.width / scene.unit, 2, 0.4), 240
    crests = (5.5 - 2.6 * near) * scene.width / scene.unit
    phase = rng.uniform(0, 2 * pi)
    line = []
    for n in range(count):
        across = n / (count - 1)
        peak = 1 - abs(sin(pi * crests * across + phase + swell[n]))
        line.append((scene.width * across, base - reach * (peak**1.4 + 0.7 * swell[n])))
    body = [*line, (scene.width, scene.height), (0, scene.height)]
    shape = mask(scene.size, lambda pen: pen.polygon(body))
    colour = at(scene.palette.land, near * 0.95)
    washes = stretched(cloudy(rng, (max(2, scene.width // 2), max(2, scene.height // 2)), (5, 26), 3, 0.6)).resize(
        scene.size
    )
    layer = softly_lit(Image.new("RGB", scene.size, colour), faint(washes, 36))
    image = Image.composite(layer, image, shape.point(lambda value: round(value * (0.55 + 0.4 * near))))
    crest = mask(scene.size, lambda pen: pen.line(line, max(1.0, scene.unit * 0.0026 * near)))
    broken = ImageChops.multiply(crest, washes.point([min(255, max(0, (value - 80) * 2)) for value in range(256)]))
    return laid(image, mix(scene.palette.light, colour, 0.25), broken.point(lambda value: round(value * 0.75)))
