"""The journal: what it was told is there, whoever dies; and nobody touches another's jobs."""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.core.errors import Billed, DiskFull, FolderReadOnly, JournalTooNew, StoreError
from desktop_app.core.job import Failure, Job, JobState, may_follow
from desktop_app.core.request import GenerationRequest, Reference
from desktop_app.store.journal import Journal, Spending
from desktop_app.store.journal_schema import MIGRATIONS
from tests.support.checkout import ROOT
from tests.support.disks import fill, make_read_only, small_disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REQUEST = GenerationRequest(
    "a red fox, 狐\nin the snow",
    "black-forest-labs/FLUX.2-dev",
    1024,
    768,
    28,
    7,
    references=(Reference("ab" * 32, "cd.jpg", "image/jpeg", 640, 480, "fox.jpg", "uuid"),),
)

# A program of its own: adds a job, brings it as far as it is told, says so, and waits to be killed.
PROGRAM = """
import sys
from pathlib import Path
from desktop_app.core.job import Job, JobState
from desktop_app.core.request import GenerationRequest
from desktop_app.store.journal import Journal

journal = Journal(Path(sys.argv[1]))
journal.add(Job("theirs", "batch", GenerationRequest("p", "m"), demo=False, created_at=1.0))
for state in sys.argv[2:]:
    journal.move("theirs", JobState(state), sent_at=2.0)
print("ready", flush=True)
sys.stdin.read()
"""


def a_job(name: str = "job", **fields: Any) -> Job:
    usual = {"position": 1.0, **fields}
    return Job(name, "batch", usual.pop("request", REQUEST), usual.pop("demo", False), **usual)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    journal = Journal(path)
    yield journal
    journal.close()


class Program:
    """Another running program with the same journal."""

    def __init__(self, path: Path, *states: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(path), *states],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def kill(self) -> None:
        """End it as a power cut does: by SIGKILL, with no chance to tidy up."""
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def programs() -> Iterator[list[Program]]:
    started: list[Program] = []
    yield started
    for program in started:
        program.kill()


def test_a_job_comes_back_as_it_was(journal: Journal) -> None:
    failure = Failure("RateLimited", Billed.NO, "detail", "their words", "id-1", 429, "width", "path", "their_code")
    job = a_job(
        state=JobState.FAILED,
        created_at=1.5,
        sent_at=2.5,
        answered_at=3.5,
        ended_at=4.5,
        estimate_usd=0.0123,
        billed=Billed.UNKNOWN,
        failure=failure,
        has_spool=True,
        image_uuids=("a", "b"),
        position=2.5,
        is_held=True,
        label="seed 12",
        price_date="2026-08-17",
        is_lowest_price=True,
        sent_body={"prompt": "狐", "reference_images": ["sha256:ab"]},
        left_to_server=("steps",),
        earlier_usd=0.25,
    )
    assert journal.add(job) == job
    assert journal.job("job") == job
    assert journal.job("other") is None
    with pytest.raises(ValueError, match="already"):
        journal.add(job)


def test_moving_follows_the_ways_between_states(journal: Journal) -> None:
    journal.add(a_job())
    sending = journal.move("job", JobState.SENDING, sent_at=2.0)
    assert sending == a_job(state=JobState.SENDING, sent_at=2.0) == journal.job("job")
    with pytest.raises(ValueError, match="may not go from sending to done"):
        journal.move("job", JobState.DONE)
    with pytest.raises(KeyError):
        journal.move("other", JobState.SENDING)
    with pytest.raises(TypeError):
        journal.move("job", JobState.RECEIVING, colour="red")
    assert journal.job("job") == sending


@pytest.mark.parametrize(("before", "after"), list(itertools.product(JobState, JobState)))
def test_the_journal_keeps_to_the_table_for_every_pair(journal: Journal, before: JobState, after: JobState) -> None:
    journal.add(a_job(state=before))
    if may_follow(before, after):
        assert journal.move("job", after) == a_job(state=after) == journal.job("job")
    else:
        with pytest.raises(ValueError, match=f"may not go from {before.value} to {after.value}"):
            journal.move("job", after)
        assert journal.job("job") == a_job(state=before)


def test_an_ended_job_is_queued_again_in_one_step(journal: Journal) -> None:
    journal.add(a_job(state=JobState.FAILED, has_spool=True))
    request = replace(a_job().request, prompt="another")
    seen: list[Job | None] = []

    def letting_go() -> None:
        seen.append(journal.job("job"))

    queued = journal.requeue("job", letting_go, request=request, has_spool=False)

    assert queued == a_job(request=request) == journal.job("job")
    # Nothing was changed before the earlier try was let go of.
    assert seen == [a_job(state=JobState.FAILED, has_spool=True)]
    with pytest.raises(ValueError, match="may not be queued again"):
        journal.requeue("job", letting_go)
    assert len(seen) == 1


@pytest.mark.parametrize(
    "state", [JobState.QUEUED, JobState.SENDING, JobState.RECEIVING, JobState.SAVING, JobState.DONE]
)
def test_what_has_not_ended_or_is_done_is_not_queued_again(journal: Journal, state: JobState) -> None:
    journal.add(a_job(state=state))
    with pytest.raises(ValueError, match="may not be queued again"):
        journal.requeue("job", lambda: pytest.fail("its answer was let go of"))
    assert journal.job("job") == a_job(state=state)


def test_what_cannot_be_let_go_of_stays_as_it_was(journal: Journal) -> None:
    journal.add(a_job(state=JobState.FAILED))

    def letting_go() -> None:
        raise DiskFull

    with pytest.raises(DiskFull):
        journal.requeue("job", letting_go)
    assert journal.job("job") == a_job(state=JobState.FAILED)


def test_failures_of_other_versions_can_be_read(journal: Journal, path: Path) -> None:
    failure = Failure("RateLimited", Billed.NO, "detail", "their words", "id-1", 429)
    journal.add(a_job(state=JobState.FAILED, failure=failure))
    with closing(sqlite3.connect(path)) as database, database:
        (text,) = database.execute("SELECT failure FROM jobs").fetchone()
        kept = json.loads(text)
        del kept["provider_code"], kept["path"]
        database.execute("UPDATE jobs SET failure = ?", (json.dumps({**kept, "of_later": 1}),))
    assert journal.job("job") == a_job(state=JobState.FAILED, failure=failure)


def test_changing_keeps_the_state(journal: Journal) -> None:
    journal.add(a_job())
    assert journal.change("job", has_spool=True) == a_job(has_spool=True) == journal.job("job")


def test_jobs_come_by_place_then_oldest_first_and_by_state(journal: Journal) -> None:
    for name, created_at in (("late", 3.0), ("early", 1.0), ("first of two", 2.0), ("second of two", 2.0)):
        journal.add(a_job(name, created_at=created_at))
    journal.move("early", JobState.SENDING)
    assert [job.id for job in journal.jobs()] == ["early", "first of two", "second of two", "late"]
    assert [job.id for job in journal.jobs({JobState.SENDING})] == ["early"]


def test_a_dismissed_job_is_hidden_and_still_counts(journal: Journal) -> None:
    journal.add(a_job(state=JobState.DONE, created_at=10.0, estimate_usd=0.02, billed=Billed.YES))
    journal.add(a_job("running"))
    journal.dismiss("job")
    with pytest.raises(ValueError, match="has not ended"):
        journal.dismiss("running")
    assert [job.id for job in journal.jobs()] == ["running"]
    assert journal.job("job") is not None
    assert journal.spending(0, 0) == Spending(0.02, 0.02)


def test_what_was_spent(journal: Journal) -> None:
    paid = {"state": JobState.DONE, "billed": Billed.YES}
    journal.add(a_job("old", created_at=10.0, estimate_usd=1.0, **paid))
    journal.add(a_job("sent later", created_at=10.0, sent_at=99.0, estimate_usd=0.5, **paid))
    journal.add(a_job("new", created_at=50.0, estimate_usd=0.25, **paid))
    journal.add(a_job("no price", created_at=50.0, **paid))
    journal.add(a_job("free", created_at=50.0, estimate_usd=8.0, state=JobState.FAILED))
    journal.add(a_job("waits", created_at=50.0, estimate_usd=8.0))
    journal.add(a_job("demo", created_at=50.0, estimate_usd=8.0, demo=True, **paid))
    open_end = {"state": JobState.UNKNOWN, "billed": Billed.UNKNOWN, "created_at": 50.0}
    journal.add(a_job("unknown", estimate_usd=2.0, **open_end))
    journal.add(a_job("sent twice", created_at=50.0, estimate_usd=4.0, earlier_usd=4.0))
    assert journal.spending(50.0, 50.0) == Spending(0.75, 6.75)
    assert journal.spending(50.0, 0.0) == Spending(0.75, 7.75)
    assert journal.spending(0.0, 90.0) == Spending(1.75, 0.5)
    assert journal.spending(100.0, 100.0) == Spending()


def test_sums_of_money_read_only_what_costs_something(journal: Journal) -> None:
    asked: list[str] = []
    journal._database.set_trace_callback(asked.append)
    journal.spending(1.0, 2.0)
    journal._database.set_trace_callback(None)
    plan = journal._database.execute(f"EXPLAIN QUERY PLAN {asked[0]}").fetchone()["detail"]
    assert "jobs_by_money" in plan


def test_new_jobs_go_to_the_end_of_the_queue(journal: Journal, path: Path) -> None:
    journal.add(a_job("first", position=7.5))
    other = Journal(path)
    placed = other.add_all([a_job("second", position=0.0), a_job("third", position=0.0)])
    other.close()
    assert [job.position for job in placed] == [8.5, 9.5]
    assert journal.add(a_job("fourth", position=0.0)).position == 10.5
    assert [job.id for job in (first for first, _ in journal.everyones_jobs())] == [
        "first",
        "second",
        "third",
        "fourth",
    ]


def test_several_jobs_are_added_all_or_none(journal: Journal) -> None:
    journal.add(a_job("there"))
    with pytest.raises(ValueError, match="already"):
        journal.add_all([a_job("new"), a_job("there")])
    assert [job.id for job in journal.jobs()] == ["there"]


def test_jobs_change_places(journal: Journal, path: Path) -> None:
    for number, name in enumerate(("a", "b", "c"), 1):
        journal.add(a_job(name, position=float(number)))
    journal.place({"c": 0.5, "a": 9.0})
    assert [job.id for job in journal.jobs()] == ["c", "b", "a"]
    other = Journal(path)
    other.place({"c": 99.0})
    other.close()
    assert [job.id for job in journal.jobs()] == ["c", "b", "a"]


def test_only_what_waits_is_changed_as_waiting(journal: Journal) -> None:
    journal.add(a_job())
    assert journal.change_queued("job", is_held=True) == a_job(is_held=True) == journal.job("job")
    journal.move("job", JobState.SENDING)
    with pytest.raises(ValueError, match="does not wait"):
        journal.change_queued("job", is_held=False)


def test_notes_last(journal: Journal, path: Path) -> None:
    assert journal.note("paused") == ""
    journal.set_note("paused", "yes")
    journal.set_note("paused", "no")
    other = Journal(path)
    assert other.note("paused") == "no"
    other.close()


def test_several_steps_are_one_and_fail_singly(journal: Journal, path: Path) -> None:
    journal.add(a_job())

    def half() -> None:
        journal.change("job", label="half")
        raise DiskFull

    outcomes = journal.together(
        [
            lambda: journal.add(a_job("second")),
            lambda: journal.move("job", JobState.DONE),
            half,
            lambda: journal.move("job", JobState.SENDING),
        ]
    )

    assert outcomes[0] == a_job("second")
    assert [type(outcome) for outcome in outcomes[1:]] == [ValueError, DiskFull, Job]
    other = Journal(path)
    assert (journal.job("job"), journal.job("second")) == (a_job(state=JobState.SENDING), a_job("second"))
    assert other.job("second") == a_job("second")
    other.close()


def test_steps_that_the_disk_refuses_together_are_taken_singly(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        journal = Journal(disk / "journal.sqlite")
        journal.add(a_job())
        fill(disk)
        os.truncate(disk / "ballast", (disk / "ballast").stat().st_size - 100_000)
        long = replace(REQUEST, prompt="x" * 500_000)

        first, second, third = journal.together(
            [
                lambda: journal.move("job", JobState.SENDING),
                lambda: journal.add(a_job("too long", request=long)),
                lambda: journal.move("job", JobState.RECEIVING),
            ]
        )

        assert isinstance(second, DiskFull)
        assert (first, third) == (a_job(state=JobState.SENDING), a_job(state=JobState.RECEIVING))
        assert journal.jobs() == [third]
        journal.close()


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
