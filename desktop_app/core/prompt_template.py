r"""Prompts that leave something open: `{a|b|c}` picks one, `__name__` picks a line of a list, `{name}` is filled in.

A choice may hold further choices, and weights: `{3::red|blue}`. A list's lines may refer to lists. `\{`, `\}`, `\|`
and `\_` stand for the character itself, and so do braces that hold anything else, such as those of JSON.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from desktop_app.core.prompt_grammar import Choice, ListName, Node, Placeholder, Text, every_node, parsed

Lists: TypeAlias = Callable[[str], Sequence[str] | None]
"""Returns the lines of a list, or `None` where there is none of that name."""

LONGEST = 100_000
"""No prompt is resolved beyond this number of characters: lists that name lists could grow without end."""

_SPECIAL = re.compile(r"[{}|]|_(?=_)|(?<=\\)_")
_DEEPEST = 100
_MOST_PLACES = 20_000


class ProblemKind(Enum):
    """What keeps a prompt from being resolved."""

    UNFILLED = "unfilled"
    UNKNOWN_LIST = "unknown_list"
    EMPTY_LIST = "empty_list"
    LOOP = "loop"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class PromptProblem:
    """A problem and the placeholder or list that it is about, empty where it is about none."""

    kind: ProblemKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The prompt to send; what has a problem stands in it as written."""

    prompt: str
    problems: tuple[PromptProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Combined:
    """Prompts that one may become, and what keeps some of them from being sent."""

    prompts: tuple[str, ...]
    problems: tuple[PromptProblem, ...] = ()


def placeholders(text: str) -> tuple[str, ...]:
    """Return the names that are to be filled in, each once, in the order of the text."""
    return tuple(dict.fromkeys(each.name for each in placeholder_places(text)))


def placeholder_places(text: str) -> tuple[Placeholder, ...]:
    """Return every placeholder with its place in the text, in order."""
    return tuple(node for node in every_node(parsed(text)) if isinstance(node, Placeholder))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put values in the place of placeholders; those without a value stay. A value may hold choices itself."""
    parts, done = [], 0
    for place in placeholder_places(text):
        if place.name in values:
            parts += [text[done : place.start], values[place.name]]
            done = place.end
    return "".join((*parts, text[done:]))


def as_literal(text: str) -> str:
    """Return a prompt that becomes this text, whatever the seed: the text itself where it leaves nothing open."""
    if all(isinstance(node, Text) for node in parsed(text)) and resolved(text, 0, _no_list).prompt == text:
        return text
    return _SPECIAL.sub(r"\\\g<0>", text)


def has_choices(text: str) -> bool:
    """Say whether the seed decides anything in this prompt."""
    return any(isinstance(node, Choice | ListName) for node in every_node(parsed(text)))


def list_names(text: str) -> tuple[str, ...]:
    """Return the lists that the prompt itself names, each once, in the order of the text."""
    return tuple(dict.fromkeys(node.name for node in every_node(parsed(text)) if isinstance(node, ListName)))


def problems(text: str, lists: Lists) -> tuple[PromptProblem, ...]:
    """Return what keeps a prompt from being sent whatever the seed: lists it names that hold nothing, then placeholders."""
    found = []
    for name in list_names(text):
        lines = lists(name)
        if not lines:
            found.append(PromptProblem(ProblemKind.UNKNOWN_LIST if lines is None else ProblemKind.EMPTY_LIST, name))
    return (*found, *(PromptProblem(ProblemKind.UNFILLED, name) for name in placeholders(text)))


def resolved(text: str, seed: int, lists: Lists) -> Resolved:
    """Choose everywhere as the seed says: the same seed and text and lists give the same prompt on every machine.

    Each place is chosen for on its own, so that words added behind it change nothing before it. Raises nothing but what
    `lists` raises.
    """
    nodes = parsed(text)
    if all(isinstance(node, Text) for node in nodes):
        return Resolved("".join(node.text for node in nodes if isinstance(node, Text)))
    walk = _Walk(lists)
    prompt = "".join(walk.parts(nodes, _Picking(seed), ()))
    if len(prompt) > LONGEST:
        walk.note(ProblemKind.TOO_LONG)
    return Resolved(prompt[:LONGEST], tuple(walk.problems))


def combinations(text: str, lists: Lists, limit: int) -> tuple[str, ...]:
    """Return the first `limit` of all prompts that this one may become, in the order of the text, the last place fastest."""
    return combined(text, lists, limit).prompts


def combined(text: str, lists: Lists, limit: int) -> Combined:
    """Return the same as `combinations`, with what is wrong: what has a problem stands in the prompts as written."""
    walk = _Walk(lists)
    prompts = tuple(itertools.islice(walk.every(parsed(text), (), limit), max(limit, 0)))
    return Combined(prompts, tuple(walk.problems))


def _no_list(_name: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class _Picking:
    """Picks for one place: a digest of the seed and the place's path, which is the same everywhere and for ever."""

    seed: int
    path: str = ""

    def within(self, index: int) -> _Picking:
        return _Picking(self.seed, f"{self.path}.{index}")

    def index(self, weights: Sequence[str] | None, count: int) -> int:
        digest = hashlib.sha256(f"{self.seed}{self.path}".encode()).digest()
        drawn = int.from_bytes(digest[:8], "big")
        shares = [Fraction(weight) for weight in weights or ()]
        if len(set(shares)) <= 1:
            return drawn * count >> 64
        left = Fraction(drawn, 1 << 64) * sum(shares)
        for index, share in enumerate(shares):
            left -= share
            if left < 0:
                return index
        return count - 1


class _Walk:
    """Goes through one prompt and the lists that it names, and notes what is wrong on the way."""

    def __init__(self, lists: Lists) -> None:
        # Looked up once for each name: it may mean to go through a folder.
        self._lists = functools.cache(lists)
        self._places_left = _MOST_PLACES
        self.problems: dict[PromptProblem, None] = {}

    def note(self, kind: ProblemKind, name: str = "") -> None:
        self.problems[PromptProblem(kind, name)] = None

    def parts(self, nodes: tuple[Node, ...], picking: _Picking, within: tuple[str, ...]) -> Iterator[str]:
        """Return the pieces of the prompt; `within` are the lists (and "" for choices) that these nodes came from."""
        place = -1
        for node in nodes:
            if isinstance(node, Text):
                yield node.text
            elif isinstance(node, Placeholder):
                yield self._unfilled(node)
            else:
                place += 1
                yield from self._picked(node, picking.within(place), within)

    def every(self, nodes: tuple[Node, ...], within: tuple[str, ...], limit: int) -> Iterator[str]:
        """Return every prompt that these nodes may become, at most `limit` for each place."""
        pools = [tuple(itertools.islice(self._pool(node, within, limit), limit)) for node in nodes]
        return map("".join, itertools.product(*pools))

    def _picked(self, node: Choice | ListName, picking: _Picking, within: tuple[str, ...]) -> Iterator[str]:
        if isinstance(node, Choice):
            if self._may_go_on(within):
                index = picking.index(node.weights, len(node.options))
                yield from self.parts(node.options[index], picking, (*within, ""))
            return
        lines = self._lines(node, within)
        if lines is None:
            yield node.written
        else:
            line = lines[picking.index(None, len(lines))]
            yield from self.parts(parsed(line), picking, (*within, node.name))

    def _pool(self, node: Node, within: tuple[str, ...], limit: int) -> Iterator[str]:
        if isinstance(node, Text):
            yield node.text
        elif isinstance(node, Placeholder):
            yield self._unfilled(node)
        elif isinstance(node, Choice):
            for option, weight in zip(node.options, node.weights, strict=True):
                if self._may_go_on(within) and (Fraction(weight) or not any(map(Fraction, node.weights))):
                    yield from self.every(option, (*within, ""), limit)
        else:
            lines = self._lines(node, within)
            for line in (node.written,) if lines is None else lines:
                inside = (Text(line),) if lines is None else parsed(line)
                yield from self.every(inside, (*within, node.name), limit)

    def _lines(self, node: ListName, within: tuple[str, ...]) -> Sequence[str] | None:
        if node.name.casefold() in (name.casefold() for name in within):
            self.note(ProblemKind.LOOP, node.name)
            return None
        if not self._may_go_on(within):
            return None
        lines = self._lists(node.name)
        if lines is None:
            self.note(ProblemKind.UNKNOWN_LIST, node.name)
        elif not lines:
            self.note(ProblemKind.EMPTY_LIST, node.name)
        return lines or None

    def _may_go_on(self, within: tuple[str, ...]) -> bool:
        self._places_left -= 1
        if self._places_left < 0 or len(within) >= _DEEPEST:
            self.note(ProblemKind.TOO_LONG)
            return False
        return True

    def _unfilled(self, node: Placeholder) -> str:
        self.note(ProblemKind.UNFILLED, node.name)
        return node.written
