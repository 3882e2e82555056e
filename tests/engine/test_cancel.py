"""Giving up: by a person's word, and because the program ends."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from desktop_app.engine.events import Event, JobChanged
from tests.support.engine_bench import EngineBench, a_request, run
from tests.support.server import real_picture

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer

STALL_S = 60.0


def test_cancelling_a_stalled_job_closes_its_connection(bench: EngineBench, server: LoopbackServer) -> None:
    server.stall(STALL_S)

    async def work() -> str:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            (received,) = await asyncio.to_thread(server.wait_for_requests)
            assert session.engine.cancel(job.id)
            assert session.engine.cancel(job.id)
            await session.engine.idle()
            assert await asyncio.to_thread(received.closed.wait, 10)
            return job.id

    job = bench.job(run(work()))
    assert (job.state, job.billed, job.failure) == (JobState.CANCELLED, Billed.UNKNOWN, None)
    assert bench.journalled() == [job]


def test_cancelling_in_the_middle_of_the_answer_leaves_nothing(bench: EngineBench, server: LoopbackServer) -> None:
    server.stall(STALL_S, after_bytes=500)

    async def work() -> str:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await bench.until(lambda: bench.received() == 500)
            assert session.engine.cancel(job.id)
            await session.engine.idle()
            return job.id

    job = bench.job(run(work()))
    assert (job.state, job.billed) == (JobState.CANCELLED, Billed.UNKNOWN)
    assert list((bench.folders.data / "spool").iterdir()) == []


def test_cancelling_a_waiting_job_bills_nothing(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1
    server.stall(STALL_S)

    async def work() -> str:
        async with bench.session() as session:
            await session.engine.submit(a_request(), demo=False)
            await asyncio.to_thread(server.wait_for_requests)
            (waiting,) = await session.engine.submit(a_request(), demo=False)
            assert session.engine.cancel(waiting.id)
            await bench.until(lambda: bench.job(waiting.id).state.is_final)
            return waiting.id

    job = bench.job(run(work()))
    assert (job.state, job.billed) == (JobState.CANCELLED, Billed.NO)
    assert len(server.orders()) == 1


def test_what_is_paid_and_being_saved_cannot_be_cancelled(bench: EngineBench, server: LoopbackServer) -> None:
    go_on = threading.Event()
    server.pictures["/shrt/slow"] = real_picture({})
    server.answer(data={"id": "o1", "model": "m", "data": [{"index": 0, "url": f"{server.url}/shrt/slow"}]})
    server.stall(go_on, path="/shrt/")

    async def work() -> str:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await asyncio.to_thread(server.wait_for_requests, 2)
            assert not session.engine.cancel(job.id)
            go_on.set()
            await session.engine.idle()
            assert not session.engine.cancel(job.id)
            return job.id

    assert bench.job(run(work())).state is JobState.DONE
    assert len(bench.pictures()) == 1


def test_a_demo_job_that_is_cancelled_was_free(bench: EngineBench) -> None:
    bench.demo_faults = "slow=60"

    async def work() -> str:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(model="sfumato/demo"), demo=True)
            await bench.until(lambda: bench.job(job.id).state is JobState.SENDING)
            assert session.engine.cancel(job.id)
            await session.engine.idle()
            return job.id

    job = bench.job(run(work()))
    assert (job.state, job.billed) == (JobState.CANCELLED, Billed.NO)


def test_closing_makes_what_was_sent_unknown_and_keeps_what_waits(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 2
    server.stall(STALL_S)
    server.stall(STALL_S, after_bytes=500)

    async def work() -> list[str]:
        async with bench.session() as session:
            jobs = [*await session.engine.submit(a_request(count=2), demo=False)]
            await asyncio.to_thread(server.wait_for_requests, 2)
            await bench.until(lambda: bench.received() == 500)
            jobs += await session.engine.submit(a_request(), demo=False)
            return [job.id for job in jobs]

    first, second, third = (bench.job(job_id) for job_id in run(work()))
    assert (first.state, first.billed) == (JobState.UNKNOWN, Billed.UNKNOWN)
    assert (second.state, second.billed) == (JobState.UNKNOWN, Billed.UNKNOWN)
    assert (third.state, third.billed) == (JobState.QUEUED, Billed.NO)

    async def later() -> None:
        async with bench.session() as session:
            await session.engine.idle()

    run(later())
    assert bench.job(third.id).state is JobState.DONE
    # What may have been billed was not sent again.
    assert len(server.orders()) == 3


def test_closing_ends_a_download_that_the_next_start_takes_up(bench: EngineBench, server: LoopbackServer) -> None:
    server.pictures["/shrt/slow"] = real_picture({})
    server.answer(data={"id": "o1", "model": "m", "data": [{"index": 0, "url": f"{server.url}/shrt/slow"}]})
    server.stall(STALL_S, path="/shrt/")

    async def work() -> str:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await asyncio.to_thread(server.wait_for_requests, 2)
            return job.id

    job_id = run(work())
    assert bench.job(job_id).state is JobState.SAVING

    async def later() -> None:
        async with bench.session() as session:
            await session.engine.idle()

    run(later())
    assert bench.job(job_id).state is JobState.DONE
    assert (len(server.orders()), len(bench.pictures())) == (1, 1)


def test_a_submit_that_is_cancelled_leaves_no_job_that_nobody_knows(bench: EngineBench, server: LoopbackServer) -> None:
    server.stall(STALL_S)

    async def work() -> None:
        async with bench.session() as session:
            submitting = asyncio.create_task(session.engine.submit(a_request(count=4), demo=False))
            await bench.until(lambda: bool(bench.jobs()))
            submitting.cancel()
            await asyncio.wait({submitting})
            for job_id in bench.jobs():
                session.engine.cancel(job_id)
            await session.engine.idle()

    run(work())
    told = bench.jobs()
    assert told
    assert {job.state for job in told.values()} <= {JobState.CANCELLED, JobState.DONE}
    assert {job.id for job in bench.journalled()} == set(told)


@pytest.mark.parametrize("turns", range(8))
def test_cancelling_while_the_spool_is_opened_leaves_nothing(
    bench: EngineBench, server: LoopbackServer, turns: int
) -> None:
    async def work() -> None:
        async with bench.session() as session:

            def cancel_after(turns_left: int, job_id: str) -> None:
                if turns_left:
                    asyncio.get_running_loop().call_soon(cancel_after, turns_left - 1, job_id)
                else:
                    session.engine.cancel(job_id)

            def cancel_soon(event: Event) -> None:
                if isinstance(event, JobChanged) and event.job.state is JobState.RECEIVING:
                    cancel_after(turns, event.job.id)

            bench.on_event = cancel_soon
            await session.engine.submit(a_request(count=4), demo=False)
            await session.engine.idle()

    run(work())
    assert {job.state for job in bench.jobs().values()} <= {JobState.CANCELLED, JobState.DONE}
    assert list((bench.folders.data / "spool").glob("*")) == []


def test_what_was_queued_waits_for_the_key_of_the_next_start(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1
    server.stall(STALL_S)

    async def first() -> list[str]:
        async with bench.session() as session:
            await session.engine.submit(a_request(), demo=False)
            await asyncio.to_thread(server.wait_for_requests)
            return [job.id for job in await session.engine.submit(a_request(count=2), demo=False)]

    sent, cancelled = run(first())
    key, bench.key = bench.key, ""

    async def later() -> None:
        async with bench.session() as session:
            assert session.engine.cancel(cancelled)
            await bench.until(lambda: bench.job(cancelled).state.is_final)
            assert bench.job(sent).state is JobState.QUEUED
            session.engine.set_key(key)
            await session.engine.idle()

    run(later())
    assert (bench.job(sent).state, bench.job(cancelled).state) == (JobState.DONE, JobState.CANCELLED)
    assert len(server.orders()) == 2
