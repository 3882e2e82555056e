"""The queue's small parts: lanes, pace and pauses, the watch over the network, writes that go together."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import ConnectionNotMade, DiskFull
from desktop_app.core.job import Job, JobState
from desktop_app.core.queue_state import QueueState
from desktop_app.core.request import GenerationRequest
from desktop_app.engine.events import Event, QueueChanged
from desktop_app.engine.journal_writer import JournalWriter
from desktop_app.engine.network_watch import NetworkWatch
from desktop_app.engine.pacing import Pacing
from desktop_app.engine.queue_teller import QueueTeller
from desktop_app.engine.waiting_list import WaitingList
from desktop_app.store.journal import Journal
from tests.support.engine_bench import run

if TYPE_CHECKING:
    from pathlib import Path


def a_job(name: str, position: float = 1.0, model: str = "a/model", *, demo: bool = False) -> Job:
    return Job(name, "batch", GenerationRequest("a fox", model), demo, position=position)


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_each_lane_has_its_first_job() -> None:
    waiting = WaitingList()
    for job in (a_job("late", 3.0), a_job("early", 1.0), a_job("other", 2.0, "b/model"), a_job("free", 9.0, demo=True)):
        waiting.put(job)
    assert {job.id for job in waiting.heads()} == {"early", "other", "free"}
    assert [job.id for job in waiting.in_order()] == ["early", "other", "late", "free"]

    waiting.put(a_job("early", 1.0), parked=True)
    assert {job.id for job in waiting.heads()} == {"late", "other", "free"}
    assert len(waiting) == 4

    waiting.put(a_job("early", 5.0))
    assert {job.id for job in waiting.heads()} == {"late", "other", "free"}
    assert waiting.take("late") == a_job("late", 3.0)
    assert waiting.take("late") is None
    assert {job.id for job in waiting.heads()} == {"early", "other", "free"}


def test_requests_to_one_model_are_paced() -> None:
    clock = Clock()
    pacing = Pacing(1.0, clock)
    pacing.asked("a")
    assert pacing.free_at("a") == 101.0
    assert pacing.free_at("b") <= clock.now
    pacing.set_pace(0.0)
    clock.now = 105.0
    pacing.asked("a")
    assert pacing.free_at("a") == 105.0


def test_refusals_during_a_pause_are_one_refusal() -> None:
    clock = Clock()
    pacing = Pacing(0.0, clock)
    for _ in range(5):
        pacing.cool("a", 10.0)
    pacing.cool("a", 2.0)
    assert (pacing.refusals("a"), pacing.free_at("a"), dict(pacing.cooling())) == (1, 110.0, {"a": 10.0})
    clock.now = 110.0
    pacing.cool("a", 20.0)
    assert (pacing.refusals("a"), pacing.free_at("a")) == (2, 130.0)
    pacing.forget_pauses()
    assert (pacing.free_at("a"), pacing.cooling()) == (0.0, {})
    pacing.answered("a")
    assert pacing.refusals("a") == 0


class Network:
    """A network that is away for a number of probes."""

    def __init__(self, away_for: int) -> None:
        self.away_for = away_for
        self.probes = 0
        self.probed = asyncio.Event()
        self.found = asyncio.Event()
        self.watch = NetworkWatch(self._probe, self._on_changed, (0.001, 60.0), jitter=0.0)

    async def _probe(self) -> None:
        self.probes += 1
        self.probed.set()
        if self.probes <= self.away_for:
            raise ConnectionNotMade

    def _on_changed(self) -> None:
        if not self.watch.is_offline:
            self.found.set()

    async def back(self) -> None:
        async with asyncio.timeout(5):
            await self.found.wait()
        self.found.clear()


def test_the_network_is_looked_for_until_it_is_there() -> None:
    async def work() -> None:
        network = Network(away_for=0)
        network.watch.lost()
        network.watch.lost()
        assert network.watch.is_offline
        await network.back()
        assert (network.probes, network.watch.next_probe_at) == (1, None)
        await network.watch.close()

    run(work())


def test_the_waits_grow_over_losses_until_a_request_is_answered() -> None:
    async def work() -> None:
        network = Network(away_for=0)
        network.watch.lost()
        await network.back()
        # The second time the longer wait is due, which a word cuts short.
        network.watch.lost()
        await asyncio.sleep(0)
        assert network.watch.next_probe_at is not None
        assert network.watch.next_probe_at > time.time() + 30
        network.watch.try_now()
        await network.back()
        network.watch.reached()
        network.watch.lost()
        await network.back()
        assert network.probes == 3
        await network.watch.close()

    run(work())


def test_a_watch_that_is_closed_looks_no_more() -> None:
    async def work() -> None:
        network = Network(away_for=1)
        network.watch.lost()
        await network.probed.wait()
        await network.watch.close()
        assert network.watch.is_offline
        assert network.probes == 1

    run(work())


def test_what_is_written_at_once_goes_to_the_disk_together(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite")
    commits: list[str] = []
    journal._database.set_trace_callback(lambda text: commits.append(text) if text == "COMMIT" else None)

    async def work() -> None:
        writer = JournalWriter(journal)
        added = await asyncio.gather(*(writer.write(partial(journal.add, a_job(str(number)))) for number in range(50)))
        assert [job.id for job in added] == [str(number) for number in range(50)]
        with pytest.raises(ValueError, match="already"):
            await writer.write(lambda: journal.add(a_job("7")))
        await writer.close()

    run(work())
    assert len(commits) <= 3
    assert len(journal.jobs()) == 50
    journal.close()


def test_what_is_written_lasts_when_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    journal = Journal(path)

    def seen(job_id: str) -> bool:
        other = sqlite3.connect(path)
        try:
            return bool(other.execute("SELECT 1 FROM jobs WHERE id = ?", (job_id,)).fetchall())
        finally:
            other.close()

    async def work() -> None:
        writer = JournalWriter(journal)

        async def one(name: str) -> bool:
            await writer.write(lambda: journal.add(a_job(name)))
            return seen(name)

        assert all(await asyncio.gather(*(one(str(number)) for number in range(20))))
        await writer.close()

    run(work())
    journal.close()


def test_who_does_not_wait_for_a_write_any_more_holds_up_nobody(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite")

    def refused() -> None:
        raise DiskFull

    async def work() -> None:
        writer = JournalWriter(journal)
        gone = asyncio.create_task(writer.write(lambda: journal.add(a_job("gone"))))
        failing = asyncio.create_task(writer.write(refused))
        stays = asyncio.create_task(writer.write(lambda: journal.add(a_job("stays"))))
        await asyncio.sleep(0)
        gone.cancel()
        assert (await stays).state is JobState.QUEUED
        with pytest.raises(DiskFull):
            await failing
        await writer.close()

    run(work())
    # It was begun, so it is done.
    assert {job.id for job in journal.jobs()} == {"gone", "stays"}
    journal.close()


def test_the_state_of_the_queue_is_told_when_it_is_news_and_not_too_often() -> None:
    told: list[Event] = []
    states = [QueueState()]
    news = asyncio.Event()

    def tell(event: Event) -> None:
        told.append(event)
        news.set()

    async def work() -> None:
        teller = QueueTeller(lambda: states[-1], tell)
        teller.touch()
        assert told == []
        for number in range(1, 50):
            states.append(QueueState(waiting=number))
            teller.touch()
        assert told == [QueueChanged(QueueState(waiting=1))]
        news.clear()
        await news.wait()
        assert told[1:] == [QueueChanged(QueueState(waiting=49))]
        states.append(QueueState(waiting=7))
        teller.touch()
        states.append(QueueState(waiting=8))
        teller.touch()
        teller.close()
        assert told[-1] == QueueChanged(QueueState(waiting=8))
        teller.touch()

    run(work())
    assert len(told) <= 4
