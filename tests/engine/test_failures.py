"""Every failure through the whole path: what became of the job, of the money, of the files."""

from __future__ import annotations

import asyncio
import base64
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop_app.api.client import Timeouts
from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from desktop_app.core.queue_state import Hold
from desktop_app.engine.events import Event, JobChanged
from tests.support.engine_bench import (
    EngineBench,
    a_request,
    assert_paid_and_kept,
    assert_saved_without_a_new_order,
    retried,
    run,
    spoil_library,
)
from tests.support.server import error_body, real_picture

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer

OTHER = "black-forest-labs/FLUX.1-schnell"
Script = Callable[["LoopbackServer"], None]
FALSE_REFUSAL = error_body(
    "Invalid value for 'width' parameter. Image width must be an integer value between 256 and 2048."
)


def refused(status: int, body: object = None, **headers: str) -> Script:
    return lambda server: server.refuse(status, body, headers, times=20)


# What the server does, and: state, error, whether it was charged, how many orders the server got.
FAILURES: dict[str, tuple[Script, JobState, str, Billed, int]] = {
    "400": (refused(400), JobState.FAILED, "RequestRefused", Billed.NO, 1),
    "400 false": (refused(400, FALSE_REFUSAL), JobState.FAILED, "RequestRefused", Billed.NO, 3),
    "401": (refused(401), JobState.FAILED, "KeyRejected", Billed.NO, 1),
    "402": (refused(402), JobState.FAILED, "CreditExhausted", Billed.NO, 1),
    "403": (refused(403), JobState.FAILED, "AccessDenied", Billed.NO, 1),
    "404": (refused(404), JobState.FAILED, "ModelUnavailable", Billed.NO, 1),
    "422": (refused(422), JobState.FAILED, "ContentRefused", Billed.UNKNOWN, 1),
    "429": (refused(429), JobState.FAILED, "RateLimited", Billed.NO, 5),
    "500": (refused(500), JobState.UNKNOWN, "ServerFailed", Billed.UNKNOWN, 1),
    "503": (refused(503), JobState.FAILED, "Overloaded", Billed.NO, 4),
    "cut": (lambda server: server.cut(), JobState.UNKNOWN, "ConnectionBroken", Billed.UNKNOWN, 1),
    "cut in chunks": (lambda server: server.cut(chunked=True), JobState.UNKNOWN, "ConnectionBroken", Billed.UNKNOWN, 1),
    "reset": (lambda server: server.reset(), JobState.UNKNOWN, "ConnectionBroken", Billed.UNKNOWN, 1),
    "timeout": (lambda server: server.stall(30.0), JobState.UNKNOWN, "AnswerTimedOut", Billed.UNKNOWN, 1),
    "garbage": (lambda server: server.garbage(), JobState.FAILED, "AnswerUnreadable", Billed.UNKNOWN, 1),
    "no picture": (lambda server: server.no_picture(), JobState.FAILED, "AnswerNotAPicture", Billed.UNKNOWN, 1),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_ends_the_job_and_is_told(bench: EngineBench, server: LoopbackServer, name: str) -> None:
    script, state, code, billed, orders = FAILURES[name]
    bench.timeouts = Timeouts(read_s=0.3)
    script(server)

    (job,) = bench.order(a_request())

    assert job.failure is not None
    assert (job.state, job.failure.code, job.failure.billed, job.billed) == (state, code, billed, billed)
    assert len(server.orders()) == orders
    assert bench.pictures() == []
    assert bench.journalled() == [job]
    assert not job.has_spool
    if job.failure.status is not None:
        assert job.failure.request_id == "oRefused-1"
        assert job.failure.provider_text


def _nobody_listens() -> str:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"


def test_no_connection_is_tried_again_and_bills_nothing(bench: EngineBench) -> None:
    bench.base_url, bench.is_queue = _nobody_listens(), False

    (job,) = bench.order(a_request())

    assert job.failure is not None
    assert (job.state, job.failure.code, job.billed) == (JobState.FAILED, "ConnectionNotMade", Billed.NO)
    assert bench.states(job.id) == ["queued", *["sending", "queued"] * 2, "sending", "failed"]


def test_no_connection_holds_the_queue(bench: EngineBench) -> None:
    bench.base_url = _nobody_listens()

    (job,) = bench.order(a_request())

    assert job.failure is not None
    assert (job.state, job.failure.code, job.billed) == (JobState.QUEUED, "ConnectionNotMade", Billed.NO)
    assert bench.states(job.id) == ["queued", "sending", "queued"]
    assert bench.queue_state().holds == {Hold.OFFLINE}
    assert bench.queue_state().next_probe_at is not None


@pytest.mark.parametrize("status", [429, 503])
def test_what_rendered_nothing_is_sent_again_alone(bench: EngineBench, server: LoopbackServer, status: int) -> None:
    server.refuse(status, headers={"x-ratelimit-reset": "0"}, times=2)

    (job,) = bench.order(a_request())

    assert (job.state, job.failure) == (JobState.DONE, None)
    assert len(server.orders()) == 3
    assert len(bench.pictures()) == 1


def test_a_waiting_job_says_why_and_leaves_its_place_to_other_models(
    bench: EngineBench, server: LoopbackServer
) -> None:
    bench.parallel_jobs = 1
    bench.patience = replace(bench.patience, rate_limit_waits_s=(60.0,))
    server.refuse(429)

    async def work() -> None:
        async with bench.session() as session:
            (first,) = await session.engine.submit(a_request(), demo=False)
            await bench.until(lambda: bench.job(first.id).failure is not None)
            (second,) = await session.engine.submit(a_request(model=OTHER), demo=False)
            await bench.until(lambda: bench.job(second.id).state is JobState.DONE)
            waiting = bench.job(first.id)
            assert waiting.failure is not None
            assert (waiting.state, waiting.failure.code, waiting.billed) == (JobState.QUEUED, "RateLimited", Billed.NO)
            session.engine.cancel(first.id)
            await session.engine.idle()
            assert (bench.job(first.id).state, bench.job(first.id).billed) == (JobState.CANCELLED, Billed.NO)

    run(work())


def test_unreadable_words_of_the_provider_are_kept_for_the_details(bench: EngineBench, server: LoopbackServer) -> None:
    server.garbage()

    (job,) = bench.order(a_request())

    assert job.failure is not None
    assert "oBroken" in job.failure.provider_text
    assert job.failure.request_id == "req-from-header"


def test_a_download_that_fails_can_be_fetched_again(bench: EngineBench, server: LoopbackServer) -> None:
    url = f"{server.url}/shrt/later"
    server.answer(data={"id": "o1", "model": "m", "data": [{"index": 0, "url": url}]})
    (job,) = bench.order(a_request())
    assert_paid_and_kept(job, "DownloadFailed")

    server.pictures["/shrt/later"] = real_picture({})
    assert_saved_without_a_new_order(bench, server, retried(bench, job.id))


def test_of_several_pictures_those_that_can_be_had_are_saved(bench: EngineBench, server: LoopbackServer) -> None:
    good = base64.b64encode(real_picture({})).decode()
    items = [
        {"index": 0, "b64_json": base64.b64encode(b"no picture at all").decode()},
        {"index": 1, "url": f"{server.url}/shrt/gone"},
        {"index": 2, "b64_json": good},
    ]
    server.answer(data={"id": "o1", "model": "m", "data": items})

    (job,) = bench.order(a_request())

    # The one that can still be mended is the one that is told.
    assert_paid_and_kept(job, "DownloadFailed")
    assert len(bench.pictures()) == len(job.image_uuids) == 1


def test_a_person_may_send_again_what_failed(bench: EngineBench, server: LoopbackServer) -> None:
    server.cut()
    (job,) = bench.order(a_request())
    assert job.state is JobState.UNKNOWN

    again = retried(bench, job.id)

    assert (again.state, again.failure, again.billed) == (JobState.DONE, None, Billed.YES)
    assert len(server.orders()) == 2
    assert len(bench.pictures()) == 1


def test_a_retry_may_come_as_soon_as_the_end_is_told(bench: EngineBench, server: LoopbackServer) -> None:
    server.refuse(402)

    async def work() -> str:
        async with bench.session() as session:
            retries: list[asyncio.Task[bool]] = []

            def retry_at_once(event: Event) -> None:
                if isinstance(event, JobChanged) and event.job.state is JobState.FAILED:
                    retries.append(asyncio.create_task(session.engine.retry(event.job.id)))

            bench.on_event = retry_at_once
            (job,) = await session.engine.submit(a_request(), demo=False)
            await bench.until(lambda: bench.job(job.id).state is JobState.DONE)
            await asyncio.gather(*retries)
            await session.engine.idle()
            return job.id

    assert bench.job(run(work())).state is JobState.DONE
    assert len(server.orders()) == 2


def test_a_kept_broken_answer_is_not_taken_for_the_next_one(bench: EngineBench, server: LoopbackServer) -> None:
    server.garbage()
    (job,) = bench.order(a_request())
    server.cut()

    again = retried(bench, job.id)

    assert again.failure is not None
    assert (again.state, again.failure.code) == (JobState.UNKNOWN, "ConnectionBroken")
    assert list((bench.folders.data / "spool").iterdir()) == []


def test_a_failed_job_is_told_again_until_it_is_dismissed(bench: EngineBench, server: LoopbackServer) -> None:
    server.refuse(402)
    (job,) = bench.order(a_request())

    async def later(*, dismissing: bool) -> list[str]:
        bench.events.clear()
        async with bench.session() as session:
            told = list(bench.jobs())
            if dismissing:
                await session.engine.dismiss(job.id)
            return told

    assert run(later(dismissing=False)) == [job.id]
    assert run(later(dismissing=True)) == [job.id]
    assert run(later(dismissing=False)) == []


def test_dismissing_a_paid_picture_keeps_its_answer(bench: EngineBench, server: LoopbackServer) -> None:
    bench.when_sending(lambda: spoil_library(bench))
    (job,) = bench.order(a_request())
    assert job.has_spool

    async def work() -> None:
        async with bench.session() as session:
            await session.engine.dismiss(job.id)

    run(work())
    assert (bench.folders.data / "spool" / f"{job.id}.body").is_file()
