"""Landscapes: layers of land that grow paler with distance, woods, dunes, lakes and seas."""

from __future__ import annotations

from math import pi, sin

from PIL import Image, ImageChops, ImageFilter

from desktop_app.api.demo.colour import Rgb, at, mix, shifted
from desktop_app.api.demo.scene import Scene
from desktop_app.api.demo.shapes import Pen, Point, mask, ridge
from desktop_app.api.demo.sky import LightAt, sky
from desktop_app.api.demo.texture import cloudy, faint, grain, laid, softly_lit, stretched, vertical, vignette

_MOUNTAIN_WORDS = ("mountain", "mountains", "alps", "peak", "peaks", "glacier", "volcano", "himalaya")
_DUNE_WORDS = ("desert", "dune", "dunes", "sand", "sahara")
_WOOD_WORDS = (
    "forest",
    "wood",
    "woods",
    "tree",
    "trees",
    "pine",
    "pines",
    "fir",
    "jungle",
    "taiga",
    "fox",
    "deer",
    "bear",
)
_LAKE_WORDS = ("lake", "river", "reflection", "reflections", "pond", "fjord", "mirror", "still", "calm")


def hills(scene: Scene) -> Image.Image:
    """Paint ranges of hills, mountains or dunes under a sky, with woods or a lake when the words say so."""
    horizon = scene.rng.uniform(0.42, 0.54)
    image, light = sky(scene, horizon)
    layers = min(8, 2 + scene.detail // 2)
    has_lake = scene.has(*_LAKE_WORDS)
    for index in range(layers):
        depth = index / max(layers - 1, 1)
        line = _range_line(scene, horizon, depth, ground=0.66 if has_lake else 0.9)
        if has_lake and depth == 1:
            image = _mirrored(image, scene, line=0.7)
        image = _range(image, scene, line, depth, light)
    return vignette(grain(image, scene.rng), 0.16)


def sea(scene: Scene) -> Image.Image:
    """Paint a sea under a low sun, wave behind wave."""
    horizon = scene.rng.uniform(0.4, 0.5)
    image, light = sky(scene, horizon)
    if scene.has("island", "coast", "fjord", "boat", "harbour", "harbor") or scene.rng.random() < 0.45:
        image = _islands(image, scene, horizon)
    image = _water(image, scene, horizon)
    image = _glitter(image, scene, horizon, light)
    rows = 3 + scene.detail
    for index in range(rows):
        image = _wave(image, scene, horizon, (index + 1) / rows)
    return vignette(grain(image, scene.rng), 0.16)


def _range_line(scene: Scene, horizon: float, depth: float, ground: float) -> list[Point]:
    rng = scene.rng
    count = 220
    share = scene.width / scene.unit
    base = scene.height * (horizon + (ground - horizon) * depth**1.1)
    if scene.has(*_MOUNTAIN_WORDS):
        raw = ridge(rng, count, (2.0 + 1.6 * depth) * share, 6, 0.48)
        heights = [0.9 - 2.0 * abs(value) ** 0.9 if depth < 0.8 else value * 0.6 for value in raw]
        reach = scene.unit * (0.135 - 0.06 * depth)
    elif scene.has(*_DUNE_WORDS):
        raw = ridge(rng, count, (1.1 + 0.9 * depth) * share, 2, 0.22)
        heights, reach = raw, scene.unit * (0.07 + 0.035 * depth)
    else:
        raw = ridge(rng, count, (1.7 + 1.3 * depth) * share, 5, 0.4)
        heights, reach = raw, scene.unit * (0.062 + 0.022 * depth)
    return [(scene.width * n / (count - 1), base - reach * value) for n, value in enumerate(heights)]


def _range(image: Image.Image, scene: Scene, line: list[Point], depth: float, light: LightAt) -> Image.Image:
    shape = mask(scene.size, lambda pen: _land(pen, scene, line, depth))
    colour = at(scene.palette.land, depth)
    if depth < 0.5:
        colour = mix(colour, scene.palette.sky[-1], 0.22 * (1 - 2 * depth))
    layer = _shaded(scene, line, colour, depth)
    layer = laid(layer, mix(scene.palette.light, colour, 0.3), _sunlit(shape, scene, light, depth))
    return Image.composite(layer, image, shape)


def _shaded(scene: Scene, line: list[Point], colour: Rgb, depth: float) -> Image.Image:
    """Colour a layer: clear at its ridge, lost in mist at its foot, with the unevenness of gouache."""
    top = min(y for _, y in line) / scene.height
    mist = mix(colour, mix(scene.palette.sky[-1], scene.palette.land[0], 0.5), 0.38 * (1 - depth) + 0.04)
    ridge_colour = shifted(colour, lightness=0.015)
    stops = [ridge_colour] * max(1, round(top * 10)) + [colour, mist, mist]
    layer = vertical(scene.size, stops)
    half = (max(2, scene.width // 2), max(2, scene.height // 2))
    washes = stretched(cloudy(scene.rng, half, (5, 9), 4, 0.62)).resize(scene.size)
    return softly_lit(layer, faint(washes, 22 + round(8 * depth)))


def _sunlit(shape: Image.Image, scene: Scene, light: LightAt, depth: float) -> Image.Image:
    """A thin light along the ridge on the side of the sun."""
    step = max(1, round(scene.unit * 0.0035))
    towards = step if light[0] > scene.width / 2 else -step
    rim = ImageChops.subtract(shape, ImageChops.offset(shape, -towards, step))
    rim = rim.filter(ImageFilter.GaussianBlur(step * 0.6))
    strength = (0.24 if not scene.palette.is_dark else 0.12) * (1 - 0.6 * depth)
    return rim.point([round(value * strength) for value in range(256)])


def _land(pen: Pen, scene: Scene, line: list[Point], depth: float) -> None:
    pen.polygon([*line, (scene.width, scene.height), (0, scene.height)])
    if scene.has(*_WOOD_WORDS) and depth > 0.2:
        _firs(pen, scene, line, depth)


def _firs(pen: Pen, scene: Scene, line: list[Point], depth: float) -> None:
    rng = scene.rng
    height = scene.unit * (0.018 + 0.085 * depth**2)
    gap = height * (0.24 + 0.1 * depth)
    place = -gap
    while place < scene.width + gap:
        place += gap * rng.uniform(0.35, 1.9) * (3.2 if rng.random() < 0.09 * depth else 1)
        index = min(max(round(place / scene.width * (len(line) - 1)), 0), len(line) - 1)
        _fir(pen, (place, line[index][1] + height * 0.12), height * rng.uniform(0.55, 1.3))


def _fir(pen: Pen, foot: Point, height: float) -> None:
    x, y = foot
    tiers = 5
    for tier in range(tiers):
        top = y - height * (1 - tier / tiers * 0.82)
        bottom = top + height * 0.34
        half = height * (0.05 + 0.036 * tier)
        pen.polygon(
            [
                (x, top),
                (x + half, bottom),
                (x + half * 0.3, bottom - height * 0.05),
                (x - half * 0.3, bottom - height * 0.05),
                (x - half, bottom),
            ]
        )
    pen.box(x - height * 0.012, y - height * 0.1, x + height * 0.012 + 1, y + height * 0.1)


def _mirrored(image: Image.Image, scene: Scene, line: float) -> Image.Image:
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
