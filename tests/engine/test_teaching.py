"""Refusals through the whole path: what they teach, how long it holds, and what is sent again."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.core.catalogue import Availability, Catalogue, Parameter
from desktop_app.core.job import JobState
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.sizes import AreaRule, GridRule, MenuRule
from desktop_app.engine.events import CatalogueChanged, JobChanged
from desktop_app.engine.places import models_path, references_folder
from desktop_app.store.references import ReferenceStore
from tests.support.engine_bench import (
    FLUX,
    EngineBench,
    a_request,
    assert_paid_and_kept,
    retried,
    run,
    spoil_library,
)
from tests.support.refusal_texts import AREA, CREDIT, MENU, NO_MODEL, NOT_SERVERLESS, WIDTH, unsupported
from tests.support.server import error_body, real_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.core.catalogue import ModelProfile
    from tests.support.server import LoopbackServer

NARROW = WIDTH.replace("2048", "1000").replace("of 16", "of 32")
STEPS = "Invalid value for 'steps' parameter. Steps must be an integer value between 1 and 12."
GUIDANCE = "Invalid value for 'guidance_scale' parameter. It must be between 2 and 4."
SEED_16 = "Invalid value for 'seed' parameter. Seed must be an integer value between 0 and 65535."

RowCheck = tuple[str, "Callable[[ModelProfile], bool]"]
GRAMMARS: dict[str, RowCheck] = {
    "grid": (NARROW, lambda row: row.size_rule == GridRule(256, 1000, 32)),
    "area": (AREA, lambda row: isinstance(row.size_rule, AreaRule)),
    "menu": (MENU, lambda row: isinstance(row.size_rule, MenuRule) and len(row.size_rule.sizes) == 3),
    "steps": (STEPS, lambda row: row.highest_steps == 12),
    "guidance": (GUIDANCE, lambda row: row.guidance is not None and row.guidance.highest == 4),
    "seed": (SEED_16, lambda row: row.highest_seed == 65535),
    "unsupported": (unsupported("steps"), lambda row: not row.takes(Parameter.STEPS)),
    "references": (
        "Invalid value for 'reference_images'. At most 2 images are allowed.",
        lambda row: row.reference_count == 2,
    ),
    "model": (NOT_SERVERLESS, lambda row: row.availability is Availability.REFUSED),
}
A_REQUEST: dict[str, Any] = {"width": 1008, "height": 1008, "steps": 20, "guidance": 9.0}


def at_start(bench: EngineBench) -> Catalogue:
    """Return the catalogue of a session that comes later."""

    async def work() -> Catalogue:
        async with bench.session() as session:
            return session.catalogue

    return run(work())


def told(bench: EngineBench) -> list[Catalogue]:
    return [event.catalogue for event in bench.events if isinstance(event, CatalogueChanged)]


@pytest.mark.parametrize("name", GRAMMARS)
def test_each_grammar_corrects_the_row_is_told_and_lasts(bench: EngineBench, server: LoopbackServer, name: str) -> None:
    text, is_learnt = GRAMMARS[name]
    assert not is_learnt(known_catalogue().profile(FLUX))
    server.refuse(400, error_body(text), times=5)

    (job,) = bench.order(a_request(**A_REQUEST))

    assert job.state is JobState.FAILED
    assert len(server.orders()) == 1
    (catalogue,) = told(bench)
    assert is_learnt(catalogue.profile(FLUX))
    assert [row for row in known_catalogue() if row != catalogue.profile(row.id)] == [known_catalogue().profile(FLUX)]
    # Whoever is told of the end can offer by what was learnt.
    events = [event for event in bench.events if isinstance(event, CatalogueChanged | JobChanged)]
    assert isinstance(events[-2], CatalogueChanged)
    assert is_learnt(at_start(bench).profile(FLUX))
    # Said once at the next start, since the table alone says otherwise.
    assert len(told(bench)) == 2


def test_the_next_order_keeps_what_was_learnt(bench: EngineBench, server: LoopbackServer) -> None:
    server.refuse(400, error_body(NARROW))
    server.refuse(400, error_body(unsupported("steps")))
    bench.order(a_request(**A_REQUEST))
    bench.order(a_request(**A_REQUEST))

    (job,) = bench.order(a_request(**A_REQUEST))

    assert job.state is JobState.DONE
    first, second, third = (order.json for order in server.orders())
    assert (first["width"], second["width"], third["width"]) == (1008, 992, 992)
    assert "steps" in second
    assert "steps" not in third


def test_lessons_end_with_the_table(bench: EngineBench, server: LoopbackServer) -> None:
    server.refuse(400, error_body(MENU))
    bench.order(a_request())
    path = models_path(bench.folders)
    data = json.loads(path.read_text("utf-8"))
    assert at_start(bench).profile(FLUX) != known_catalogue().profile(FLUX)

    data["lessons"]["table"] = "2026-01-01"
    path.write_text(json.dumps(data), encoding="utf-8")

    assert list(at_start(bench)) == list(known_catalogue())


def test_a_new_seed_lies_in_the_range_that_was_taught(bench: EngineBench, server: LoopbackServer) -> None:
    server.refuse(400, error_body(SEED_16.replace("65535", "9")))
    bench.order(a_request())

    bench.order(a_request(seed=None))
    bench.order(a_request(seed=8, count=4))

    seeds = [order.json["seed"] for order in server.orders()[1:]]
    assert 0 <= seeds[0] <= 9
    assert sorted(seeds[1:]) == [0, 1, 8, 9]


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (400, "The prompt is odd."),
        (400, "Invalid content detected."),
        (402, CREDIT),
        (422, MENU),
        (500, MENU),
        (404, "?"),
    ],
)
def test_other_refusals_teach_nothing(bench: EngineBench, server: LoopbackServer, status: int, text: str) -> None:
    server.refuse(status, error_body(text))
    bench.order(a_request())
    assert told(bench) == []
    assert not models_path(bench.folders).exists()


def test_the_demo_engine_teaches_nothing(bench: EngineBench) -> None:
    bench.demo_faults = "refuse=404"
    (job,) = bench.order(a_request(), demo=True)
    assert job.failure is not None
    assert (job.demo, job.failure.code) == (True, "ModelUnavailable")
    assert told(bench) == []


def test_a_refused_model_that_works_again_is_unmarked(bench: EngineBench, server: LoopbackServer) -> None:
    server.refuse(404, error_body(NO_MODEL, code="model_not_available"))
    (job,) = bench.order(a_request())
    assert job.failure is not None
    assert (job.failure.code, job.failure.provider_code) == ("ModelUnavailable", "model_not_available")
    assert at_start(bench).profile(FLUX).availability is Availability.REFUSED

    (again,) = bench.order(a_request())

    assert again.state is JobState.DONE
    assert told(bench)[-1].profile(FLUX).is_usable
    assert at_start(bench).profile(FLUX).is_usable


def test_a_false_refusal_is_tried_twice_more_and_teaches_nothing(bench: EngineBench, server: LoopbackServer) -> None:
    server.refuse(400, error_body(WIDTH), times=5)
    (job,) = bench.order(a_request(width=1024, height=1024))
    assert job.state is JobState.FAILED
    assert len(server.orders()) == 3
    assert told(bench) == []


def test_a_false_refusal_that_passes_costs_one_picture(bench: EngineBench, server: LoopbackServer) -> None:
    server.refuse(400, error_body("An error has occurred"), times=2)
    (job,) = bench.order(a_request(width=1024, height=1024))
    assert (job.state, len(server.orders()), len(bench.pictures())) == (JobState.DONE, 3, 1)


@pytest.mark.parametrize(
    "text", [NARROW, AREA, MENU, STEPS, SEED_16, unsupported("steps"), "An error has occurred!?x", ""]
)
def test_a_true_refusal_is_never_sent_again_alone(bench: EngineBench, server: LoopbackServer, text: str) -> None:
    server.refuse(400, error_body(text), times=5)
    (job,) = bench.order(a_request(**A_REQUEST))
    assert job.state is JobState.FAILED
    assert len(server.orders()) == 1


def test_the_record_says_what_was_sent_whatever_was_learnt_meanwhile(
    bench: EngineBench, server: LoopbackServer
) -> None:
    """One order is on its way when another is refused for its steps."""
    bench.parallel_jobs = 2
    server.stall(0.5)
    server.refuse(400, error_body(unsupported("steps")))

    async def work() -> str:
        async with bench.session() as session:
            (first,) = await session.engine.submit(a_request(steps=9), demo=False)
            await asyncio.to_thread(server.wait_for_requests, 1)
            (second,) = await session.engine.submit(a_request(steps=9), demo=False)
            await bench.until(lambda: bench.job(second.id).state is JobState.FAILED)
            assert not session.catalogue.profile(FLUX).takes(Parameter.STEPS)
            await session.engine.idle()
            return first.id

    assert bench.job(run(work())).state is JobState.DONE
    (saved,) = bench.saved()
    asked = saved.record.asked
    assert asked is not None
    assert asked.body == server.orders()[0].json
    assert asked.steps == 9


def test_what_another_program_learnt_meanwhile_is_kept(bench: EngineBench, server: LoopbackServer) -> None:
    server.refuse(400, error_body(MENU))

    async def work() -> None:
        async with bench.session() as session:
            other = EngineBench(bench.folders.data.parent, server)
            async with other.session(resume_queued=False) as second:
                await second.engine.submit(a_request(), demo=False)
                await second.engine.idle()
            server.refuse(400, error_body(unsupported("seed")))
            await session.engine.submit(a_request(model="google/flash-image-2.5"), demo=False)
            await session.engine.idle()

    run(work())
    catalogue = at_start(bench)
    assert isinstance(catalogue.profile(FLUX).size_rule, MenuRule)
    assert not catalogue.profile("google/flash-image-2.5").takes(Parameter.SEED)


def test_a_disk_that_refuses_costs_the_lesson_alone(bench: EngineBench, server: LoopbackServer) -> None:
    path = models_path(bench.folders)
    path.mkdir(parents=True)
    server.refuse(400, error_body(MENU))
    server.refuse(400, error_body(unsupported("steps")))

    async def work() -> None:
        async with bench.session() as session:
            await session.engine.submit(a_request(steps=9), demo=False)
            await session.engine.idle()
            assert isinstance(session.catalogue.profile(FLUX).size_rule, MenuRule)
            path.rmdir()
            await session.engine.submit(a_request(steps=9), demo=False)
            await session.engine.idle()

    run(work())
    # What could not be kept at first is kept with the next.
    row = at_start(bench).profile(FLUX)
    assert isinstance(row.size_rule, MenuRule)
    assert not row.takes(Parameter.STEPS)


def test_what_one_server_teaches_does_not_hold_for_another(bench: EngineBench, server: LoopbackServer) -> None:
    server.refuse(400, error_body(MENU))
    bench.order(a_request())
    assert at_start(bench).profile(FLUX) != known_catalogue().profile(FLUX)
    taught_by, bench.base_url = bench.base_url, "http://127.0.0.1:9"

    assert list(at_start(bench)) == list(known_catalogue())

    bench.base_url = taught_by
    assert at_start(bench).profile(FLUX) != known_catalogue().profile(FLUX)


def test_another_base_url_in_the_settings_lets_go_of_the_lessons_at_once(
    bench: EngineBench, server: LoopbackServer
) -> None:
    bench.base_url = ""

    async def work() -> tuple[Catalogue, Catalogue]:
        async with bench.session() as session:
            session.set_base_url(server.url)
            server.refuse(400, error_body(MENU))
            await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            taught = session.catalogue
            session.set_base_url("")
            return taught, session.catalogue

    taught, after = run(work())
    assert taught.profile(FLUX) != known_catalogue().profile(FLUX)
    assert list(after) == list(known_catalogue())
    assert list(told(bench)[-1]) == list(known_catalogue())


def test_what_was_learnt_since_keeps_no_paid_picture_from_being_saved(
    bench: EngineBench, server: LoopbackServer
) -> None:
    picture = ReferenceStore(references_folder(bench.folders)).add_bytes(real_picture({}), "fox.jpg")
    bench.when_sending(lambda: spoil_library(bench))
    (paid,) = bench.order(a_request(seed=70_000, references=(picture,) * 3))
    assert_paid_and_kept(paid, "FolderMissing")
    bench.library.unlink()
    bench.library.mkdir()
    for text in (SEED_16, "Invalid value for 'reference_images'. At most 2 images are allowed."):
        server.refuse(400, error_body(text))
        bench.order(a_request())
    row = at_start(bench).profile(FLUX)
    assert (row.highest_seed, row.reference_count) == (65_535, 2)
    bought = len(server.orders())

    job = retried(bench, paid.id)

    assert job.state is JobState.DONE
    assert len(server.orders()) == bought
    (saved,) = bench.saved()
    asked = saved.record.asked
    assert asked is not None
    assert asked.seed == 70_000
    assert len(asked.body["reference_images"]) == 3
