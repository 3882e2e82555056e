"""Landscapes: layers of land that grow paler with distance, with woods, dunes or a lake."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

from desktop_app.api.demo.air import birds, weather
from desktop_app.api.demo.colour import Rgb, at, mix, shifted
from desktop_app.api.demo.scene import Scene
from desktop_app.api.demo.shapes import Pen, Point, mask, ridge
from desktop_app.api.demo.sky import LightAt, sky
from desktop_app.api.demo.texture import cloudy, faint, grain, laid, softly_lit, stretched, vertical, vignette
from desktop_app.api.demo.water import mirrored

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
_POINTS = 240
_SHORE = 0.64
_LAKE_WORDS = ("lake", "river", "reflection", "reflections", "pond", "fjord", "mirror", "still", "calm")


def hills(scene: Scene) -> Image.Image:
    """Paint ranges of hills, mountains or dunes under a sky, with woods or a lake when the words say so."""
    has_lake = scene.has(*_LAKE_WORDS)
    horizon = scene.rng.uniform(0.4, 0.46) if has_lake else scene.rng.uniform(0.42, 0.54)
    image, light = sky(scene, horizon)
    image = birds(image, scene, horizon)
    layers = min(8, 2 + scene.detail // 2)
    for index in range(layers):
        depth = index / max(layers - 1, 1)
        if has_lake and index == layers - 1:
            image = mirrored(image, scene, _SHORE)
        line = _range_line(scene, horizon, depth, has_lake=has_lake)
        image = _range(image, scene, line, depth, light)
    return vignette(grain(weather(image, scene), scene.rng), 0.16)


def _range_line(scene: Scene, horizon: float, depth: float, *, has_lake: bool) -> list[Point]:
    rng, share = scene.rng, scene.width / scene.unit
    ground = _SHORE - 0.03 if has_lake and depth < 1 else 0.96
    base = scene.height * (horizon + (ground - horizon) * depth**1.12)
    if scene.has(*_MOUNTAIN_WORDS) and depth < 0.85:
        peaks = ridge(rng, _POINTS, (1.5 + 1.2 * depth) * share, 2, 0.4)
        rough = ridge(rng, _POINTS, 9 * share, 4, 0.55)
        heights = [1.1 - 1.9 * abs(peak) + 0.16 * fine for peak, fine in zip(peaks, rough, strict=True)]
        reach = scene.unit * (0.15 - 0.07 * depth)
    elif scene.has(*_DUNE_WORDS):
        heights = ridge(rng, _POINTS, (1.1 + 0.9 * depth) * share, 2, 0.22)
        reach = scene.unit * (0.07 + 0.035 * depth)
    else:
        heights = ridge(rng, _POINTS, (1.7 + 1.3 * depth) * share, 5, 0.4)
        reach = scene.unit * (0.062 + 0.022 * depth)
    if has_lake and depth == 1:
        reach *= 0.5
    return [(scene.width * n / (_POINTS - 1), base - reach * value) for n, value in enumerate(heights)]


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
