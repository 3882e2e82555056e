"""The file by which presets are taken along."""

from __future__ import annotations

from pathlib import Path

from desktop_app.core.preset_exchange import (
    LARGEST_FILE_BYTES,
    FileFault,
    PresetBundle,
    ReadBundle,
    from_json,
    to_json,
)
from desktop_app.store.atomic import disk_errors, write_whole
from desktop_app.store.json_text import parsed, serialised


def read_presets(path: Path) -> ReadBundle:
    """Return what can be taken of a file, checked; raises FolderMissing, FolderReadOnly or WriteFailed where it cannot be
    read from the disk.
    """
    with disk_errors(path), path.open("rb") as file:
        # One byte more tells a file that is too large, however large it is.
        data = file.read(LARGEST_FILE_BYTES + 1)
    if len(data) > LARGEST_FILE_BYTES:
        return ReadBundle(fault=FileFault.TOO_LARGE)
    try:
        return from_json(parsed(data))
    except (ValueError, RecursionError):
        return ReadBundle(fault=FileFault.UNREADABLE)


def write_presets(path: Path, bundle: PresetBundle) -> None:
    """Write the file whole; raises DiskFull, FolderMissing, FolderReadOnly or WriteFailed."""
    write_whole(path, serialised(to_json(bundle)))
