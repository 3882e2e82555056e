"""A person's word lists: text files in a folder, one choice a line."""

from __future__ import annotations

import codecs
import itertools
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from desktop_app.core.prompt_grammar import is_list_name
from desktop_app.store.atomic import make_folder, write_whole

_SUFFIX = ".txt"
_LARGEST_BYTES = 16 * 1024 * 1024
_MOST_NAMES = 2000
# Names that are devices in every folder (Microsoft's rules for naming files).
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


class WildcardFolder:
    """The lists of one folder: `animals/birds` is the file `animals/birds.txt`. Reads the disk at every call."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: dict[Path, tuple[int, int, tuple[str, ...]]] = {}

    def lines(self, name: str) -> tuple[str, ...] | None:
        """Return a list's choices, without blank lines and those that begin with `#`; `None` where there is no such list.

        Upper and lower case are the same name where no file has exactly this one. A file that cannot be read, or is no
        text of at most 16 MB, is none. Raises nothing.
        """
        if not _is_safe(name):
            return None
        lines = self._lines_of(self.path / f"{name}{_SUFFIX}")
        if lines is None:
            same = next((file for each, file in self._files() if each.casefold() == name.casefold()), None)
            lines = self._lines_of(same) if same is not None else None
        return lines

    def names(self) -> tuple[str, ...]:
        """Return the names of the lists that a prompt can name, sorted, at most 2,000. Raises nothing."""
        names = itertools.islice((name for name, _file in self._files()), _MOST_NAMES)
        return tuple(sorted(names, key=lambda name: (name.casefold(), name)))

    def make(self, example: str, text: str) -> Path:
        """Make the folder where it is missing, with a first list in it, and return it; raises the same as `write_whole`."""
        if not self.path.exists():
            make_folder(self.path)
            write_whole(self.path / f"{example}{_SUFFIX}", text.encode())
        return self.path

    def _files(self) -> Iterator[tuple[str, Path]]:
        for folder, folders, files in os.walk(self.path):
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            for file in sorted(files):
                path = Path(folder) / file
                name = path.with_suffix("").relative_to(self.path).as_posix()
                if path.suffix.casefold() == _SUFFIX and is_list_name(name) and _is_safe(name):
                    yield name, path

    def _lines_of(self, path: Path) -> tuple[str, ...] | None:
        with suppress(OSError):
            state = path.stat()
            if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST_BYTES:
                return None
            kept = self._read.get(path)
            if kept is not None and kept[:2] == (state.st_mtime_ns, state.st_size):
                return kept[2]
            lines = _lines(path.read_bytes())
            self._read[path] = (state.st_mtime_ns, state.st_size, lines)
            return lines
        return None


def _is_safe(name: str) -> bool:
    """Say whether a name stays within the folder and is no device's."""
    parts = name.split("/")
    return all(
        part and not part.startswith(".") and not part.endswith((".", " "))
        and part.split(".")[0].strip().casefold() not in _DEVICES
        and not set(part) & set('\\:*?"<>|\0')
        for part in parts
    )  # fmt: skip


def _lines(data: bytes) -> tuple[str, ...]:
    lines = (line.strip() for line in _text(data).splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def _text(data: bytes) -> str:
    """Return the file's text: UTF-8, or UTF-16 where it says so; without control characters but for tabs and line ends."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if is_wide else "utf-8-sig", "replace")
    return "".join(character for character in text if character >= " " or character in "\t\r\n")
