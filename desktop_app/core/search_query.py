"""What a search asks for: read from what is typed, and written again as it would be typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import TypeAlias

from desktop_app.core.search_values import folded, period_of, size_of, span_of


class Field(Enum):
    """What can be asked of a picture beside its words; the value is how it is typed before the colon."""

    MODEL = "model"
    RATING = "rating"
    TAG = "tag"
    SEED = "seed"
    SIZE = "size"
    DATE = "date"
    IS = "is"
    HAS = "has"
    COST = "cost"
    COLLECTION = "collection"
    JOB = "job"
    BATCH = "batch"
    PROMPT = "prompt"
    """The very same prompt, but for the space between its words."""
    SHA = "sha"
    """The SHA-256 of the file, or its beginning."""
    SIMILAR = "similar"
    """What looks like the picture with this UUID."""


class Is(Enum):
    """What a picture can be; the value is how it is typed after `is:`."""

    GENERATED = "generated"
    EDIT = "edit"
    IMPORTED = "imported"
    DEMO = "demo"
    PICKED = "picked"
    REJECTED = "rejected"
    RATED = "rated"
    DUPLICATE = "duplicate"
    """Another file of the library has the same bytes."""


class Has(Enum):
    """What a picture can have; the value is how it is typed after `has:`."""

    REFERENCE = "reference"
    NOTE = "note"
    TITLE = "title"
    TAG = "tag"
    COLLECTION = "collection"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand in one of the picture's texts: the beginning of each is enough, unless they are a phrase."""

    text: str
    is_phrase: bool = False
    is_excluded: bool = False

    def written(self) -> str:
        """Return it as it is typed."""
        return _minus(self.is_excluded) + (_quoted(self.text) if self.is_phrase else self.text)


@dataclass(frozen=True, slots=True)
class Condition:
    """A value that a field must have, or with `is_excluded` must not have."""

    field: Field
    value: str
    is_excluded: bool = False

    def written(self) -> str:
        """Return it as it is typed."""
        value = _quoted(self.value) if re.search(r'[\s"]', self.value) or not self.value else self.value
        return f"{_minus(self.is_excluded)}{self.field.value}:{value}"


Term: TypeAlias = Words | Condition


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a search asks for; everything must hold, but several values of one field are a choice (`store.search_sql`).

    `unclear` is what was typed after a known field and says nothing, or nothing yet: it is passed over.
    """

    terms: tuple[Term, ...] = ()
    unclear: tuple[str, ...] = field(default=(), compare=False)

    def written(self) -> str:
        """Return the search as it is typed; `parsed` makes the same search of it."""
        return " ".join(term.written() for term in self.terms)

    @property
    def words(self) -> tuple[Words, ...]:
        """The words and phrases."""
        return tuple(term for term in self.terms if isinstance(term, Words))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The fields with their values."""
        return tuple(term for term in self.terms if isinstance(term, Condition))

    def having(self, condition: Condition) -> SearchQuery:
        """Return the search with one more condition; the same value is not asked for and excluded at once."""
        bare = self.without(condition)
        return replace(bare, terms=(*bare.terms, condition))

    def without(self, condition: Condition) -> SearchQuery:
        """Return the search without this field's value, asked for or excluded."""
        return replace(self, terms=tuple(term for term in self.terms if not _is_same(term, condition)))

    def is_asked(self, asked_field: Field, value: str) -> bool | None:
        """Say whether a field's value is asked for (true), excluded (false), or neither."""
        wanted = Condition(asked_field, value)
        found = [term for term in self.conditions if _is_same(term, wanted)]
        return not found[-1].is_excluded if found else None


_NOTHING = SearchQuery()
_FIELDS = {each.value: each for each in Field}
_TERM = re.compile(
    rf'(?P<minus>-)?(?:(?P<field>{"|".join(_FIELDS)}):)?(?:"(?P<quoted>(?:[^"]|"")*)(?:"|$)|(?P<plain>[^\s"]*))',
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_ALIASES = {"edited": "edit", "pick": "picked", "reject": "rejected", "references": "reference", "tags": "tag"}


def parsed(text: str) -> SearchQuery:
    """Read a search; every text is one, and an unknown field is plain words."""
    terms: list[Term] = []
    unclear: list[str] = []
    at = 0
    while at < len(text):
        space = _SPACE.match(text, at)
        if space:
            at = space.end()
            continue
        found = _TERM.match(text, at)
        assert found is not None
        at = max(found.end(), at + 1)
        term = _term(found)
        if term is not None:
            terms.append(term)
        elif found["field"]:
            unclear.append(found[0])
    return SearchQuery(tuple(terms), tuple(unclear)) if terms or unclear else _NOTHING


def value_is_clear(asked_field: Field, value: str) -> bool:
    """Say whether a value says something for its field."""
    return bool(value) and _CLEAR.get(asked_field, bool)(value)


def _term(found: re.Match[str]) -> Term | None:
    is_excluded = bool(found["minus"])
    is_phrase = found["quoted"] is not None
    text = found["quoted"].replace('""', '"') if is_phrase else found["plain"]
    text = " ".join(text.split())
    if not found["field"]:
        return Words(text, is_phrase, is_excluded) if text else None
    asked_field = _FIELDS[found["field"].lower()]
    if asked_field in {Field.IS, Field.HAS}:
        text = _ALIASES.get(text.casefold(), text.casefold())
    return Condition(asked_field, text, is_excluded) if value_is_clear(asked_field, text) else None


def _is_same(term: Term, condition: Condition) -> bool:
    return (
        isinstance(term, Condition) and term.field is condition.field and folded(term.value) == folded(condition.value)
    )


def _minus(is_excluded: bool) -> str:
    return "-" if is_excluded else ""


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


_SOME_DAY = date(2000, 1, 1)
_CLEAR: Mapping[Field, Callable[[str], bool]] = {
    Field.RATING: lambda value: span_of(value) is not None,
    Field.SEED: lambda value: span_of(value) is not None,
    Field.COST: lambda value: span_of(value) is not None,
    Field.SIZE: lambda value: size_of(value) is not None,
    Field.DATE: lambda value: period_of(value, _SOME_DAY) is not None,
    Field.IS: lambda value: value in {each.value for each in Is},
    Field.HAS: lambda value: value in {each.value for each in Has},
    Field.SHA: lambda value: re.fullmatch(r"[0-9a-fA-F]{4,64}", value) is not None,
}
