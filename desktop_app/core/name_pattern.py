"""How picture files are called: a pattern of a person's own, whose names are legal on Windows, macOS and Linux."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import PurePosixPath

from desktop_app.core.file_names import slug
from desktop_app.core.legal_names import TEMPORARY_MARK

DEFAULT_PATTERN = "{year}/{date}/{prompt}-{id}"
ID_DIGITS = 4

_PART_LENGTH = 80
_PART_BYTES = 180
_LEVELS_MAX = 8
# Windows takes 260 characters for a whole path by default (Microsoft, "Maximum Path Length Limitation"): the rest is left
# to the library's own folder and to the sidecar's longer name.
_PATH_LENGTH = 180
_PLACE = re.compile(r"\{([^{}]*)\}")
# What Windows takes in no name (Microsoft, "Naming Files, Paths, and Namespaces"), the two slashes apart.
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


class NamePart(Enum):
    """What a pattern can name, by the word that stands between its braces."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    DATE = "date"
    TIME = "time"
    PROMPT = "prompt"
    MODEL = "model"
    SEED = "seed"
    SIZE = "size"
    ID = "id"


_LENGTHS = {
    NamePart.YEAR: 4,
    NamePart.MONTH: 2,
    NamePart.DAY: 2,
    NamePart.DATE: 10,
    NamePart.TIME: 6,
    NamePart.PROMPT: 40,
    NamePart.MODEL: 40,
    NamePart.SEED: 10,
    NamePart.SIZE: 11,
    NamePart.ID: ID_DIGITS,
}
"""The most characters that each comes to."""


class PatternFault(Enum):
    """Why a pattern cannot be used."""

    UNKNOWN_PART = "unknown part"
    NO_ID = "no id"
    OUTSIDE = "outside"
    TOO_DEEP = "too deep"
    BRACES = "braces"
    FORBIDDEN = "forbidden"
    DEVICE = "device"
    HIDDEN = "hidden"
    TOO_LONG = "too long"


class PatternInvalid(ValueError):
    """The text is no pattern; `part` is what is at fault: what stands between the braces, a character, or a name."""

    def __init__(self, fault: PatternFault, part: str = "") -> None:
        super().__init__(f"{fault.value}: {part}")
        self.fault = fault
        self.part = part


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What a name is made of. `moment` is in the time zone that the folders go by; without a seed or size they are empty."""

    prompt: str
    model: str
    moment: datetime
    uuid: str
    seed: int | None = None
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A pattern that was checked: folders and a name, with the parts in braces."""

    text: str = DEFAULT_PATTERN

    def path(self, facts: NameFacts, suffix: str, id_digits: int = ID_DIGITS) -> PurePosixPath:
        """Return the place inside the library of a picture with these facts; `suffix` is that of its format."""
        values = _values(facts, id_digits)
        filled = [_PLACE.sub(lambda found: values[NamePart(found[1])], part) for part in self.text.split("/")]
        *folders, name = [_legal(part) for part in filled]
        return PurePosixPath(*folders, f"{name}{suffix}")


def part_values(facts: NameFacts) -> dict[NamePart, str]:
    """Return what each part is for a picture with these facts."""
    return _values(facts, ID_DIGITS)


def checked_pattern(text: str) -> NamePattern:
    """Return the pattern that a person wrote; raise PatternInvalid.

    It needs `{id}` in the file's name, so that every picture has a name of its own whatever else is equal.
    """
    text = text.strip().strip("/").replace("\\", "/")
    for part in _PLACE.findall(text):
        if part not in {each.value for each in NamePart}:
            raise PatternInvalid(PatternFault.UNKNOWN_PART, part)
    plain = _PLACE.sub("", text)
    if "{" in plain or "}" in plain:
        raise PatternInvalid(PatternFault.BRACES)
    levels = text.split("/")
    if any(not level.strip() or not level.strip(" .") for level in levels):
        raise PatternInvalid(PatternFault.OUTSIDE)
    if len(levels) > _LEVELS_MAX:
        raise PatternInvalid(PatternFault.TOO_DEEP)
    if "{id}" not in levels[-1]:
        raise PatternInvalid(PatternFault.NO_ID)
    _check_written(levels)
    return NamePattern(text)


def _check_written(levels: list[str]) -> None:
    """Raise PatternInvalid for what a person wrote out that some system takes in no name.

    What the parts bring in is made legal for each picture.
    """
    for level in levels:
        written = _PLACE.sub("", level)
        if (found := _FORBIDDEN.search(written)) is not None:
            raise PatternInvalid(PatternFault.FORBIDDEN, found[0])
        if level.lstrip().startswith((".", TEMPORARY_MARK)):
            raise PatternInvalid(PatternFault.HIDDEN, level.strip())
        if _DEVICES.fullmatch(level.strip(" .-_")):
            raise PatternInvalid(PatternFault.DEVICE, level.strip())
    if sum(_longest(level) + 1 for level in levels) > _PATH_LENGTH:
        raise PatternInvalid(PatternFault.TOO_LONG)


def _longest(level: str) -> int:
    """Return how many characters a folder or file may come to have by its pattern."""
    parts = sum(_LENGTHS[NamePart(part)] for part in _PLACE.findall(level))
    return min(_PART_LENGTH, len(_PLACE.sub("", level)) + parts)


def _values(facts: NameFacts, id_digits: int) -> dict[NamePart, str]:
    moment = facts.moment
    return {
        NamePart.YEAR: f"{moment:%Y}",
        NamePart.MONTH: f"{moment:%m}",
        NamePart.DAY: f"{moment:%d}",
        NamePart.DATE: f"{moment:%Y-%m-%d}",
        NamePart.TIME: f"{moment:%H%M%S}",
        NamePart.PROMPT: slug(facts.prompt),
        NamePart.MODEL: slug(facts.model.rpartition("/")[2]) if facts.model else "",
        NamePart.SEED: "" if facts.seed is None else str(facts.seed),
        NamePart.SIZE: f"{facts.width}x{facts.height}" if facts.width and facts.height else "",
        NamePart.ID: facts.uuid.replace("-", "")[:id_digits],
    }


def _legal(part: str) -> str:
    """Return one folder's or file's name without what some system does not take; never hidden, never empty."""
    name = _FORBIDDEN.sub("", unicodedata.normalize("NFC", part).replace("/", "-").replace("\\", "-"))
    # What was empty leaves no joint behind.
    name = re.sub(r"([-_ ])[-_ ]+", r"\1", name).strip(" .-_")
    name = _cut(name) or "picture"
    return f"{name}-picture" if _DEVICES.fullmatch(name) else name


def _cut(name: str) -> str:
    """Return the name with what is too long taken from its beginning's end: the end may be what makes it its own."""
    while len(name) > _PART_LENGTH or len(name.encode()) > _PART_BYTES:
        middle = len(name) // 2
        name = name[: middle - 1] + name[middle:]
    return name.strip(" .-_")
