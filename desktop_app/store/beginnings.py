"""Finding the next picture by the words with which it begins, as one types in a list."""

from __future__ import annotations

from array import array
from itertools import chain

from desktop_app.store.search_conditions import Clause
from desktop_app.store.search_words import beginning_expression
from desktop_app.store.shown import Shown

_WORDS = "{key} IN (SELECT rowid FROM words WHERE words MATCH ?)"


def next_beginning(
    shown: Shown, keys: array[int], text: str, after: int | None, *, is_with_it: bool = False
) -> int | None:
    """Return the first of the keys shown whose picture begins with a text, behind the one `after`, around the end.

    With `is_with_it` that one itself is looked at first.
    """
    expression = beginning_expression(text)
    if not expression or not keys:
        return None
    found = shown.search.narrowed(Clause(_WORDS, (expression,)))
    beginning = set(chain.from_iterable(shown.connection.execute(*found.keys())))
    if not beginning:
        return None
    try:
        start = 0 if after is None else keys.index(after) + (not is_with_it)
    except ValueError:
        start = 0
    behind = (keys[at] for at in chain(range(start, len(keys)), range(start)))
    return next((key for key in behind if key in beginning), None)
