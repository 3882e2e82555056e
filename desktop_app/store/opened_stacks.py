"""The stacks that a person has opened: their pictures stand behind the head until they are closed."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from operator import neg

from desktop_app.store.snapshot import Section


@dataclass(frozen=True, slots=True)
class Spread:
    """Keys with those of the opened stacks among them, and the headings of both; `heads` names the head of each member.

    A head is its own.
    """

    keys: array[int]
    sections: tuple[Section, ...]
    heads: Mapping[int, int] = field(default_factory=dict)


class OpenedStacks:
    """Remembers stacks by the pictures that were seen in them: each is known again by any that is still there."""

    def __init__(self) -> None:
        self._stacks: list[array[int]] = []

    def __bool__(self) -> bool:
        return bool(self._stacks)

    def open(self, members: array[int]) -> None:
        """Remember a stack; of a single picture there is nothing to open."""
        self.close(members[0] if members else 0)
        if len(members) > 1:
            self._stacks.append(members)

    def close(self, key: int) -> None:
        """Forget the stack in which a picture stands."""
        self._stacks = [members for members in self._stacks if key not in members]

    def close_all(self) -> None:
        """Forget all stacks."""
        self._stacks.clear()

    def look_again(self, members_of: Callable[[int], array[int]]) -> None:
        """Take the stacks as they are now; one that has become a single picture, or is gone, is forgotten."""
        before, self._stacks = self._stacks, []
        for stack in before:
            found = next((now for key in stack if len(now := members_of(key)) > 0), array("q"))
            self.open(found)

    def spread(self, keys: array[int], sections: tuple[Section, ...], *, is_ascending: bool) -> Spread:
        """Return keys of heads, newest first unless they ascend, with the other pictures of each stack behind its head.

        A head that is not among the keys has nobody behind it.
        """
        among = keys[:]
        heads: dict[int, int] = {}
        places: list[tuple[int, array[int]]] = []
        for stack in self._stacks:
            at = bisect_left(keys, stack[0]) if is_ascending else bisect_left(keys, -stack[0], key=neg)
            if at < len(keys) and keys[at] == stack[0]:
                places.append((at, stack))
        for at, stack in sorted(places, key=lambda place: place[0], reverse=True):
            among[at + 1 : at + 1] = stack[1:]
            heads.update(dict.fromkeys(stack, stack[0]))
        return Spread(among, _with_members(sections, places), heads)


def _with_members(sections: tuple[Section, ...], places: list[tuple[int, array[int]]]) -> tuple[Section, ...]:
    """Return the headings of keys that have become more; the opened ones hide nobody any longer."""
    counted = list(sections)
    for at, stack in places:
        start = 0
        for number, section in enumerate(sections):
            if start <= at < start + section.count:
                more, now = len(stack) - 1, counted[number]
                counted[number] = replace(now, count=now.count + more, behind=max(0, now.behind - more))
                break
            start += section.count
    return tuple(counted)
