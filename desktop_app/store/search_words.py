"""The words of a search as FTS5 wants them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from desktop_app.core.search_query import Words
from desktop_app.core.search_values import folded
from desktop_app.store.index_values import model_mark
from desktop_app.store.unspaced_text import EVERY, pieces, unspaced_phrase

_LONGEST = 1000
"""Letters of one word or phrase that are looked for."""


def match_expression(words: Iterable[Words], models: Mapping[str, int]) -> str:
    """Return an expression that holds where every word does, and none that is excluded; empty when it says nothing.

    The beginning of a word is enough, a phrase wants whole words; in scripts without spaces any piece of a text is found.
    `models` are the folded names of models with their numbers.
    """
    wanted: list[str] = []
    excluded: list[str] = []
    for each in words:
        found = " AND ".join(_parts(each, models))
        if found:
            (excluded if each.is_excluded else wanted).append(f"({found})")
    if not wanted and not excluded:
        return ""
    everything = " AND ".join(wanted) or f'"{EVERY}"'
    return f"({everything}) NOT ({' OR '.join(excluded)})" if excluded else everything


def beginning_expression(text: str) -> str:
    """Return an expression that holds for pictures whose prompt, title or name begins with a text, or nothing.

    The last word may go on.

    The caret is FTS5's own (SQLite's documentation of FTS5, section 3.4).
    """
    letters = _words_of(text[:_LONGEST])
    return f'{{prompt title other_words}} : ^ "{" ".join(letters)}" *' if letters else ""


def _parts(words: Words, models: Mapping[str, int]) -> Iterator[str]:
    for text, is_unspaced in pieces(words.text[:_LONGEST]):
        if is_unspaced:
            yield unspaced_phrase(text)
            continue
        letters = _words_of(text)
        if letters:
            plain = [f'"{" ".join(letters)}"'] if words.is_phrase else [f'"{word}"*' for word in letters]
            marks = " OR ".join(f'"{model_mark(each)}"' for each in _models_with(letters, words.is_phrase, models))
            spelled = " AND ".join(plain)
            yield f"(({spelled}) OR {marks})" if marks else spelled


def _words_of(text: str) -> list[str]:
    """Return the words of a text as the tokenizer `unicode61` cuts it (SQLite's documentation of FTS5, section 4.3.1)."""
    spaced = "".join(letter if _is_letter(letter) or _is_mark(letter) else " " for letter in text)
    return [word for word in spaced.split() if any(map(_is_letter, word))]


def _models_with(words: list[str], is_phrase: bool, models: Mapping[str, int]) -> Iterator[int]:
    wanted = [folded(word) for word in words]
    for name, number in models.items():
        parts = _words_of(name)
        if is_phrase:
            runs = (parts[at : at + len(wanted)] for at in range(len(parts)))
            has_all = wanted in runs
        else:
            has_all = all(any(part.startswith(word) for part in parts) for word in wanted)
        if has_all:
            yield number


def _is_letter(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] in "LN" or category == "Co"


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M"
