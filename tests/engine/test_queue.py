"""The queue against the real server: its order, what is changed in it, and what survives a restart."""

from __future__ import annotations

import asyncio
import sqlite3
import threading

import pytest

from desktop_app.core.errors import RequestInvalid
from desktop_app.core.job import JobState
from desktop_app.core.queue_state import Hold
from tests.support.engine_bench import EngineBench, a_request, run
from tests.support.queue_bench import OTHER, paused, prompts, resumed
from tests.support.server import LoopbackServer


def test_jobs_go_out_in_the_order_of_the_queue(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1

    async def work() -> None:
        async with bench.session() as session:
            a, b, c, d = await paused(session, "a", "b", "c", "d")
            queue = session.engine.queue
            await queue.move({d}, b)
            await queue.run_next(c)
            await queue.hold(a)
            await session.engine.idle()
            assert server.orders() == []
            await resumed(session)
            assert prompts(server) == ["c", "d", "b"]
            assert (bench.job(a).state, bench.job(a).is_held) == (JobState.QUEUED, True)
            await bench.until(lambda: bench.queue_state().held == 1)
            await queue.release(a)
            await session.engine.idle()

    run(work())
    assert prompts(server) == ["c", "d", "b", "a"]
    assert len(bench.pictures()) == 4


def test_a_held_job_that_is_to_run_next_is_let_go(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1

    async def work() -> None:
        async with bench.session() as session:
            _, b = await paused(session, "a", "b")
            await session.engine.queue.hold(b)
            await session.engine.queue.run_next(b)
            await resumed(session)

    run(work())
    assert prompts(server) == ["b", "a"]


def test_order_pause_and_holds_survive_a_restart(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1

    async def first() -> list[str]:
        async with bench.session() as session:
            ids = await paused(session, "a", "b", "c")
            await session.engine.queue.move({ids[2]}, ids[0])
            await session.engine.queue.hold(ids[1])
            return ids

    ids = run(first())
    bench.events.clear()

    async def later() -> None:
        async with bench.session() as session:
            await session.engine.idle()
            assert server.orders() == []
            await bench.until(lambda: bench.queue_state().holds == {Hold.PAUSED})
            assert list(bench.jobs()) == [ids[2], ids[0], ids[1]]
            await resumed(session)

    run(later())
    assert prompts(server) == ["c", "a"]
    assert bench.job(ids[1]).is_held

    async def at_last() -> None:
        async with bench.session() as session:
            assert bench.queue_state().holds == frozenset()
            await session.engine.queue.release(ids[1])
            await session.engine.idle()

    run(at_last())
    assert prompts(server) == ["c", "a", "b"]


def test_waiting_jobs_are_no_tasks(bench: EngineBench) -> None:
    async def work() -> None:
        async with bench.session() as session:
            before = len(asyncio.all_tasks())
            await paused(session, *map(str, range(300)))
            await session.engine.idle()
            assert len(asyncio.all_tasks()) <= before
            await bench.until(lambda: bench.queue_state().waiting == 300)
            state = bench.queue_state()
            estimate = next(iter(bench.jobs().values())).estimate_usd
            assert estimate is not None
            assert state.making == 0
            assert state.waiting_usd == pytest.approx(300 * estimate)

    run(work())


def test_the_journal_says_sending_on_the_disk_before_the_server_hears_of_it(
    bench: EngineBench, server: LoopbackServer
) -> None:
    go_on = threading.Event()
    for _ in range(4):
        server.stall(go_on)

    def journalled() -> list[tuple[str, str]]:
        database = sqlite3.connect(bench.folders.data / "journal.sqlite")
        try:
            return database.execute("SELECT state, sent_body FROM jobs").fetchall()
        finally:
            database.close()

    async def work() -> None:
        async with bench.session() as session:
            await session.engine.submit(a_request(count=4), demo=False)
            for count in range(1, 5):
                await asyncio.to_thread(server.wait_for_requests, count)
                rows = await asyncio.to_thread(journalled)
                assert sum(state == "sending" for state, _ in rows) >= count
                assert sum("red fox" in (body or "") for _, body in rows) >= count
            go_on.set()
            await session.engine.idle()

    run(work())


# Waiting jobs changed


def test_a_waiting_job_can_become_another_in_its_place(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1

    async def work() -> None:
        async with bench.session() as session:
            a, _, _ = await paused(session, "a", "b", "c")
            with pytest.raises(RequestInvalid):
                await session.engine.replace(a, a_request(" "))
            await session.engine.replace(a, a_request("instead", model=OTHER, seed=1, count=2))
            job = bench.job(a)
            assert (job.request.prompt, job.request.model) == ("instead", OTHER)
            assert job.estimate_usd == pytest.approx(0.000177, abs=1e-6)
            await resumed(session)
            await session.engine.replace(a, a_request("too late"))

    run(work())
    assert prompts(server) == ["instead", "instead", "b", "c"]
    assert [order.json["seed"] for order in server.orders()][:2] == [1, 2]


def test_cancelling_while_a_job_is_changed_cancels_it(bench: EngineBench, server: LoopbackServer) -> None:
    async def work() -> str:
        async with bench.session() as session:
            (job_id,) = await paused(session, "a")
            holding = asyncio.create_task(session.engine.queue.hold(job_id))
            await asyncio.sleep(0)
            assert session.engine.cancel(job_id)
            await holding
            await resumed(session)
            return job_id

    assert bench.job(run(work())).state is JobState.CANCELLED
    assert server.orders() == []
    assert [job.state for job in bench.journalled()] == [JobState.CANCELLED]


# One order by itself


def test_one_order_runs_no_other_jobs_and_heeds_no_pause(bench: EngineBench, server: LoopbackServer) -> None:
    async def first() -> None:
        async with bench.session() as session:
            await paused(session, "waits")

    run(first())
    bench.is_queue = False

    async def later() -> None:
        async with bench.session(resume_queued=False) as session:
            await session.engine.submit(a_request("now"), demo=False)
            await session.engine.idle()

    run(later())
    assert prompts(server) == ["now"]
    assert sorted(job.state.value for job in bench.journalled()) == ["done", "queued"]
