"""The library: pictures and their sidecars in dated folders that belong to the artist."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import NAMESPACE_URL, uuid5

from desktop_app.core.errors import AnswerNotAPicture, DiskFull, FolderMissing, FolderReadOnly, WriteFailed
from desktop_app.core.file_names import day_folder, image_path, slug
from desktop_app.core.image_format import IMAGE_SUFFIXES, ImageFormat, sniff
from desktop_app.core.name_pattern import ID_DIGITS, NameFacts, NamePattern
from desktop_app.core.record import FileFacts, ImageRecord, Kind
from desktop_app.core.record_json import RecordUnreadable, from_json
from desktop_app.store.atomic import disk_errors, make_folder, sweep, write_whole
from desktop_app.store.decoding import Undecodable, decoded, measured
from desktop_app.store.embed import embed, read_embedded
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.sidecar import read_sidecar, sidecar_path, write_sidecar
from desktop_app.store.small_pictures import SmallPictures, keep_small_pictures, small_pictures
from desktop_app.store.thumbnail_cache import ThumbnailCache

if TYPE_CHECKING:
    from PIL.Image import Image

    from desktop_app.core.looks import Look
    from desktop_app.core.record_outline import Outline

_log = logging.getLogger(__name__)

_SWEPT_DAYS = 14
_ROOM_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SavedImage:
    """A picture in the library, its sidecar's place (which may be empty for pictures put there by hand), and its record.

    `look` is there for pictures that were decoded a moment ago.
    """

    path: Path
    sidecar: Path
    record: ImageRecord
    look: Look | None = None


class Overlay(Protocol):
    """What is said of pictures and does not stand in their sidecars yet. Raises nothing."""

    def is_waiting(self) -> bool:
        """Say whether there may be any."""

    def overlaid(self, root: Path, saved: SavedImage) -> SavedImage:
        """Return a picture of the library at `root` as it will be known."""


class Library:
    """A folder of pictures. Needs nothing but the folder: no index, no settings.

    `known` remembers folders that were used, so that a folder whose drive is away is not made anew in its place. Into
    `thumbnails` go those of every picture that is saved, whose pixels are at hand then. `pattern` names the pictures, where
    it was ever another than the usual one. May be used from several threads.
    """

    def __init__(
        self,
        root: Path,
        known: KnownFolders | None = None,
        thumbnails: ThumbnailCache | None = None,
        pattern: NamePattern | None = None,
    ) -> None:
        self.root = root
        self._known = known
        self._thumbnails = thumbnails
        self.pattern = pattern
        self.overlay: Overlay | None = None
        self._saving = threading.Lock()

    def save(self, picture: bytes, record: ImageRecord, moment: datetime) -> SavedImage:
        """Keep a picture: the provider's bytes with metadata spliced in, then the sidecar.

        `moment` gives the dated folder, in its own time zone; `record.file` is made here. Saving the same UUID at the
        same moment again gives the same one file, so a save that was cut off may be repeated. Raises AnswerNotAPicture,
        DiskFull, FolderMissing, FolderReadOnly or WriteFailed.
        """
        kind, width, height, small = self._checked(picture)
        record = record.with_file(FileFacts("", kind.value, width, height, len(picture), ""))
        data = embed(picture, record)
        with self._saving, disk_errors(self.root):
            self._make_root()
            path = self._place(data, record, moment, kind)
            saved = _finished(path, record) if path.exists() else _written(path, data, record)
        return self._with_small_pictures(saved, small)

    def take_in(self, picture: bytes, record: ImageRecord, moment: datetime) -> SavedImage:
        """Keep a picture from elsewhere, its bytes as they are, and its sidecar.

        `record.file.name` names it, with a number where that name is taken. Raises the same as `save`.
        """
        kind, width, height, small = self._checked(picture)
        with self._saving, disk_errors(self.root):
            self._make_root()
            stem = slug(Path(record.file.name).stem)
            path = _free_place(self.root / day_folder(moment), stem, kind.suffix)
            record = record.with_file(FileFacts("", kind.value, width, height, len(picture), ""))
            saved = _written(path, picture, record)
        return self._with_small_pictures(saved, small)

    @property
    def may_be_anywhere(self) -> bool:
        """Say whether a picture may have been saved under another pattern of names than now."""
        return self.pattern is not None

    def find(self, uuid: str, prompt: str, moment: datetime) -> SavedImage | None:
        """Return the picture of that UUID that was saved for this prompt at that moment's day; `None` when none is there.

        Where names may be others, the whole library is looked through. Raises nothing: what cannot be listed has none.
        """
        usual = self.root / image_path(prompt, moment, uuid, "")
        with suppress(OSError):
            found = _first_of(usual.parent.glob(f"{usual.name}*.json"), uuid)
            if found is not None:
                return found
        return _first_of(_sidecars_below(self.root, uuid[:ID_DIGITS]), uuid) if self.may_be_anywhere else None

    def read(self, path: Path) -> SavedImage:
        """Return what is known of a picture: from its sidecar, else from inside its file, else from the file's own facts.

        Junk in a sidecar or in the file is passed over; raises the StoreErrors when the file itself cannot be read.
        """
        record = read_sidecar(path)
        if record is None:
            with disk_errors(path):
                data, modified = path.read_bytes(), path.stat().st_mtime
            record = _record_of(data, modified)
        named = record.with_file(replace(record.file, name=path.name))
        saved = SavedImage(path, sidecar_path(path), named)
        return self.overlay.overlaid(self.root, saved) if self.overlay is not None else saved

    def outline(self, path: str) -> Outline | None:
        """Return what looking a picture up needs to know, from its sidecar; `None` when that cannot be read.

        Raises nothing.
        """
        if self.overlay is None or not self.overlay.is_waiting():
            return self._read_outline(path)
        from desktop_app.core.record_outline import outline_of

        place = Path(path)
        record = read_sidecar(place)
        if record is None:
            return None
        return outline_of(self.overlay.overlaid(self.root, SavedImage(place, sidecar_path(place), record)).record)

    @cached_property
    def _read_outline(self) -> Callable[[str], Outline | None]:
        # Not needed for a window; found once, since it is asked for very often.
        from desktop_app.store.sidecar_outline import read_outline

        return read_outline

    def pictures(self) -> Iterator[Path]:
        """Yield the picture files, those of the newest dated folders first; what cannot be listed is passed over."""
        yield from _pictures_below(self.root)

    def is_ready(self) -> bool:
        """Say whether the folder is there, or may be made on the first save."""
        return (_is_folder(self.root) and not self._is_away()) or self._may_be_made()

    def check(self) -> None:
        """Make the folder where it is missing, and see that it takes pictures.

        Raises FolderMissing, FolderReadOnly, or DiskFull when there is less room than a large picture takes.
        """
        with self._saving:
            self._make_root()
        if not os.access(self.root, os.W_OK):
            raise FolderReadOnly("the library's folder may not be written to", path=str(self.root))
        with disk_errors(self.root):
            free_bytes = shutil.disk_usage(self.root).free
        if free_bytes < _ROOM_BYTES:
            raise DiskFull(f"{free_bytes} bytes are free", path=str(self.root))

    def sweep(self) -> int:
        """Remove what writers that died left in the newest dated folders; return how many files."""
        days = sorted(self.root.glob("[0-9][0-9][0-9][0-9]/*-*-*"), reverse=True)[:_SWEPT_DAYS]
        return sum(sweep(folder) for folder in days)

    def _checked(self, picture: bytes) -> tuple[ImageFormat, int, int, SmallPictures | None]:
        """Return format, width, height and small forms of bytes that decode to a picture; raise AnswerNotAPicture."""
        kind = sniff(picture)
        if kind is None:
            raise AnswerNotAPicture(f"{len(picture)} bytes that begin like no known picture")
        try:
            with decoded(picture, [kind.name]) as image:
                small = self._small_pictures(image)
                return kind, image.width, image.height, small
        except Undecodable as cause:
            raise AnswerNotAPicture(f"{kind.value}, {len(picture)} bytes: {cause}") from cause

    def _small_pictures(self, image: Image) -> SmallPictures | None:
        if self._thumbnails is None:
            return None
        try:
            return small_pictures(image)
        except (OSError, ValueError, MemoryError) as error:
            # The picture itself is what was paid for.
            _log.info("no thumbnail was made: %s", error)
            return None

    def _with_small_pictures(self, saved: SavedImage, small: SmallPictures | None) -> SavedImage:
        if self._thumbnails is None or small is None:
            return saved
        keep_small_pictures(self._thumbnails, saved.record.file.sha256, small)
        return replace(saved, look=small.look)

    def _make_root(self) -> None:
        if not self.is_ready():
            raise FolderMissing("the library's folder or its drive is away", path=str(self.root))
        make_folder(self.root)
        if self._known is not None:
            self._known.remember(self.root)

    def _is_away(self) -> bool:
        return self._known is not None and self._known.is_away(self.root)

    def _may_be_made(self) -> bool:
        # A link that leads nowhere leads to a drive that is away.
        if self._is_away() or self.root.is_symlink():
            return False
        return _is_folder(self.root.parent) or self.root.is_relative_to(Path.home())

    def _place(self, data: bytes, record: ImageRecord, moment: datetime, kind: ImageFormat) -> Path:
        pattern, asked = self.pattern or NamePattern(), record.asked
        facts = NameFacts(
            record.prompt,
            asked.model if asked is not None else "",
            moment,
            record.uuid,
            asked.seed if asked is not None else None,
            record.file.width,
            record.file.height,
        )
        for digits in (ID_DIGITS, 8, 16, 32):
            path = self.root / pattern.path(facts, kind.suffix, digits)
            if _is_free(path) or _holds(path, data, record.uuid):
                return path
        raise WriteFailed("every name is taken", path=str(self.root / pattern.path(facts, kind.suffix)))


def _written(path: Path, data: bytes, record: ImageRecord) -> SavedImage:
    make_folder(path.parent)
    write_whole(path, data)
    record = record.with_file(_facts(path.name, data, record.file))
    write_sidecar(path, record)
    return SavedImage(path, sidecar_path(path), record)


def _finished(path: Path, record: ImageRecord) -> SavedImage:
    """Return a picture that an earlier save left there, with its sidecar where that was missing."""
    kept = read_sidecar(path)
    if kept is not None:
        return SavedImage(path, sidecar_path(path), kept)
    with disk_errors(path):
        data = path.read_bytes()
    record = record.with_file(_facts(path.name, data, record.file))
    write_sidecar(path, record)
    return SavedImage(path, sidecar_path(path), record)


def _is_folder(path: Path) -> bool:
    """Say whether the folder is there; one that cannot be asked, such as on a broken mount, is not."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _free_place(folder: Path, stem: str, suffix: str) -> Path:
    """Return a name for a picture where neither picture nor sidecar stands."""
    number, path = 2, folder / f"{stem}{suffix}"
    while not _is_free(path):
        path = folder / f"{stem}-{number}{suffix}"
        number += 1
    return path


def _is_free(path: Path) -> bool:
    return not path.exists() and not sidecar_path(path).exists()


def _holds(path: Path, data: bytes, uuid: str) -> bool:
    """Say whether an earlier save of the same picture made what stands there."""
    beside = read_sidecar(path)
    if beside is not None:
        return beside.uuid == uuid
    try:
        there = path.read_bytes()
    except OSError:
        return False
    return there == data or (read_embedded(there) or {}).get("uuid") == uuid


def _facts(name: str, data: bytes, measured: FileFacts) -> FileFacts:
    return replace(measured, name=name, size_bytes=len(data), sha256=hashlib.sha256(data).hexdigest())


def _record_of(data: bytes, modified: float) -> ImageRecord:
    """Return the record of a picture without a sidecar: from inside its file, else a bare one."""
    facts = _facts("", data, _measured(data))
    inside = read_embedded(data)
    if inside is not None:
        with suppress(RecordUnreadable):
            return from_json({**inside, "file": asdict(facts)})
    return ImageRecord(
        uuid=str(uuid5(NAMESPACE_URL, f"sha256:{facts.sha256}")),
        created_at=datetime.fromtimestamp(modified, UTC).isoformat(timespec="seconds"),
        kind=Kind.IMPORTED,
        file=facts,
    )


def _measured(data: bytes) -> FileFacts:
    """Return format and pixels as the file's beginning tells them; empty and 0 when it tells nothing."""
    kind = sniff(data)
    size = measured(data, [each.name for each in ImageFormat])
    return FileFacts("", kind.value if kind else "", *(size or (0, 0)), len(data), "")


def _first_of(sidecars: Iterable[Path], uuid: str) -> SavedImage | None:
    """Return the first picture with that UUID whose file stands beside its sidecar."""
    for sidecar in sidecars:
        path = sidecar.with_name(sidecar.name.removesuffix(".json"))
        record = read_sidecar(path)
        if record is not None and record.uuid == uuid and path.is_file():
            return SavedImage(path, sidecar, record)
    return None


def _sidecars_below(folder: Path, digits: str) -> Iterator[Path]:
    """Yield the sidecars whose names hold these digits."""
    for path in _pictures_below(folder):
        if digits in path.name:
            yield sidecar_path(path)


def _pictures_below(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name, reverse=True)
    except OSError:
        return
    for entry in entries:
        if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
            yield from _pictures_below(Path(entry.path))
    for entry in entries:
        if not entry.name.startswith(".") and Path(entry.name).suffix.lower() in IMAGE_SUFFIXES and entry.is_file():
            yield Path(entry.path)
