"""What became of a batch: its jobs as the journal knows them, and their pictures in the library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from desktop_app.core.errors import StoreError
from desktop_app.core.job import Job
from desktop_app.store.job_rows import job_of
from desktop_app.store.journal_file import database_errors
from desktop_app.store.library import Library, SavedImage

_PATIENCE_S = 5.0
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The labelled jobs of a batch in the order in which they were ordered, and the first picture of each by its id."""

    jobs: tuple[Job, ...]
    images: dict[str, SavedImage]

    @property
    def is_finished(self) -> bool:
        """Say whether every job has ended."""
        return all(job.state.is_final for job in self.jobs)


def batch_result(journal: Path, library: Library, batch_id: str) -> BatchResult:
    """Return what became of a batch, dismissed jobs too; pictures are looked for only when all of it has ended.

    Raises the StoreErrors when the journal's file cannot be read.
    """
    jobs = tuple(job for job in _jobs(journal, batch_id) if job.label)
    result = BatchResult(jobs, {})
    return BatchResult(jobs, _images(library, batch_id, jobs)) if jobs and result.is_finished else result


def _jobs(journal: Path, batch_id: str) -> list[Job]:
    with database_errors(journal):
        address = f"{journal.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE_S)) as database:
            database.row_factory = sqlite3.Row
            rows = database.execute("SELECT * FROM jobs WHERE batch_id = ? ORDER BY created_at, rowid", (batch_id,))
            return [job_of(row) for row in rows]


def _images(library: Library, batch_id: str, jobs: Iterable[Job]) -> dict[str, SavedImage]:
    found: dict[str, SavedImage] = {}
    wanted = batch_id.encode()
    for day in _days(jobs):
        for sidecar in sorted((library.root / f"{day:%Y}" / day.isoformat()).glob("*.json")):
            saved = _saved(library, sidecar, wanted)
            if saved is not None and saved.record.batch_id == batch_id:
                job_id = saved.record.job_id
                known = found.get(job_id)
                if known is None or _place(saved) < _place(known):
                    found[job_id] = saved
    return found


def _saved(library: Library, sidecar: Path, wanted: bytes) -> SavedImage | None:
    picture = sidecar.with_suffix("")
    try:
        if wanted not in sidecar.read_bytes() or not picture.is_file():
            return None
        return library.read(picture)
    except (OSError, StoreError):
        return None


def _place(saved: SavedImage) -> int:
    return saved.record.answered.index if saved.record.answered is not None else 0


def _days(jobs: Iterable[Job]) -> Iterator[date]:
    """Yield the days whose folders may hold the pictures: the clock's zone may be another now than it was then."""
    answered = {datetime.fromtimestamp(job.answered_at).astimezone().date() for job in jobs if job.answered_at}
    return iter(sorted({day + offset for day in answered for offset in (-_DAY, timedelta(), _DAY)}))
