"""The journal: the durable list of jobs. What it was told is there after any crash."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop_app.core.errors import StoreError
from desktop_app.core.job import Job, JobState, SeenJob, may_follow
from desktop_app.store.atomic import make_folder
from desktop_app.store.job_rows import COLUMNS, job_of, row_of
from desktop_app.store.journal_file import database_errors, open_database
from desktop_app.store.sessions import Session

_LOG = logging.getLogger(__name__)

_FINAL = tuple(state.value for state in JobState if state.is_final)
_IN_ORDER = "ORDER BY position, created_at, rowid"


@dataclass(frozen=True, slots=True)
class Spending:
    """Sums in US dollars: what was charged since one moment, and what was or may have been since another.

    The second counts jobs under way too, by their estimates, since what is sent may be billed.
    """

    charged_usd: float = 0.0
    committed_usd: float = 0.0


class Journal:
    """Every job from before its first byte is sent. May be used from several threads.

    Several programs may have the same journal open: each owns the jobs that it added or took over, and none touches a
    running job of another that is alive. Every method raises DiskFull, FolderMissing, FolderReadOnly or WriteFailed when
    the disk does not serve.
    """

    def __init__(self, path: Path) -> None:
        make_folder(path.parent, mode=0o700)
        self._path = path
        self._guard = threading.RLock()
        self._session = Session(path.parent / "sessions")
        try:
            with database_errors(path):
                self._database = open_database(path)
        except BaseException:
            self._session.close()
            raise

    @property
    def path(self) -> Path:
        """The file, for who reads it beside this."""
        return self._path

    def add(self, job: Job) -> Job:
        """Keep a new job; when this returns, it lasts. Raises ValueError when a job of that id is there.

        A job without a position is put at the end of the queue. Returned is the job as it is kept.
        """
        return self.add_all([job])[0]

    def add_all(self, jobs: Iterable[Job]) -> list[Job]:
        """Keep new jobs, all of them or none; returns and raises the same as `add`."""
        with self._writing():
            (last,) = self._database.execute("SELECT max(position) FROM jobs").fetchone()
            placed = []
            for job in jobs:
                if not job.position:
                    last = (last or 0.0) + 1.0
                    job = replace(job, position=last)  # noqa: PLW2901
                self._insert(job)
                placed.append(job)
            return placed

    def together(self, works: Sequence[Callable[[], object]]) -> list[object]:
        """Do several things with this journal in one step to the disk; return what each returned or raised.

        What one of them raises leaves the others as they are. Where the disk refuses the whole, each is done alone.
        """
        try:
            with self._writing():
                return [self._outcome(work) for work in works]
        except _Undone:
            pass
        except StoreError as error:
            _LOG.info("Several steps could not be taken together: %s", error)
        return [self._outcome_alone(work) for work in works]

    def move(self, job_id: str, state: JobState, **changes: Any) -> Job:
        """Bring a job into another state, with changes to its other fields, and return it.

        Raises KeyError for an unknown job, and ValueError when that state may not follow or the job is another living
        program's. A job that had ended becomes this program's.
        """
        with self._writing():
            before = self._own(job_id)
            if not may_follow(before.state, state):
                raise ValueError(f"job {job_id} may not go from {before.state.value} to {state.value}")
            after = replace(before, state=state, **changes)
            self._update(after)
            return after

    def requeue(self, job_id: str, seen: SeenJob, letting_go: Callable[[], None], **changes: Any) -> Job:
        """Bring an ended job back into the queue, with changes to it, and return it; raises the same as `move`.

        ValueError too when it is not as it was seen any more: the word that sends it again was for something else.
        `letting_go` is called once nobody else can take the job up, and before the queue has it: what it removes is of the
        job's earlier try for certain. A dismissed job comes into sight again.
        """
        with self._writing():
            before = self._own(job_id)
            _check_seen(before, seen)
            if not (before.state.is_final and may_follow(before.state, JobState.QUEUED)):
                raise ValueError(f"job {job_id} may not be queued again from {before.state.value}")
            letting_go()
            after = replace(before, state=JobState.QUEUED, **changes)
            self._update(after)
            self._database.execute("UPDATE jobs SET dismissed = 0 WHERE id = ?", (job_id,))
            return after

    def change(self, job_id: str, **changes: Any) -> Job:
        """Change fields of a job that stays in its state, and return it; raises the same as `move`."""
        with self._writing():
            after = replace(self._own(job_id), **changes)
            self._update(after)
            return after

    def change_queued(self, job_id: str, **changes: Any) -> Job:
        """Change fields of a job that waits, and return it; raises ValueError for one that does not, else as `move`."""
        with self._writing():
            if self._own(job_id).state is not JobState.QUEUED:
                raise ValueError(f"job {job_id} does not wait")
            return self.change(job_id, **changes)

    def place(self, positions: Mapping[str, float]) -> None:
        """Give jobs of this program other places in the queue, all of them or none; jobs of others are left."""
        with self._writing():
            self._database.executemany(
                "UPDATE jobs SET position = ? WHERE id = ? AND owner = ?",
                [(position, job_id, self._session.id) for job_id, position in positions.items()],
            )

    def note(self, name: str) -> str:
        """Return what was noted under a name, empty when nothing was."""
        with self._guard, database_errors(self._path):
            row = self._database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
            return str(row["value"]) if row is not None else ""

    def set_note(self, name: str, value: str) -> None:
        """Note something about the queue as a whole; every program with this journal reads it."""
        with self._writing():
            self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def job(self, job_id: str) -> Job | None:
        """Return a job, dismissed or not, of whichever program."""
        rows = self._read("SELECT * FROM jobs WHERE id = ?", job_id)
        return rows[0] if rows else None

    def jobs(self, states: Collection[JobState] | None = None) -> list[Job]:
        """Return the jobs in these states (in all, without), in the order of the queue.

        Left out are dismissed ones, and those that another program has under way.
        """
        wanted = tuple(state.value for state in (states if states is not None else JobState))
        return self._read(
            f"SELECT * FROM jobs WHERE NOT dismissed AND state IN {_marks(wanted)} "  # noqa: S608
            f"AND (owner = ? OR state IN {_marks(_FINAL)}) {_IN_ORDER}",
            *wanted,
            self._session.id,
            *_FINAL,
        )

    def everyones_jobs(self) -> list[tuple[Job, bool]]:
        """Return all jobs that are not dismissed, in the order of the queue, whichever program has them.

        With each comes whether a program that lives has it under way, this one included.
        """
        with self._guard, database_errors(self._path):
            rows = self._database.execute(f"SELECT * FROM jobs WHERE NOT dismissed {_IN_ORDER}").fetchall()  # noqa: S608
        owners = {row["owner"] for row in rows if row["state"] not in _FINAL}
        alive = {owner for owner in owners if self._session.is_alive(owner)}
        found = {row["id"]: row["owner"] in alive and row["state"] not in _FINAL for row in rows}
        return [(job, found[job.id]) for job in _jobs(rows)]

    def dismiss(self, job_id: str, seen: SeenJob | None = None) -> None:
        """Leave an ended job out of `jobs` from now on; it still counts as money spent.

        Raises KeyError, and ValueError when it has not ended, or is not as it was `seen` any more.
        """
        with self._writing():
            job = self._own(job_id)
            if not job.state.is_final:
                raise ValueError(f"job {job_id} has not ended")
            _check_seen(job, seen or job.seen)
            self._database.execute("UPDATE jobs SET dismissed = 1 WHERE id = ?", (job_id,))

    def abandoned(self, *, queued: bool = True) -> list[Job]:
        """Return the unfinished jobs of programs that are gone, in the order of the queue; they are this program's now.

        Without `queued`, those that only wait are left to whoever comes next.
        """
        unwanted = _FINAL if queued else (*_FINAL, JobState.QUEUED.value)
        with self._writing():
            owners = self._database.execute(
                f"SELECT DISTINCT owner FROM jobs WHERE state NOT IN {_marks(unwanted)}",  # noqa: S608
                unwanted,
            ).fetchall()
            found = [job for (owner,) in owners for job in self._adopted(owner, unwanted)]
            return sorted(found, key=lambda job: job.place)

    def spending(self, day: float, month: float) -> Spending:
        """Return what was charged since `day`, and what was or may have been since `month` (seconds since 1970)."""
        # Worded as the indexes are, which hold the jobs that cost something and no others.
        own = (
            "SELECT total(CASE WHEN billed = 'yes' AND max(created_at, sent_at) >= ? THEN estimate_usd END), "
            "total(CASE WHEN max(created_at, sent_at) >= ? THEN estimate_usd END) FROM jobs "
            "WHERE NOT demo AND billed <> 'no' AND max(created_at, sent_at) >= ?"
        )
        # Whatever the job is sent as now: what its earlier sends may have cost stays.
        earlier = (
            "SELECT total(earlier_usd) FROM jobs "
            "WHERE earlier_usd > 0 AND iif(earlier_at > 0, earlier_at, max(created_at, sent_at)) >= ?"
        )
        with self._guard, database_errors(self._path):
            charged, committed = self._database.execute(own, (day, month, min(day, month))).fetchone()
            (before,) = self._database.execute(earlier, (month,)).fetchone()
            return Spending(float(charged), float(committed) + float(before))

    def close(self) -> None:
        """Close the file and let go of what is unfinished. A second call does nothing."""
        with self._guard:
            self._database.close()
            self._session.close()

    def _adopted(self, owner: str, unwanted: tuple[str, ...]) -> list[Job]:
        with self._session.if_dead(owner) as dead:
            if not dead:
                return []
            query = f"SELECT * FROM jobs WHERE owner = ? AND state NOT IN {_marks(unwanted)}"  # noqa: S608
            jobs = self._read(query, owner, *unwanted)
            self._database.execute(
                f"UPDATE jobs SET owner = ? WHERE owner = ? AND state NOT IN {_marks(unwanted)}",  # noqa: S608
                (self._session.id, owner, *unwanted),
            )
            return jobs

    def _insert(self, job: Job) -> None:
        columns, marks = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))
        try:
            self._database.execute(
                f"INSERT INTO jobs ({columns}, owner) VALUES ({marks}, ?)",  # noqa: S608 (names of our own)
                (*row_of(job), self._session.id),
            )
        except sqlite3.IntegrityError as cause:
            raise ValueError(f"job {job.id} is in the journal already") from cause

    def _own(self, job_id: str) -> Job:
        cursor = self._database.execute("SELECT * FROM jobs WHERE id = ?", (job_id,))
        row = cursor.fetchone()
        if row is None:
            raise KeyError(job_id)
        job = job_of(row)
        if row["owner"] != self._session.id and not job.state.is_final:
            raise ValueError(f"job {job_id} is under way in another program")
        return job

    def _update(self, job: Job) -> None:
        assignments = ", ".join(f"{column} = ?" for column in COLUMNS)
        self._database.execute(
            f"UPDATE jobs SET {assignments}, owner = ? WHERE id = ?",  # noqa: S608
            (*row_of(job), self._session.id, job.id),
        )

    def _read(self, query: str, *values: Any) -> list[Job]:
        with self._guard, database_errors(self._path):
            cursor = self._database.execute(query, values)
            return list(_jobs(cursor))

    def _outcome(self, work: Callable[[], object]) -> object:
        """Return what the work returned or raised; raise _Undone when it took what came before with it."""
        outcome = self._outcome_alone(work)
        if not self._database.in_transaction:
            raise _Undone
        return outcome

    def _outcome_alone(self, work: Callable[[], object]) -> object:
        try:
            with self._writing():
                return work()
        except Exception as error:  # noqa: BLE001 - handed to who asked for this work
            return error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the journal for this thread and this program; what the block wrote lasts when the outermost is left."""
        with self._guard, database_errors(self._path):
            begin, end, undo = _OUTER if not self._database.in_transaction else _INNER
            self._database.execute(begin)
            try:
                yield
                self._database.execute(end)
            except BaseException:
                # After some faults, a full disk among them, SQLite has rolled back by itself.
                if self._database.in_transaction:
                    for statement in undo:
                        self._database.execute(statement)
                raise


class _Undone(Exception):
    """SQLite rolled everything back by itself."""


_OUTER = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
_INNER = ("SAVEPOINT step", "RELEASE step", ("ROLLBACK TO step", "RELEASE step"))


def _check_seen(job: Job, seen: SeenJob) -> None:
    if job.seen != seen:
        raise ValueError(f"job {job.id} is not as it was seen: {job.state.value}")


def _jobs(rows: Iterable[sqlite3.Row]) -> Iterator[Job]:
    for row in rows:
        try:
            yield job_of(row)
        except (KeyError, TypeError, ValueError, AttributeError):
            _LOG.exception("A job in the journal cannot be read: %s", row["id"])


def _marks(values: Collection[object]) -> str:
    return f"({', '.join('?' * len(values))})"
