"""Outlines of very many sidecars, read sooner than whole records."""

from __future__ import annotations

import os
from typing import Any

import orjson

from desktop_app.core.record_json import RecordUnreadable
from desktop_app.core.record_outline import Outline, outline_from_json
from desktop_app.store.json_text import parsed
from desktop_app.store.sidecar import SIZE_MAX_BYTES

_USUAL_BYTES = 64 * 1024
_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0)


def read_outline(image: str) -> Outline | None:
    """Return of the record beside a picture what looking it up needs; `None` when none can be read. Raises nothing."""
    try:
        return outline_from_json(_parsed(_read(f"{image}.json")))
    except (OSError, RecordUnreadable, ValueError, RecursionError):
        return None


def _read(path: str) -> bytes:
    descriptor = os.open(path, _READING)
    try:
        raw = os.read(descriptor, _USUAL_BYTES)
        if len(raw) == _USUAL_BYTES:
            raw += os.read(descriptor, SIZE_MAX_BYTES)
    finally:
        os.close(descriptor)
    return raw


def _parsed(raw: bytes) -> dict[str, Any]:
    """Return the same as `json_text.parsed`, sooner where the text has nothing that needs care."""
    try:
        data = orjson.loads(raw)
    except ValueError:
        # Half characters and numbers that are none.
        return parsed(raw)
    if not isinstance(data, dict):
        raise ValueError("not a JSON object")
    return data
