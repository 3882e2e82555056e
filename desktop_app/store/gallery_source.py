"""All that the grid asks of the disk, in one object for one thread: index, scan, samples, records."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.core.record import ImageRecord
from desktop_app.store.beginnings import next_beginning
from desktop_app.store.facets import Facets, facet_steps
from desktop_app.store.image_row import ImageRow, row_of
from desktop_app.store.index import Index, relative_folder
from desktop_app.store.index_file import index_file
from desktop_app.store.index_lock import IndexLock
from desktop_app.store.key_reading import KeyReading, SearchOutdated, first_page, given_up, is_stacked, members
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.library import Library, SavedImage
from desktop_app.store.opened_stacks import OpenedStacks
from desktop_app.store.scan import Scan, stamp_of
from desktop_app.store.search_sql import SearchSql
from desktop_app.store.shown import Shown, sections_in, with_behind, with_picture
from desktop_app.store.snapshot import GallerySnapshot, Section, first_key_of, with_cost, with_one_more
from desktop_app.store.snapshot_chain import SnapshotChain

_PAUSE_S = 0.25
_FEW = 16
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class ScanStep:
    """How far a scan is: pictures changed so far, those just found when they are few, and whether to take a snapshot."""

    changed: int
    found: tuple[ImageRow, ...]
    is_news: bool


class GallerySource:
    """One library as the grid sees it. Made, used and closed in one thread.

    `is_early` says that the last scan left something alone that is still being written. Every method may raise
    sqlite3.DatabaseError when the index breaks at work: `start_anew`, and scan again.
    """

    def __init__(self, root: Path, cache: Path, known: KnownFolders | None = None, samples: Path | None = None) -> None:
        self.library = Library(root, known)
        self.is_early = False
        file = index_file(cache, root)
        self._lock = IndexLock(file)
        self._lock.take()
        self._index = Index(file, root)
        self._samples_folder = samples
        self._samples: list[ImageRow] = []
        self._text = ""
        self._order = GalleryOrder()
        self._reading: KeyReading | None = None
        self._total = self._index.count()
        self._is_scanned = False
        self._refreshed_s = 0.0
        self._refreshed_at = 0.0
        self._headings: tuple[Section, ...] | None = None
        self._opened = OpenedStacks()
        self._chain = SnapshotChain()
        self._found = first_page(self._index.connection, self._search(), self._order)
        if not self._found.is_whole:
            self.refresh()

    @property
    def is_writer(self) -> bool:
        """Say whether it is this program that brings the index up to date; else another does, and may end at any time."""
        return self._lock.take()

    @property
    def was_broken(self) -> bool:
        """Say whether the index was found broken and had to be begun anew."""
        return self._index.was_broken

    @property
    def index(self) -> Index:
        """The index, for those who change what a person says of pictures: `look_again_after_care` follows."""
        return self._index

    @property
    def is_reading(self) -> bool:
        """Say whether there is more to read: `continue_search`."""
        return self._reading is not None

    @property
    def is_searching(self) -> bool:
        """Say whether what is shown is what a search finds."""
        return bool(self._text)

    def set_patience(self, wait_s: float) -> None:
        """Wait so long for another program that writes into the index, before sqlite3.OperationalError is raised."""
        self._index.connection.execute(f"PRAGMA busy_timeout = {int(wait_s * 1000)}")

    def search(self, text: str, order: GalleryOrder | None = None) -> None:
        """Show what a search finds, all of it, in an order; without one that stays as it is."""
        self.start_search(text, order)
        while self.continue_search():
            pass

    def start_search(
        self, text: str, order: GalleryOrder | None = None, is_outdated: Callable[[], bool] | None = None
    ) -> bool:
        """Show the first pictures that a search finds; `continue_search` reads the others.

        Say whether that was done: once `is_outdated` says so it is given up, and shown is what was shown.
        """
        order = self._order if order is None else order
        try:
            with given_up(self._index.connection, is_outdated):
                found = first_page(self._index.connection, SearchSql.of(text, self._index.connection), order)
        except SearchOutdated:
            return False
        if order != self._order:
            self._opened.close_all()
        self._text, self._order, self._found = text, order, found
        self._reading = self._headings = None
        if not found.is_whole:
            self.refresh()
        return True

    def continue_search(self, is_outdated: Callable[[], bool] | None = None) -> bool:
        """Read some more of what is searched for; say whether there is more. What is shown changes when all is read."""
        if self._reading is None:
            return False
        started = time.monotonic()
        try:
            with given_up(self._index.connection, is_outdated):
                found = self._reading.step()
        except SearchOutdated:
            self.refresh()
            return True
        self._refreshed_s += time.monotonic() - started
        if found is not None:
            self._found = found
            self._reading = self._headings = None
            self._refreshed_at = time.monotonic()
        return found is None

    def refresh(self) -> None:
        """Look at the index again: `continue_search` reads it."""
        self._reading = KeyReading(self._index.connection, self._search(), self._order)
        self._refreshed_s = 0.0

    def look_again_after_care(self) -> bool:
        """Look at the index again where what a person says of pictures may be searched for or ordered by; say if so."""
        is_concerned = bool(self._text) or self._order.by in {SortBy.RATING, SortBy.PLACE}
        if is_concerned:
            self._look_again()
        return is_concerned

    def snapshot(self) -> GallerySnapshot:
        """Return what is shown now: the library, or the samples when it is known to be empty."""
        if self._shows_samples():
            return self._sample_snapshot()
        found, order = self._found, self._order
        keys, sections = found.keys, self._sections()
        heads: Mapping[int, int] = {}
        if self._opened:
            self._opened.look_again(self.members)
            spread = self._opened.spread(keys, sections, is_ascending=order.is_reversed)
            keys, sections, heads = spread.keys, spread.sections, spread.heads
        serial, added = self._chain.link(found)
        return GallerySnapshot(
            keys[:], sections, self._text, self._total, order, found.stacks, found.is_whole, heads, serial, added
        )

    def open_stack(self, key: int) -> None:
        """Show the pictures of one stack behind its head, until it is closed or the order is another."""
        if is_stacked(self._order):
            self._opened.open(self.members(key))

    def close_stack(self, key: int) -> None:
        """Let the pictures of the stack in which this one is stand behind its head again."""
        self._opened.close(key)

    def facets(self, text: str | None = None) -> Iterator[Facets | None]:
        """Count what a search finds, or the one that is shown, in short steps: `None` while there is more to do."""
        return facet_steps(self._index.connection, self._text if text is None else text)

    def members(self, key: int) -> array[int]:
        """Return the keys of the pictures shown that stand in one stack with a picture, newest first."""
        return members(self._index.connection, self._search(), key)

    def key_beginning(self, text: str, after: int | None, *, is_with_it: bool = False) -> int | None:
        """Return the next picture shown that begins with a text, behind another one or from that one on."""
        return next_beginning(self._shown(), self._found.keys, text, after, is_with_it=is_with_it)

    def keys_of(self, uuid: str) -> list[int]:
        """Return the keys of the picture with this UUID, newest first: more than one where its file was copied."""
        return self._index.keys_of(uuid)

    def rows(self, keys: Iterable[int]) -> list[ImageRow]:
        """Return the pictures with these keys."""
        wanted = list(keys)
        samples = [row for row in self._samples if row.key in set(wanted)] if self._samples else []
        return samples + self._index.rows(key for key in wanted if key >= 0)

    def add_saved(self, saved: SavedImage) -> ImageRow:
        """Take in a picture that the program has just saved."""
        held = self._index.key_at(saved.path)
        row = self._index.upsert(saved, stamp_of(saved))
        if saved.look is not None:
            self._index.set_look(saved.record.file.sha256, saved.look.color, saved.look.phash)
        if held != row.key:
            self._total += held is None
            self._take_in(row.key, held)
            if self._reading is not None:
                self.refresh()
        return row

    def forget(self, paths: Iterable[Path]) -> None:
        """Take out pictures that the program has just moved away."""
        for path in paths:
            self._index.forget(relative_folder(self.library.root, path.parent), [path.name])
        self._look_again()

    def relocate(self, moves: Iterable[tuple[Path, Path]]) -> list[int]:
        """Note where the program has just moved pictures, from and to; return their keys, which stay as they are."""
        keys: list[int] = []
        for before, after in moves:
            saved = self.library.read(after)
            key = self._index.relocate(before, saved, stamp_of(saved))
            keys += [key] if key is not None else []
        if self._text:
            self._look_again()
        return keys

    def set_care(self, key: int, record: ImageRecord, stamp: str) -> ImageRow | None:
        """Take in what a person now says of a picture; what is shown stays until `refresh`. `None` for no such picture."""
        return self._index.set_care(key, record, stamp)

    def set_places(self, collection: str, keys: Sequence[int]) -> None:
        """Put the pictures of a collection in this order by hand; what is shown stays until `refresh`."""
        self._index.set_places(collection, keys)

    def set_look(self, sha256: str, color: int, phash: int | None) -> None:
        """Keep the average colour (0xRRGGBB) and the perceptual hash (64 bits) of the files with these bytes."""
        self._index.set_look(sha256, color, phash)

    def read(self, image: int | Path) -> SavedImage:
        """Return the whole record of a picture, by key or path; raises StoreError, or KeyError for an unknown key."""
        if isinstance(image, Path):
            return self.library.read(image)
        for row in self.rows([image]):
            return self.library.read(Path(row.path))
        raise KeyError(image)

    def scan(self) -> Iterator[ScanStep]:
        """Look at the disk, in short steps; raises FolderMissing when the library is away.

        While another program brings the index up to date, what that has written is looked at instead.
        """
        if not self.is_writer:
            self.is_early = True
            self._look_again()
            yield ScanStep(0, (), is_news=True)
            return
        scan = Scan(self._index, self.library)
        changed = 0
        for count in scan.steps():
            changed += count
            found = tuple(scan.found) if len(scan.found) <= _FEW else ()
            is_due = time.monotonic() - self._refreshed_at > max(_PAUSE_S, 10 * self._refreshed_s)
            if count and is_due and self._reading is None:
                self._look_again()
            yield ScanStep(changed, found, is_news=bool(count) and is_due)
        is_first, self._is_scanned = not self._is_scanned, True
        if changed:
            self._look_again()
        self.is_early = scan.is_early
        yield ScanStep(changed, (), is_news=bool(changed) or is_first)

    def folders(self) -> list[Path]:
        """Return the folders of the library, the newest first, after those that hold others."""
        names = sorted(self._index.folders(), key=lambda name: (name.count("/"), name), reverse=True)
        outer = [name for name in names if "/" not in name]
        return [self.library.root / name for name in outer + [name for name in names if "/" in name]]

    def start_anew(self) -> None:
        """Begin with an empty index, after it was found broken."""
        self._index.start_anew(is_set_aside=self.is_writer)
        self._is_scanned = False
        self._look_again()

    def close(self) -> None:
        """Close the index."""
        self._index.close()
        self._lock.release()

    def _look_again(self) -> None:
        self._total = self._index.count()
        self.refresh()
        if self._total <= _AT_ONCE:
            while self.continue_search():
                pass

    def _search(self) -> SearchSql:
        return SearchSql.of(self._text, self._index.connection)

    def _shown(self) -> Shown:
        return Shown(self._index.connection, self._search(), self._order)

    def _take_in(self, key: int, held: int | None) -> None:
        before = len(self._found.keys)
        self._found = with_picture(self._found, key, held, self._shown())
        is_one_more = held is None and len(self._found.keys) == before + 1
        self._chain.note(self._found, [key] if is_one_more else [], is_known=held is None)
        if self._headings is None or not is_one_more or self._order != GalleryOrder():
            self._headings = None
        else:
            self._headings = with_one_more(self._headings, key)

    def _sections(self) -> tuple[Section, ...]:
        if self._headings is None:
            headings = sections_in(self._found.keys, self._shown())
            self._headings = with_behind(headings, self._found) if is_stacked(self._order) else headings
        if self._text:
            return self._headings
        today = datetime.now().astimezone().date()
        return with_cost(self._headings, today, self._index.cost_since(first_key_of(today)))

    def _shows_samples(self) -> bool:
        return self._is_scanned and not self._total and not self._text and self._samples_folder is not None

    def _sample_snapshot(self) -> GallerySnapshot:
        if not self._samples and self._samples_folder is not None:
            library = Library(self._samples_folder)
            paths = sorted(library.pictures())
            records = [(path, library.read(path).record) for path in paths]
            self._samples = [row_of(record, str(path), -at) for at, (path, record) in enumerate(records, start=1)]
        keys = array("q", [row.key for row in self._samples])
        return GallerySnapshot(keys, _sample_sections(len(keys)), "", 0)


def _sample_sections(count: int) -> tuple[Section, ...]:
    return (Section(None, count),) if count else ()
