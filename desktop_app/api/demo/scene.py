"""What every picture starts from."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from random import Random

from desktop_app.api.demo.palette import Palette


@dataclass(frozen=True, slots=True)
class Scene:
    """Size in pixels, chance, colours, how much detail (from the steps, about 2 to 10), and the words of the prompt."""

    size: tuple[int, int]
    rng: Random
    palette: Palette
    detail: int
    words: frozenset[str]

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.size[0]

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.size[1]

    @property
    def unit(self) -> float:
        """A length by which things are drawn, so that they keep their weight in every shape: pixels."""
        return sqrt(self.width * self.height)

    def has(self, *words: str) -> bool:
        """Say whether the prompt has any of these words."""
        return not self.words.isdisjoint(words)


def detail_of(steps: int) -> int:
    """Return how much detail so many steps buy."""
    return min(10, 2 + round(sqrt(steps)))
