"""Palettes, and which one the words of a prompt ask for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from random import Random

from desktop_app.api.demo.colour import Rgb, lightness, mix, rgb, shifted


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a picture: sky from top to horizon, the light in it, land from far to near, and free swatches.

    `swatches` are ordered as they are to be used; the first is the ground.
    """

    sky: tuple[Rgb, ...]
    light: Rgb
    land: tuple[Rgb, ...]
    swatches: tuple[Rgb, ...]

    @property
    def is_dark(self) -> bool:
        """Say whether the sky is a night's."""
        return lightness(self.sky[0]) < 0.4

    def shifted(self, rng: Random) -> Palette:
        """Return the palette with every colour turned a little, the same way for all."""
        hue, light = rng.uniform(-9, 9), rng.uniform(-0.015, 0.02)

        def turned(colours: tuple[Rgb, ...]) -> tuple[Rgb, ...]:
            return tuple(shifted(each, lightness=light, hue_degrees=hue) for each in colours)

        return Palette(turned(self.sky), self.light, turned(self.land), turned(self.swatches))

    def tinted(self, tints: tuple[Rgb, ...], weight: float) -> Palette:
        """Return the palette drawn towards some colours, the lightest in the distance, the darkest nearby."""
        pale = [tint for tint in tints if lightness(tint) > 0.86]
        tints = tuple(tint for tint in tints if tint not in pale)
        ground = pale[0] if pale else self.swatches[0]
        if not tints:
            free = sorted(self.swatches[1:], key=lambda each: abs(lightness(each) - 0.6))
            return replace(self, swatches=(ground, *free)) if pale else self
        ordered = sorted(tints, key=lightness, reverse=True)
        last = len(self.land) - 1
        land = tuple(_drawn(each, ordered[_place(n, last, len(ordered))], weight) for n, each in enumerate(self.land))
        sky = (
            *(_drawn(each, ordered[-1], weight * 0.5) for each in self.sky[:-1]),
            _drawn(self.sky[-1], ordered[0], weight * 0.8),
        )
        fresh = tuple(each for tint in tints for each in (tint, shifted(tint, lightness=0.12, chroma=0.8)))
        swatches = (_drawn(ground, ordered[0], 0.0 if pale else 0.16), *fresh, *self.swatches[1:])
        return replace(self, sky=sky, land=land, swatches=swatches[: max(4, len(fresh) + 2)])


def _place(index: int, last: int, count: int) -> int:
    return round(index / max(last, 1) * (count - 1))


def _drawn(colour: Rgb, tint: Rgb, share: float) -> Rgb:
    """Mix in hue and strength, and keep most of the lightness: a tint must not flatten the depth."""
    mixed = mix(colour, tint, share)
    return shifted(mixed, lightness=(lightness(colour) - lightness(mixed)) * 0.75)


def _palette(sky: str, light: str, land: str, swatches: str) -> Palette:
    def read(text: str) -> tuple[Rgb, ...]:
        return tuple(rgb(f"#{each}") for each in text.split())

    return Palette(read(sky), read(light)[0], read(land), read(swatches))


PALETTES: dict[str, Palette] = {
    "dusk": _palette(
        "f9b872 f79f6b f08a64", "fee9b8", "a8585c 7d4560 563352 1d1730", "2b1b3d 6b3a63 c2566b f08a5d fbc27a fdebc8"
    ),
    "dawn": _palette(
        "c9d6ea f3d3d0 fbdcc4", "fff6de", "e7a3a0 c47a8b 85587a 45385c", "fdf1e6 f6c8bd e58f93 a5688b 5b4a77 f9d98f"
    ),
    "day": _palette(
        "4f86c2 83aed6 bcd3e2", "fffbee", "8fb0c0 5f8a99 35606a 17353b", "eef3f0 a9cbd8 5c93b5 2f5f86 163a52 f2c46a"
    ),
    "night": _palette(
        "0b0d26 191a40 3a3166", "f6efd8", "4b3f78 33295c 1e1840 0b0919", "0e1030 2b2a66 5d4a9c 9c6bb8 e7a6b5 f6e7c1"
    ),
    "forest": _palette(
        "c8dfd6 d9e7d8 eef0dc", "fffbe6", "b3cba6 7fa27c 4c7659 1d3a33", "eef0df b6cfa6 6f9f77 3d6f57 1d4038 d9a24c"
    ),
    "sea": _palette(
        "7fb7c9 b4d8d6 f4e6cb", "fff5d8", "9bcdca 4f9fae 1f6c8a 0c3350", "f2ead8 8fd0cc 3f9db0 1c5f8a 0e2f54 e9825f"
    ),
    "desert": _palette(
        "8fb9c4 f1d9ac f6c28b", "fff3d4", "e8a868 cf7a4a a24f37 5a2a2c", "f5e6cc e9b872 d9814b b04e35 6b2f2c 4f8a8b"
    ),
    "autumn": _palette(
        "e8d3a7 f2c98d f0b070", "fff0c9", "d99a4e b9693a 7d3f2f 3a2226", "f3e7d0 e3a84a cc6535 8f3b2e 4b2a2b 6d7b4a"
    ),
    "snow": _palette(
        "b9cfe4 dbe5ee f8ece4", "fff8ec", "dfe8f0 b4c9da 7f9db6 3f5b76", "f4f6f7 cfdde8 93b3cc 557d9f 2c4a66 d9756a"
    ),
    "ember": _palette(
        "1d0c1c 5b1830 c8452f", "ffd79a", "8f2a33 641f30 3d1526 170a14", "1a0c18 5f1a33 b8363a ec6f3c f9a95b fde3b4"
    ),
    "storm": _palette(
        "3f4c5e 6d7f8f b9bfba", "f6f0da", "71878f 4c6672 2f4754 15232d", "e9ebe6 a9bbc0 6b8794 3f5c6c 1d303c e0b458"
    ),
    "plum": _palette(
        "b9a5d6 dcb8d4 f6cdc6", "fff1dc", "b98bb4 8a5f97 583f73 2a2147", "f4e9ee d8b6d6 a678b4 6c4a8c 3a2a5c f2b36b"
    ),
    "grey": _palette(
        "c9c9c7 dcdbd8 eeecea", "fdfcf9", "bdbcba 8e8d8b 5c5b5b 262627", "f1efec c9c7c4 8f8d8b 545355 262628 e6e3de"
    ),
    "pop": _palette(
        "3fa7a0 8fd0b9 f9e3b4", "fff6d6", "f0a35a e0646c 7a4a9c 14213d", "14213d 52b8a8 e0646c f2c94c 4f6fd8 f4efe6"
    ),
    "earth": _palette(
        "efe3cd f2dcb8 f0c99a", "fff4da", "cfae82 a3806a 5e5a58 26303a", "f0e7d6 e4b04f d9623f 5f8572 2c4756 b9453f"
    ),
}
"""Palettes by name, in the order in which the hash of a prompt chooses when no word does."""

_MOODS: tuple[tuple[str, str], ...] = (
    ("grey", "monochrome grayscale black-and-white charcoal graphite noir bw"),
    ("night", "night midnight moon moonlight moonlit star starry space galaxy cosmos nocturne aurora northern planet"),
    ("dusk", "dusk sunset evening twilight sundown"),
    ("dawn", "dawn sunrise morning blossom cherry pastel spring"),
    ("snow", "snow snowy winter ice icy frost arctic glacier frozen"),
    ("storm", "storm stormy thunder lightning gale hurricane"),
    ("ember", "fire ember embers lava volcano flame dragon hell magma"),
    ("desert", "desert dune dunes sand sandy canyon mesa sahara"),
    ("autumn", "autumn fall harvest october amber"),
    ("forest", "forest wood woods jungle moss fern leaf leaves garden meadow botanical"),
    ("sea", "sea ocean wave waves beach coast water lake river underwater harbour harbor island boat ship surf"),
    ("plum", "lavender dream dreamy magic mystic"),
    ("pop", "pop bauhaus geometric memphis neon playful poster retro toy candy"),
    ("day", "sky day noon summer mountain mountains alps clouds hills"),
    ("earth", "clay paper linen desk kitchen portrait still"),
    ("forest", "mist misty fog foggy rain rainy green"),
)

_HOURS = frozenset({"night", "dusk", "dawn"})
_PLACES = frozenset({"snow", "desert", "autumn", "forest", "sea"})

_COLOURS: dict[str, Rgb] = {
    name: rgb(f"#{value}")
    for name, value in (
        pair.split("=")
        for pair in (
            "red=c8373a crimson=a8243a scarlet=d63a2b coral=ee7f67 salmon=f0907c rose=dc7a8e pink=ee9db4 magenta=b93a86 "
            "orange=ea8336 copper=b36a3c rust=a4492c amber=e5a53a gold=dcaa3f golden=e0b04a yellow=f0cb4a ochre=c58f35 "
            "olive=7f8442 green=4c8c58 emerald=1f8a63 sage=9cb08f mint=a3d9bd lime=a8c94a teal=2b8a8c turquoise=45b0ae "
            "cyan=55bcd0 blue=3b6fb6 azure=4f96d8 navy=1f3560 indigo=39377f cobalt=2a51a8 violet=7552a8 purple=7a4794 "
            "plum=6f3d63 lilac=b79fd2 burgundy=6a2036 brown=75503a sepia=8a6a48 black=211f24 charcoal=36363b "
            "white=f6f4ef silver=c3c6c9 lemon=f2d552 peach=f4b48c cream=f2e6cd ivory=f5efe0 beige=dccbae"
        ).split()
    )
}


def palette_of(words: Collection[str], rng: Random) -> Palette:
    """Return the palette that the words ask for; `rng` decides what they leave open."""
    names = [name for name, triggers in _MOODS if not words_of(triggers).isdisjoint(words)]
    hours = [name for name in names if name in _HOURS]
    places = [name for name in names if name in _PLACES]
    if hours and places:
        palette = _at_hour(PALETTES[places[0]], PALETTES[hours[0]])
    else:
        palette = PALETTES[names[0] if names else rng.choice(list(PALETTES))]
    return palette.tinted(tints_of(words), 0.22 if names else 0.5).shifted(rng)


def _at_hour(place: Palette, hour: Palette) -> Palette:
    """Return a place under the sky of an hour, its land in that hour's light."""
    share = 0.72 if hour.is_dark else 0.34
    pairs = zip(place.land, hour.land, strict=True)
    land = tuple(shifted(mix(one, other, share), chroma=1.25) for one, other in pairs)
    return Palette(hour.sky, hour.light, land, hour.swatches if hour.is_dark else place.swatches)


def tints_of(words: Collection[str]) -> tuple[Rgb, ...]:
    """Return the colours that are named outright, at most three."""
    return tuple(_COLOURS[word] for word in words if word in _COLOURS)[:3]


def words_of(text: str) -> frozenset[str]:
    """Split a row of words."""
    return frozenset(text.split())
