"""Preparing references off the GUI thread: hashing, decoding, the thumbnail."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from desktop_app.core.errors import ReferenceMissing, SfumatoError
from desktop_app.core.request import Reference
from desktop_app.qt.tasks import Tasks
from desktop_app.store.references import ReferenceStore
from desktop_app.ui.create.incoming import DataSource, FileSource

_THUMBNAIL_PX = 180
"""60 px at the largest usual scale."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of one picture: a reference with its square thumbnail, or an error."""

    token: str
    reference: Reference | None = None
    thumbnail: QImage | None = None
    error: Exception | None = None


class ReferenceLoader(QObject):
    """Turns sources into references.

    Signals:
        prepared(Prepared): one is ready, or has failed.
    """

    prepared = Signal(object)

    def __init__(self, store: ReferenceStore, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._tasks = tasks

    def prepare(self, token: str, source: FileSource | DataSource) -> None:
        """Take a picture in."""
        self._tasks.run(partial(_prepare, self._store, token, source), self._on_prepared)

    def restore(self, token: str, reference: Reference) -> None:
        """Make the thumbnail of a reference that was prepared before; it fails when its copy is gone."""
        self._tasks.run(partial(_restore, self._store, token, reference), self._on_prepared)

    def _on_prepared(self, prepared: Prepared) -> None:
        self.prepared.emit(prepared)


def _prepare(store: ReferenceStore, token: str, source: FileSource | DataSource) -> Prepared:
    try:
        if isinstance(source, FileSource):
            reference = store.add_file(source.path, source.image_uuid)
        else:
            reference = store.add_bytes(_bytes(source.data), source.name)
    except (SfumatoError, OSError) as error:
        return Prepared(token, error=error)
    return _restore(store, token, reference)


def _restore(store: ReferenceStore, token: str, reference: Reference) -> Prepared:
    thumbnail = _thumbnail(store.path(reference))
    if thumbnail.isNull():
        return Prepared(token, error=ReferenceMissing("the prepared copy cannot be read", name=reference.name))
    return Prepared(token, reference, thumbnail)


def _bytes(data: bytes | QImage) -> bytes:
    if isinstance(data, bytes):
        return data
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    data.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _thumbnail(path: Path) -> QImage:
    """Return the middle of the picture as a square."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid():
        reader.setScaledSize(
            whole.scaled(QSize(_THUMBNAIL_PX, _THUMBNAIL_PX), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        )
    image = reader.read()
    side = min(image.width(), image.height())
    return image.copy(QRect((image.width() - side) // 2, (image.height() - side) // 2, side, side))
