"""The library's own trash: pictures that were deleted, with all that is needed to put them back."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

from desktop_app.core.errors import FolderMissing, StoreError
from desktop_app.core.image_format import IMAGE_SUFFIXES
from desktop_app.store.atomic import disk_errors, make_folder, write_whole
from desktop_app.store.json_text import parsed, serialised
from desktop_app.store.library import Library
from desktop_app.store.picture_files import free_place, move_picture, rename_new
from desktop_app.store.sidecar import read_sidecar, sidecar_path

TRASH_FOLDER = ".sfumato/trash"
"""Where in the library it stands: a hidden folder is no part of what the library shows."""

_ENTRY = "entry.json"
_NAME = re.compile(r"[0-9a-f]{32}")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TrashedImage:
    """A picture in the trash: where it stands now, the folder (within the library) and name that it had, and since when.

    Its sidecar stands beside it, so that rating, tags, collections and lineage come back with it.
    """

    id: str
    path: Path
    uuid: str
    folder: str
    name: str
    deleted_at: datetime


def new_identity() -> str:
    """Return an id for an entry that is to come."""
    return uuid4().hex


class Trash:
    """The trash of one library. May be used from several threads; one writer at a time.

    Each picture has a folder of its own there, with a note of where it came from that is written first: whatever dies in
    the middle, `recover` brings the picture wholly to one side.
    """

    def __init__(self, library: Library, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._library = library
        self._root = library.root / TRASH_FOLDER
        self._now = now

    def put(self, path: Path, identity: str = "") -> TrashedImage:
        """Move a picture of the library with its sidecar into the trash; raises the StoreErrors, and it stays then.

        `identity` is the entry's id, of `new_identity`, where it must be known before.
        """
        root = self._library.root
        record = read_sidecar(path)
        uuid = record.uuid if record is not None else self._library.read(path).record.uuid
        entry = TrashedImage(
            (identity := identity or new_identity()),
            self._root / identity / path.name,
            uuid,
            path.parent.relative_to(root).as_posix(),
            path.name,
            self._now(),
        )
        with disk_errors(path):
            make_folder(self._root / identity)
            write_whole(self._root / identity / _ENTRY, serialised(_note(entry)))
            try:
                move_picture(path, entry.path)
            except OSError:
                self._forget(identity)
                raise
        return entry

    def entries(self) -> list[TrashedImage]:
        """Return the pictures in the trash, the last deleted first; what cannot be read is left out."""
        return sorted(self._each_entry(), key=lambda entry: (entry.deleted_at, entry.id), reverse=True)

    def entry(self, identity: str) -> TrashedImage:
        """Return one of them; raises FolderMissing when it is not there."""
        found = self._read(identity)
        if found is None or not found.path.is_file():
            raise FolderMissing("it is not in the trash any more", path=str(self._root / identity))
        return found

    def restore(self, identity: str) -> Path:
        """Put a picture back where it was, under another name only where its own is taken; return its path.

        Raises the StoreErrors, and then it is still in the trash.
        """
        entry = self.entry(identity)
        folder = self._library.root / entry.folder
        with disk_errors(folder):
            make_folder(folder)
            path = free_place(folder / entry.name)
            move_picture(entry.path, path)
            self._forget(identity)
        return path

    def older_than(self, age: timedelta) -> list[TrashedImage]:
        """Return what has been in the trash for longer than this."""
        limit = self._now() - age
        return [entry for entry in self.entries() if entry.deleted_at < limit]

    def remove(self, identities: Iterable[str], discard: Callable[[Path], bool]) -> int:
        """Take pictures out of the trash for good: `discard` takes each of their files away, or says that it cannot.

        What could not be taken away stays. Returns how many pictures are gone. Raises StoreError.
        """
        gone = 0
        for identity in identities:
            entry = self._read(identity)
            if entry is None:
                continue
            # The sidecar last: a picture that stays keeps what is known of it.
            if all(discard(file) for file in (entry.path, sidecar_path(entry.path)) if file.exists()):
                with disk_errors(self._root):
                    self._forget(identity)
                gone += 1
        return gone

    def recover(self) -> None:
        """Bring what a program that died left half way wholly into the trash or wholly back. Raises nothing."""
        for entry in list(self._each_note()):
            try:
                with disk_errors(entry.path):
                    self._settle(entry)
            except StoreError as error:
                _log.warning("the trash could not be set right: %s", error)

    def _settle(self, entry: TrashedImage) -> None:
        there = self._library.root / entry.folder / entry.name
        if entry.path.is_file():
            beside = sidecar_path(there)
            # Without its picture, the sidecar that stands there is this one's.
            if beside.exists() and not there.exists() and not sidecar_path(entry.path).exists():
                rename_new(beside, sidecar_path(entry.path))
        elif not sidecar_path(entry.path).exists():
            self._forget(entry.id)
        elif there.exists() and not sidecar_path(there).exists():
            rename_new(sidecar_path(entry.path), sidecar_path(there))
            self._forget(entry.id)

    def _forget(self, identity: str) -> None:
        folder = self._root / identity
        with suppress(FileNotFoundError):
            (folder / _ENTRY).unlink()
        # What a person put there by hand stays.
        with suppress(OSError):
            folder.rmdir()

    def _each_entry(self) -> Iterator[TrashedImage]:
        return (entry for entry in self._each_note() if entry.path.is_file())

    def _each_note(self) -> Iterator[TrashedImage]:
        try:
            names = [each.name for each in os.scandir(self._root) if _NAME.fullmatch(each.name)]
        except OSError:
            return
        for name in names:
            entry = self._read(name)
            if entry is not None:
                yield entry

    def _read(self, identity: str) -> TrashedImage | None:
        if not _NAME.fullmatch(identity):
            return None
        try:
            return _entry(self._root / identity, parsed((self._root / identity / _ENTRY).read_bytes()))
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            _log.info("no picture in the trash: %s: %s", identity, error)
            return None


def _note(entry: TrashedImage) -> dict[str, Any]:
    return {
        "schema": 1,
        "uuid": entry.uuid,
        "folder": entry.folder,
        "name": entry.name,
        "deleted_at": entry.deleted_at.isoformat(),
    }


def _entry(place: Path, note: Any) -> TrashedImage:
    """Return what a note says; raise ValueError for one that leads out of the library."""
    folder, name = PurePosixPath(str(note["folder"])), str(note["name"])
    if folder.is_absolute() or ".." in folder.parts or name != PurePosixPath(name).name:
        raise ValueError("a place outside the library")
    if Path(name).suffix.lower() not in IMAGE_SUFFIXES:
        raise ValueError("no picture's name")
    moment = datetime.fromisoformat(note["deleted_at"])
    return TrashedImage(
        place.name,
        place / name,
        str(note["uuid"]),
        folder.as_posix(),
        name,
        moment if moment.tzinfo else moment.replace(tzinfo=UTC),
    )
