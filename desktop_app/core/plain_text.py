"""Text of unknown origin, made fit to stand in one line among our own words."""

from __future__ import annotations

import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_MARKS = frozenset({"Mn", "Me"})
_MARKS_IN_A_ROW = 2
_READ_AHEAD = 8


def plain_line(text: object, longest: int) -> str:
    """Return a text as one line of at most `longest` letters; what is no text becomes an empty one.

    Control characters, line ends, what is not seen and what turns the direction of writing (Unicode Standard Annex 9,
    section 2) are taken out, and marks that would pile up over the lines above. Markup stays as it is: it is text.
    """
    if not isinstance(text, str):
        return ""
    letters: list[str] = []
    marks = 0
    for letter in text[: longest * _READ_AHEAD]:
        category = unicodedata.category(letter)
        if letter.isspace() or category == "Cc":
            letters.append(" ")
        elif category not in _INVISIBLE:
            marks = marks + 1 if category in _MARKS else 0
            letters += letter if marks <= _MARKS_IN_A_ROW else ""
    return " ".join("".join(letters).split())[:longest].rstrip()
