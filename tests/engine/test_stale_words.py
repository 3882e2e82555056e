"""A person's word is for what they saw: what another program made of the job meanwhile is told, and nothing is sent."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.catalogue import DEMO_MODEL
from desktop_app.core.errors import Billed
from desktop_app.core.job import Job, JobState
from desktop_app.engine.places import journal_path, spool_folder
from desktop_app.store.journal import Journal
from desktop_app.store.ledger_query import LedgerReader
from desktop_app.store.spool import Spool
from tests.support.engine_bench import EngineBench, a_request, assert_paid_and_kept, run, spoil_library

if TYPE_CHECKING:
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
            # What the other program may have spent is heard of with it.
            assert bench.budget().spent_usd == job.estimate_usd
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


def test_a_kept_answer_that_another_program_lost_is_not_bought_by_a_word_to_save_it(
    bench: EngineBench, server: LoopbackServer
) -> None:
    bench.when_sending(lambda: spoil_library(bench))

    async def work() -> None:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            seen = bench.job(job.id)
            assert_paid_and_kept(seen, "FolderMissing")
            Spool(spool_folder(bench.folders)).remove(job.id)
            await sent_by_another_program(bench, server, seen)
            await session.engine.retry(job.id, seen=seen.seen)
            await session.engine.idle()
            now = bench.job(job.id)
            assert (now.state, now.billed, now.has_spool) == (JobState.FAILED, Billed.YES, False)

    run(work())
    assert len(server.orders()) == 1


def test_the_word_for_all_that_failed_is_none_for_what_became_unknown_elsewhere(
    bench: EngineBench, server: LoopbackServer
) -> None:
    server.refuse(400, times=2)
    server.reset()
    bench.parallel_jobs = 1

    async def work() -> None:
        async with bench.session() as session:
            changed, other = await session.engine.submit(a_request(count=2), demo=False)
            await bench.until(lambda: all(bench.job(job.id).state is JobState.FAILED for job in (changed, other)))
            await sent_by_another_program(bench, server, changed)
            await session.engine.retry_all_failed([changed.id, other.id])
            await session.engine.idle()
            assert bench.job(changed.id).state is JobState.UNKNOWN
            assert bench.job(other.id).state is JobState.DONE

    run(work())
    assert len(server.orders()) == 4
    assert {job.state for job in bench.journalled()} == {JobState.UNKNOWN, JobState.DONE}


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


def test_what_may_have_been_billed_stays_spent_when_a_waiting_job_is_given_to_the_demo_engine(
    bench: EngineBench, server: LoopbackServer
) -> None:
    server.reset()

    async def work() -> None:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            await session.engine.queue.pause()
            await session.engine.retry(job.id)
            await session.engine.replace(job.id, replace(job.request, model=DEMO_MODEL))
            assert (bench.job(job.id).demo, bench.job(job.id).earlier_usd) == (True, job.estimate_usd)
            await session.engine.queue.resume()
            await session.engine.idle()
            assert bench.job(job.id).state is JobState.DONE

    run(work())
    assert len(server.orders()) == 1
    (line,) = LedgerReader(journal_path(bench.folders)).lines()
    assert (line.is_earlier, line.billed) == (True, Billed.UNKNOWN)
    bench.events.clear()
    run(only_started(bench))
    assert bench.budget().spent_usd == pytest.approx(line.estimate_usd)


async def only_started(bench: EngineBench) -> None:
    async with bench.session():
        pass


def test_an_earlier_send_stays_in_its_month_when_it_is_sent_in_another(
    bench: EngineBench, server: LoopbackServer
) -> None:
    long_ago = time.time() - 40 * 86_400
    journal = Journal(journal_path(bench.folders))
    sent = Job("a", "batch", a_request(), demo=False, state=JobState.UNKNOWN, billed=Billed.UNKNOWN, estimate_usd=0.5)
    journal.add(replace(sent, created_at=long_ago, sent_at=long_ago + 1))
    # As an earlier version kept it: it is not known when.
    journal.add(replace(sent, id="b", created_at=long_ago, state=JobState.FAILED, billed=Billed.NO, earlier_usd=0.25))
    journal.close()

    async def work() -> None:
        async with bench.session() as session:
            for job_id in ("a", "b"):
                await session.engine.retry(job_id)
            await session.engine.idle()
            assert bench.budget().spent_usd == pytest.approx(1.0)

    run(work())
    assert len(server.orders()) == 2
    lines = LedgerReader(journal_path(bench.folders)).lines()
    earlier = {line.job_id: (line.sent_at, line.estimate_usd) for line in lines if line.is_earlier}
    assert earlier == {"a": (long_ago + 1, 0.5), "b": (long_ago, 0.25)}
