"""The sidecar: a picture's record as a JSON file beside it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from desktop_app.core.record import ImageRecord
from desktop_app.core.record_json import RecordUnreadable, from_json, outline_from_json, to_json
from desktop_app.store.atomic import write_whole
from desktop_app.store.json_text import parsed, serialised

_SIZE_MAX_BYTES = 8 * 1024 * 1024
_USUAL_BYTES = 64 * 1024
_DECODER = json.JSONDecoder()
_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0)


def sidecar_path(image: Path) -> Path:
    """Return where the picture's sidecar stands: `x.jpg` → `x.jpg.json`."""
    return image.with_name(f"{image.name}.json")


def read_sidecar(image: Path) -> ImageRecord | None:
    """Return the record beside the picture, or `None` when there is none that can be read. Raises nothing."""
    try:
        path = sidecar_path(image)
        if path.stat().st_size > _SIZE_MAX_BYTES:
            return None
        return from_json(parsed(path.read_bytes()))
    except (OSError, RecordUnreadable, ValueError, RecursionError):
        return None


def read_outline(image: str) -> ImageRecord | None:
    """Return of the record beside a picture what looking it up needs, or `None` as above. Made for very many."""
    try:
        descriptor = os.open(f"{image}.json", _READING)
        try:
            raw = os.read(descriptor, _USUAL_BYTES)
            if len(raw) == _USUAL_BYTES:
                raw += os.read(descriptor, _SIZE_MAX_BYTES)
        finally:
            os.close(descriptor)
        return outline_from_json(_parsed(raw))
    except (OSError, RecordUnreadable, ValueError, RecursionError):
        return None


def _parsed(raw: bytes) -> dict[str, Any]:
    """Return the same as `parsed`, sooner where the text has nothing that needs care."""
    if b"\\u" in raw or not raw.startswith(b"{"):
        return parsed(raw)
    text = str(raw, "utf-8")
    data, end = _DECODER.raw_decode(text)
    if text[end:].strip():
        raise ValueError("more than one JSON object")
    assert isinstance(data, dict)
    return data


def write_sidecar(image: Path, record: ImageRecord) -> None:
    """Write the record beside the picture, whole or not at all; raises the StoreErrors of `write_whole`."""
    write_whole(sidecar_path(image), serialised(to_json(record)))
