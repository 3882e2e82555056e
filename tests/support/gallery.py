"""Records of many kinds for tests of what the index answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from desktop_app.store.library import SavedImage
from tests.support.pictures import record_for

if TYPE_CHECKING:
    from desktop_app.core.record import ImageRecord
    from desktop_app.store.index import Index

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def record_at(
    minutes: int, name: str, prompt: str = "", *, asked: dict[str, object] | None = None, **more: object
) -> ImageRecord:
    """Return the record of a picture made so many minutes after noon, with the SHA-256 of its name."""
    record = record_for(name, NOON + timedelta(minutes=minutes), prompt or name, **more)  # type: ignore[arg-type]
    assert record.asked is not None
    return replace(record, asked=replace(record.asked, **asked)) if asked else record  # type: ignore[arg-type]


def put(index: Index, record: ImageRecord) -> int:
    """Put a picture into the index and return its key."""
    return index.upsert(saved_image(index, record), "").key


def saved_image(index: Index, record: ImageRecord) -> SavedImage:
    """Return a record as it is saved in the index's library; no file is made."""
    path = index.root / record.created_at[:4] / record.created_at[:10] / record.file.name
    return SavedImage(path, path.with_name(f"{path.name}.json"), record)
