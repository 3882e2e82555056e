"""The journal among programs: whoever dies leaves it whole, and nobody touches another's jobs."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import DiskFull, FolderReadOnly, JournalTooNew, StoreError
from desktop_app.core.job import JobState
from desktop_app.store.journal import Journal
from desktop_app.store.journal_schema import MIGRATIONS
from tests.support.disks import fill, make_read_only, small_disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


from tests.support.journals import REQUEST, Program, a_job


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    journal = Journal(path)
    yield journal
    journal.close()


@pytest.fixture
def programs() -> Iterator[list[Program]]:
    started: list[Program] = []
    yield started
    for program in started:
        program.kill()


def test_a_killed_program_leaves_what_it_added(path: Path, programs: list[Program]) -> None:
    programs.append(Program(path, "sending", "receiving"))
    programs[0].kill()
    journal = Journal(path)
    (found,) = journal.abandoned()
    assert (found.id, found.state, found.sent_at) == ("theirs", JobState.RECEIVING, 2.0)
    assert journal.move("theirs", JobState.SAVING).state is JobState.SAVING
    assert journal.abandoned() == []
    journal.close()
    assert list((path.parent / "sessions").iterdir()) == []


def test_a_living_program_keeps_its_jobs(path: Path, journal: Journal, programs: list[Program]) -> None:
    programs.append(Program(path, "sending"))
    journal.add(a_job())
    assert journal.abandoned() == []
    assert [job.id for job in journal.jobs()] == ["job"]
    for change in (
        lambda: journal.move("theirs", JobState.RECEIVING),
        lambda: journal.change("theirs", has_spool=True),
        lambda: journal.dismiss("theirs"),
    ):
        with pytest.raises(ValueError, match=r"another program|has not ended"):
            change()
    theirs = journal.job("theirs")
    assert theirs is not None
    assert theirs.state is JobState.SENDING
    programs[0].kill()
    assert [job.id for job in journal.abandoned()] == ["theirs"]


def test_locks_of_the_dead_are_swept_and_those_of_the_living_stay(path: Path, programs: list[Program]) -> None:
    sessions = path.parent / "sessions"
    programs += [Program(path), Program(path.with_name("other.sqlite"))]
    programs[0].kill()
    long_ago = time.time() - 7200
    for lock in sessions.iterdir():
        os.utime(lock, (long_ago, long_ago))
    journal = Journal(path.with_name("third.sqlite"))
    assert len(list(sessions.iterdir())) == 2
    journal.close()
    assert len(list(sessions.iterdir())) == 1


def test_an_abandoned_job_is_taken_over_once(path: Path) -> None:
    first, second, third = Journal(path), Journal(path), Journal(path)
    first.add(a_job())
    first.close()
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(Journal.abandoned, (second, third)))
    assert sorted(map(len, found)) == [0, 1]
    second.close()
    third.close()


def test_ended_jobs_of_another_are_seen_and_may_be_tried_again(path: Path, programs: list[Program]) -> None:
    programs.append(Program(path, "sending", "unknown"))
    journal = Journal(path)
    assert [job.id for job in journal.jobs()] == ["theirs"]
    journal.move("theirs", JobState.QUEUED)
    third = Journal(path)
    with pytest.raises(ValueError, match="another program"):
        third.move("theirs", JobState.SENDING)
    assert journal.move("theirs", JobState.SENDING).state is JobState.SENDING
    third.close()
    journal.close()


def test_the_next_start_finds_everything(path: Path) -> None:
    first = Journal(path)
    first.add(a_job("queued", created_at=1.0))
    first.add(a_job("done", created_at=2.0, state=JobState.DONE))
    first.close()
    first.close()
    second = Journal(path)
    assert second.abandoned() == [a_job("queued", created_at=1.0)]
    assert [job.id for job in second.jobs()] == ["queued", "done"]
    second.close()


def test_every_commit_is_on_the_disk(journal: Journal) -> None:
    settings = {
        name: journal._database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2}


def test_threads_may_share_it(journal: Journal) -> None:
    start = threading.Barrier(4)

    def work(number: int) -> None:
        start.wait()
        for count in range(25):
            name = f"{number}-{count}"
            journal.add(a_job(name))
            journal.move(name, JobState.SENDING)
            journal.jobs()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(journal.jobs({JobState.SENDING})) == 100


def test_two_programs_may_write_at_once(path: Path) -> None:
    journals = [Journal(path) for _ in range(3)]

    def work(journal: Journal) -> None:
        for count in range(30):
            journal.add(a_job(f"{id(journal)}-{count}"))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, journals))
    assert [len(journal.jobs()) for journal in journals] == [30, 30, 30]
    for journal in journals:
        journal.close()


def test_a_file_that_is_no_database_is_set_aside(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 100)
    journal = Journal(path)
    journal.add(a_job())
    journal.close()
    (aside,) = path.parent.glob("journal.sqlite.unreadable-*")
    assert aside.read_bytes() == b"not a database" * 100


def test_a_job_that_cannot_be_read_does_not_hide_the_others(path: Path, journal: Journal) -> None:
    journal.add(a_job("broken"))
    journal.add(a_job("whole"))
    with sqlite3.connect(path) as other:
        other.execute("UPDATE jobs SET request = '{}' WHERE id = 'broken'")
    other.close()
    assert [job.id for job in journal.jobs()] == ["whole"]


def test_a_journal_of_a_newer_version_is_refused_and_left_as_it_is(path: Path) -> None:
    Journal(path).close()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("ALTER TABLE jobs ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")
        other.execute("PRAGMA user_version = 99")
    with pytest.raises(JournalTooNew) as caught:
        Journal(path)
    assert caught.value.path == str(path)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA user_version").fetchone()[0] == 99
    assert list(path.parent.glob("*.unreadable*")) == []
    assert list((path.parent / "sessions").iterdir()) == []


def test_a_journal_of_the_first_version_is_brought_up_to_date(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as old, old:
        old.executescript(MIGRATIONS[0])
        old.execute("PRAGMA user_version = 1")
        old.executemany(
            "INSERT INTO jobs VALUES (?, 'gone', 0, 'batch', ?, 0, 'queued', ?, 0, 0, 0, 0.1, 'no', NULL, 0, '[]')",
            [(name, json.dumps(REQUEST.to_json()), at) for name, at in (("b", 5.0), ("a", 3.0), ("c", 5.0))],
        )
    journal = Journal(path)
    found = journal.abandoned()
    assert [(job.id, job.position) for job in found] == [("a", 1.0), ("b", 2.0), ("c", 3.0)]
    assert found[0] == a_job("a", created_at=3.0, estimate_usd=0.1)
    assert journal.add(a_job("d", position=0.0)).position == 4.0
    journal.close()


def test_money_of_earlier_sends_is_kept_from_a_journal_of_the_second_version(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as old, old:
        old.executescript(f"{MIGRATIONS[0]};{MIGRATIONS[1]}")
        old.execute("PRAGMA user_version = 2")
        old.execute(
            "INSERT INTO jobs (id, owner, batch_id, request, demo, state, created_at, sent_at, answered_at, ended_at, "
            "billed, has_spool, image_uuids, earlier_usd) "
            "VALUES ('a', 'gone', 'batch', ?, 1, 'done', 3, 5, 0, 0, 'no', 0, '[]', 0.5)",
            (json.dumps(REQUEST.to_json()),),
        )
    journal = Journal(path)
    assert [journal.spending(0.0, since).committed_usd for since in (5.0, 6.0)] == [0.5, 0.0]
    assert [job.earlier_usd for job in journal.jobs()] == [0.5]
    journal.close()


def test_what_only_waits_can_be_left_to_the_next(path: Path) -> None:
    first, second = Journal(path), Journal(path)
    first.add(a_job("waits"))
    first.add(a_job("sent"))
    first.move("sent", JobState.SENDING)
    assert [is_alive for _, is_alive in second.everyones_jobs()] == [True, True]
    first.close()
    assert [is_alive for _, is_alive in second.everyones_jobs()] == [False, False]
    assert [job.id for job in second.abandoned(queued=False)] == ["sent"]
    third = Journal(path)
    assert [job.id for job in third.abandoned()] == ["waits"]
    second.close()
    third.close()


def test_a_full_disk_is_said_and_the_journal_goes_on(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        journal = Journal(disk / "journal.sqlite")
        journal.add(a_job("before"))
        fill(disk)
        long = replace(REQUEST, prompt="x" * 500_000)
        with pytest.raises(DiskFull):
            journal.add(a_job("too long", request=long))
        (disk / "ballast").unlink()
        journal.add(a_job("after"))
        assert [job.id for job in journal.jobs()] == ["before", "after"]
        journal.close()


def test_a_read_only_disk_is_said(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        Journal(disk / "journal.sqlite").close()
        make_read_only(disk)
        with pytest.raises(FolderReadOnly):
            Journal(disk / "journal.sqlite")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(StoreError):
        Journal(tmp_path / "data" / "journal.sqlite")
