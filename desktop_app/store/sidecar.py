"""The sidecar: a picture's record as a JSON file beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desktop_app.core.record import ImageRecord
from desktop_app.core.record_json import RecordUnreadable, from_json, to_json
from desktop_app.store.atomic import write_whole

_SIZE_MAX_BYTES = 8 * 1024 * 1024


def sidecar_path(image: Path) -> Path:
    """Return where the picture's sidecar stands: `x.jpg` → `x.jpg.json`."""
    return image.with_name(f"{image.name}.json")


def read_sidecar(image: Path) -> ImageRecord | None:
    """Return the record beside the picture, or `None` when there is none that can be read. Raises nothing."""
    path = sidecar_path(image)
    try:
        if path.stat().st_size > _SIZE_MAX_BYTES:
            return None
        return from_json(parsed(path.read_bytes()))
    except (OSError, RecordUnreadable, ValueError, RecursionError):
        return None


def write_sidecar(image: Path, record: ImageRecord) -> None:
    """Write the record beside the picture, whole or not at all; raises the StoreErrors of `write_whole`."""
    write_whole(sidecar_path(image), serialised(to_json(record)))


def serialised(data: dict[str, Any]) -> bytes:
    """Return JSON for people to read. Half characters, which no file can hold, become question marks."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def parsed(raw: bytes) -> dict[str, Any]:
    """Read a JSON object; raise ValueError or RecursionError when it is none. Half characters become question marks."""
    data = json.loads(raw)
    # An escape may name half of a pair, which neither SQLite nor a screen takes.
    if b"\\ud" in raw.lower():
        data = json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    if not isinstance(data, dict):
        raise ValueError("not a JSON object")
    return data
