"""Reading what the details show, away from the GUI thread: the record and a reduced image."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageIOHandler, QImageReader

from desktop_app.core.errors import SfumatoError

if TYPE_CHECKING:
    from desktop_app.store.library import SavedImage

    ReadRecord = Callable[[Path], SavedImage]


@dataclass(frozen=True, slots=True)
class LoadedImage:
    """A picture's record and the picture itself, reduced; the image is null when the file cannot be decoded."""

    saved: SavedImage
    image: QImage
    shape: QSize


@dataclass(frozen=True, slots=True)
class NotLoaded:
    """A picture that cannot be read, by its path."""

    path: Path


def load(read: ReadRecord, path: Path, side_px: int) -> LoadedImage | NotLoaded:
    """Read record and picture, the picture no larger than `side_px` on its long side."""
    try:
        saved = read(path)
    except (SfumatoError, OSError):
        return NotLoaded(path)
    image, shape = load_image(path, side_px)
    if not shape.isValid():
        shape = QSize(saved.record.file.width, saved.record.file.height)
    return LoadedImage(saved, image, shape)


def load_image(path: Path, side_px: int = 0) -> tuple[QImage, QSize]:
    """Return the picture upright in sRGB, and its own size; reduced to `side_px` when that is smaller and not 0."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    natural = reader.size()
    if side_px and natural.isValid() and max(natural.width(), natural.height()) > side_px:
        reader.setScaledSize(natural.scaled(side_px, side_px, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if not image.isNull() and image.colorSpace().isValid():
        image.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    if natural.isValid() and reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90:
        natural = natural.transposed()
    return image, natural
