"""A person's word is for what they saw: what another program made of the job meanwhile is told, and nothing is sent."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.catalogue import DEMO_MODEL
from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from tests.support.engine_bench import EngineBench, a_request, run

if TYPE_CHECKING:
    from desktop_app.core.job import Job
    from desktop_app.engine.session import Session
    from tests.support.server import LoopbackServer


async def sent_by_another_program(bench: EngineBench, server: LoopbackServer, job: Job) -> None:
    other = EngineBench(bench.library.parent, server)
    async with other.session() as session:
        await session.engine.retry(job.id)
        await session.engine.idle()


def test_a_job_that_became_unknown_elsewhere_is_not_sent_by_a_word_for_a_failed_one(
    bench: EngineBench, server: LoopbackServer
) -> None:
    server.refuse(402)
    server.reset()

    async def work() -> None:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            seen = bench.job(job.id)
            assert (seen.state, seen.billed) == (JobState.FAILED, Billed.NO)
            await sent_by_another_program(bench, server, seen)
            assert bench.job(job.id).state is JobState.FAILED

            await session.engine.retry(job.id, seen=seen.seen)
            await session.engine.idle()

            assert (bench.job(job.id).state, bench.job(job.id).billed) == (JobState.UNKNOWN, Billed.UNKNOWN)
            assert len(server.orders()) == 2
            # The word for what is true now sends it.
            await session.engine.retry(job.id, seen=bench.job(job.id).seen)
            await session.engine.idle()

    run(work())
    assert len(server.orders()) == 3
    assert [job.state for job in bench.journalled()] == [JobState.DONE]


def test_what_became_unknown_elsewhere_is_not_put_out_of_sight(bench: EngineBench, server: LoopbackServer) -> None:
    server.refuse(402)
    server.reset()

    async def work() -> None:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            seen = bench.job(job.id)
            await sent_by_another_program(bench, server, seen)
            await session.engine.dismiss(job.id, seen=seen.seen)

    run(work())
    assert [job.state for job in bench.journalled()] == [JobState.UNKNOWN]


def test_two_programs_with_the_same_word_send_once(bench: EngineBench, server: LoopbackServer) -> None:
    server.refuse(402)
    server.reset()
    other = EngineBench(bench.library.parent, server)

    async def again(session: Session, job: Job) -> None:
        await session.engine.retry(job.id, seen=job.seen)
        await session.engine.idle()

    async def work() -> None:
        async with bench.session() as session, other.session() as second:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            seen = bench.job(job.id)
            await asyncio.gather(again(session, seen), again(second, seen))

    run(work())
    assert len(server.orders()) == 2
    assert [job.state for job in bench.journalled()] == [JobState.UNKNOWN]


def test_what_may_have_been_billed_stays_spent_when_the_demo_engine_paints_it_now(
    bench: EngineBench, server: LoopbackServer
) -> None:
    server.reset()

    async def work() -> None:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            assert job.estimate_usd is not None
            await session.engine.retry(job.id, replace(job.request, model=DEMO_MODEL))
            await session.engine.idle()
            assert (bench.job(job.id).state, bench.job(job.id).demo) == (JobState.DONE, True)
            assert bench.budget().spent_usd == pytest.approx(job.estimate_usd)

    run(work())
