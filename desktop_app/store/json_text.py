"""JSON objects as text for files, and back."""

from __future__ import annotations

import json
from typing import Any


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
