"""Texts in scripts that put no space between words, cut so that an index of words finds every piece of them.

Runs of such letters become overlapping pairs, the last letter standing alone: a phrase of pairs is a piece of the text, and
one letter is the beginning of a pair.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

EVERY = "\ue000"
"""A word that stands in every picture's text, so that something can be taken away from all."""

# Thai to Myanmar, Khmer, kana and CJK with its extensions, Hangul (whose words carry their endings), and pictographs.
_RUN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u2600-\u27bf\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3100-\u318f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f"
    "\U0001b000-\U0001b16f\U0001f000-\U0001faff\U00020000-\U0003ffff]+"
)
_SPELLED = "\ue001"


def unspaced_words(*texts: str) -> str:
    """Return what the index keeps of texts beside their words: `EVERY`, and the pairs of such letters if any."""
    found = [EVERY]
    for text in texts:
        if not text.isascii():
            # Two runs must not make one phrase.
            found += [f"{' '.join(_pairs(run))} {EVERY}" for run in _RUN.findall(unicodedata.normalize("NFKC", text))]
    return " ".join(found)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a search's word in order: each with whether its script puts no space between words."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    at = 0
    for run in _RUN.finditer(plain):
        yield plain[at : run.start()], False
        yield run[0], True
        at = run.end()
    yield plain[at:], False


def unspaced_phrase(run: str) -> str:
    """Return a piece of such a text as FTS5 finds it."""
    pairs = list(_pairs(run))
    if len(pairs) == 1:
        return f'"{pairs[0]}"*'
    return f'"{" ".join(pairs[:-1])}"'


def _pairs(run: str) -> Iterator[str]:
    letters = [_spelled(letter) for letter in run]
    for first, second in pairwise(letters):
        yield first + second
    yield letters[-1]


def _spelled(letter: str) -> str:
    """Return a letter as one that the index takes for a letter: marks and pictures are told by their number."""
    is_letter = unicodedata.category(letter)[0] in "LN"
    return letter if is_letter else f"{_SPELLED}{ord(letter):x}"
