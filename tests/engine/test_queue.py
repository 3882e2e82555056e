"""The queue against the real server: its order, its holds, what goes out again by itself and what waits for a word."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.batches import BatchItem
from desktop_app.core.errors import Billed, RequestInvalid
from desktop_app.core.job import JobState
from desktop_app.core.queue_state import Hold
from desktop_app.engine.patience import Patience
from tests.support.engine_bench import (
    NO_WAITS,
    EngineBench,
    a_request,
    assert_paid_and_kept,
    run,
    spoil_library,
)
from tests.support.server import LoopbackServer, error_body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.engine.session import Session

OTHER = "black-forest-labs/FLUX.1-schnell"
DEMO = "sfumato/demo"


async def paused(bench: EngineBench, session: Session, *prompts: str) -> list[str]:
    """Order pictures that wait, because the queue is paused."""
    await session.engine.queue.pause()
    items = [BatchItem(a_request(prompt)) for prompt in prompts]
    return [job.id for job in await session.engine.submit_batch(items, demo=False)]


async def resumed(session: Session) -> None:
    await session.engine.queue.resume()
    await session.engine.idle()


def prompts(server: LoopbackServer) -> list[str]:
    return [order.json["prompt"] for order in server.orders()]


def ended(bench: EngineBench, ids: Sequence[str]) -> list[str]:
    return [bench.job(job_id).state.value for job_id in ids]


# Order


def test_jobs_go_out_in_the_order_of_the_queue(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1

    async def work() -> None:
        async with bench.session() as session:
            a, b, c, d = await paused(bench, session, "a", "b", "c", "d")
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
            _, b = await paused(bench, session, "a", "b")
            await session.engine.queue.hold(b)
            await session.engine.queue.run_next(b)
            await resumed(session)

    run(work())
    assert prompts(server) == ["b", "a"]


def test_order_pause_and_holds_survive_a_restart(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1

    async def first() -> list[str]:
        async with bench.session() as session:
            ids = await paused(bench, session, "a", "b", "c")
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
            await paused(bench, session, *map(str, range(300)))
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
            a, _, _ = await paused(bench, session, "a", "b", "c")
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
            (job_id,) = await paused(bench, session, "a")
            holding = asyncio.create_task(session.engine.queue.hold(job_id))
            await asyncio.sleep(0)
            assert session.engine.cancel(job_id)
            await holding
            await resumed(session)
            return job_id

    assert bench.job(run(work())).state is JobState.CANCELLED
    assert server.orders() == []
    assert [job.state for job in bench.journalled()] == [JobState.CANCELLED]


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
            await paused(bench, session, "a", "b")
            await resumed(session)

    run(work())
    assert prompts(server) == ["a", "b", "a"]
    assert len(bench.pictures()) == 2


# What waits for a person's word


def test_all_failed_jobs_are_taken_up_but_no_unknown_one(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1
    server.refuse(402)
    server.reset()
    server.garbage()
    server.answer()

    async def work() -> None:
        async with bench.session() as session:
            ids = await paused(bench, session, "refused", "unknown", "garbage", "done", "unsaved")
            await session.engine.queue.hold(ids[4])
            await resumed(session)
            assert ended(bench, ids[:4]) == ["failed", "unknown", "failed", "done"]
            bench.when_sending(lambda: spoil_library(bench, keep=True))
            await session.engine.queue.release(ids[4])
            await session.engine.idle()
            assert_paid_and_kept(bench.job(ids[4]), "FolderMissing")
            bench.library.unlink()
            bench.library.with_name("aside").rename(bench.library)
            place = bench.job(ids[0]).position
            await session.engine.retry_all_failed()
            await session.engine.idle()
            assert ended(bench, ids) == ["done", "unknown", "failed", "done", "done"]
            assert bench.job(ids[0]).position == place

    run(work())
    # The one that was refused is the only one that was sent again.
    assert prompts(server) == ["refused", "unknown", "garbage", "done", "unsaved", "refused"]


def test_all_failed_go_out_in_their_old_order(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1
    server.refuse(402, times=3)

    async def work() -> None:
        async with bench.session() as session:
            await paused(bench, session, "a", "b", "c")
            await resumed(session)
            await session.engine.queue.pause()
            await session.engine.submit(a_request("new"), demo=False)
            await session.engine.retry_all_failed()
            await resumed(session)

    run(work())
    assert prompts(server)[3:] == ["a", "b", "c", "new"]


def test_what_an_unknown_try_may_have_cost_still_counts_when_it_is_sent_again(
    bench: EngineBench, server: LoopbackServer
) -> None:
    server.reset()

    async def work() -> None:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            await session.engine.retry(job.id)
            await session.engine.idle()
            assert job.estimate_usd is not None
            assert bench.job(job.id).earlier_usd == job.estimate_usd
            assert bench.budget().spent_usd == pytest.approx(2 * job.estimate_usd)

    run(work())


def test_pictures_of_a_batch_fail_and_succeed_singly(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1
    server.answer()
    server.refuse(400)
    server.cut()
    server.answer()

    async def work() -> None:
        async with bench.session() as session:
            items = [BatchItem(a_request(seed=seed), f"seed {seed}") for seed in range(4)]
            jobs = await session.engine.submit_batch(items, demo=False)
            await session.engine.idle()
            assert len({job.batch_id for job in jobs}) == 1
            assert [job.label for job in jobs] == ["seed 0", "seed 1", "seed 2", "seed 3"]
            assert ended(bench, [job.id for job in jobs]) == ["done", "failed", "unknown", "done"]

    run(work())
    assert (len(server.orders()), len(bench.pictures())) == (4, 2)


def test_a_batch_with_one_wrong_order_is_not_taken_at_all(bench: EngineBench, server: LoopbackServer) -> None:
    async def work() -> None:
        async with bench.session() as session:
            with pytest.raises(RequestInvalid):
                await session.engine.submit_batch([BatchItem(a_request()), BatchItem(a_request(" "))], demo=False)
            await session.engine.idle()

    run(work())
    assert (server.orders(), bench.journalled()) == ([], [])


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


# One order by itself


def test_one_order_runs_no_other_jobs_and_heeds_no_pause(bench: EngineBench, server: LoopbackServer) -> None:
    async def first() -> None:
        async with bench.session() as session:
            await paused(bench, session, "waits")

    run(first())
    bench.is_queue = False

    async def later() -> None:
        async with bench.session(resume_queued=False) as session:
            await session.engine.submit(a_request("now"), demo=False)
            await session.engine.idle()

    run(later())
    assert prompts(server) == ["now"]
    assert sorted(job.state.value for job in bench.journalled()) == ["done", "queued"]
