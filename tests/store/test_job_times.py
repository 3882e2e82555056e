"""The times of earlier jobs, out of a real journal."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from desktop_app.core.errors import Billed
from desktop_app.core.experience import KEPT
from desktop_app.core.job import Job, JobState
from desktop_app.core.request import GenerationRequest
from desktop_app.store.job_times import newest_times
from desktop_app.store.journal import Journal

if TYPE_CHECKING:
    from pathlib import Path


def _job(number: int, took_s: float, state: JobState = JobState.DONE, **fields: Any) -> Job:
    request = GenerationRequest(f"fox {number}", **{"model": "m", "width": 512, "height": 512, **fields})
    sent_at = 1000.0 * (number + 1)
    return Job(
        f"j{number}", "b", request, False, state, sent_at=sent_at, answered_at=sent_at + took_s, billed=Billed.YES
    )


def _kept(path: Path, *jobs: Job) -> Path:
    journal = Journal(path / "journal.sqlite")
    journal.add_all(jobs)
    journal.close()
    return path / "journal.sqlite"


def test_the_newest_of_each_kind_are_read_newest_first(tmp_path: Path) -> None:
    many = [_job(number, float(number)) for number in range(1, KEPT + 4)]
    path = _kept(tmp_path, _job(0, 7.0, width=1024), *many)

    times = newest_times(path)

    assert [each.took_s for each in times] == [*range(KEPT + 3, 3, -1), 7.0]
    assert (times[0].job_id, times[0].request) == (f"j{KEPT + 3}", many[-1].request)


def test_what_did_not_end_well_or_took_no_time_teaches_nothing(tmp_path: Path) -> None:
    path = _kept(
        tmp_path, _job(1, 5.0), _job(2, 6.0, JobState.FAILED), _job(3, 0.0), _job(4, -5.0), _job(5, 8.0), _job(6, 9.0)
    )
    with sqlite3.connect(path) as database:
        database.execute("UPDATE jobs SET request = '{' WHERE id = 'j5'")
        database.execute("UPDATE jobs SET request = '{\"model\": \"m\"}' WHERE id = 'j6'")
    database.close()

    assert [each.job_id for each in newest_times(path)] == ["j1"]


def test_it_is_read_while_the_journal_is_open(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite")
    journal.add(_job(1, 5.0))
    assert [each.took_s for each in newest_times(journal.path)] == [5.0]
    journal.close()


def test_where_no_journal_can_be_read_there_are_no_times(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").write_text("no database at all, and long enough to be taken for one" * 20, "utf-8")
    assert newest_times(tmp_path / "journal.sqlite") == newest_times(tmp_path / "none.sqlite") == ()
    assert not (tmp_path / "none.sqlite").exists()
