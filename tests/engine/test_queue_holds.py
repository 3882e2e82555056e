"""What holds the queue against the real server, and what goes out again by itself."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from desktop_app.core.batches import BatchItem
from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from desktop_app.core.queue_state import Hold
from desktop_app.engine.patience import Patience
from tests.support.engine_bench import NO_WAITS, EngineBench, a_request, run
from tests.support.queue_bench import OTHER, ended, paused, prompts, resumed
from tests.support.server import LoopbackServer, error_body

DEMO = "sfumato/demo"


# Offline


def _port_of_nobody() -> int:
    with LoopbackServer() as gone:
        return gone.port


def test_jobs_wait_for_the_network_and_go_out_by_themselves(bench: EngineBench) -> None:
    port = _port_of_nobody()
    bench.base_url = f"http://127.0.0.1:{port}"

    async def work() -> list[str]:
        async with bench.session() as session:
            items = [BatchItem(a_request(seed=seed)) for seed in range(3)]
            ids = [job.id for job in await session.engine.submit_batch(items, demo=False)]
            await session.engine.idle()
            assert {bench.job(job_id).state for job_id in ids} == {JobState.QUEUED}
            await bench.until(lambda: bench.queue_state().is_offline)
            await bench.until(lambda: bench.queue_state().next_probe_at is not None)
            with await asyncio.to_thread(LoopbackServer, None, port) as server:
                await bench.until(lambda: {bench.job(job_id).state for job_id in ids} == {JobState.DONE})
                await session.engine.idle()
                assert len(server.orders()) == 3
                await bench.until(lambda: not bench.queue_state().is_offline)
            return ids

    ids = run(work())
    assert {bench.job(job_id).billed for job_id in ids} == {Billed.YES}
    assert len(bench.pictures()) == 3


def test_a_word_looks_for_the_network_at_once(bench: EngineBench) -> None:
    port = _port_of_nobody()
    bench.base_url = f"http://127.0.0.1:{port}"
    bench.patience = replace(NO_WAITS, probe_waits_s=(3600.0,))

    async def work() -> None:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await bench.until(lambda: bench.queue_state().is_offline)
            with await asyncio.to_thread(LoopbackServer, None, port):
                session.engine.queue.try_now()
                await bench.until(lambda: bench.job(job.id).state is JobState.DONE)

    run(work())


def test_the_demo_engine_waits_for_no_network_no_key_and_no_budget(bench: EngineBench) -> None:
    bench.base_url = f"http://127.0.0.1:{_port_of_nobody()}"
    bench.budget_usd = 0.0
    bench.patience = replace(NO_WAITS, probe_waits_s=(3600.0,))

    async def work() -> None:
        async with bench.session() as session:
            await session.engine.queue.go_on_over_budget()
            await session.engine.submit(a_request(), demo=False)
            await bench.until(lambda: bench.queue_state().is_offline)
            session.engine.set_key("")
            (free,) = await session.engine.submit(a_request(model=DEMO), demo=True)
            await session.engine.idle()
            assert bench.job(free.id).state is JobState.DONE
            await bench.until(lambda: bench.queue_state().holds == {Hold.OFFLINE, Hold.KEY})
            await session.engine.queue.pause()
            (free,) = await session.engine.submit(a_request(model=DEMO), demo=True)
            await session.engine.idle()
            assert bench.job(free.id).state is JobState.QUEUED

    run(work())


# What goes out again by itself


def test_a_pause_that_the_provider_asks_for_holds_its_model_only(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 2
    server.refuse(429, headers={"x-ratelimit-reset": "1"})

    async def work() -> None:
        async with bench.session() as session:
            (slow,) = await session.engine.submit(a_request(), demo=False)
            await bench.until(lambda: bench.job(slow.id).failure is not None)
            (same,) = await session.engine.submit(a_request(), demo=False)
            (other,) = await session.engine.submit(a_request(model=OTHER), demo=False)
            await bench.until(lambda: bench.job(other.id).state is JobState.DONE)
            assert {bench.job(job.id).state for job in (slow, same)} == {JobState.QUEUED}
            await bench.until(lambda: set(bench.queue_state().cooling) == {slow.request.model})
            await session.engine.idle()
            assert {bench.job(job.id).state for job in (slow, same)} == {JobState.DONE}
            first, again = (bench.job(job.id).sent_at for job in (other, slow))
            assert again > first

    run(work())
    assert [order.json["model"] for order in server.orders()][1] == OTHER
    assert len(server.orders()) == 4


def test_the_queue_gives_no_job_up_for_a_pause(bench: EngineBench, server: LoopbackServer) -> None:
    bench.patience = Patience(rate_limit_waits_s=(0.0,), jitter=0.0, is_endless=True)
    server.refuse(429, headers={"x-ratelimit-reset": "0"}, times=12)

    (job,) = bench.order(a_request())

    assert (job.state, len(server.orders())) == (JobState.DONE, 13)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (503, None),
        (
            400,
            error_body(
                "Invalid value for 'width' parameter. Image width must be an integer value between 256 and 2048."
            ),
        ),
    ],
)
def test_a_job_that_has_to_wait_lets_others_of_its_model_go_first(
    bench: EngineBench, server: LoopbackServer, status: int, body: object
) -> None:
    bench.parallel_jobs = 1
    bench.patience = Patience(overload_waits_s=(0.3,), false_refusal_waits_s=(0.3,), jitter=0.0)
    server.refuse(status, body)

    async def work() -> None:
        async with bench.session() as session:
            await paused(session, "a", "b")
            await resumed(session)

    run(work())
    assert prompts(server) == ["a", "b", "a"]
    assert len(bench.pictures()) == 2


# Money


def test_the_months_budget_holds_the_queue_until_a_person_says_go_on(
    bench: EngineBench, server: LoopbackServer
) -> None:
    (first,) = bench.order(a_request())
    assert first.estimate_usd is not None
    each_usd = first.estimate_usd
    bench.budget_usd = 2.5 * each_usd

    async def work() -> None:
        async with bench.session() as session:
            jobs = await session.engine.submit(a_request(count=3), demo=False)
            await session.engine.idle()
            assert ended(bench, [job.id for job in jobs]) == ["done", "queued", "queued"]
            await bench.until(lambda: bench.queue_state().holds == {Hold.BUDGET})
            session.engine.set_budget(3.5 * each_usd)
            await session.engine.idle()
            assert ended(bench, [job.id for job in jobs]) == ["done", "done", "queued"]
            await session.engine.queue.go_on_over_budget()
            await session.engine.idle()
            assert ended(bench, [job.id for job in jobs]) == ["done", "done", "done"]

    run(work())
    assert len(server.orders()) == 4

    # The word holds for the month, over restarts.
    (another,) = bench.order(a_request())
    assert another.state is JobState.DONE


def test_jobs_under_way_count_for_the_budget(bench: EngineBench, server: LoopbackServer) -> None:
    for _ in range(4):
        server.stall(30.0)

    async def work() -> None:
        async with bench.session() as session:
            await session.engine.queue.pause()
            jobs = await session.engine.submit(a_request(count=4), demo=False)
            assert jobs[0].estimate_usd is not None
            session.engine.set_budget(2.5 * jobs[0].estimate_usd)
            await session.engine.queue.resume()
            await asyncio.to_thread(server.wait_for_requests, 2)
            await bench.until(lambda: bench.queue_state().holds == {Hold.BUDGET})
            assert len(server.orders()) == 2

    run(work())
