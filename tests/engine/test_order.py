"""From a request to pictures in the library."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from desktop_app.core.errors import Billed, RequestInvalid
from desktop_app.core.job import JobState
from desktop_app.core.queue_state import Hold
from desktop_app.core.record import Kind
from desktop_app.core.request import SEED_MAX
from desktop_app.store.references import ReferenceStore
from tests.support.engine_bench import EngineBench, a_request, run
from tests.support.server import real_picture

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer

KONTEXT = "black-forest-labs/FLUX.1-kontext-pro"


def test_a_request_becomes_a_picture_with_its_sidecar(bench: EngineBench, server: LoopbackServer) -> None:
    (job,) = bench.order(a_request(steps=9))

    assert bench.states(job.id) == ["queued", "sending", "receiving", "saving", "done"]
    (saved,) = bench.saved()
    with Image.open(saved.path) as image:
        assert (image.format, image.size) == ("JPEG", (256, 256))
    record = json.loads(saved.sidecar.read_text("utf-8"))
    body = server.orders()[0].json
    assert record["request"]["body"] == body
    assert (body["seed"], body["steps"], body["response_format"]) == (7, 9, "base64")
    assert record["answer"] == {"id": "oTest-1", "model": body["model"], "index": 0, "pictures": 1}
    assert record["cost"]["billed"] == "yes"
    assert record["cost"]["estimate_usd"] == job.estimate_usd
    assert (record["job_id"], record["batch_id"]) == (job.id, job.batch_id)
    assert record["timing"]["wall_s"] > 0
    assert job.image_uuids == (record["uuid"],)
    assert job.billed is Billed.YES
    assert not job.has_spool
    assert list((bench.folders.data / "spool").iterdir()) == []
    assert bench.received() > 0


def test_the_key_goes_to_the_provider_and_nowhere_else(bench: EngineBench, server: LoopbackServer) -> None:
    bench.order(a_request())

    assert server.orders()[0].headers["authorization"] == f"Bearer {bench.key}"
    kept = [path for path in bench.folders.data.parent.rglob("*") if path.is_file()]
    assert len(kept) > 2
    assert not [path for path in kept if bench.key.encode() in path.read_bytes()]


def test_several_pictures_are_single_calls_with_known_seeds(bench: EngineBench, server: LoopbackServer) -> None:
    jobs = bench.order(a_request(count=4, seed=SEED_MAX - 1))

    assert sorted(order.json["seed"] for order in server.orders()) == [0, 1, SEED_MAX - 1, SEED_MAX]
    assert not any("n" in order.json for order in server.orders())
    assert len({job.batch_id for job in jobs}) == 1
    assert len(bench.pictures()) == 4
    assert {job.state for job in jobs} == {JobState.DONE}


def test_a_request_without_a_seed_gets_one_that_is_recorded(bench: EngineBench, server: LoopbackServer) -> None:
    bench.order(a_request(seed=None))

    (saved,) = bench.saved()
    assert saved.record.asked is not None
    assert saved.record.asked.seed == server.orders()[0].json["seed"]


def test_pictures_by_url_are_downloaded_at_once(bench: EngineBench, server: LoopbackServer) -> None:
    server.pictures["/shrt/abc"] = real_picture({}, file_format="PNG")
    server.answer(data={"id": "o1", "model": "m", "data": [{"index": 0, "url": f"{server.url}/shrt/abc"}]})

    (job,) = bench.order(a_request())

    assert job.state is JobState.DONE
    assert [path.suffix for path in bench.pictures()] == [".png"]
    fetched = next(each for each in server.requests if each.path == "/shrt/abc")
    assert "authorization" not in fetched.headers


def test_an_edit_sends_the_reference_and_names_it(bench: EngineBench, server: LoopbackServer) -> None:
    store = ReferenceStore(bench.folders.data / "references")
    reference = replace(store.add_bytes(real_picture({}), "fox.jpg"), image_uuid="11111111-2222-3333-4444-555555555555")

    (job,) = bench.order(a_request(model=KONTEXT, width=None, height=None, references=(reference,)))

    assert job.state is JobState.DONE
    assert server.orders()[0].json["image_url"].startswith("data:image/jpeg;base64,")
    record = bench.saved()[0].record
    assert record.kind is Kind.EDITED
    assert [(parent.uuid, parent.sha256) for parent in record.parents] == [(reference.image_uuid, reference.sha256)]
    assert record.asked is not None
    assert record.asked.body["image_url"] == f"sha256:{reference.sha256}"


def test_a_reference_that_is_gone_fails_before_anything_is_sent(bench: EngineBench, server: LoopbackServer) -> None:
    store = ReferenceStore(bench.folders.data / "references")
    reference = store.add_bytes(real_picture({}), "fox.jpg")
    store.path(reference).unlink()

    (job,) = bench.order(a_request(references=(reference,)))

    assert job.failure is not None
    assert (job.state, job.failure.code, job.billed) == (JobState.FAILED, "ReferenceMissing", Billed.NO)
    assert server.orders() == []


def test_the_demo_engine_needs_neither_key_nor_network(bench: EngineBench, server: LoopbackServer) -> None:
    bench.key = ""

    (job,) = bench.order(a_request(model="sfumato/demo"), demo=True)

    (saved,) = bench.saved()
    assert saved.record.demo
    assert job.billed is Billed.NO
    assert saved.record.cost is not None
    assert (saved.record.cost.estimate_usd, saved.record.cost.billed) == (0.0, Billed.NO)
    assert server.requests == []


def test_the_demo_engines_model_is_never_sent_to_the_provider(bench: EngineBench, server: LoopbackServer) -> None:
    (job,) = bench.order(a_request(model="sfumato/demo"), demo=False)

    assert (job.demo, job.state, server.requests) == (True, JobState.DONE, [])


def test_without_a_key_nothing_is_sent_to_the_provider(bench: EngineBench, server: LoopbackServer) -> None:
    bench.key = ""

    (job,) = bench.order(a_request())

    assert (job.state, job.failure, job.billed) == (JobState.QUEUED, None, Billed.NO)
    assert bench.queue_state().holds == {Hold.KEY}
    assert server.requests == []


def test_a_base_url_that_is_none_fails_the_job_and_not_the_program(bench: EngineBench) -> None:
    bench.base_url = "ftp://example.test"

    (job,) = bench.order(a_request())

    assert job.failure is not None
    assert (job.failure.code, job.failure.field, job.billed) == ("RequestInvalid", "base_url", Billed.NO)


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"prompt": "  "}, "prompt"),
        ({"count": 5}, "count"),
        ({"count": 0}, "count"),
    ],
)
def test_what_no_model_takes_is_refused_before_the_journal(
    bench: EngineBench, fields: dict[str, Any], at_fault: str
) -> None:
    with pytest.raises(RequestInvalid) as caught:
        bench.order(replace(a_request(), **fields))

    assert caught.value.field == at_fault
    assert bench.journalled() == []


def test_too_many_references_are_refused(bench: EngineBench) -> None:
    reference = ReferenceStore(bench.folders.data / "references").add_bytes(real_picture({}), "fox.jpg")

    with pytest.raises(RequestInvalid) as caught:
        bench.order(a_request(model=KONTEXT, references=(reference, reference)))

    assert caught.value.field == "references"


def test_jobs_run_side_by_side_up_to_the_limit(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 2
    for _ in range(3):
        server.stall(30.0)

    def states() -> list[str]:
        return sorted(job.state.value for job in bench.jobs().values())

    async def work() -> None:
        async with bench.session() as session:
            for seed in range(3):
                await session.engine.submit(a_request(seed=seed), demo=False)
            await bench.until(lambda: states() == ["queued", "sending", "sending"])
            sending = next(job for job in bench.jobs().values() if job.state is JobState.SENDING)
            session.engine.cancel(sending.id)
            # The place that became free is taken.
            await bench.until(lambda: states() == ["cancelled", "sending", "sending"])

    run(work())


def test_one_failure_leaves_the_other_jobs_alone(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1
    server.answer()
    server.refuse(403)
    server.garbage()
    server.answer()

    jobs = bench.order(a_request(count=4))

    assert [job.state for job in jobs] == [JobState.DONE, JobState.FAILED, JobState.FAILED, JobState.DONE]
    assert len(bench.pictures()) == 2


def test_the_library_can_be_exchanged_while_the_engine_runs(bench: EngineBench, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"

    async def work() -> None:
        async with bench.session() as session:
            session.set_library(other)
            await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()

    run(work())
    (saved,) = bench.saved()
    assert saved.path.is_relative_to(other)
    assert not bench.library.exists()


def test_a_new_key_is_used_from_the_next_job_on(bench: EngineBench, server: LoopbackServer) -> None:
    async def work() -> None:
        async with bench.session() as session:
            await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            session.engine.set_key("tgp_other")
            await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()

    run(work())
    assert [order.headers["authorization"] for order in server.orders()] == [f"Bearer {bench.key}", "Bearer tgp_other"]


def test_the_money_of_the_day_is_told_at_the_start_and_after_each_job(
    bench: EngineBench, server: LoopbackServer
) -> None:
    (job,) = bench.order(a_request())
    bench.order(a_request(model="sfumato/demo"), demo=True)

    assert bench.spent_usd() == [0.0, job.estimate_usd, job.estimate_usd]


def test_more_places_let_waiting_jobs_in(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1
    for _ in range(3):
        server.stall(30.0)

    def sending() -> int:
        return sum(job.state is JobState.SENDING for job in bench.jobs().values())

    async def work() -> None:
        async with bench.session() as session:
            await session.engine.submit(a_request(count=3), demo=False)
            await bench.until(lambda: sending() == 1)
            session.engine.set_parallel_jobs(3)
            await bench.until(lambda: sending() == 3)

    run(work())


def test_another_base_url_is_used_from_the_next_job_on(bench: EngineBench, server: LoopbackServer) -> None:
    settings_url, bench.base_url = server.url, ""

    async def work() -> None:
        async with bench.session() as session:
            session.set_base_url(settings_url)
            await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()

    run(work())
    assert [job.state for job in bench.jobs().values()] == [JobState.DONE]


def test_the_base_url_of_the_environment_stays(bench: EngineBench, server: LoopbackServer) -> None:
    async def work() -> None:
        async with bench.session() as session:
            session.set_base_url("https://elsewhere.invalid")
            await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()

    run(work())
    assert len(server.orders()) == 1
