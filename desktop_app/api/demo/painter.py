"""The painter: a picture from a prompt without AI, always the same for the same order."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from random import Random

from PIL import Image

from desktop_app.api.demo.abstract import agate, discs, silk
from desktop_app.api.demo.botanical import leaves
from desktop_app.api.demo.city import city
from desktop_app.api.demo.edit import edited
from desktop_app.api.demo.landscape import hills
from desktop_app.api.demo.mark import marked
from desktop_app.api.demo.order import PaintOrder
from desktop_app.api.demo.palette import palette_of, words_of
from desktop_app.api.demo.scene import Scene, detail_of
from desktop_app.api.demo.space import planet
from desktop_app.api.demo.water import sea

Motif = Callable[[Scene], Image.Image]

_MOTIFS: tuple[tuple[Motif, str], ...] = (
    (planet, "planet space galaxy cosmos nebula asteroid saturn mars jupiter"),
    (city, "city skyline street town tokyo paris london york building buildings house houses tower cyberpunk traffic"),
    (sea, "sea ocean wave waves beach coast surf sail boat ship harbour harbor island whale underwater tide"),
    (
        leaves,
        "flower flowers garden botanical leaf leaves rose tulip bloom blossom petal petals plant fern herb wreath",
    ),
    (
        discs,
        "circle circles disc discs dot dots abstract geometric bauhaus shapes bubbles balloon fruit lemon orange apple",
    ),
    (agate, "agate marble marbled mineral stone pattern topography contour rings crystal gem psychedelic"),
    (
        silk,
        "silk flow smoke fluid liquid fabric cloth velvet texture dream ink folds aura energy gradient curtain hair",
    ),
    (
        hills,
        # What stands in it cannot be painted here; where it stands can.
        """hill hills mountain mountains valley landscape dusk dawn sunset sunrise horizon alps fog mist meadow field snow
        desert dune dunes sand forest wood woods tree trees pine fox deer wolf bear castle lake river road canyon""",
    ),
)
# Words of the open air that yield to any word of a motif.
_OUTDOOR_WORDS = words_of(
    "night moon aurora star winter spring summer autumn morning evening twilight cabin village bamboo"
)
_OPEN_MOTIFS: tuple[Motif, ...] = (hills, discs, silk, sea, leaves, agate)
_QUALITY = 92


def paint(order: PaintOrder) -> bytes:
    """Return the picture of an order as a file; raise OrderRefused when a reference cannot be read."""
    image = painted(order)
    file = io.BytesIO()
    if order.file_format == "PNG":
        marked(image).save(file, "PNG", compress_level=6)
    else:
        marked(image).save(file, "JPEG", quality=_QUALITY, subsampling=0)
    return file.getvalue()


def painted(order: PaintOrder) -> Image.Image:
    """Return the picture without the mark: from words alone, or as an edit of the references."""
    words = wanted_words(order)
    texts = (order.prompt, order.negative_prompt)
    of_prompt, of_order = chance(*texts), chance(*texts, order.seed)
    detail = detail_of(order.steps)
    if order.references:
        return edited(order, words, of_order, detail)
    motif = _motif(words, of_prompt)
    size = order.size_without_reference
    return motif(
        Scene((size.width, size.height), of_order, palette_of(words, of_prompt), detail, words=frozenset(words))
    )


def wanted_words(order: PaintOrder) -> list[str]:
    """Return the words of the prompt in lower case and in order, without those of the negative prompt."""
    unwanted = set(_words(order.negative_prompt))
    return [word for word in _words(order.prompt) if word not in unwanted]


def chance(*parts: object) -> Random:
    """Return numbers that follow from these parts alone, on every machine."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).digest()
    return Random(int.from_bytes(digest, "big"))


def _motif(words: list[str], rng: Random) -> Motif:
    motifs = {word: motif for motif, triggers in reversed(_MOTIFS) for word in words_of(triggers)}
    named = [motifs[word] for word in words if word in motifs]
    if named:
        return named[0]
    return hills if not _OUTDOOR_WORDS.isdisjoint(words) else rng.choice(_OPEN_MOTIFS)


def _words(text: str) -> list[str]:
    """Return the words in order; one that ends in s is followed by itself without it, for plurals."""
    found = re.findall(r"[^\W_]+", text.casefold())
    return [each for word in found for each in ((word, word[:-1]) if len(word) > 3 and word.endswith("s") else (word,))]
