"""The sidecar: a picture's record as a JSON file beside it."""

from __future__ import annotations

from pathlib import Path

from desktop_app.core.record import ImageRecord
from desktop_app.core.record_json import RecordUnreadable, from_json, to_json
from desktop_app.store.atomic import write_whole
from desktop_app.store.json_text import parsed, serialised

SIZE_MAX_BYTES = 8 * 1024 * 1024
"""No sidecar is longer."""


def sidecar_path(image: Path) -> Path:
    """Return where the picture's sidecar stands: `x.jpg` → `x.jpg.json`."""
    return image.with_name(f"{image.name}.json")


def read_sidecar(image: Path) -> ImageRecord | None:
    """Return the record beside the picture, or `None` when there is none that can be read. Raises nothing."""
    try:
        path = sidecar_path(image)
        if path.stat().st_size > SIZE_MAX_BYTES:
            return None
        return from_json(parsed(path.read_bytes()))
    except (OSError, RecordUnreadable, ValueError, RecursionError):
        return None


def write_sidecar(image: Path, record: ImageRecord) -> None:
    """Write the record beside the picture, whole or not at all; raises the StoreErrors of `write_whole`."""
    write_whole(sidecar_path(image), serialised(to_json(record)))
