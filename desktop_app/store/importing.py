"""Pictures from elsewhere: copied into the library, each once."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Protocol
from uuid import NAMESPACE_URL, uuid5

from desktop_app.core.errors import AnswerNotAPicture, SfumatoError, StoreError
from desktop_app.core.image_format import IMAGE_SUFFIXES
from desktop_app.store.atomic import disk_errors
from desktop_app.store.library import Library, SavedImage

_FILE_MAX_BYTES = 512 * 1024 * 1024
_DEEPEST = 16

_log = logging.getLogger(__name__)


class Imported(Enum):
    """What became of one file."""

    COPIED = "copied"
    DUPLICATE = "duplicate"
    NO_PICTURE = "no picture"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """One file and what became of it: the picture that it is now, or the one that was there; the error where it failed.

    `sha256` is of a file that the library has already.
    """

    source: Path
    what: Imported
    image: Path | None = None
    error: SfumatoError | None = None
    saved: SavedImage | None = None
    sha256: str = ""


class Known(Protocol):
    """Says what a library has already."""

    def path_of_content(self, sha256: str) -> Path | None:
        """Return where a picture with this SHA-256 stands."""
        ...

    def has_uuid(self, uuid: str) -> bool:
        """Say whether a picture has this UUID."""
        ...


def picture_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that were named and the picture files of the folders that were named, hidden ones left out.

    Links within folders are not followed. Raises nothing: what cannot be listed has none.
    """
    for path in paths:
        if path.is_dir():
            yield from _pictures_below(path, _DEEPEST)
        else:
            yield path


def import_file(library: Library, source: Path, known: Known) -> ImportResult:
    """Copy one file into the library, with what its sidecar or the file itself tells, unless the library has it.

    A picture that is in the library's folder already is left where it is. The bytes stay as they are. Raises nothing.
    """
    if source.is_relative_to(library.root):
        return ImportResult(source, Imported.DUPLICATE, source)
    try:
        data = _read(source)
        sha256 = hashlib.sha256(data).hexdigest()
        there = known.path_of_content(sha256)
        if there is not None:
            return ImportResult(source, Imported.DUPLICATE, there, sha256=sha256)
        record = library.read(source).record
        if known.has_uuid(record.uuid):
            # Another version of a picture of the library, which keeps its name for itself.
            record = replace(record, uuid=str(uuid5(NAMESPACE_URL, f"sha256:{sha256}")))
        record = record.with_file(replace(record.file, name=source.name))
        saved = library.take_in(data, record, _moment(record.created_at))
    except AnswerNotAPicture as error:
        return ImportResult(source, Imported.NO_PICTURE, error=error)
    except StoreError as error:
        _log.info("%s was not imported: %s", source, error.code)
        return ImportResult(source, Imported.FAILED, error=error)
    return ImportResult(source, Imported.COPIED, saved.path, saved=saved)


def _read(source: Path) -> bytes:
    with disk_errors(source):
        if source.stat().st_size > _FILE_MAX_BYTES:
            raise AnswerNotAPicture("larger than any picture")
        return source.read_bytes()


def _moment(created_at: str) -> datetime:
    try:
        return datetime.fromisoformat(created_at).astimezone()
    except (ValueError, OverflowError, OSError):
        return datetime.now().astimezone()


def _pictures_below(folder: Path, deepest: int) -> Iterator[Path]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted((entry for entry in scan if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if deepest:
                yield from _pictures_below(Path(entry.path), deepest - 1)
        elif Path(entry.name).suffix.lower() in IMAGE_SUFFIXES and entry.is_file():
            yield Path(entry.path)
