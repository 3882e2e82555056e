"""The faces that sheets are written in: the program's own, and one of the system for letters that it lacks."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_NO_CHARACTER = "\uffff"
_DEEPEST = 4
# Families with the letters of many scripts, as systems and distributions name their files; better ones first.
_WIDE = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "SourceHanSans-Regular.ttc",
    "msyh.ttc",
    "YuGothM.ttc",
    "malgun.ttf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "Arial Unicode.ttf",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",
    "NotoSans-Regular.ttf",
    "segoeui.ttf",
    "DejaVuSans.ttf",
)


class SheetFonts:
    """Faces by size; `folder` holds the program's own. Reads fonts from the disk."""

    def __init__(self, folder: Path, others: Iterator[Path] | None = None) -> None:
        self._folder = folder
        self._others = others
        self._wide: list[Path] | None = None
        self._opened: dict[tuple[Path, int], FreeTypeFont] = {}
        self._lacking: dict[tuple[Path, str], bool] = {}

    def face(self, text: str, size_px: int, *, strong: bool = False) -> FreeTypeFont:
        """Return a face that has every letter of a text, else the one that lacks the fewest."""
        own = self._folder / ("Inter-SemiBold.otf" if strong else "Inter-Regular.otf")
        fewest = self._missing(own, text)
        best = own
        if fewest:
            for other in self._wide_faces():
                missing = self._missing(other, text)
                if missing < fewest:
                    best, fewest = other, missing
        return self._open(best, size_px)

    def _missing(self, path: Path, text: str) -> int:
        return sum(self._lacks(path, character) for character in set(text) if not character.isspace())

    def _lacks(self, path: Path, character: str) -> bool:
        key = (path, character)
        if key not in self._lacking:
            font = self._open(path, 16)
            self._lacking[key] = bytes(font.getmask(character)) == bytes(font.getmask(_NO_CHARACTER))
        return self._lacking[key]

    def _open(self, path: Path, size_px: int) -> FreeTypeFont:
        from PIL import ImageFont

        key = (path, size_px)
        if key not in self._opened:
            self._opened[key] = ImageFont.truetype(path, size_px)
        return self._opened[key]

    def _wide_faces(self) -> list[Path]:
        if self._wide is None:
            found = self._others if self._others is not None else _system_faces()
            self._wide = [path for path in found if self._is_readable(path)]
        return self._wide

    def _is_readable(self, path: Path) -> bool:
        try:
            self._open(path, 16)
        except OSError:
            return False
        return True


def _system_faces() -> Iterator[Path]:
    ranks = {name.casefold(): rank for rank, name in enumerate(_WIDE)}
    found = [path for root in _font_folders() for path in _files_below(root, _DEEPEST) if path.name.casefold() in ranks]
    return iter(sorted(found, key=lambda path: ranks[path.name.casefold()]))


def _files_below(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.is_dir() and depth:
            yield from _files_below(entry, depth - 1)
        elif entry.suffix:
            yield entry


def _font_folders() -> tuple[Path, ...]:
    if sys.platform == "win32":
        return (Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",)
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"))
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
