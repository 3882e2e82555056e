"""The facts of a picture's file, taken anew when another program has changed it."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from desktop_app.core.errors import StoreError
from desktop_app.core.image_format import ImageFormat, sniff
from desktop_app.core.record import FileFacts, ImageRecord
from desktop_app.store.decoding import measured
from desktop_app.store.sidecar import read_sidecar, write_sidecar

_log = logging.getLogger(__name__)


def facts_of(name: str, data: bytes) -> FileFacts | None:
    """Return what a file's bytes tell; `None` when they are no picture."""
    kind = sniff(data)
    size = measured(data, [each.name for each in ImageFormat])
    if kind is None or size is None:
        return None
    return FileFacts(name, kind.value, *size, len(data), hashlib.sha256(data).hexdigest())


def with_facts_of(path: Path, record: ImageRecord) -> ImageRecord:
    """Return a picture's record with the facts of its file as it is now, and write them into its sidecar.

    Where the file is no picture (any more) the record stays as it is; where nothing can be written, so does the sidecar.
    """
    try:
        facts = facts_of(path.name, path.read_bytes())
    except OSError:
        return record
    if facts is None or facts.sha256 == record.file.sha256:
        return record
    # What is written is all that stands there, not what of it is at hand here.
    whole = read_sidecar(path)
    try:
        if whole is not None:
            write_sidecar(path, whole.with_file(facts))
    except StoreError as error:
        _log.info("the facts of a changed file are not written down: %s", error)
    return record.with_file(facts)
