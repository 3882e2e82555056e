"""The provider's list in a session: asked, kept, and never in the way."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.catalogue import DEFAULT_PREFERENCE, Availability, Catalogue
from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from desktop_app.engine.events import CatalogueChanged, ModelsRefreshed
from desktop_app.engine.places import models_path
from tests.support.engine_bench import FLUX, EngineBench, a_request, run
from tests.support.model_lists import RECORDED_MODELS, a_listed_model
from tests.support.server import GENERATIONS, MODELS

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer

WITHOUT_FLUX = [*(model for model in RECORDED_MODELS if model["id"] != FLUX), a_listed_model("someone/new-model")]


def refreshed(bench: EngineBench, *, quiet: bool = False) -> ModelsRefreshed:
    async def work() -> ModelsRefreshed:
        async with bench.session() as session:
            return await session.engine.refresh_models(quiet=quiet)

    return run(work())


def at_start(bench: EngineBench) -> Catalogue:
    """Return the catalogue of a session that asks nobody."""

    async def work() -> Catalogue:
        async with bench.session() as session:
            return session.catalogue

    return run(work())


def told(bench: EngineBench, kind: type) -> list[object]:
    return [event for event in bench.events if isinstance(event, kind)]


def test_the_list_counts_at_once_is_told_and_kept_for_the_next_start(
    bench: EngineBench, server: LoopbackServer
) -> None:
    server.accepted_key = bench.key
    server.models = WITHOUT_FLUX

    result = refreshed(bench)

    assert result.error is None
    assert result.listed_on is not None
    assert bench.events[-1] is result
    (changed,) = told(bench, CatalogueChanged)
    assert isinstance(changed, CatalogueChanged)
    kept = at_start(bench)
    assert list(kept) == list(changed.catalogue)
    assert kept.listed_on == result.listed_on
    assert kept.profile(FLUX).availability is Availability.VANISHED
    assert kept.profile("someone/new-model").availability is Availability.NEW
    assert kept.first_of(DEFAULT_PREFERENCE).id == "black-forest-labs/FLUX.2-pro"
    assert [request.path for request in server.requests] == [MODELS]


def test_a_new_model_makes_pictures_on_the_day_it_appears(bench: EngineBench, server: LoopbackServer) -> None:
    server.models = WITHOUT_FLUX
    refreshed(bench)

    (job,) = bench.order(a_request(model="someone/new-model", width=512, height=512))

    assert (job.state, job.estimate_usd) == (JobState.DONE, 0.04)
    assert server.orders()[0].json["model"] == "someone/new-model"


def test_the_same_list_again_tells_no_change(bench: EngineBench, server: LoopbackServer) -> None:
    server.models = WITHOUT_FLUX
    first, second = refreshed(bench), refreshed(bench)
    if first.listed_on == second.listed_on:  # Not so for a test at midnight.
        # Once when it was new, and once at the second start.
        assert len(told(bench, CatalogueChanged)) == 2


@pytest.mark.parametrize(
    ("status", "code"), [(401, "KeyRejected"), (403, "AccessDenied"), (500, "ServerFailed"), (503, "Overloaded")]
)
def test_a_refusal_leaves_the_kept_list_and_costs_nothing(
    bench: EngineBench, server: LoopbackServer, status: int, code: str
) -> None:
    server.models = WITHOUT_FLUX
    before = refreshed(bench)
    server.refuse(status, path=MODELS)

    result = refreshed(bench)

    assert result.error is not None
    assert (result.error.code, result.error.billed, result.listed_on) == (code, Billed.NO, before.listed_on)
    assert at_start(bench).profile(FLUX).availability is Availability.VANISHED


@pytest.mark.parametrize("models", [[], [a_listed_model(type="chat")], [a_listed_model("no id")]])
def test_a_list_without_image_models_is_not_believed(
    bench: EngineBench, server: LoopbackServer, models: list[dict[str, object]]
) -> None:
    server.models = models
    result = refreshed(bench)
    assert result.error is not None
    assert (result.error.code, result.error.billed, result.listed_on) == ("AnswerUnreadable", Billed.NO, None)
    assert told(bench, CatalogueChanged) == []
    assert not models_path(bench.folders).exists()


def test_without_a_network_the_kept_list_stays(bench: EngineBench, server: LoopbackServer) -> None:
    server.models = WITHOUT_FLUX
    listed_on = refreshed(bench).listed_on
    server.close()
    bench.events.clear()

    quiet = refreshed(bench, quiet=True)
    assert told(bench, ModelsRefreshed) == []
    loud = refreshed(bench)

    assert told(bench, ModelsRefreshed) == [loud]
    assert quiet.error is not None
    assert loud.error is not None
    assert quiet.listed_on == loud.listed_on == listed_on
    assert at_start(bench).profile("someone/new-model").availability is Availability.NEW


def test_no_key_no_question(bench: EngineBench, server: LoopbackServer) -> None:
    bench.key = ""

    async def work() -> ModelsRefreshed:
        async with bench.session() as session:
            asking = asyncio.create_task(session.engine.refresh_models())
            session.engine.set_key("")
            return await asking

    result = run(work())
    assert result.error is not None
    assert result.error.code == "KeyRejected"
    assert server.requests == []


def test_nothing_is_asked_before_the_key_is_told(bench: EngineBench, server: LoopbackServer) -> None:
    bench.key = ""

    async def work() -> ModelsRefreshed:
        async with bench.session() as session:
            asking = asyncio.create_task(session.engine.refresh_models(quiet=True))
            await session.engine.idle()
            await session.engine.submit(a_request(model="sfumato/demo"), demo=True)
            await session.engine.idle()
            assert not asking.done()
            assert server.requests == []
            session.engine.set_key("tgp_late")
            return await asking

    assert run(work()).error is None
    assert server.requests[0].headers["authorization"] == "Bearer tgp_late"


def test_a_list_that_does_not_come_delays_no_order(bench: EngineBench, server: LoopbackServer) -> None:
    stalled = threading.Event()
    server.stall(stalled, path=MODELS)

    async def work() -> None:
        async with bench.session() as session:
            asking = asyncio.create_task(session.engine.refresh_models(quiet=True))
            await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            assert not asking.done()
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking

    run(work())
    assert [job.state for job in bench.jobs().values()] == [JobState.DONE]
    stalled.set()


def test_an_order_asks_for_no_list(bench: EngineBench, server: LoopbackServer) -> None:
    bench.order(a_request())
    assert [request.path for request in server.requests] == [GENERATIONS]


def test_a_disk_that_refuses_keeps_nothing_and_the_list_counts_all_the_same(
    bench: EngineBench, server: LoopbackServer
) -> None:
    server.models = WITHOUT_FLUX
    path = models_path(bench.folders)
    path.parent.mkdir(parents=True)
    path.mkdir()

    result = refreshed(bench)

    assert result.error is None
    assert told(bench, CatalogueChanged)
    assert at_start(bench).listed_on is None
