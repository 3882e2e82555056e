"""The journal: what it was told is there, whoever dies; and nobody touches another's jobs."""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.core.errors import Billed, DiskFull
from desktop_app.core.job import Failure, Job, JobState, SeenJob, may_follow
from desktop_app.store.journal import Journal, Spending
from tests.support.disks import fill, small_disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


from tests.support.journals import REQUEST, a_job


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    journal = Journal(path)
    yield journal
    journal.close()


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


FAILED = SeenJob(JobState.FAILED, Billed.NO)


def test_an_ended_job_is_queued_again_in_one_step(journal: Journal) -> None:
    journal.add(a_job(state=JobState.FAILED, has_spool=True))
    request = replace(a_job().request, prompt="another")
    seen: list[Job | None] = []

    def letting_go() -> None:
        seen.append(journal.job("job"))

    queued = journal.requeue(
        "job", a_job(state=JobState.FAILED, has_spool=True).seen, letting_go, request=request, has_spool=False
    )

    assert queued == a_job(request=request) == journal.job("job")
    # Nothing was changed before the earlier try was let go of.
    assert seen == [a_job(state=JobState.FAILED, has_spool=True)]
    with pytest.raises(ValueError, match="may not be queued again"):
        journal.requeue("job", queued.seen, letting_go)
    assert len(seen) == 1


@pytest.mark.parametrize(
    "stands",
    [
        {"state": JobState.UNKNOWN, "billed": Billed.UNKNOWN},
        {"state": JobState.FAILED, "billed": Billed.YES},
        {"state": JobState.FAILED, "billed": Billed.NO, "has_spool": True},
    ],
)
def test_a_word_for_what_was_seen_is_none_for_what_it_became(journal: Journal, stands: dict[str, Any]) -> None:
    journal.add(a_job(**stands))
    with pytest.raises(ValueError, match="not as it was seen"):
        journal.requeue("job", FAILED, lambda: pytest.fail("its answer was let go of"))
    with pytest.raises(ValueError, match="not as it was seen"):
        journal.dismiss("job", FAILED)
    assert journal.job("job") == a_job(**stands)
    assert journal.jobs() == [a_job(**stands)]


def test_a_dismissed_job_that_is_queued_again_is_in_sight(journal: Journal) -> None:
    journal.add(a_job(state=JobState.FAILED))
    journal.dismiss("job", FAILED)
    assert journal.jobs() == []
    queued = journal.requeue("job", FAILED, lambda: None)
    assert journal.jobs() == [queued]


@pytest.mark.parametrize(
    "state", [JobState.QUEUED, JobState.SENDING, JobState.RECEIVING, JobState.SAVING, JobState.DONE]
)
def test_what_has_not_ended_or_is_done_is_not_queued_again(journal: Journal, state: JobState) -> None:
    journal.add(a_job(state=state))
    with pytest.raises(ValueError, match="may not be queued again"):
        journal.requeue("job", a_job(state=state).seen, lambda: pytest.fail("its answer was let go of"))
    assert journal.job("job") == a_job(state=state)


def test_what_cannot_be_let_go_of_stays_as_it_was(journal: Journal) -> None:
    journal.add(a_job(state=JobState.FAILED))

    def letting_go() -> None:
        raise DiskFull

    with pytest.raises(DiskFull):
        journal.requeue("job", FAILED, letting_go)
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


def test_what_earlier_sends_may_have_cost_stays_spent_when_the_demo_engine_paints_now(journal: Journal) -> None:
    journal.add(a_job("demo now", created_at=50.0, estimate_usd=8.0, demo=True, earlier_usd=4.0))
    assert journal.spending(50.0, 50.0) == Spending(0.0, 4.0)


def test_what_earlier_sends_may_have_cost_stays_in_their_month(journal: Journal) -> None:
    journal.add(a_job("again", created_at=10.0, sent_at=90.0, earlier_usd=4.0, earlier_at=20.0))
    assert journal.spending(80.0, 80.0) == Spending()
    assert journal.spending(80.0, 20.0) == Spending(0.0, 4.0)


def test_sums_of_money_read_only_what_costs_something(journal: Journal) -> None:
    asked: list[str] = []
    journal._database.set_trace_callback(asked.append)
    journal.spending(1.0, 2.0)
    journal._database.set_trace_callback(None)
    plans = [journal._database.execute(f"EXPLAIN QUERY PLAN {each}").fetchone()["detail"] for each in asked]
    assert ["jobs_by_money" in plans[0], "jobs_by_earlier" in plans[1], len(plans)] == [True, True, 2]


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
