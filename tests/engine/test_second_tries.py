"""What a second word, a second try or a second program must not do to what was paid for or taken back."""

from __future__ import annotations

import asyncio
import base64
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_app.core.job import JobState
from desktop_app.engine.engine import Engine
from tests.support.engine_bench import (
    NO_WAITS,
    EngineBench,
    a_request,
    assert_paid_and_kept,
    retried,
    run,
    spoil_library,
)
from tests.support.server import answer_body, real_picture

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer


def test_a_picture_that_is_bought_again_is_beside_the_one_from_before(
    bench: EngineBench, server: LoopbackServer
) -> None:
    first, second = (base64.b64encode(real_picture({"seed": seed})).decode() for seed in (1, 2))
    server.answer(data=answer_body([{"index": 0, "b64_json": first}, {"index": 1, "b64_json": "bm8gcGljdHVyZQ=="}]))
    server.answer(data=answer_body([{"index": 0, "b64_json": second}]))
    (job,) = bench.order(a_request())
    assert (job.state, len(bench.pictures())) == (JobState.FAILED, 1)
    again = retried(bench, job.id)
    assert (again.state, len(server.orders())) == (JobState.DONE, 2)
    assert len(bench.pictures()) == 2
    assert set(again.image_uuids).isdisjoint(job.image_uuids)


def test_a_job_that_is_being_held_back_does_not_start_meanwhile(bench: EngineBench, server: LoopbackServer) -> None:
    bench.patience = replace(NO_WAITS, overload_waits_s=(3600.0,))
    server.refuse(503)

    async def work() -> None:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await bench.until(lambda: bench.job(job.id).failure is not None)
            await bench.until(lambda: session.engine.queue.get(job.id) is not None)
            other = sqlite3.connect(bench.folders.data / "journal.sqlite", isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            holding = asyncio.create_task(session.engine.queue.hold(job.id))
            await asyncio.sleep(0)
            session.engine.queue.try_now()
            await session.engine.queue.turned()
            assert session.engine.queue.get(job.id) is not None
            other.execute("ROLLBACK")
            other.close()
            await holding
            await session.engine.idle()
            assert (bench.job(job.id).state, bench.job(job.id).is_held) == (JobState.QUEUED, True)

    run(work())
    assert len(server.orders()) == 1


def test_an_answer_in_memory_is_not_bought_again_when_another_program_says_it_is_gone(
    bench: EngineBench, server: LoopbackServer
) -> None:
    spool = bench.folders.data / "spool"
    bench.folders.data.mkdir(parents=True)
    spool.write_text("not a folder", encoding="utf-8")
    bench.when_sending(lambda: spoil_library(bench))

    async def work() -> None:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            assert_paid_and_kept(bench.job(job.id), "FolderMissing")
            spool.unlink()
            bench.library.unlink()
            await _retry_elsewhere(bench, job.id)
            await session.engine.retry(job.id)
            await session.engine.idle()
            assert bench.job(job.id).state is JobState.DONE

    run(work())
    assert (len(server.orders()), len(bench.pictures())) == (1, 1)


def test_the_next_start_saves_what_no_library_took(bench: EngineBench, server: LoopbackServer) -> None:
    bench.when_sending(lambda: spoil_library(bench))
    (job,) = bench.order(a_request())
    assert_paid_and_kept(job, "FolderMissing")

    async def next_start() -> None:
        async with bench.session() as session:
            await session.save_kept_answers()
            await session.engine.idle()

    run(next_start())
    assert_paid_and_kept(bench.job(job.id), "FolderMissing")
    bench.library.unlink()
    run(next_start())
    assert bench.job(job.id).state is JobState.DONE
    assert (len(server.orders()), len(bench.pictures())) == (1, 1)


async def _retry_elsewhere(bench: EngineBench, job_id: str) -> None:
    other = EngineBench(bench.library.parent)
    async with other.session() as session:
        await session.engine.retry(job_id)
        await session.engine.idle()
        assert not other.job(job_id).has_spool


def test_a_job_is_not_put_out_of_sight_while_it_is_sent_again(bench: EngineBench, server: LoopbackServer) -> None:
    server.refuse(402)
    (job,) = bench.order(a_request())

    async def work(engine: Engine) -> None:
        await asyncio.gather(engine.retry(job.id), engine.dismiss(job.id))
        await engine.idle()

    async def both() -> None:
        server.reset()
        async with bench.session() as session:
            await work(session.engine)
            # The next start tells what a person still has to see.
            seen = session.journal.jobs({JobState.UNKNOWN})
            assert [each.id for each in seen] == [job.id]

    run(both())


def test_saving_what_is_kept_sends_nothing_when_it_is_not_kept_any_more(
    bench: EngineBench, server: LoopbackServer
) -> None:
    bench.when_sending(lambda: spoil_library(bench))
    (job,) = bench.order(a_request())
    assert_paid_and_kept(job, "FolderMissing")
    bench.library.unlink()
    (answer,) = (bench.folders.data / "spool").iterdir()
    answer.unlink()

    async def work() -> None:
        async with bench.session() as session:
            for _ in range(2):
                await session.engine.save_kept(job.id)
                await session.engine.idle()

    run(work())
    assert (bench.job(job.id).state, bench.job(job.id).has_spool) == (JobState.FAILED, False)
    assert len(server.orders()) == 1
