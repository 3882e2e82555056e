"""What a person is typing, kept so that a crash does not take it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop_app.store.json_file import read_json, write_json


class DraftFile:
    """The unsent form of the Create panel on disk, as whatever JSON object the panel makes of itself."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> dict[str, Any] | None:
        """Return what was saved last, or `None`. Raises nothing."""
        return read_json(self._path)

    def save(self, draft: Mapping[str, Any]) -> None:
        """Keep the form; raises DiskFull, FolderMissing, FolderReadOnly or WriteFailed."""
        write_json(self._path, dict(draft))
