"""What the grid is shown of a library of real files, told by the names of the pictures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from desktop_app.core.record_json import to_json
from desktop_app.store.gallery_source import GallerySource
from desktop_app.store.library import SavedImage
from desktop_app.store.sidecar import sidecar_path
from tests.support.pictures import picture_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.core.record import ImageRecord


class Gallery:
    """A source over a library of real files, with names for keys."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "library"
        self.root.mkdir()
        self.source = GallerySource(self.root, folder / "cache")

    def put(self, record: ImageRecord) -> int:
        """Save a picture as the program does, and return its key."""
        path = self.root / record.created_at[:4] / record.created_at[:10] / record.file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture_bytes())
        sidecar_path(path).write_text(json.dumps(to_json(record)), encoding="utf-8")
        return self.source.add_saved(SavedImage(path, sidecar_path(path), record)).key

    def names(self, keys: object = None) -> list[str]:
        """The names of the pictures shown, or of some, in their order."""
        wanted = list(self.source.snapshot().keys if keys is None else keys)  # type: ignore[call-overload]
        rows = {row.key: row for row in self.source.rows(wanted)}
        return [rows[key].path.rpartition("/")[2].removesuffix(".jpg") for key in wanted]

    def stacks(self) -> dict[str, int]:
        """How many pictures stand behind the heads of stacks, by the head's name."""
        stacks = self.source.snapshot().stacks
        return dict(zip(self.names(list(stacks)), stacks.values(), strict=True))
