"""The searches for what a picture has in common with others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from desktop_app.core.search_query import Condition, Field, SearchQuery


class Likeness(Enum):
    """In what other pictures are to be like one."""

    PROMPT = "prompt"
    SEED = "seed"
    LOOK = "look"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Likened:
    """What is known of the picture that others are to be like; what is not known is empty."""

    uuid: str
    prompt: str = ""
    seed: int | None = None
    sha256: str = ""


def search_for(likeness: Likeness, picture: Likened) -> SearchQuery | None:
    """Return the search for pictures that are like this one, itself among them; `None` where that cannot be asked."""
    condition = {
        Likeness.PROMPT: Condition(Field.PROMPT, " ".join(picture.prompt.split())),
        Likeness.SEED: Condition(Field.SEED, "" if picture.seed is None else str(picture.seed)),
        Likeness.LOOK: Condition(Field.SIMILAR, picture.uuid),
        Likeness.FILE: Condition(Field.SHA, picture.sha256),
    }[likeness]
    return SearchQuery((condition,)) if condition.value else None
