"""The rows of the grid: jobs of this session in front, then the library's pictures, fetched as they come into sight."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import IntEnum
from itertools import groupby
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop_app.core.errors import Billed
from desktop_app.core.experience import Experience, JobTime
from desktop_app.core.job import Job, JobState
from desktop_app.core.queue_state import QueueState
from desktop_app.qt.gallery_headings import Headings
from desktop_app.qt.gallery_rows import GalleryRows, RowId
from desktop_app.qt.image_mime import IMAGES_MIME, image_mime
from desktop_app.qt.key_changes import changes, runs_of
from desktop_app.qt.key_list import KeyList
from desktop_app.qt.known_rows import KnownRows
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.qt.queue_line import QueueLine
from desktop_app.store.care_gesture import CareDone
from desktop_app.store.image_row import ImageRow
from desktop_app.store.snapshot import GallerySnapshot

Entry = ImageRow | Job | None
"""What stands in a row: a picture, a job, or a picture whose row is still on its way."""

AnyIndex = QModelIndex | QPersistentModelIndex

_PAGE = 64
_TOLD_BYTES = 100_000
_NOWHERE = QModelIndex()


class Role(IntEnum):
    """What can be asked of a row beside Qt's own roles."""

    ENTRY = Qt.ItemDataRole.UserRole + 1


class GalleryModel(QAbstractListModel):
    """Shows what a feed tells, and the jobs. `accessible_text` words a row for screen readers.

    Signals:
        rows_wanted(list[int]): keys of pictures whose rows are needed.
        sections_changed(): headings, counts or costs are other ones, or rows moved between days.
        image_replaced(str): the file at this path has other contents than before.
    """

    rows_wanted = Signal(object)
    sections_changed = Signal()
    image_replaced = Signal(str)

    def __init__(self, feed: LibraryFeed | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.accessible_text: Callable[[Entry], str] = _prompt_of
        self.experience = Experience()
        self._rows = GalleryRows()
        self._snapshot = GallerySnapshot()
        self._jobs: dict[str, Job] = {}
        self._turned: set[str] = set()
        self._queue = QueueState()
        self._received: dict[str, int] = {}
        self._line = QueueLine()
        self._images = KnownRows(self)
        self._images.wanted.connect(self.rows_wanted)
        if feed is not None:
            feed.keys_changed.connect(self.set_snapshot)
            feed.rows_ready.connect(self.add_rows)
            feed.image_added.connect(self.add_image)
            feed.cared.connect(self._on_cared)
            self.rows_wanted.connect(feed.request_rows)

    @property
    def snapshot(self) -> GallerySnapshot:
        """What the library shows now."""
        return self._snapshot

    def sections(self) -> Headings:
        """Return the headings; their rows are together the rows of the model."""
        return self._rows.sections(self._snapshot, datetime.now().astimezone().date())

    def entry(self, row: int) -> Entry:
        """Return what stands in a row; a picture's row that is not here yet is asked for."""
        row_id = self._rows.at(row)
        if isinstance(row_id, str):
            return self._jobs[row_id]
        found = self._images.get(row_id)
        if self._images.is_missed(row_id):
            self._want_around(row)
        return found

    def row_of(self, row_id: RowId) -> int | None:
        """Return the row of a job's id or a picture's key."""
        return self._rows.row_of(row_id)

    def row_of_path(self, path: str) -> int | None:
        """Return the row of the picture in this file, if it is known."""
        key = self._images.key_of_path(path)
        return None if key is None else self._rows.row_of(key)

    def row_id(self, row: int) -> RowId:
        """Return the job's id or the picture's key of a row."""
        return self._rows.at(row)

    def keys_between(self, first: int, last: int) -> array[int]:
        """Return the keys of the pictures in these rows, the last included, without the jobs."""
        return self._rows.keys_between(first, last)

    def place_in_line(self, job: Job) -> int:
        """Return how many waiting jobs come before this one."""
        return self._line.place_of(job)

    @property
    def queue(self) -> QueueState:
        """How the queue stands as a whole."""
        return self._queue

    def set_queue(self, state: QueueState) -> None:
        """Hear how the queue stands; the tiles change where it waits for something else than before."""
        before, self._queue = self._queue, state
        if self._rows.ahead and not before.stops_like(state):
            self.dataChanged.emit(self.index(0), self.index(self._rows.ahead - 1))

    def received(self, job_id: str) -> int:
        """Return how many bytes of a job's answer are here."""
        return self._received.get(job_id, 0)

    def take_bytes(self, job_id: str, count: int) -> None:
        """Hear how many bytes of a job's answer are here; its tile changes when there are notably more."""
        if job_id not in self._jobs:
            return
        before, self._received[job_id] = self.received(job_id), count
        if before // _TOLD_BYTES != count // _TOLD_BYTES:
            self._tell_changed([self._rows.row_of(job_id)])

    def take_times(self, times: Iterable[JobTime]) -> None:
        """Hear how long jobs of earlier starts took."""
        self.experience.recall(times)

    def set_jobs(self, jobs: Iterable[Job]) -> None:
        """Show where several jobs stand now. New ones of one batch that come one after the other are one insertion.

        One that is done waits for its picture to take its place.
        """
        new: list[Job] = []
        gone: list[str] = []
        changed: list[str] = []
        for job in {job.id: job for job in jobs}.values():
            self.experience.note(job)
            if job.state is not JobState.RECEIVING:
                self._received.pop(job.id, None)
            has_tile = job.id in self._jobs and self._rows.row_of(job.id) is not None
            if job.id in self._jobs:
                self._put(job)
            if has_tile:
                (gone if _is_gone(job) else changed).append(job.id)
            elif self._is_new(job):
                new.append(job)
        self._remove_jobs(gone)
        for _, run in groupby(new, lambda job: job.batch_id):
            self._insert_jobs(list(run))
        self._tell_changed(self._rows.row_of(job_id) for job_id in changed)

    def update_job(self, job: Job) -> None:
        """Show where one job stands now."""
        self.set_jobs([job])

    def remove_job(self, job_id: str) -> None:
        """Take a job's tile away; a job without one is none."""
        if self._rows.row_of(job_id) is not None:
            self._remove_jobs([job_id])

    def add_rows(self, rows: Sequence[ImageRow]) -> None:
        """Keep rows that were asked for."""
        shown = [at for row in rows if (at := self._keep(row)) is not None]
        if shown:
            self.dataChanged.emit(self.index(min(shown)), self.index(max(shown)))

    def add_image(self, row: ImageRow) -> None:
        """Take in a new picture: it takes the place of its job's tile, or stands after its job's first picture."""
        if row.key in self._images:
            self.image_replaced.emit(row.path)
        shown = self._keep(row)
        if self._rows.is_in_front(row.key) or not row.job_id:
            self._tell_changed([shown])
            return
        tile = self._rows.row_of(row.job_id)
        job = self._jobs.get(row.job_id)
        if tile is not None and job is not None and job.state.is_final and job.state is not JobState.DONE:
            # What a person still has to see of the job, or to save, stays beside the picture.
            return
        after = self._rows.place_for_picture(row.job_id) if tile is None else None
        if tile is not None:
            self._turn(tile, row)
        elif after is not None:
            self._insert_sibling(after, row)

    def set_snapshot(self, snapshot: GallerySnapshot) -> None:
        """Show other pictures; those that stay keep their rows, their selection and their thumbnails."""
        before, self._snapshot = self._snapshot, snapshot
        self._images.drop_wishes()
        self._rows.is_by_time = snapshot.is_by_time
        are_ordered = before.is_by_time and snapshot.is_by_time
        if (snapshot.query, snapshot.order) != (before.query, before.order):
            self._start_over()
        elif are_ordered and snapshot.added is not None and snapshot.serial == before.serial + 1:
            for key in snapshot.added:
                if self._rows.row_of(key) is None:
                    self._insert(self._rows.base.place_for(key), array("q", [key]))
        else:
            self._drop_gone()
            self._apply_changes(are_ordered=are_ordered)
        self._rows.release(snapshot.keys)
        if snapshot.order.is_stacked:
            # The numbers on the stacks.
            self._tell_all_changed()
        self.sections_changed.emit()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the entry, or its words for screen readers."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role == Role.ENTRY:
            return self.entry(index.row())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.accessible_text(self.entry(index.row()))
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Every row can be chosen; pictures can be dragged."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        is_image = isinstance(self._rows.at(index.row()), int)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if is_image else flags

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list", IMAGES_MIME]

    def mimeData(self, indexes: Sequence[AnyIndex]) -> QMimeData:
        rows = sorted({index.row() for index in indexes})
        return image_mime([entry for row in rows if isinstance(entry := self.entry(row), ImageRow)])

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    def _has_its_pictures(self, job: Job) -> bool:
        return job.id in self._turned and not job.state.is_final

    def _is_new(self, job: Job) -> bool:
        """Say whether a job that has no tile gets one."""
        return not _is_gone(job) and job.state is not JobState.DONE and not self._has_its_pictures(job)

    def _put(self, job: Job) -> None:
        """Keep a job's latest value, and its place in the line."""
        self._line.leave(self._jobs.get(job.id))
        self._jobs[job.id] = job
        self._line.join(job)

    def _insert_jobs(self, jobs: Sequence[Job]) -> None:
        """Give jobs of one batch tiles, after those that the batch has."""
        batch_id = jobs[0].batch_id
        for job in jobs:
            self._put(job)
        row = self._rows.place_for_jobs(batch_id)
        self.beginInsertRows(_NOWHERE, row, row + len(jobs) - 1)
        self._rows.insert_jobs(row, [job.id for job in jobs], batch_id)
        self.endInsertRows()
        self.sections_changed.emit()

    def _remove_jobs(self, job_ids: Sequence[str]) -> None:
        """Take tiles away that are there."""
        if not job_ids:
            return
        self._remove_front(self._rows.row_of(job_id) for job_id in job_ids)
        for job_id in job_ids:
            self._line.leave(self._jobs.pop(job_id))
        self._rows.release(self._snapshot.keys)
        self.sections_changed.emit()

    def _turn(self, tile: int, row: ImageRow) -> None:
        self._take_from_base(row.key)
        self._rows.turn(tile, row.key)
        self._turned.add(row.job_id)
        self._tell_changed([tile])
        self.sections_changed.emit()

    def _insert_sibling(self, place: int, row: ImageRow) -> None:
        self._take_from_base(row.key)
        self.beginInsertRows(_NOWHERE, place, place)
        self._rows.insert_picture(place, row.key, row.job_id)
        self.endInsertRows()
        self.sections_changed.emit()

    def _take_from_base(self, key: int) -> None:
        row = self._rows.row_of(key)
        if row is not None:
            self.beginRemoveRows(_NOWHERE, row, row)
            at = row - self._rows.ahead
            self._rows.base.replace(at, at + 1, array("q"))
            self.endRemoveRows()

    def _remove_front(self, rows: Iterable[int | None]) -> None:
        for run in reversed(runs_of(rows)):
            self.beginRemoveRows(_NOWHERE, run.start, run.stop - 1)
            self._rows.remove_front(run.start, run.stop)
            self.endRemoveRows()

    def _start_over(self) -> None:
        self.beginResetModel()
        self._rows.drop_pictures()
        self._rows.base = KeyList(self._snapshot.keys)
        self.endResetModel()

    def _drop_gone(self) -> None:
        self._remove_front(self._rows.row_of(key) for key in self._rows.gone(self._snapshot.keys))

    def _apply_changes(self, *, are_ordered: bool) -> None:
        new = self._rows.base_of(self._snapshot.keys)
        ahead = self._rows.ahead
        if new and not len(self._rows.base):
            self.beginInsertRows(_NOWHERE, ahead, ahead + len(new) - 1)
            self._rows.base = KeyList(new)
            self.endInsertRows()
            return
        for start, end, added in changes(self._rows.base.whole(), new, are_ordered=are_ordered):
            if end > start:
                self.beginRemoveRows(_NOWHERE, ahead + start, ahead + end - 1)
                self._rows.base.replace(start, end, array("q"))
                self.endRemoveRows()
            if added:
                self._insert(start, added)

    def _insert(self, at: int, added: array[int]) -> None:
        row = self._rows.ahead + at
        self.beginInsertRows(_NOWHERE, row, row + len(added) - 1)
        self._rows.base.replace(at, at, added)
        self.endInsertRows()

    def _tell_changed(self, rows: Iterable[int | None]) -> None:
        """Tell of other contents of these rows; what has no row has nothing to tell."""
        for run in runs_of(rows):
            self.dataChanged.emit(self.index(run.start), self.index(run.stop - 1))

    def _on_cared(self, done: CareDone) -> None:
        """Show the pictures as they are until those in sight, asked for anew, come."""
        if self._images.outdate(done.keys):
            self._tell_all_changed()

    def _tell_all_changed(self) -> None:
        if len(self._rows):
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _keep(self, row: ImageRow) -> int | None:
        self._images.keep(row)
        return self._rows.row_of(row.key)

    def _want_around(self, row: int) -> None:
        first = row - row % _PAGE
        self._images.want(self._rows.keys_between(first, first + _PAGE - 1))


def _is_gone(job: Job) -> bool:
    """Say whether a job ended in a way that leaves nothing to tell: cancelled before it could cost anything."""
    return job.state is JobState.CANCELLED and job.billed is Billed.NO


def _prompt_of(entry: Entry) -> str:
    if isinstance(entry, Job):
        return entry.request.prompt
    return entry.prompt if entry is not None else ""
