"""Making one thumbnail: from the cache on disk, else from the picture. Runs in any thread."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QImageWriter

from desktop_app.core.image_format import sniff
from desktop_app.core.looks import GREY_HEIGHT, GREY_WIDTH, Look, look_of
from desktop_app.store.thumbnail_cache import ThumbnailCache, content_key, thumbnail_key

_KEPT_EDGES_PX = (256, 512, 1024)
_ALLOCATION_LIMIT_MB = 512
_JPEG_QUALITY = 85


def made_thumbnail(path: Path, edge_px: int, cache: ThumbnailCache, sha256: str = "") -> QImage | None:
    """Return the picture with its long side at most `edge_px`, upright and in sRGB; `None` when it cannot be read.

    A picture is decoded once for each of three sizes, which are kept in the cache: by its file's SHA-256 where that is
    known, else by the file's place and time. A smaller one than asked for is not made larger.
    """
    kept_px = next((kept for kept in _KEPT_EDGES_PX if kept >= edge_px), 0)
    image = _kept(path, kept_px, cache, sha256) if kept_px else _decoded(path, edge_px)[0]
    if image is None or image.isNull():
        return None
    if max(image.width(), image.height()) > edge_px:
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(edge_px, edge_px, keep, smooth)
    quick = QImage.Format.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    return image.convertToFormat(quick)


def seen_look(image: QImage) -> Look:
    """Return how a thumbnail looks."""
    ignore, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    average = image.scaled(1, 1, ignore, smooth).pixelColor(0, 0)
    grey = image.scaled(GREY_WIDTH, GREY_HEIGHT, ignore, smooth).convertToFormat(QImage.Format.Format_Grayscale8)
    # Each line of an image takes a multiple of four bytes.
    data, step = bytes(grey.constBits()), grey.bytesPerLine()
    lines = b"".join(data[y * step : y * step + GREY_WIDTH] for y in range(GREY_HEIGHT))
    return look_of((average.red(), average.green(), average.blue()), lines)


def look_of_picture(path: Path, cache: ThumbnailCache, sha256: str) -> Look | None:
    """Return how a picture looks, by a thumbnail that is kept, else by the picture; `None` when it cannot be read."""
    for edge_px in _KEPT_EDGES_PX:
        data = cache.get(content_key(sha256, edge_px))
        image = QImage.fromData(data) if data is not None else QImage()
        if not image.isNull():
            return seen_look(image)
    image, _ = _decoded(path, _KEPT_EDGES_PX[0])
    return None if image.isNull() else seen_look(image)


def _kept(path: Path, edge_px: int, cache: ThumbnailCache, sha256: str) -> QImage | None:
    try:
        key = content_key(sha256, edge_px) if sha256 else thumbnail_key(path, edge_px)
    except OSError:
        return None
    data = cache.get(key)
    if data is not None:
        image = QImage.fromData(data)
        if not image.isNull():
            return image
    image, is_smaller = _decoded(path, edge_px)
    if is_smaller:
        cache.put(key, _encoded(image))
    return image


def _decoded(path: Path, edge_px: int) -> tuple[QImage, bool]:
    """Return the picture scaled down to the edge, and whether it had to be."""
    if not _is_picture(path):
        return QImage(), False
    QImageReader.setAllocationLimit(_ALLOCATION_LIMIT_MB)
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    is_larger = size.isValid() and max(size.width(), size.height()) > edge_px
    if is_larger:
        reader.setScaledSize(_fitted(size, edge_px))
    image = reader.read()
    space = image.colorSpace()
    if space.isValid() and space != QColorSpace(QColorSpace.NamedColorSpace.SRgb):
        image.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    return image, is_larger and not image.isNull()


def _is_picture(path: Path) -> bool:
    # Qt reads more formats than ours, some of which follow references into other files.
    with suppress(OSError), path.open("rb") as file:
        return sniff(file.read(12)) is not None
    return False


def _fitted(size: QSize, edge_px: int) -> QSize:
    fitted = size.scaled(edge_px, edge_px, Qt.AspectRatioMode.KeepAspectRatio)
    return fitted.expandedTo(QSize(1, 1))


def _encoded(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png" if image.hasAlphaChannel() else b"jpeg"))
    writer.setQuality(_JPEG_QUALITY)
    writer.write(image)
    buffer.close()
    return bytes(data.data())
