"""A picture's files on their way from one place to another: its own, and its sidecar's."""

from __future__ import annotations

from collections.abc import Container
from contextlib import suppress
from pathlib import Path

from desktop_app.store.atomic import sync_folder
from desktop_app.store.sidecar import sidecar_path


def move_picture(source: Path, target: Path) -> None:
    """Move picture and sidecar, to last; an OSError brings what was moved back. Nothing is replaced."""
    rename_both(source, target)
    sync_folder(target.parent)
    if source.parent != target.parent:
        sync_folder(source.parent)


def rename_both(source: Path, target: Path) -> None:
    """Move picture, then sidecar; an OSError of the second brings the first back. Their folders are for others to sync."""
    rename_new(source, target)
    beside = sidecar_path(source)
    try:
        if beside.exists():
            rename_new(beside, sidecar_path(target))
    except OSError:
        with suppress(OSError):
            rename_new(target, source)
        raise


def rename_new(source: Path, target: Path) -> None:
    """Rename a file; raises FileExistsError where another stands, which `replace` would overwrite."""
    if target.exists() and not _is_same(source, target):
        raise FileExistsError(f"{target} is there already")
    source.rename(target)


def free_place(path: Path) -> Path:
    """Return the path, or one beside it with a number, where neither picture nor sidecar stands; raises OSError."""
    return free_among(path, names_in(path.parent))


def free_among(path: Path, taken: Container[str]) -> Path:
    """Return the path, or one beside it with a number, whose names are not taken (`names_in`)."""
    number, place = 2, path
    while place.name.casefold() in taken or sidecar_path(place).name.casefold() in taken:
        place = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return place


def names_in(folder: Path) -> set[str]:
    """Return the names in a folder in small letters, none where it is missing; raises OSError.

    Names that differ in the size of letters alone are one on Windows and macOS, so they are one everywhere.
    """
    return {each.name.casefold() for each in folder.iterdir()} if folder.is_dir() else set()


def _is_same(source: Path, target: Path) -> bool:
    """Say whether both are one file: a name whose letters alone change their size is, on some disks."""
    try:
        return source.name.casefold() == target.name.casefold() and source.samefile(target)
    except OSError:
        return False
