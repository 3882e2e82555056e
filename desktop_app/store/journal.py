"""The journal: the durable list of jobs. What it was told is there after any crash."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop_app.core.job import Job, JobState, may_follow
from desktop_app.store.atomic import make_folder
from desktop_app.store.job_rows import COLUMNS, job_of, row_of
from desktop_app.store.journal_file import database_errors, open_database
from desktop_app.store.sessions import Session

_LOG = logging.getLogger(__name__)

_FINAL = tuple(state.value for state in JobState if state.is_final)


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

    def add(self, job: Job) -> None:
        """Keep a new job; when this returns, it lasts. Raises ValueError when a job of that id is there."""
        columns, marks = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))
        with self._writing():
            try:
                self._database.execute(
                    f"INSERT INTO jobs ({columns}, owner) VALUES ({marks}, ?)",  # noqa: S608 (names of our own)
                    (*row_of(job), self._session.id),
                )
            except sqlite3.IntegrityError as cause:
                raise ValueError(f"job {job.id} is in the journal already") from cause

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

    def requeue(self, job_id: str, letting_go: Callable[[], None], **changes: Any) -> Job:
        """Bring an ended job back into the queue, with changes to it, and return it; raises the same as `move`.

        `letting_go` is called once nobody else can take the job up, and before the queue has it: what it removes is of the
        job's earlier try for certain.
        """
        with self._writing():
            before = self._own(job_id)
            if not (before.state.is_final and may_follow(before.state, JobState.QUEUED)):
                raise ValueError(f"job {job_id} may not be queued again from {before.state.value}")
            letting_go()
            after = replace(before, state=JobState.QUEUED, **changes)
            self._update(after)
            return after

    def change(self, job_id: str, **changes: Any) -> Job:
        """Change fields of a job that stays in its state, and return it; raises the same as `move`."""
        with self._writing():
            after = replace(self._own(job_id), **changes)
            self._update(after)
            return after

    def job(self, job_id: str) -> Job | None:
        """Return a job, dismissed or not, of whichever program."""
        rows = self._read("SELECT * FROM jobs WHERE id = ?", job_id)
        return rows[0] if rows else None

    def jobs(self, states: Collection[JobState] | None = None) -> list[Job]:
        """Return the jobs in these states (in all, without), oldest first.

        Left out are dismissed ones, and those that another program has under way.
        """
        wanted = tuple(state.value for state in (states if states is not None else JobState))
        return self._read(
            f"SELECT * FROM jobs WHERE NOT dismissed AND state IN {_marks(wanted)} "  # noqa: S608
            f"AND (owner = ? OR state IN {_marks(_FINAL)}) ORDER BY created_at, rowid",
            *wanted,
            self._session.id,
            *_FINAL,
        )

    def dismiss(self, job_id: str) -> None:
        """Leave an ended job out of `jobs` from now on; it still counts as money spent. Raises KeyError, ValueError."""
        with self._writing():
            if not self._own(job_id).state.is_final:
                raise ValueError(f"job {job_id} has not ended")
            self._database.execute("UPDATE jobs SET dismissed = 1 WHERE id = ?", (job_id,))

    def abandoned(self) -> list[Job]:
        """Return the unfinished jobs of programs that are gone, oldest first; from now on they are this program's."""
        with self._writing():
            owners = self._database.execute(
                f"SELECT DISTINCT owner FROM jobs WHERE state NOT IN {_marks(_FINAL)}",  # noqa: S608
                _FINAL,
            ).fetchall()
            return sorted((job for (owner,) in owners for job in self._adopted(owner)), key=lambda job: job.created_at)

    def spent_usd(self, since: float) -> float:
        """Return the estimates, summed, of the jobs that were charged since a moment (seconds since 1970)."""
        with self._guard, database_errors(self._path):
            (total,) = self._database.execute(
                "SELECT total(estimate_usd) FROM jobs WHERE billed = 'yes' AND NOT demo "
                "AND max(created_at, sent_at) >= ?",
                (since,),
            ).fetchone()
            return float(total)

    def close(self) -> None:
        """Close the file and let go of what is unfinished. A second call does nothing."""
        with self._guard:
            self._database.close()
            self._session.close()

    def _adopted(self, owner: str) -> list[Job]:
        with self._session.if_dead(owner) as dead:
            if not dead:
                return []
            query = f"SELECT * FROM jobs WHERE owner = ? AND state NOT IN {_marks(_FINAL)} ORDER BY created_at, rowid"  # noqa: S608
            jobs = self._read(query, owner, *_FINAL)
            self._database.execute(
                f"UPDATE jobs SET owner = ? WHERE owner = ? AND state NOT IN {_marks(_FINAL)}",  # noqa: S608
                (self._session.id, owner, *_FINAL),
            )
            return jobs

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

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the journal for this thread and this program; what the block wrote lasts when it is left."""
        with self._guard, database_errors(self._path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._roll_back()
                raise
            try:
                self._database.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        # After some faults, a full disk among them, SQLite has rolled back by itself.
        if self._database.in_transaction:
            self._database.execute("ROLLBACK")


def _jobs(rows: Iterable[sqlite3.Row]) -> Iterator[Job]:
    for row in rows:
        try:
            yield job_of(row)
        except (KeyError, TypeError, ValueError, AttributeError):
            _LOG.exception("A job in the journal cannot be read: %s", row["id"])


def _marks(values: Collection[object]) -> str:
    return f"({', '.join('?' * len(values))})"
