"""The library for the window: one thread that reads it, signals that tell of it in the GUI thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.errors import StoreError
from desktop_app.core.gallery_order import GalleryOrder
from desktop_app.core.looks import Look
from desktop_app.qt.folder_watch import FolderWatch
from desktop_app.qt.library_thread import LibraryThread, Told, What
from desktop_app.qt.library_work import relocated, told_lookless
from desktop_app.store.image_row import ImageRow
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.library import SavedImage
from desktop_app.store.scan import SETTLING_S

_AWAY_MS = 3000
_AFTER_SAVING_MS = 1000
_NOW_AND_THEN_MS = 60_000
_JOIN_S = 5.0


class LibraryFeed(QObject):
    """Owns the library's thread and the watch over its folders. Made, used and closed in the GUI thread.

    Signals:
        keys_changed(GallerySnapshot): other pictures are shown.
        rows_ready(list[ImageRow]): what `request_rows` asked for, without those that are gone.
        image_added(ImageRow): a picture is new in the library; `keys_changed` follows.
        image_read(SavedImage): what `read_image` asked for.
        facets_ready(Facets): what `request_facets` asked for.
        rows_resolved(token, list[ImageRow]): what `resolve` asked for.
        cared(CareDone): a gesture was made or taken back.
        beginning_found(str, key or None): what `find_beginning` asked for.
        names_ready(tuple): all tags, and all collections, each a list of (name, count).
        lookless_ready(Lookless): what `request_lookless` asked for.
        scan_progressed(int): so many pictures were read or taken out by the scan under way.
        scan_finished(): the index is as the disk was a moment ago.
        library_unreachable(FolderMissing): the library is away; what is known of it stays.
        library_returned(): it is there again.
        index_began_anew(): what was known of the library was found damaged; it is set aside and read anew.
    """

    keys_changed = Signal(object)
    rows_ready = Signal(object)
    image_added = Signal(object)
    image_read = Signal(object)
    facets_ready = Signal(object)
    rows_resolved = Signal(object, object)
    cared = Signal(object)
    names_ready = Signal(object)
    beginning_found = Signal(str, object)
    lookless_ready = Signal(object)
    scan_progressed = Signal(int)
    scan_finished = Signal()
    library_unreachable = Signal(object)
    library_returned = Signal()
    index_began_anew = Signal()

    _told = Signal(object)

    def __init__(
        self,
        cache: Path,
        known: KnownFolders | None = None,
        samples: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._cache = cache
        self._root = Path()
        self._is_away = False
        self._is_closed = False
        self._folders: list[Path] = []
        self._thread = LibraryThread(cache, known, samples, self._told.emit)
        self._watch = FolderWatch(self)
        self._watch.changed.connect(self.refresh)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.refresh)
        # Folders beyond those that are watched, and drives that tell nothing: their times of change are looked at.
        self._now_and_then = QTimer(self, interval=_NOW_AND_THEN_MS)
        self._now_and_then.timeout.connect(self.refresh)
        self._told.connect(self._on_told)

    @property
    def cache(self) -> Path:
        """The folder in which indexes are kept."""
        return self._cache

    @property
    def folders(self) -> list[Path]:
        """The folders of the library as the last look at the disk found them."""
        return self._folders

    def open(self, root: Path) -> None:
        """Show the library at this folder, first as the index knows it, then as it is."""
        self._root = root
        self._folders = []
        self._is_away = False
        self._again.stop()
        self._now_and_then.start()
        self._thread.open(root)

    def search(self, text: str, order: GalleryOrder | None = None) -> None:
        """Show what a search finds (`core.search_query`), in an order, or in that of before.

        `keys_changed` tells the first pictures at once, and all of them when they are read.
        """
        self._thread.search(text, order)

    def open_stack(self, key: int, is_open: bool) -> None:
        """Show the pictures that stand in one stack with this one behind their head, or the head alone."""
        self._thread.open_stack(key, is_open=is_open)

    def find_beginning(self, text: str, after: object, is_with_it: bool) -> None:
        """Ask for the next picture that begins with a text, behind the one with a key; `beginning_found` answers."""
        assert after is None or isinstance(after, int)
        self._thread.find_beginning(text, after, is_with_it=is_with_it)

    def request_facets(self) -> None:
        """Ask how many there are of each kind among what is searched for; `facets_ready` answers."""
        self._thread.request_facets()

    def request_rows(self, keys: Iterable[int]) -> None:
        """Ask for the rows of these keys; `rows_ready` answers."""
        self._thread.request_rows(list(keys))

    def add_saved(self, saved: SavedImage) -> None:
        """Take in a picture that the program has just saved: `image_added` and `keys_changed` follow."""
        self._thread.add_saved(saved)
        # Saving may have made folders that are not watched yet.
        if not (self._is_closed or self._again.isActive()):
            self._again.start(_AFTER_SAVING_MS)

    def take_back(self, path: Path) -> None:
        """Take in a picture that the program has just brought back: `image_added` and `keys_changed` follow."""
        self._thread.take_back(path)

    def forget(self, paths: Iterable[Path]) -> None:
        """Take out pictures that the program has just moved away: `keys_changed` follows."""
        self._thread.forget(list(paths))

    def relocate(self, moves: Iterable[tuple[Path, Path]]) -> None:
        """Note where the program has just moved pictures, from and to: `rows_ready` follows."""
        self._thread.do(partial(relocated, list(moves)))

    def resolve(self, token: object, keys: Sequence[int]) -> None:
        """Ask for the rows of these keys, however many there are; `rows_resolved` answers with the token."""
        self._thread.resolve(token, keys)

    def set_looks(self, looks: Mapping[str, Look]) -> None:
        """Keep how pictures look, by the SHA-256 of their files."""
        self._thread.set_looks(looks)

    def request_lookless(self, before: int | None = None) -> None:
        """Ask for some of the pictures of which it is not known how they look; `lookless_ready` answers."""
        self._thread.do(partial(told_lookless, before))

    def read_image(self, image: int | str | Path) -> None:
        """Ask for the whole record of a picture, by its row's key or its path; `image_read` answers when it can be read."""
        self._thread.read(Path(image) if isinstance(image, str) else image)

    @property
    def library_thread(self) -> LibraryThread:
        """The thread, for those who have it change what a person says of pictures."""
        return self._thread

    def refresh(self) -> None:
        """Look at the disk again."""
        self._thread.scan()

    def close(self) -> None:
        """Stop the thread and tell nothing any more."""
        # What the thread has told already is still on its way here.
        self._is_closed = True
        self._again.stop()
        self._now_and_then.stop()
        self._watch.close()
        self._thread.close(_JOIN_S)

    def _on_told(self, told: Told) -> None:
        if self._is_closed or told.root != self._root:
            return
        handlers: dict[What, Any] = {
            What.SNAPSHOT: self.keys_changed.emit,
            What.ROWS: self.rows_ready.emit,
            What.ADDED: self.image_added.emit,
            What.READ: self.image_read.emit,
            What.FACETS: self.facets_ready.emit,
            What.RESOLVED: self._on_resolved,
            What.CARED: self.cared.emit,
            What.NAMES: self.names_ready.emit,
            What.NEXT: lambda found: self.beginning_found.emit(*found),
            What.LOOKLESS: self.lookless_ready.emit,
            What.PROGRESS: self.scan_progressed.emit,
            What.SCANNED: self._on_scanned,
            What.AWAY: self._on_away,
            What.BROKEN: lambda _: self.index_began_anew.emit(),
        }
        handlers[told.what](told.value)

    def _on_resolved(self, answer: tuple[object, list[ImageRow]]) -> None:
        self.rows_resolved.emit(*answer)

    def _on_scanned(self, result: tuple[list[Path], bool]) -> None:
        folders, is_early = result
        self._folders = folders
        # The folder above tells when the library itself is made, moved or deleted.
        are_new = self._watch.watch([_nearest(self._root.parent), self._root, *folders])
        if is_early:
            self._again.start(int(SETTLING_S * 1000))
        elif are_new:
            # What came into them before they were watched was not told.
            self._again.start(_AFTER_SAVING_MS)
        if self._is_away:
            self._is_away = False
            self.library_returned.emit()
        self.scan_finished.emit()

    def _on_away(self, error: StoreError) -> None:
        self._again.start(_AWAY_MS)
        self._watch.watch([self._root.parent])
        if not self._is_away:
            self._is_away = True
            self.library_unreachable.emit(error)


def _nearest(folder: Path) -> Path:
    """Return the folder, or what there is of the way to it."""
    return next((each for each in (folder, *folder.parents) if each.is_dir()), folder)
