"""Pictures of nothing but colour and shape: discs, silk, agate, cut leaves."""

from __future__ import annotations

from math import cos, pi, sin

from PIL import Image, ImageChops, ImageFilter, ImageMath

from desktop_app.api.demo.colour import lightness, mix, shifted
from desktop_app.api.demo.scene import Scene
from desktop_app.api.demo.shapes import Pen, Point, blob, mask
from desktop_app.api.demo.texture import (
    cloudy,
    coloured,
    faint,
    glow,
    grain,
    laid,
    noise,
    softly_lit,
    stretched,
    vignette,
    warped,
)


def discs(scene: Scene) -> Image.Image:
    """Paint overlapping discs of thin paint on paper."""
    rng, (ground, *colours) = scene.rng, scene.palette.swatches
    image = _paper(scene)
    is_dark = lightness(ground) < 0.4
    count = 4 + scene.detail
    for index in range(count):
        radius = scene.unit * (0.30 * 0.86**index + 0.035) * rng.uniform(0.8, 1.15)
        centre = (scene.width * rng.uniform(-0.02, 1.02), scene.height * rng.uniform(0.02, 1.0))
        outline = blob(rng, centre, radius)
        shape = mask(scene.size, lambda pen, line=outline: pen.polygon(line))  # type: ignore[misc]
        image = _washed(image, scene, colours[index % len(colours)], shape, is_dark=is_dark)
    return vignette(grain(image, rng, 13), 0.1)


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
    banded = ImageMath.lambda_eval(
        lambda args: (args["field"] * args["bands"] + args["drift"] * 1.2) % 2.0,
        field=field,
        drift=drift,
        bands=float(bands),
    )
    folded = ImageMath.lambda_eval(lambda args: abs(args["banded"] - 1.0), banded=banded)
    ordered = [*sorted(scene.palette.swatches, key=lightness)]
    image = coloured(stretched(folded).resize(scene.size, Image.Resampling.BICUBIC), ordered)
    tone = coloured(stretched(drift).resize(scene.size, Image.Resampling.BICUBIC), scene.palette.sky)
    image = Image.blend(image, ImageChops.soft_light(image, tone), 0.6)
    return vignette(grain(softly_lit(image, _relief(folded, scene, 90)), rng, 9), 0.14)


def leaves(scene: Scene) -> Image.Image:
    """Paint stems with leaves and flowers, like cut paper."""
    rng, (ground, *colours) = scene.rng, scene.palette.swatches
    image = _paper(scene)
    is_dark = lightness(ground) < 0.4
    sun = (scene.width * rng.uniform(0.25, 0.75), scene.height * rng.uniform(0.25, 0.45))
    disc = blob(rng, sun, scene.unit * rng.uniform(0.2, 0.28))
    pale = mix(ground, colours[-1], 0.55)
    image = _washed(image, scene, pale, mask(scene.size, lambda pen: pen.polygon(disc)), is_dark=is_dark)
    count = max(3, round((2 + scene.detail * 0.6) * scene.width / scene.unit))
    for index in range(count):
        root = scene.width * (index + rng.uniform(0.15, 0.85)) / count
        image = _stem(image, scene, root, colours, is_dark=is_dark)
    return vignette(grain(image, rng, 13), 0.1)


def planet(scene: Scene) -> Image.Image:
    """Paint a planet in a nebula."""
    rng, palette = scene.rng, scene.palette
    half = (max(32, scene.width // 2), max(32, scene.height // 2))
    clouds = stretched(warped(cloudy(rng, half, (3, 3), 5, 0.55), rng, 0.12)).resize(
        scene.size, Image.Resampling.BICUBIC
    )
    dark = shifted(palette.sky[0], lightness=-0.06)
    glowing = sorted(palette.swatches[1:], key=lightness)
    image = coloured(clouds, (dark, dark, mix(dark, glowing[0], 0.6), mix(dark, glowing[1], 0.75), glowing[-2]))
    stars = mask(scene.size, lambda pen: _scatter(pen, scene))
    image = laid(image, (255, 252, 244), stars)
    radius = scene.unit * rng.uniform(0.2, 0.3)
    centre = (scene.width * rng.uniform(0.34, 0.66), scene.height * rng.uniform(0.36, 0.62))
    image = laid(image, palette.light, glow(scene.size, centre, radius * 1.7, 0.42, 2.6))
    globe = mask(scene.size, lambda pen: pen.ellipse(centre, radius, radius))
    bands = warped(cloudy(rng, half, (2, 12), 4, 0.5), rng, 0.03).rotate(rng.uniform(-28, 28), Image.Resampling.BICUBIC)
    face = coloured(stretched(bands).resize(scene.size), sorted((*palette.land[:3], palette.light), key=lightness))
    night = glow(scene.size, (centre[0] - radius * 0.5, centre[1] - radius * 0.45), radius * 1.75, 1.0, 0.8)
    face = ImageChops.multiply(
        face, coloured(night, (shifted(dark, lightness=-0.05), (150, 150, 165), (255, 255, 255)))
    )
    return grain(Image.composite(face, image, globe), rng, 8)


def _paper(scene: Scene) -> Image.Image:
    ground = scene.palette.swatches[0]
    half = (max(2, scene.width // 2), max(2, scene.height // 2))
    washes = stretched(cloudy(scene.rng, half, (3, 3), 4, 0.6)).resize(scene.size)
    return softly_lit(Image.new("RGB", scene.size, ground), faint(washes, 16))


def _washed(
    image: Image.Image, scene: Scene, colour: tuple[int, int, int], shape: Image.Image, *, is_dark: bool
) -> Image.Image:
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


def _relief(field: Image.Image, scene: Scene, strength: float) -> Image.Image:
    """Light from the upper left on a field (mode F) as if it were a surface; mode L, 128 is flat."""
    moved = ImageChops.offset(field, 2, 2)
    gain = strength * (field.width * field.height) ** 0.5 / 512
    lit = ImageMath.lambda_eval(
        lambda args: (args["field"] - args["moved"]) * args["gain"] + 128.0, field=field, moved=moved, gain=gain
    )
    inside = lit.crop((2, 2, *lit.size)).resize(lit.size).convert("L")
    return inside.resize(scene.size, Image.Resampling.BICUBIC)


def _stem(
    image: Image.Image, scene: Scene, root: float, colours: list[tuple[int, int, int]], *, is_dark: bool
) -> Image.Image:
    rng = scene.rng
    height = scene.height * rng.uniform(0.42, 0.86)
    lean, bend = scene.unit * rng.uniform(-0.14, 0.14), scene.unit * rng.uniform(-0.07, 0.07)
    line = [
        (root + lean * part**1.5 + bend * sin(pi * part), scene.height * 1.02 - height * part)
        for part in (step / 40 for step in range(41))
    ]
    green = colours[rng.randrange(1, max(2, len(colours) - 1))]
    side = rng.choice([-1, 1])
    size = scene.unit * rng.uniform(0.075, 0.125)

    def draw(pen: Pen) -> None:
        pen.line(line, scene.unit * 0.005)
        for number, step in enumerate(range(8, 37, max(3, 9 - scene.detail // 2))):
            turn = (side if number % 2 else -side) * (0.95 - 0.012 * step)
            pen.polygon(_leaf(line[step], turn, size * (1.15 - step / 60)))

    image = _washed(image, scene, green, mask(scene.size, draw), is_dark=is_dark)
    bloom = colours[0] if rng.random() < 0.5 else colours[-1]
    if (
        scene.has("flower", "flowers", "rose", "tulip", "bloom", "blossom", "petal", "petals", "garden")
        or rng.random() < 0.6
    ):
        image = _bloom(image, scene, line[-1], bloom, is_dark=is_dark)
    return image


def _leaf(foot: Point, turn: float, length: float) -> list[Point]:
    outline = []
    for step in range(33):
        part = step / 32 * 2
        along = part if part <= 1 else 2 - part
        half = (1 if part <= 1 else -1) * 0.2 * sin(pi * along**0.8)
        x, y = along * length, half * length
        angle = -pi / 2 + turn
        outline.append((foot[0] + x * cos(angle) - y * sin(angle), foot[1] + x * sin(angle) + y * cos(angle)))
    return outline


def _bloom(
    image: Image.Image, scene: Scene, centre: Point, colour: tuple[int, int, int], *, is_dark: bool
) -> Image.Image:
    rng = scene.rng
    petals, size, first = rng.randrange(5, 9), scene.unit * rng.uniform(0.05, 0.085), rng.uniform(0, pi)

    def draw(pen: Pen) -> None:
        for number in range(petals):
            pen.polygon(_petal(centre, first + 2 * pi * number / petals, size, 2.4 / petals))

    image = _washed(image, scene, colour, mask(scene.size, draw), is_dark=is_dark)
    heart = mask(scene.size, lambda pen: pen.ellipse(centre, size * 0.24, size * 0.24))
    return laid(image, shifted(scene.palette.light, lightness=-0.04), heart)


def _petal(centre: Point, angle: float, length: float, width: float) -> list[Point]:
    outline = []
    for step in range(25):
        part = step / 24 * 2
        along = part if part <= 1 else 2 - part
        half = (1 if part <= 1 else -1) * width * sin(pi * along**1.5) ** 0.8
        x, y = along * length, half * length
        outline.append((centre[0] + x * cos(angle) - y * sin(angle), centre[1] + x * sin(angle) + y * cos(angle)))
    return outline


def _scatter(pen: Pen, scene: Scene) -> None:
    rng = scene.rng
    for _ in range(140 + 40 * scene.detail):
        size = scene.unit * 0.0007 * (0.6 + 2.2 * rng.random() ** 6)
        pen.ellipse((rng.uniform(0, scene.width), rng.uniform(0, scene.height)), size, size, rng.randrange(60, 255))
