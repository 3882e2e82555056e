"""A job that is sent again with another request: one more order, nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.core.catalogue import DEMO_MODEL
from desktop_app.core.corrections import correction
from desktop_app.core.errors import Billed, RequestInvalid
from desktop_app.core.job import Job, JobState
from desktop_app.core.request import GenerationRequest
from desktop_app.core.sizes import Size
from tests.support.engine_bench import FLUX, EngineBench, a_request, assert_paid_and_kept, run, spoil_library
from tests.support.refusal_texts import MENU, NO_MODEL, unsupported
from tests.support.server import error_body

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer

PRO = "black-forest-labs/FLUX.2-pro"
MENU_MODEL = "google/flash-image-2.5"


def corrected(bench: EngineBench, job: Job, *, at_once: int = 1, **changes: Any) -> Job:
    """Let a person send a job again with these changes, by so many words at once, and return it as it ended."""

    async def work() -> None:
        async with bench.session() as session:
            request = replace(job.request, **changes)
            await asyncio.gather(*(session.engine.retry(job.id, request) for _ in range(at_once)))
            await session.engine.idle()

    run(work())
    return bench.job(job.id)


def refused(bench: EngineBench, server: LoopbackServer, **fields: Any) -> Job:
    server.refuse(400, error_body(MENU))
    (job,) = bench.order(a_request(**fields))
    assert job.state is JobState.FAILED
    return job


def test_what_is_offered_passes_with_one_more_order(bench: EngineBench, server: LoopbackServer) -> None:
    job = refused(bench, server, width=1000, height=700)

    async def work() -> GenerationRequest:
        async with bench.session() as session:
            found = correction(job, session.catalogue)
            assert found is not None
            await session.engine.retry(job.id, found.request)
            await session.engine.idle()
            return found.request

    request = run(work())
    again = bench.job(job.id)
    assert (again.state, again.request, again.batch_id, again.billed) == (
        JobState.DONE,
        request,
        job.batch_id,
        Billed.YES,
    )
    assert len(server.orders()) == 2
    assert (server.orders()[1].json["width"], server.orders()[1].json["height"]) == (1264, 848)
    (saved,) = bench.saved()
    assert saved.record.asked is not None
    assert Size(saved.record.asked.width or 0, saved.record.asked.height or 0) == Size(1264, 848)
    assert bench.journalled() == [again]


def test_two_words_at_once_order_once(bench: EngineBench, server: LoopbackServer) -> None:
    job = refused(bench, server)
    again = corrected(bench, job, at_once=5, width=1024, height=1024)
    assert again.state is JobState.DONE
    assert len(server.orders()) == 2
    assert len(bench.pictures()) == 1


def test_a_job_under_way_is_left_alone(bench: EngineBench, server: LoopbackServer) -> None:
    server.stall(0.3)

    async def work() -> Job:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await bench.until(lambda: bench.job(job.id).state is JobState.SENDING)
            await session.engine.retry(job.id, a_request("something else"))
            await session.engine.idle()
            return bench.job(job.id)

    job = run(work())
    assert (job.state, job.request.prompt) == (JobState.DONE, "a red fox in the snow")
    assert len(server.orders()) == 1


def test_a_job_that_is_done_is_not_bought_again(bench: EngineBench, server: LoopbackServer) -> None:
    (job,) = bench.order(a_request())
    assert corrected(bench, job, prompt="something else").request == job.request
    assert len(server.orders()) == 1


def test_a_paid_answer_is_saved_and_not_given_up_for_another_request(
    bench: EngineBench, server: LoopbackServer
) -> None:
    bench.when_sending(lambda: spoil_library(bench))
    (job,) = bench.order(a_request())
    assert_paid_and_kept(job, "FolderMissing")
    bench.library.unlink()
    bench.library.mkdir()

    again = corrected(bench, job, prompt="something else")

    assert (again.state, again.request) == (JobState.DONE, job.request)
    assert len(server.orders()) == 1
    assert len(bench.pictures()) == 1


def test_the_price_is_that_of_the_new_request(bench: EngineBench, server: LoopbackServer) -> None:
    job = refused(bench, server)
    again = corrected(bench, job, model=MENU_MODEL, width=1024, height=1024)
    assert (job.estimate_usd, again.estimate_usd) == (0.0154, 0.039)
    assert bench.spent_usd()[-1] == pytest.approx(0.039)


def test_another_model_after_one_that_is_gone(bench: EngineBench, server: LoopbackServer) -> None:
    server.refuse(404, error_body(NO_MODEL, code="model_not_available"))
    (job,) = bench.order(a_request(steps=20))

    async def work() -> str:
        async with bench.session() as session:
            found = correction(job, session.catalogue)
            assert found is not None
            await session.engine.retry(job.id, found.request)
            await session.engine.idle()
            return found.model

    model = run(work())
    assert model != FLUX
    assert server.orders()[-1].json["model"] == model
    assert bench.job(job.id).state is JobState.DONE


def test_a_refusal_of_the_correction_can_be_corrected_again(bench: EngineBench, server: LoopbackServer) -> None:
    job = refused(bench, server, steps=20)
    server.refuse(400, error_body(unsupported("steps")))
    second = corrected(bench, job, width=1024, height=1024)
    assert second.failure is not None
    assert second.failure.field == "steps"
    assert corrected(bench, second, steps=None).state is JobState.DONE
    assert [order.json.get("steps") for order in server.orders()] == [20, 20, None]


def test_pictures_of_one_call_become_one_job_each_where_the_model_takes_a_seed(
    bench: EngineBench, server: LoopbackServer
) -> None:
    job = refused(bench, server)

    again = corrected(bench, job, seed=None, count=3)

    jobs = bench.jobs().values()
    assert [each.state for each in jobs] == [JobState.DONE] * 3
    assert {each.batch_id for each in jobs} == {job.batch_id}
    seeds = [each.request.seed for each in jobs]
    assert again.request.seed is not None
    assert sorted(seed for seed in seeds if seed is not None) == [again.request.seed + more for more in range(3)]
    assert len(server.orders()) == 4


@pytest.mark.parametrize(
    "changes", [{"prompt": " "}, {"count": 9}, {"seed": -1}, {"model": "black-forest-labs/FLUX.1-schnell"}]
)
def test_a_request_that_no_model_takes_leaves_the_job_as_it_is(
    bench: EngineBench, server: LoopbackServer, changes: dict[str, Any]
) -> None:
    job = refused(bench, server)
    if "model" in changes:
        reference = {"sha256": "0" * 64, "prepared": "a", "mime_type": "image/png", "width": 1, "height": 1}
        changes["references"] = GenerationRequest.from_json(
            {**a_request().to_json(), "references": [reference]}
        ).references
    with pytest.raises(RequestInvalid):
        corrected(bench, job, **changes)
    assert bench.journalled() == [job]
    assert len(server.orders()) == 1


def test_the_demo_engine_is_never_left_for_the_provider(bench: EngineBench, server: LoopbackServer) -> None:
    bench.demo_faults = "refuse=400"
    (job,) = bench.order(a_request(model=DEMO_MODEL), demo=False)
    bench.demo_faults = ""
    again = corrected(bench, job, model=FLUX)
    assert (again.state, again.demo, again.billed) == (JobState.DONE, True, Billed.NO)
    assert server.orders() == []


def test_a_program_that_dies_after_the_word_sends_the_new_request(bench: EngineBench, server: LoopbackServer) -> None:
    """What is queued by the word is in the journal whole: state and request are one step."""
    job = refused(bench, server)
    bench.parallel_jobs = 1

    async def work() -> None:
        async with bench.session() as session:
            server.stall(30.0)
            await session.engine.submit(a_request("another"), demo=False)
            await asyncio.to_thread(server.wait_for_requests, 2)
            await session.engine.retry(job.id, replace(job.request, width=1024, height=1024))
            assert bench.job(job.id).state is JobState.QUEUED

    run(work())
    (left,) = (each for each in bench.journalled() if each.id == job.id)
    assert (left.state, left.failure, left.request.width) == (JobState.QUEUED, None, 1024)
