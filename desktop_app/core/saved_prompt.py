"""A prompt kept under a name, to be chosen again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NAME_LENGTH = 60
LONGEST_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class SavedPrompt:
    """A template: its text may hold placeholders, choices and lists."""

    name: str
    text: str

    def to_json(self) -> dict[str, Any]:
        """Return the template as JSON."""
        return {"name": self.name, "text": self.text}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SavedPrompt:
        """Read a template back; raise KeyError, TypeError or ValueError when it is none."""
        name, text = data["name"], data["text"]
        if not isinstance(name, str) or not isinstance(text, str):
            raise TypeError("name and text are strings")
        if not name.strip() or not text.strip() or len(name) > NAME_LENGTH or len(text) > LONGEST_TEXT:
            raise ValueError("name or text is empty or too long")
        return cls(name.strip(), text)


def free_name(name: str, taken: set[str]) -> str:
    """Return the name, with a number behind it where it is taken; upper and lower case are the same name."""
    folded = {each.casefold() for each in taken}
    name = name.strip()[:NAME_LENGTH]
    numbered, number = name, 2
    while numbered.casefold() in folded:
        suffix = f" {number}"
        numbered = name[: NAME_LENGTH - len(suffix)] + suffix
        number += 1
    return numbered
