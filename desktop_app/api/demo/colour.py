"""Colours: mixing them as the eye does, and ramps of them."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, hypot, radians, sin

Rgb = tuple[int, int, int]
Lab = tuple[float, float, float]


def rgb(text: str) -> Rgb:
    """Read `#rrggbb`."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def to_lab(colour: Rgb) -> Lab:
    """Return a colour in Oklab, where equal distances look equal (Ottosson, "A perceptual color space", 2020)."""
    red, green, blue = (_linear(part / 255) for part in colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def from_lab(lab: Lab) -> Rgb:
    """Return the nearest colour that a screen shows."""
    light, a, b = lab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _byte(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _byte(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _byte(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """Return the colour at `share` (0 to 1) of the way from one to the other."""
    first, second = to_lab(one), to_lab(other)
    return from_lab(
        (
            first[0] + (second[0] - first[0]) * share,
            first[1] + (second[1] - first[1]) * share,
            first[2] + (second[2] - first[2]) * share,
        )
    )


def shifted(colour: Rgb, *, lightness: float = 0.0, chroma: float = 1.0, hue_degrees: float = 0.0) -> Rgb:
    """Return a colour made lighter by `lightness` (of 1), with its strength multiplied and its hue turned."""
    light, a, b = to_lab(colour)
    strength, hue = hypot(a, b) * chroma, atan2(b, a) + radians(hue_degrees)
    return from_lab((min(max(light + lightness, 0.0), 1.0), strength * cos(hue), strength * sin(hue)))


def lightness(colour: Rgb) -> float:
    """Return how light a colour looks, 0 to 1."""
    return to_lab(colour)[0]


def strength(colour: Rgb) -> float:
    """Return how colourful a colour looks; 0 is grey."""
    _, a, b = to_lab(colour)
    return hypot(a, b)


def at(stops: Sequence[Rgb], place: float) -> Rgb:
    """Return the colour at a place (0 to 1) along evenly spaced stops."""
    if len(stops) == 1:
        return stops[0]
    scaled = min(max(place, 0.0), 1.0) * (len(stops) - 1)
    index = min(int(scaled), len(stops) - 2)
    return mix(stops[index], stops[index + 1], scaled - index)


def ramp(stops: Sequence[Rgb]) -> tuple[list[int], list[int], list[int]]:
    """Return three tables of 256 entries, one a channel, through the stops."""
    colours = [at(stops, value / 255) for value in range(256)]
    return [each[0] for each in colours], [each[1] for each in colours], [each[2] for each in colours]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _byte(part: float) -> int:
    part = min(max(part, 0.0), 1.0)
    curved = 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
    return round(curved * 255)
