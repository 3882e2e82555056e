"""Pictures on their way out: dragged or copied as files, and one alone as pixels too."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from desktop_app.store.image_row import ImageRow

IMAGES_MIME = "application/x-sfumato-images"
"""A JSON list of objects with `path` and `uuid`: how a drop within the program knows pictures of the library."""

_PIXELS_MAX = 24_000_000


def image_mime(rows: Sequence[ImageRow]) -> QMimeData:
    """Return pictures as a list of files; a single one, unless it is huge, as pixels too."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(row.path) for row in rows])
    listed = [{"path": row.path, "uuid": row.uuid} for row in rows]
    data.setData(IMAGES_MIME, json.dumps(listed).encode())
    if len(rows) == 1 and rows[0].width * rows[0].height <= _PIXELS_MAX:
        image = QImage(rows[0].path)
        if not image.isNull():
            data.setImageData(image)
    return data


def dragged_images(data: QMimeData) -> list[tuple[Path, str]]:
    """Return path and UUID of pictures dragged or copied out of the grid, empty when they come from elsewhere."""
    if not data.hasFormat(IMAGES_MIME):
        return []
    listed = json.loads(data.data(IMAGES_MIME).toStdString())
    return [(Path(item["path"]), str(item["uuid"])) for item in listed]
