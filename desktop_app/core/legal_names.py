"""Names of files and folders that a person writes: legal on Windows, macOS and Linux, or said why not."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

NAME_LENGTH = 120
_NAME_BYTES = 200
_LEVELS_MAX = 8
# What Windows takes in no name (Microsoft, "Naming Files, Paths, and Namespaces").
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)

PASSED_OVER_FOLDERS = frozenset({"@eaDir", "#recycle", "#snapshot", "$RECYCLE.BIN", "System Volume Information"})
"""What network drives and systems put into folders of pictures, with pictures of their own in it."""

TEMPORARY_MARK = "~"
"""Begins the names of files that a synchroniser is still fetching."""


class NameFault(Enum):
    """Why a name cannot be used."""

    EMPTY = "empty"
    FORBIDDEN = "forbidden"
    DEVICE = "device"
    HIDDEN = "hidden"
    PASSED_OVER = "passed over"
    DOT_AT_END = "dot at end"
    TOO_LONG = "too long"
    TOO_DEEP = "too deep"


class NameInvalid(ValueError):
    """The text is no name for every system; `part` is the character or name at fault."""

    def __init__(self, fault: NameFault, part: str = "") -> None:
        super().__init__(f"{fault.value}: {part}")
        self.fault = fault
        self.part = part


def checked_name(text: str) -> str:
    """Return a name of one file (without its ending) or folder as it is written; raise NameInvalid."""
    name = unicodedata.normalize("NFC", text).strip()
    found = _FORBIDDEN.search(name)
    if found is not None:
        raise NameInvalid(NameFault.FORBIDDEN, found[0])
    if name.startswith("."):
        raise NameInvalid(NameFault.HIDDEN, name)
    if name.startswith(TEMPORARY_MARK) or name in PASSED_OVER_FOLDERS:
        raise NameInvalid(NameFault.PASSED_OVER, name)
    if not name:
        raise NameInvalid(NameFault.EMPTY)
    if name.endswith("."):
        raise NameInvalid(NameFault.DOT_AT_END, name)
    if _DEVICES.fullmatch(name):
        raise NameInvalid(NameFault.DEVICE, name)
    if len(name) > NAME_LENGTH or len(name.encode("utf-8", "replace")) > _NAME_BYTES:
        raise NameInvalid(NameFault.TOO_LONG)
    return name


def checked_folder(text: str) -> str:
    """Return a folder within the library with slashes, empty for the library itself; raise NameInvalid."""
    parts = text.strip().replace("\\", "/").strip("/").split("/")
    if parts == [""]:
        return ""
    if len(parts) > _LEVELS_MAX:
        raise NameInvalid(NameFault.TOO_DEEP)
    return "/".join(map(checked_name, parts))
