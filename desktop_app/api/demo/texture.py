"""Soft fields, gradients, glows and grain: everything that has no outline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from struct import iter_unpack
from typing import Any

from PIL import Image, ImageChops, ImageFilter, ImageMath

from desktop_app.api.demo.colour import Rgb, ramp

Pixels = tuple[int, int]

_EDGE = 180
_BICUBIC = Image.Resampling.BICUBIC


def computed(formula: Callable[[dict[str, Any]], Any], **values: Image.Image | float) -> Image.Image:
    """Return the field (mode F) that a formula makes of fields and numbers, each called by its name."""
    field = ImageMath.lambda_eval(formula, **values)
    assert isinstance(field, Image.Image)
    return field


def noise(rng: Random, size: Pixels, cells: tuple[int, int]) -> Image.Image:
    """Return a smooth field (mode F, about 0 to 1) with so many cells across and down."""
    across, down = max(cells[0], 2), max(cells[1], 2)
    small = Image.frombytes("L", (across, down), rng.randbytes(across * down)).convert("F")
    field = small.resize(size, _BICUBIC)
    return computed(lambda args: args["field"] / 255.0, field=field)


def cloudy(rng: Random, size: Pixels, cells: tuple[int, int], octaves: int, falloff: float = 0.5) -> Image.Image:
    """Return noise of several scales on top of each other (mode F, about 0 to 1)."""
    total = noise(rng, size, cells)
    weight, sum_of_weights = 1.0, 1.0
    for octave in range(1, octaves):
        weight *= falloff
        sum_of_weights += weight
        layer = noise(rng, size, (cells[0] * 2**octave, cells[1] * 2**octave))
        total = computed(
            lambda args: args["total"] + args["layer"] * args["weight"], total=total, layer=layer, weight=weight
        )
    return computed(lambda args: args["total"] / args["sum"], total=total, sum=sum_of_weights)


def stretched(field: Image.Image) -> Image.Image:
    """Return a field (mode F) as mode L, from its darkest to its lightest."""
    low, high = field.getextrema()
    assert isinstance(low, float)
    assert isinstance(high, float)
    scale = 255.0 / max(high - low, 1e-6)
    return field.point(lambda value: value * scale + (-low * scale)).convert("L")


def warped(field: Image.Image, rng: Random, amount: float, cells: int = 4) -> Image.Image:
    """Return the field pushed about by smooth noise; `amount` is a share of the larger side."""
    width, height = field.size
    grid = min(40, width // 2, height // 2)
    reach = amount * max(width, height)
    margin = min(round(reach * 1.6) + 2, width - 1, height - 1)
    push_x, push_y = _pushes(rng, grid + 1, cells), _pushes(rng, grid + 1, cells)

    def source(column: int, row: int) -> tuple[float, float]:
        at = row * (grid + 1) + column
        return (
            column * width / grid + push_x[at] * reach + margin,
            row * height / grid + push_y[at] * reach + margin,
        )

    mesh = []
    for row in range(grid):
        for column in range(grid):
            box = (
                column * width // grid,
                row * height // grid,
                (column + 1) * width // grid,
                (row + 1) * height // grid,
            )
            corners = (
                source(column, row),
                source(column, row + 1),
                source(column + 1, row + 1),
                source(column + 1, row),
            )
            mesh.append((box, tuple(value for corner in corners for value in corner)))
    return _continued(field, margin).transform(field.size, Image.Transform.MESH, mesh, _BICUBIC)


def _pushes(rng: Random, count: int, cells: int) -> list[float]:
    """Return `count` rows of as many smooth values, about -1 to 1."""
    field = noise(rng, (count, count), (cells, cells))
    return [value * 2 - 1 for (value,) in iter_unpack("f", field.tobytes())]


def _continued(field: Image.Image, margin: int) -> Image.Image:
    """Return the field with a margin on every side in which it is mirrored."""
    width, height = field.size
    left, top = Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.FLIP_TOP_BOTTOM
    wide = Image.new(field.mode, (width + 2 * margin, height + 2 * margin))
    wide.paste(field, (margin, margin))
    wide.paste(field.crop((0, 0, margin, height)).transpose(left), (0, margin))
    wide.paste(field.crop((width - margin, 0, width, height)).transpose(left), (width + margin, margin))
    wide.paste(wide.crop((0, margin, wide.width, 2 * margin)).transpose(top), (0, 0))
    wide.paste(wide.crop((0, height, wide.width, height + margin)).transpose(top), (0, height + margin))
    return wide


def coloured(field: Image.Image, stops: Sequence[Rgb]) -> Image.Image:
    """Return a field (mode L) in colours, dark to light along the stops."""
    return Image.merge("RGB", [field.point(table) for table in ramp(stops)])


def vertical(size: Pixels, stops: Sequence[Rgb]) -> Image.Image:
    """Return a gradient from top to bottom."""
    return coloured(Image.linear_gradient("L").resize(size, _BICUBIC), stops)


def glow(size: Pixels, centre: tuple[float, float], radius: float, strength: float, power: float = 2.0) -> Image.Image:
    """Return a round light (mode L) that fades out from its centre; all in pixels."""
    # Pillow's gradient reaches 255 in its corners: at the middle of its edges, where the light must end, it is 181.
    table = [round(255 * strength * max(0.0, 1 - value / _EDGE) ** power) for value in range(256)]
    reach = radius * 2**0.5
    across = max(2, round(2 * reach))
    spot = Image.radial_gradient("L").point(table).resize((across, across), _BICUBIC)
    field = Image.new("L", size)
    field.paste(spot, (round(centre[0] - reach), round(centre[1] - reach)))
    return field


def laid(image: Image.Image, colour: Rgb, mask: Image.Image) -> Image.Image:
    """Return the image with a colour laid over it where the mask is light."""
    return Image.composite(Image.new("RGB", image.size, colour), image, mask)


def softly_lit(image: Image.Image, field: Image.Image) -> Image.Image:
    """Return the image lighter and darker where a field (mode L, 128 is neutral) is."""
    return ImageChops.soft_light(image, Image.merge("RGB", [field] * 3))


def faint(field: Image.Image, reach: int) -> Image.Image:
    """Return a field (mode L) squeezed around 128, by at most `reach` either way."""
    return field.point([round(128 + (value - 127.5) / 127.5 * reach) for value in range(256)])


def grain(image: Image.Image, rng: Random, reach: int = 8) -> Image.Image:
    """Return the image on paper: fine grain and a coarser tooth under it."""
    fine = Image.frombytes("L", image.size, rng.randbytes(image.width * image.height))
    tooth_size = (max(2, image.width // 3), max(2, image.height // 3))
    tooth = Image.frombytes("L", tooth_size, rng.randbytes(tooth_size[0] * tooth_size[1])).resize(image.size, _BICUBIC)
    both = Image.blend(fine.filter(ImageFilter.BoxBlur(0.6)), tooth, 0.55)
    return softly_lit(image, faint(both, reach * 2))


def vignette(image: Image.Image, strength: float = 0.22) -> Image.Image:
    """Return the image a little darker towards its corners."""
    table = [round(255 * (1 - strength * (value / 255) ** 2.6)) for value in range(256)]
    shade = Image.radial_gradient("L").point(table).resize(image.size, _BICUBIC)
    return ImageChops.multiply(image, Image.merge("RGB", [shade] * 3))
