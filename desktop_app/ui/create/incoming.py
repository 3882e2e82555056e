"""What a drop or a paste holds: files, picture data or addresses, told by its kinds and never by its names."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from desktop_app.qt.image_mime import IMAGES_MIME, dragged_images

_RAW_KINDS = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp", "image/gif", "image/avif")
_IMG = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*(?:\"([^\"]+)\"|'([^']+)')", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FileSource:
    """A picture file; `image_uuid` is set when it is in the library."""

    path: Path
    image_uuid: str | None = None

    @property
    def name(self) -> str:
        """The name to show."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class DataSource:
    """A picture as bytes, or already decoded (from the clipboard)."""

    data: bytes | QImage
    name: str


@dataclass(frozen=True, slots=True)
class AddressSource:
    """A picture to be fetched."""

    url: str

    @property
    def name(self) -> str:
        """The name to show: the last part of the path."""
        return unquote(self.url.partition("?")[0].rstrip("/").rpartition("/")[2]) or self.url


Source = FileSource | DataSource | AddressSource


def holds_pictures(mime: QMimeData) -> bool:
    """Say whether a drag may hold pictures, by its kinds alone; nothing is opened."""
    return mime.hasFormat(IMAGES_MIME) or mime.hasImage() or bool(_raw_kind(mime)) or bool(_usable_urls(mime))


def is_pasted_picture(mime: QMimeData) -> bool:
    """Say whether a paste is a picture and not text: files that were copied, or picture data without text."""
    if mime.hasFormat(IMAGES_MIME) or any(url.startswith("file:") for url in _usable_urls(mime)):
        return True
    return (mime.hasImage() or bool(_raw_kind(mime))) and not mime.hasFormat("text/plain")


def sources(mime: QMimeData, data_name: str) -> list[Source]:
    """Return all pictures that a drop or a paste holds; `data_name` names a picture that came without a name."""
    return _library_files(mime) or _local_files(mime) or _picture_data(mime, data_name) or _addresses(mime, data_name)


def _library_files(mime: QMimeData) -> list[Source]:
    try:
        return [FileSource(path, uuid or None) for path, uuid in dragged_images(mime)]
    except (ValueError, TypeError, KeyError):
        return []


def _local_files(mime: QMimeData) -> list[Source]:
    return [FileSource(Path(url.toLocalFile())) for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []


def _picture_data(mime: QMimeData, name: str) -> list[Source]:
    kind = _raw_kind(mime)
    if kind:
        data = bytes(mime.data(kind).data())
        if data:
            return [DataSource(data, name)]
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return [DataSource(image, name)]
    return []


def _addresses(mime: QMimeData, data_name: str) -> list[Source]:
    urls = _usable_urls(mime)
    # A picture that is also a link comes with the link's address; the picture's own stands in the HTML beside it.
    pictures = [unescape(one or other) for one, other in _IMG.findall(mime.html())] if mime.hasHtml() else []
    if urls and len(pictures) == 1 and pictures[0].startswith(("http://", "https://", "data:")):
        urls = pictures
    return [_data_url(url, data_name) if url.startswith("data:") else AddressSource(url) for url in urls]


def _data_url(url: str, name: str) -> DataSource:
    head, _, body = url.partition(",")
    try:
        data = base64.b64decode(unquote_to_bytes(body)) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        data = b""
    return DataSource(data, name)


def _usable_urls(mime: QMimeData) -> list[str]:
    if not mime.hasUrls():
        return []
    return [url.toString() for url in mime.urls() if url.scheme() in {"file", "http", "https", "data"}]


def _raw_kind(mime: QMimeData) -> str:
    formats = mime.formats()
    return next((kind for kind in _RAW_KINDS if kind in formats), "")
