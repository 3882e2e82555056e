"""Plants, like cut paper."""

from __future__ import annotations

from math import cos, pi, sin

from PIL import Image

from desktop_app.api.demo.colour import Rgb, lightness, mix, shifted, to_lab
from desktop_app.api.demo.scene import Scene
from desktop_app.api.demo.shapes import Pen, Point, blob, mask
from desktop_app.api.demo.texture import grain, laid, vignette
from desktop_app.api.demo.wash import paper, washed


def leaves(scene: Scene) -> Image.Image:
    """Paint stems with leaves and flowers, like cut paper."""
    rng, (ground, *colours) = scene.rng, scene.palette.swatches
    image = paper(scene)
    is_dark = lightness(ground) < 0.4
    greens, blooms = _planted(colours)
    sun = (scene.width * rng.uniform(0.25, 0.75), scene.height * rng.uniform(0.25, 0.45))
    disc = blob(rng, sun, scene.unit * rng.uniform(0.2, 0.28))
    pale = mix(ground, scene.palette.light, 0.8) if is_dark else mix(ground, colours[-1], 0.55)
    image = washed(image, scene, pale, mask(scene.size, lambda pen: pen.polygon(disc)), is_dark=is_dark)
    count = max(3, round((2 + scene.detail * 0.6) * scene.width / scene.unit))
    for index in range(count):
        root = scene.width * (index + rng.uniform(0.15, 0.85)) / count
        image = _stem(image, scene, root, rng.choice(greens), rng.choice(blooms), is_dark=is_dark)
    return vignette(grain(image, rng, 10), 0.1)


def _planted(colours: list[Rgb]) -> tuple[list[Rgb], list[Rgb]]:
    """Share colours out: the coolest of them for leaves, the warmest for flowers."""
    clear = [each for each in colours if lightness(each) < 0.88] or colours
    ordered = sorted(clear, key=lambda each: to_lab(each)[1] + 0.3 * to_lab(each)[2])
    half = max(1, len(ordered) // 2)
    return ordered[:half], ordered[-half:]


def _stem(image: Image.Image, scene: Scene, root: float, green: Rgb, bloom: Rgb, *, is_dark: bool) -> Image.Image:
    rng = scene.rng
    height = scene.height * rng.uniform(0.42, 0.86)
    lean, bend = scene.unit * rng.uniform(-0.14, 0.14), scene.unit * rng.uniform(-0.07, 0.07)
    line = [
        (root + lean * part**1.5 + bend * sin(pi * part), scene.height * 1.02 - height * part)
        for part in (step / 40 for step in range(41))
    ]
    side = rng.choice([-1, 1])
    size = scene.unit * rng.uniform(0.075, 0.125)

    def draw(pen: Pen) -> None:
        pen.line(line, scene.unit * 0.005)
        for number, step in enumerate(range(8, 37, max(3, 9 - scene.detail // 2))):
            turn = (side if number % 2 else -side) * (0.95 - 0.012 * step)
            pen.polygon(_leaf(line[step], turn, size * (1.15 - step / 60)))

    image = washed(image, scene, green, mask(scene.size, draw), is_dark=is_dark)
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


def _bloom(image: Image.Image, scene: Scene, centre: Point, colour: Rgb, *, is_dark: bool) -> Image.Image:
    rng = scene.rng
    petals, size, first = rng.randrange(5, 9), scene.unit * rng.uniform(0.05, 0.085), rng.uniform(0, pi)

    def draw(pen: Pen) -> None:
        for number in range(petals):
            pen.polygon(_petal(centre, first + 2 * pi * number / petals, size, 2.4 / petals))

    image = washed(image, scene, colour, mask(scene.size, draw), is_dark=is_dark)
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
