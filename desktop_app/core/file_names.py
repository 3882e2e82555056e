"""Names of picture files: readable, and legal on Windows, macOS and Linux."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from pathlib import PurePosixPath

_SLUG_LENGTH = 40
_WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10)}
)


def slug(prompt: str) -> str:
    """Return the prompt's first words in lower case, joined by hyphens; letters of every script stay.

    At most 40 characters and 80 bytes of UTF-8, cut at a word where there is one.
    """
    text = unicodedata.normalize("NFC", prompt).casefold()
    words = re.findall(r"[^\W_]+", text)
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word
        if len(longer) > _SLUG_LENGTH or len(longer.encode()) > 2 * _SLUG_LENGTH:
            break
        name = longer
    name = name or "".join(words)[: _SLUG_LENGTH // 2] or "picture"
    return f"{name}-picture" if name in _WINDOWS_DEVICES else name


def image_path(prompt: str, moment: datetime, uuid: str, suffix: str) -> PurePosixPath:
    """Return the path inside the library: year, day, then prompt and the UUID's first four digits."""
    return day_folder(moment) / f"{slug(prompt)}-{uuid[:4]}{suffix}"


def day_folder(moment: datetime) -> PurePosixPath:
    """Return the folder inside the library of what was made on that day."""
    day = moment.strftime("%Y-%m-%d")
    return PurePosixPath(day[:4], day)
