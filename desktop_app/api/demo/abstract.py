"""Pictures of nothing but colour and shape: discs, silk, agate."""

from __future__ import annotations

from PIL import Image, ImageChops

from desktop_app.api.demo.colour import lightness
from desktop_app.api.demo.scene import Scene
from desktop_app.api.demo.shapes import blob, mask
from desktop_app.api.demo.texture import (
    cloudy,
    coloured,
    computed,
    grain,
    noise,
    softly_lit,
    stretched,
    vignette,
    warped,
)
from desktop_app.api.demo.wash import paper, washed


def discs(scene: Scene) -> Image.Image:
    """Paint overlapping discs of thin paint on paper."""
    rng, (ground, *colours) = scene.rng, scene.palette.swatches
    image = paper(scene)
    is_dark = lightness(ground) < 0.4
    count = 4 + scene.detail
    for index in range(count):
        radius = scene.unit * (0.30 * 0.86**index + 0.035) * rng.uniform(0.8, 1.15)
        centre = (scene.width * rng.uniform(-0.02, 1.02), scene.height * rng.uniform(0.02, 1.0))
        outline = blob(rng, centre, radius)
        shape = mask(scene.size, lambda pen, line=outline: pen.polygon(line))  # type: ignore[misc]
        image = washed(image, scene, colours[index % len(colours)], shape, is_dark=is_dark)
    return vignette(grain(image, rng, 10), 0.1)


def silk(scene: Scene) -> Image.Image:
    """Paint folds of cloth, or smoke, lit from one side."""
    rng = scene.rng
    half = (max(32, scene.width // 2), max(32, scene.height // 2))
    share = half[0] / (half[0] * half[1]) ** 0.5
    angle = rng.uniform(15, 75) * rng.choice([-1, 1])
    long = max(half) * 2
    streaks = cloudy(rng, (long, long), (4, 11), min(5, 1 + scene.detail // 2), 0.36)
    streaks = streaks.rotate(angle, Image.Resampling.BICUBIC)
    left, top = (long - half[0]) // 2, (long - half[1]) // 2
    field = streaks.crop((left, top, left + half[0], top + half[1]))
    field = warped(field, rng, 0.15, cells=max(3, round(3 * share)))
    field = warped(field, rng, 0.05, cells=6)
    ordered = sorted(scene.palette.swatches, key=lightness)
    image = coloured(stretched(field).resize(scene.size, Image.Resampling.BICUBIC), ordered)
    return vignette(grain(softly_lit(image, _relief(field, scene, 900)), rng, 9), 0.2)


def agate(scene: Scene) -> Image.Image:
    """Paint the bands of a cut stone, or of marbled paper."""
    rng = scene.rng
    half = (max(32, scene.width // 2), max(32, scene.height // 2))
    field = warped(cloudy(rng, half, (3, 3), 3, 0.4), rng, 0.16, cells=4)
    bands = 5 + scene.detail
    drift = noise(rng, half, (3, 3))
    banded = computed(
        lambda args: (args["field"] * args["bands"] + args["drift"] * 1.2) % 2.0,
        field=field,
        drift=drift,
        bands=float(bands),
    )
    folded = computed(lambda args: abs(args["banded"] - 1.0), banded=banded)
    ordered = [*sorted(scene.palette.swatches, key=lightness)]
    image = coloured(stretched(folded).resize(scene.size, Image.Resampling.BICUBIC), ordered)
    tone = coloured(stretched(drift).resize(scene.size, Image.Resampling.BICUBIC), scene.palette.sky)
    image = Image.blend(image, ImageChops.soft_light(image, tone), 0.6)
    return vignette(grain(softly_lit(image, _relief(folded, scene, 90)), rng, 9), 0.14)


def _relief(field: Image.Image, scene: Scene, strength: float) -> Image.Image:
    """Light from the upper left on a field (mode F) as if it were a surface; mode L, 128 is flat."""
    moved = ImageChops.offset(field, 2, 2)
    gain = strength * (field.width * field.height) ** 0.5 / 512
    lit = computed(
        lambda args: (args["field"] - args["moved"]) * args["gain"] + 128.0, field=field, moved=moved, gain=gain
    )
    inside = lit.crop((2, 2, *lit.size)).resize(lit.size).convert("L")
    return inside.resize(scene.size, Image.Resampling.BICUBIC)
