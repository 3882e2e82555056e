"""The programs with which a file of some kind can be opened, as a Linux desktop lists them.

Sources: freedesktop.org's "Association between MIME types and applications" 1.0.1 (`mimeinfo.cache`, `mimeapps.list`) and
"Desktop Entry Specification" 1.5 (`Exec`, its field codes, `TryExec`, localised names).
"""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_ENTRY = "Desktop Entry"
_FILE_CODES = {"%f", "%F"}
_URL_CODES = {"%u", "%U"}


@dataclass(frozen=True, slots=True)
class Program:
    """A program by the name that people know, and its command line with `%f` or `%u` where the file goes."""

    name: str
    command: tuple[str, ...]

    def command_for(self, path: Path) -> list[str]:
        """Return what opens a file; where the command line has no place for it, it comes at the end."""
        parts = [_filled(part, path) for part in self.command]
        found = [part for part in parts if part]
        has_place = any(part in _FILE_CODES | _URL_CODES for part in self.command)
        return found if has_place else [*found, str(path)]


def programs_for(mime_type: str, environment: Mapping[str, str]) -> list[Program]:
    """Return the programs for files of a type, in the desktop's order, each once."""
    folders = _application_folders(environment)
    names = dict.fromkeys([*_listed(_associations(environment, folders), mime_type, folders)])
    language = environment.get("LC_MESSAGES") or environment.get("LANG", "")
    found = (_program(name, folders, language) for name in names)
    return list({program.name: program for program in found if program is not None}.values())


def _filled(part: str, path: Path) -> str:
    if part in _FILE_CODES:
        return str(path)
    if part in _URL_CODES:
        return path.absolute().as_uri()
    # What is left of the codes is of no use here: icons, translated names, places of desktop files.
    return "" if len(part) == 2 and part.startswith("%") and part != "%%" else part.replace("%%", "%")


def _application_folders(environment: Mapping[str, str]) -> list[Path]:
    home = environment.get("XDG_DATA_HOME") or str(Path(environment.get("HOME", "~")) / ".local/share")
    others = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [Path(folder) / "applications" for folder in (home, *others.split(":")) if folder]


def _associations(environment: Mapping[str, str], folders: Iterable[Path]) -> list[Path]:
    home = environment.get("XDG_CONFIG_HOME") or str(Path(environment.get("HOME", "~")) / ".config")
    return [Path(home) / "mimeapps.list", *(folder / "mimeapps.list" for folder in folders)]


def _listed(associations: Sequence[Path], mime_type: str, folders: Sequence[Path]) -> list[str]:
    listed: list[str] = []
    removed: set[str] = set()
    for path in associations:
        lists = _read(path)
        listed += _names(lists, "Default Applications", mime_type) + _names(lists, "Added Associations", mime_type)
        removed.update(_names(lists, "Removed Associations", mime_type))
    for folder in folders:
        listed += _names(_read(folder / "mimeinfo.cache"), "MIME Cache", mime_type)
    return [name for name in listed if name not in removed]


def _names(lists: configparser.RawConfigParser, section: str, mime_type: str) -> list[str]:
    return [name for name in lists.get(section, mime_type, fallback="").split(";") if name]


def _program(name: str, folders: Sequence[Path], language: str) -> Program | None:
    if "/" in name or os.sep in name:
        return None
    entry = next((found for folder in folders if (found := _read(folder / name)).has_section(_ENTRY)), None)
    if entry is None or _says(entry, "Hidden") or _says(entry, "Terminal"):
        return None
    try:
        command = tuple(shlex.split(entry.get(_ENTRY, "Exec", fallback="")))
    except ValueError:
        return None
    program = entry.get(_ENTRY, "TryExec", fallback=command[0] if command else "")
    if not command or shutil.which(program) is None:
        return None
    code = language.split(".", maxsplit=1)[0]
    spelled = (f"Name[{code}]", f"Name[{code.split('_')[0]}]", "Name")
    title = next((entry.get(_ENTRY, key) for key in spelled if entry.has_option(_ENTRY, key)), name)
    return Program(title, command)


def _says(entry: configparser.RawConfigParser, key: str) -> bool:
    return entry.get(_ENTRY, key, fallback="") == "true"


def _read(path: Path) -> configparser.RawConfigParser:
    """Return what stands in such a file, nothing of one that cannot be read."""
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, configparser.Error):
        return configparser.RawConfigParser()
    return parser
