"""The grammar of prompts that leave something open: choices, lists and placeholders, read into a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

DEEPEST = 64
"""How many braces inside one another are read; those further in stand for themselves."""

_LIST = r"[^\W_](?:[\w ./-]{0,98}?[^\W_])??"
# The name of a list is the shortest one: two underscores end it.
_TOKEN = re.compile(rf"\\(?P<escaped>[{{}}|_])|(?P<mark>[{{}}|])|__(?P<list>{_LIST})__")
_NAME = re.compile(r"[ \t]*(?P<name>\w(?:[\w '-]{0,58}\w)?)[ \t]*")
_JSON = re.compile(r'\s*"(?:[^"\\]|\\.)*+"\s*:', re.DOTALL)
_WEIGHT = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)::")


@dataclass(frozen=True, slots=True)
class Text:
    """Characters that stand for themselves, without the backslashes of those that were escaped."""

    text: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`{name}`, to be filled in by a person; `start` and `end` are its place in the text, in characters."""

    name: str
    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ListName:
    """`__name__`: a line of a list."""

    name: str

    @property
    def written(self) -> str:
        """The reference as it stands in the text."""
        return f"__{self.name}__"


@dataclass(frozen=True, slots=True)
class Choice:
    """`{a|b|c}`: one of these; `weights` are as written, "1" where none is."""

    options: tuple[tuple[Node, ...], ...]
    weights: tuple[str, ...]


Node: TypeAlias = Text | Placeholder | ListName | Choice


def parsed(text: str) -> tuple[Node, ...]:
    """Read a prompt. Every text can be read: braces that mean nothing here, such as JSON's, stand for themselves."""
    if "{" not in text and "__" not in text and "\\" not in text:
        return (Text(text),) if text else ()
    return _Reader(text).read()


def every_node(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Return every node of a tree in the order of the text, a choice before what it holds."""
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Choice):
            for option in reversed(node.options):
                waiting.extend(reversed(option))


def is_list_name(name: str) -> bool:
    """Say whether a prompt can name a list so: letters, digits and ` _-./`, no two underscores together."""
    return "__" not in name and re.fullmatch(_LIST, name) is not None


class _Group:
    """What stands between a brace and the one that closes it, as far as it is read."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.options: list[list[Node]] = [[]]

    def add(self, node: Node) -> None:
        nodes = self.options[-1]
        if isinstance(node, Text) and nodes and isinstance(nodes[-1], Text):
            nodes[-1] = Text(nodes[-1].text + node.text)
        else:
            nodes.append(node)

    def add_literally(self, group: _Group, closing: str) -> None:
        """Take in a group whose braces and bars stand for themselves."""
        for index, option in enumerate(group.options):
            self.add(Text("|" if index else "{"))
            for node in option:
                self.add(node)
        self.add(Text(closing))


class _Reader:
    """Reads one text, from left to right, once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._groups = [_Group(-1)]
        self._too_deep = 0

    def read(self) -> tuple[Node, ...]:
        done = 0
        for token in _TOKEN.finditer(self._text):
            if token.start() > done:
                self._groups[-1].add(Text(self._text[done : token.start()]))
            self._take(token)
            done = token.end()
        self._groups[-1].add(Text(self._text[done:]))
        while len(self._groups) > 1:
            unclosed = self._groups.pop()
            self._groups[-1].add_literally(unclosed, "")
        return tuple(node for node in self._groups[0].options[0] if not isinstance(node, Text) or node.text)

    def _take(self, token: re.Match[str]) -> None:
        group = self._groups[-1]
        mark = token["mark"]
        if token["escaped"]:
            group.add(Text(token["escaped"]))
        elif token["list"]:
            group.add(ListName(token["list"]))
        elif mark == "{":
            self._open(token.start())
        elif mark == "}" and len(self._groups) > 1:
            self._close(token.end())
        elif mark == "|" and len(self._groups) > 1 and not self._too_deep:
            group.options.append([])
        else:
            group.add(Text(mark))

    def _open(self, start: int) -> None:
        if len(self._groups) > DEEPEST:
            self._too_deep += 1
            self._groups[-1].add(Text("{"))
        else:
            self._groups.append(_Group(start))

    def _close(self, end: int) -> None:
        if self._too_deep:
            self._too_deep -= 1
            self._groups[-1].add(Text("}"))
            return
        group = self._groups.pop()
        node = self._meant(group, end)
        if node is None:
            self._groups[-1].add_literally(group, "}")
        else:
            self._groups[-1].add(node)

    def _meant(self, group: _Group, end: int) -> Choice | Placeholder | None:
        text = self._text
        if len(group.options) > 1:
            return None if _JSON.match(text, group.start + 1, end) else _choice(group)
        name = _NAME.fullmatch(text, group.start + 1, end - 1)
        # Doubled braces are another program's emphasis: they stand for themselves.
        is_doubled = text[group.start - 1 : group.start] == "{" and text[end : end + 1] == "}"
        if name is None or is_doubled or "__" in name["name"]:
            return None
        return Placeholder(name["name"], text[group.start : end], group.start, end)


def _choice(group: _Group) -> Choice:
    options, weights = [], []
    for option in group.options:
        nodes, weight = _weighed(option)
        options.append(nodes)
        weights.append(weight)
    return Choice(tuple(options), tuple(weights))


def _weighed(option: list[Node]) -> tuple[tuple[Node, ...], str]:
    """Part an option from its weight, which stands before it as in `2::red`."""
    if option and isinstance(option[0], Text):
        weight = _WEIGHT.match(option[0].text)
        if weight is not None:
            rest = Text(option[0].text[weight.end() :])
            return ((rest, *option[1:]) if rest.text else tuple(option[1:])), weight[1]
    return tuple(option), "1"
