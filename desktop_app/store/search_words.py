"""The words of a search as FTS5 wants them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from desktop_app.core.search_query import Words
from desktop_app.store.unspaced_text import EVERY, pieces, unspaced_phrase


def match_expression(words: Iterable[Words]) -> str:
    """Return an expression that holds where every word does, and none that is excluded; empty when it says nothing.

    The beginning of a word is enough, a phrase wants whole words; in scripts without spaces any piece of a text is found.
    """
    wanted: list[str] = []
    excluded: list[str] = []
    for each in words:
        found = " AND ".join(_parts(each))
        if found:
            (excluded if each.is_excluded else wanted).append(f"({found})")
    if not wanted and not excluded:
        return ""
    everything = " AND ".join(wanted) or f'"{EVERY}"'
    return f"({everything}) NOT ({' OR '.join(excluded)})" if excluded else everything


def _parts(words: Words) -> Iterator[str]:
    for text, is_unspaced in pieces(words.text):
        if is_unspaced:
            yield unspaced_phrase(text)
        elif any(_is_letter(letter) for letter in text):
            plain = text.replace('"', " ").replace(EVERY, " ").replace("\0", " ")
            if any(_is_letter(letter) for letter in plain):
                yield f'"{plain}"' if words.is_phrase else f'"{plain}"*'


def _is_letter(letter: str) -> bool:
    """Say whether the tokenizer `unicode61` takes it as part of a word (SQLite's documentation of FTS5, section 4.3.1)."""
    category = unicodedata.category(letter)
    return category[0] in "LN" or category == "Co"
