"""What is said of pictures in the trash, for changes that reach them there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from desktop_app.core.care import Care
from desktop_app.core.errors import StoreError
from desktop_app.core.record import ImageRecord
from desktop_app.store.care_journal import CareJournal
from desktop_app.store.care_rows import CareRow
from desktop_app.store.library import Library
from desktop_app.store.trash import Trash, TrashedImage


class TrashedCare:
    """The trash of the library at `root`, with what waits in the journal. It is looked at when it is first asked."""

    def __init__(self, root: Path, journal: CareJournal) -> None:
        self._library = Library(root)
        self._library.overlay = journal.overlaid
        self._entries: dict[str, TrashedImage] | None = None

    def rows(self, keys: Mapping[str, int]) -> list[CareRow]:
        """Return the pictures with these UUIDs that are in the trash; each has the key that comes with it."""
        if self._entries is None:
            self._entries = {entry.uuid: entry for entry in Trash(self._library).entries()}
        there = [(self._entries[uuid], key) for uuid, key in keys.items() if uuid in self._entries]
        rows = [self._row(entry, key) for entry, key in there]
        return [row for row in rows if row is not None]

    def _row(self, entry: TrashedImage, key: int) -> CareRow | None:
        try:
            record = self._library.read(entry.path).record
        except StoreError:
            return None
        place = entry.path.relative_to(self._library.root).as_posix()
        return CareRow(key, entry.uuid, _digest(record), place, _care_of(record))


def _care_of(record: ImageRecord) -> Care:
    return Care(
        record.rating, record.pick, record.title, record.note, record.tags, record.collections, dict(record.places)
    )


def _digest(record: ImageRecord) -> bytes:
    try:
        return bytes.fromhex(record.file.sha256)
    except ValueError:
        return b""
