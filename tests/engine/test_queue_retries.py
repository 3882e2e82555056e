"""What waits for a person's word: nothing that may have been billed is sent again without one."""

from __future__ import annotations

import pytest

from desktop_app.core.batches import BatchItem
from desktop_app.core.errors import RequestInvalid
from tests.support.engine_bench import EngineBench, a_request, assert_paid_and_kept, run, spoil_library
from tests.support.queue_bench import ended, paused, prompts, resumed
from tests.support.server import LoopbackServer


def test_all_failed_jobs_are_taken_up_but_no_unknown_one(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1
    server.refuse(403)
    server.reset()
    server.garbage()
    server.answer()

    async def work() -> None:
        async with bench.session() as session:
            ids = await paused(session, "refused", "unknown", "garbage", "done", "unsaved")
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
    server.refuse(403, times=3)

    async def work() -> None:
        async with bench.session() as session:
            await paused(session, "a", "b", "c")
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
