"""Real pictures and records for tests of the library and the grid."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from desktop_app.core.record import Asked, Cost, FileFacts, ImageRecord, Kind
from desktop_app.core.record_json import to_json
from desktop_app.store.sidecar import sidecar_path

if TYPE_CHECKING:
    from pathlib import Path


def picture_bytes(width: int = 48, height: int = 32, color: str = "#c0552f", kind: str = "JPEG") -> bytes:
    """Return a picture of one colour."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (width, height), color).save(out, kind)
    return out.getvalue()


def record_for(
    name: str,
    moment: datetime,
    prompt: str,
    *,
    size: tuple[int, int] = (48, 32),
    cost: Cost | None = None,
    **more: object,
) -> ImageRecord:
    """Return the record of a picture generated at a moment."""
    return ImageRecord(
        uuid=str(uuid5(NAMESPACE_URL, name)),
        created_at=moment.astimezone(UTC).isoformat(),
        kind=Kind.GENERATED,
        file=FileFacts(name, "jpeg", *size, 1, ""),
        asked=Asked(prompt, "some/model"),
        cost=cost,
        **more,  # type: ignore[arg-type]
    )


def put_picture(
    root: Path, name: str, moment: datetime, prompt: str, data: bytes | None = None, **more: object
) -> Path:
    """Put a picture with its sidecar where the library would, and return its path."""
    folder = root / f"{moment:%Y}" / f"{moment:%Y-%m-%d}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data or picture_bytes())
    record = record_for(name, moment, prompt, **more)  # type: ignore[arg-type]
    sidecar_path(path).write_text(json.dumps(to_json(record)), encoding="utf-8")
    return path
