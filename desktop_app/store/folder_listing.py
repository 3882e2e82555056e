"""What stands in one folder of a library: subfolders, pictures and sidecars, with their times and sizes."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.image_format import IMAGE_SUFFIXES
from desktop_app.core.legal_names import PASSED_OVER_FOLDERS, TEMPORARY_MARK

_SIDECAR_SUFFIX = ".json"


@dataclass(slots=True)
class FolderListing:
    """One folder. Hidden names and those of files that a synchroniser is still fetching are not in it."""

    folders: list[str] = field(default_factory=list)
    files: dict[str, os.stat_result] = field(default_factory=dict)

    def pictures(self) -> list[str]:
        """The names of picture files, in the order of their names backwards: of equal moments the last comes first."""
        return sorted((name for name in self.files if suffix_of(name) in IMAGE_SUFFIXES), reverse=True)

    def lone_sidecars(self) -> list[str]:
        """The names of sidecars beside which no picture stands."""
        return [name for name in self.files if name.endswith(_SIDECAR_SUFFIX) and name[:-5] not in self.files]

    def has_sidecar(self, name: str) -> bool:
        """Say whether a picture has its sidecar beside it."""
        return f"{name}{_SIDECAR_SUFFIX}" in self.files

    def stamp(self, name: str) -> str:
        """How a picture and its sidecar look from outside."""
        return stamp(self.files[name], self.files.get(f"{name}{_SIDECAR_SUFFIX}"))


def listed(path: Path) -> FolderListing:
    """Return what stands in a folder; raises OSError."""
    listing = FolderListing()
    with os.scandir(path) as entries:
        files = listing.files
        for entry in entries:
            name = entry.name
            if name.startswith((".", TEMPORARY_MARK)):
                continue
            if name.endswith(_SIDECAR_SUFFIX) or suffix_of(name) in IMAGE_SUFFIXES:
                if entry.is_file():
                    files[name] = entry.stat()
            elif name not in PASSED_OVER_FOLDERS and entry.is_dir(follow_symlinks=False):
                listing.folders.append(name)
    return listing


def stamp(picture: os.stat_result, sidecar: os.stat_result | None) -> str:
    """Return how a picture and its sidecar look from outside: times of change and sizes."""
    beside = f"{sidecar.st_mtime_ns}:{sidecar.st_size}" if sidecar is not None else ""
    return f"{picture.st_mtime_ns}:{picture.st_size}:{beside}"


def age_s(facts: os.stat_result, now: float) -> float:
    """Return the seconds since a file was last changed, moved or renamed; much for one of the future."""
    age = now - max(facts.st_mtime, facts.st_ctime)
    return age if age >= 0 else math.inf


def suffix_of(name: str) -> str:
    """Return a file name's suffix with its dot, in small letters."""
    return name[name.rfind(".") :].lower() if "." in name else ""
