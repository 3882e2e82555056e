"""The rows of the queue: what is being made, what a person has to look at, then what waits, in its order."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QElapsedTimer,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from desktop_app.core.errors import Billed
from desktop_app.core.experience import Experience, JobTime
from desktop_app.core.job import Job, JobState
from desktop_app.core.queue_order import positions_for
from desktop_app.core.queue_state import QueueState

AnyIndex = QModelIndex | QPersistentModelIndex

JOBS_MIME = "application/x-sfumato-jobs"
"""Ids of jobs, one a line."""

_Key = tuple[int, float, float, str]

_NOWHERE = QModelIndex()
_FEW = 64
_APART_MS = 100
_TOLD_BYTES = 100_000
_MAKING = frozenset({JobState.SENDING, JobState.RECEIVING, JobState.SAVING})


class QueueRole(IntEnum):
    """What can be asked of a row beside Qt's own roles."""

    JOB = Qt.ItemDataRole.UserRole + 1


class QueueModel(QAbstractListModel):
    """Jobs by their latest word; those that are done or were given up before they could cost anything have no row.

    Waiting jobs can be dragged: they stand at once where they are dropped, and the queue is told, whose order it is.
    `accessible_text` words a row for screen readers. One row's place is found, and one job taken in, without a walk over
    the others.

    Signals:
        moved(tuple[str, ...], str): put the waiting jobs with these ids before another, or, where it is empty, at the end.
        counts_changed(): there are more or fewer rows of a kind.
    """

    moved = Signal(object, str)
    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.accessible_text: Callable[[Job], str] = lambda job: job.request.prompt
        self.experience = Experience()
        self._jobs: dict[str, Job] = {}
        self._keys: dict[str, _Key] = {}
        self._order: list[_Key] = []
        self._received: dict[str, int] = {}
        self._state = QueueState()
        self._heard: dict[str, Job] = {}
        self._since_shown = QElapsedTimer()
        self._show_soon = QTimer(self, singleShot=True)
        self._show_soon.timeout.connect(self.show_heard)

    @property
    def state(self) -> QueueState:
        """How the queue stands as a whole."""
        return self._state

    def set_state(self, state: QueueState) -> None:
        """Show another state; every row may have other words where something else stops the queue than before."""
        before, self._state = self._state, state
        if self._order and not before.stops_like(state):
            self.dataChanged.emit(self.index(0), self.index(len(self._order) - 1))

    def hear_jobs(self, jobs: Iterable[Job]) -> None:
        """Show soon where these jobs stand: rows that change their places many times a second cannot be pointed at."""
        self._heard |= {job.id: job for job in jobs}
        if not self._show_soon.isActive():
            since_ms = self._since_shown.elapsed() if self._since_shown.isValid() else _APART_MS
            self._show_soon.start(max(0, _APART_MS - since_ms))

    def show_heard(self) -> None:
        """Show at once what was heard."""
        self._show_soon.stop()
        if self._heard:
            self._since_shown.start()
            heard, self._heard = self._heard, {}
            self.take_jobs(heard.values())

    def take_jobs(self, jobs: Iterable[Job]) -> None:
        """Show where these jobs stand now."""
        latest = {job.id: job for job in jobs}
        for job in latest.values():
            self.experience.note(job)
        shown = {job_id: _key(job) for job_id, job in latest.items() if has_row(job)}
        gone = [job_id for job_id in latest if job_id not in shown and job_id in self._keys]
        stayed = [job_id for job_id in shown if job_id in self._keys]
        self._remove(gone)
        for job_id in shown:
            self._jobs[job_id] = latest[job_id]
        self._reorder({job_id: shown[job_id] for job_id in stayed if shown[job_id] != self._keys[job_id]})
        self._insert([shown[job_id] for job_id in shown if job_id not in self._keys])
        self._tell_changed(stayed)
        if latest:
            self.counts_changed.emit()

    def take_times(self, times: Iterable[JobTime]) -> None:
        """Hear how long jobs of earlier starts took."""
        self.experience.recall(times)

    def remove_job(self, job_id: str) -> None:
        """Take a job's row away; a job without one is none."""
        self.show_heard()
        if job_id in self._keys:
            self._remove([job_id])
            self.counts_changed.emit()

    def take_bytes(self, job_id: str, count: int) -> None:
        """Hear how many bytes of a job's answer are here; its row changes when there are notably more."""
        if job_id in self._keys:
            before, self._received[job_id] = self.received(job_id), count
            if not before or before // _TOLD_BYTES != count // _TOLD_BYTES:
                self._tell_changed([job_id])

    def received(self, job_id: str) -> int:
        """Return how many bytes of a job's answer are here."""
        return self._received.get(job_id, 0)

    def job(self, row: int) -> Job:
        """Return the job of a row."""
        return self._jobs[self._order[row][-1]]

    def find(self, job_id: str) -> Job | None:
        """Return the job with this id, if it has a row."""
        return self._jobs.get(job_id)

    def row_of(self, job_id: str) -> int:
        """Return the row of a job; raises KeyError for one without."""
        return bisect_left(self._order, self._keys[job_id])

    @property
    def first_waiting(self) -> int:
        """The row of the first waiting job, or the number of rows when none waits."""
        return bisect_left(self._order, (_Rank.WAITING, float("-inf"), 0.0, ""))

    @property
    def first_ended(self) -> int:
        """The row of the first job that a person has to look at, or of what comes in its place; before it is all that is
        being made.
        """
        return bisect_left(self._order, (_Rank.ENDED, float("-inf"), 0.0, ""))

    def ended(self) -> list[Job]:
        """Return the jobs that a person has to look at."""
        return [self.job(row) for row in range(self.first_ended, self.first_waiting)]

    def place_in_line(self, job_id: str) -> int:
        """Return how many waiting jobs come before this one."""
        return self.row_of(job_id) - self.first_waiting

    def waiting(self) -> list[Job]:
        """Return the jobs that wait, the next first."""
        return [self.job(row) for row in range(self.first_waiting, len(self._order))]

    def move(self, job_ids: Iterable[str], row: int) -> None:
        """Put waiting jobs, in the order that they have, before the job of a row, or at the end; `moved` asks the queue.

        They stand there at once: the next key moves them from there.
        """
        before_id = self.job(row).id if row < self.rowCount() else ""
        self.show_heard()
        if before_id:
            row = self.row_of(before_id) if before_id in self._keys else self.first_waiting
        moving = {job_id for job_id in job_ids if job_id in self._keys and self.row_of(job_id) >= self.first_waiting}
        at = max(row, self.first_waiting)
        # Before the first of those that stay.
        while at < self.rowCount() and self.job(at).id in moving:
            at += 1
        before = self.job(at).id if at < self.rowCount() else ""
        if not moving:
            return
        ordered = tuple(sorted(moving, key=self.row_of))
        positions = positions_for(self.waiting(), moving, before or None)
        self.take_jobs([replace(self._jobs[job_id], position=position) for job_id, position in positions.items()])
        self.moved.emit(ordered, before)

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the job, or its words for screen readers."""
        if not index.isValid() or index.row() >= len(self._order):
            return None
        if role == QueueRole.JOB:
            return self.job(index.row())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.accessible_text(self.job(index.row()))
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Every row can be chosen, waiting ones can be dragged, and dropped between others."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.row() >= self.first_waiting else flags

    def mimeTypes(self) -> list[str]:
        return [JOBS_MIME]

    def mimeData(self, indexes: Sequence[AnyIndex]) -> QMimeData:
        rows = sorted({index.row() for index in indexes if index.row() >= self.first_waiting})
        mime = QMimeData()
        mime.setData(JOBS_MIME, QByteArray("\n".join(self.job(row).id for row in rows).encode()))
        return mime

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: AnyIndex) -> bool:
        """Tell where waiting jobs were dropped; on what does not wait, they come first."""
        if not data.hasFormat(JOBS_MIME):
            return False
        at = parent.row() if parent.isValid() else row
        at = self.rowCount() if at < 0 else at
        ids = data.data(JOBS_MIME).toStdString().split("\n")
        self.move([job_id for job_id in ids if job_id in self._keys], at)
        # The view would take the dragged rows away if this were a success.
        return False

    def _tell_changed(self, job_ids: Sequence[str]) -> None:
        rows = [self.row_of(job_id) for job_id in job_ids]
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def _remove(self, job_ids: Sequence[str]) -> None:
        for first, last in _runs(sorted(self.row_of(job_id) for job_id in job_ids)):
            self.beginRemoveRows(_NOWHERE, first, last)
            for key in self._order[first : last + 1]:
                del self._keys[key[-1]], self._jobs[key[-1]]
                self._received.pop(key[-1], None)
            del self._order[first : last + 1]
            self.endRemoveRows()

    def _reorder(self, keys: dict[str, _Key]) -> None:
        """Give staying jobs other places; what is selected stays selected."""
        if not keys:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._order[index.row()][-1] for index in before]
        if len(keys) <= _FEW:
            for job_id, key in keys.items():
                del self._order[self.row_of(job_id)]
                insort(self._order, key)
                self._keys[job_id] = key
        else:
            self._keys |= keys
            self._order = sorted(self._keys.values())
        self.changePersistentIndexList(before, [self.index(self.row_of(job_id)) for job_id in ids])
        self.layoutChanged.emit()

    def _insert(self, keys: list[_Key]) -> None:
        keys.sort()
        at = [bisect_left(self._order, key) for key in keys]
        # The last run first: it leaves the places before it.
        end = len(keys)
        while end:
            start = bisect_left(at, at[end - 1])
            row = at[start]
            self.beginInsertRows(_NOWHERE, row, row + end - start - 1)
            self._order[row:row] = keys[start:end]
            self._keys |= {key[-1]: key for key in keys[start:end]}
            self.endInsertRows()
            end = start


class _Rank(IntEnum):
    MAKING = 0
    ENDED = 1
    WAITING = 2


def has_row(job: Job) -> bool:
    """Say whether the queue has something to tell of a job."""
    if job.state is JobState.CANCELLED:
        return job.billed is not Billed.NO
    return job.state is not JobState.DONE


def _key(job: Job) -> _Key:
    ranks = {JobState.QUEUED: _Rank.WAITING, **dict.fromkeys(_MAKING, _Rank.MAKING)}
    return (ranks.get(job.state, _Rank.ENDED), *job.place)


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of neighbours, the last run first."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs[::-1]
