"""The pictures given to models: a copy of each, made fit for sending, kept by its content."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from desktop_app.core.errors import (
    ReferenceBroken,
    ReferenceMissing,
    ReferenceNotAPicture,
    ReferenceRejected,
    ReferenceTooLarge,
)
from desktop_app.core.request import Reference
from desktop_app.store.atomic import disk_errors, make_folder, write_whole
from desktop_app.store.decoding import Reason, Undecodable
from desktop_app.store.preparing import prepared

_FILE_MAX_BYTES = 256 * 1024 * 1024

_REJECTIONS: dict[Reason, type[ReferenceRejected]] = {
    Reason.NOT_A_PICTURE: ReferenceNotAPicture,
    Reason.BROKEN: ReferenceBroken,
    Reason.TOO_LARGE: ReferenceTooLarge,
}


class ReferenceStore:
    """The folder of prepared copies. The same picture added twice is kept once. May be used from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add_file(self, path: Path, image_uuid: str | None = None) -> Reference:
        """Take in a picture file; `image_uuid` is set when it is in the library.

        Raises ReferenceMissing, ReferenceNotAPicture, ReferenceBroken or ReferenceTooLarge, and the StoreErrors when the
        copy cannot be kept.
        """
        return self._add(_read(path), path.name, image_uuid)

    def add_bytes(self, data: bytes, name: str) -> Reference:
        """Take in a picture from the clipboard, a drop or a download; raises the same as `add_file`."""
        return self._add(data, name, None)

    def path(self, reference: Reference) -> Path:
        """Return where the prepared copy stands; nothing is asked of the disk."""
        return self._folder / Path(reference.prepared).name

    def data_uri(self, reference: Reference) -> str:
        """Return the prepared copy as a `data:` URI; raises ReferenceMissing when it is gone."""
        try:
            data = self.path(reference).read_bytes()
        except OSError as cause:
            raise ReferenceMissing(str(cause), name=reference.name) from cause
        return f"data:{reference.mime_type};base64,{base64.b64encode(data).decode('ascii')}"

    def _add(self, data: bytes, name: str, image_uuid: str | None) -> Reference:
        try:
            picture = prepared(data)
        except Undecodable as cause:
            raise _REJECTIONS[cause.reason](str(cause), name=name) from cause
        reference = Reference(
            sha256=hashlib.sha256(data).hexdigest(),
            prepared=hashlib.sha256(picture.data).hexdigest() + picture.format.suffix,
            mime_type=picture.format.mime_type,
            width=picture.width,
            height=picture.height,
            name=name,
            image_uuid=image_uuid,
        )
        with disk_errors(self._folder):
            if not self.path(reference).exists():
                make_folder(self._folder, mode=0o700)
                write_whole(self.path(reference), picture.data)
        return reference


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ReferenceNotAPicture("a folder", name=path.name)
        if not path.is_file():
            raise ReferenceMissing("not there, or no plain file", name=path.name)
        if path.stat().st_size > _FILE_MAX_BYTES:
            raise ReferenceTooLarge(f"{path.stat().st_size} bytes", name=path.name)
        return path.read_bytes()
    except (OSError, ValueError) as cause:
        raise ReferenceMissing(str(cause), name=path.name) from cause
