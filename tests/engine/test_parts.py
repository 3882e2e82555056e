"""The engine's small parts, and what it does beside orders."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import (
    AnswerTimedOut,
    Billed,
    ConnectionBroken,
    ConnectionNotMade,
    ContentRefused,
    Interrupted,
    Overloaded,
    RateLimited,
    RequestRefused,
    ServerFailed,
    SfumatoError,
)
from desktop_app.core.job import JobState
from desktop_app.engine.awaiting import in_thread
from desktop_app.engine.events import KeyChecked, MoneySpent, ReferenceFetched
from desktop_app.engine.outcome import end_state, failure_for
from desktop_app.engine.patience import Patience
from desktop_app.engine.record_maker import image_uuid
from desktop_app.store.references import ReferenceStore
from tests.support.engine_bench import EngineBench, run
from tests.support.server import MODELS, real_picture

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer

JOB_ID = "11111111-2222-3333-4444-555555555555"


@pytest.mark.parametrize(
    ("error", "waits"),
    [(ConnectionNotMade(), 2), (RateLimited(), 4), (Overloaded(), 3), (ServerFailed(), 0), (RequestRefused(), 0)],
)
def test_patience_ends(error: SfumatoError, waits: int) -> None:
    patience = Patience(jitter=0)

    waited = [patience.wait_s(error, earlier) for earlier in range(6)]

    assert waited == sorted((wait for wait in waited if wait is not None), key=float) + [None] * (6 - waits)


@pytest.mark.parametrize("error", [ConnectionBroken(), AnswerTimedOut(), ContentRefused(), Interrupted()])
def test_what_may_have_been_billed_is_never_sent_again_alone(error: SfumatoError) -> None:
    assert Patience().wait_s(error, 0) is None


def test_a_known_false_refusal_is_tried_twice_more() -> None:
    error = RequestRefused()
    error.retry_is_safe = True
    assert [Patience(jitter=0).wait_s(error, earlier) for earlier in range(3)] == [0.25, 0.25, None]


def test_the_wait_that_the_provider_names_goes_first() -> None:
    error = RateLimited()
    error.retry_after_s = 17.0
    waits = {Patience().wait_s(error, 0) or 0.0 for _ in range(50)}

    assert min(waits) >= 17.0
    assert max(waits) <= 17.0 * 1.25
    assert len(waits) > 1

    error.retry_after_s = 3000.0
    assert Patience().wait_s(error, 0) is None


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (ServerFailed(), JobState.UNKNOWN),
        (ServerFailed(billed=Billed.NO), JobState.FAILED),
        (ContentRefused(), JobState.FAILED),
        (Interrupted(), JobState.UNKNOWN),
        (Interrupted(billed=Billed.YES), JobState.FAILED),
        (ConnectionNotMade(), JobState.FAILED),
    ],
)
def test_end_states(error: SfumatoError, state: JobState) -> None:
    assert end_state(error) is state


def test_a_failure_of_the_demo_engine_costs_nothing() -> None:
    assert failure_for(ConnectionBroken(), demo=True).billed is Billed.NO
    assert failure_for(ConnectionBroken(), demo=False, request_id="r1").request_id == "r1"


def test_a_picture_keeps_its_uuid() -> None:
    assert image_uuid(JOB_ID, 0) == image_uuid(JOB_ID, 0)
    assert image_uuid(JOB_ID, 0) != image_uuid(JOB_ID, 1)
    assert image_uuid("no uuid", 0) == image_uuid("no uuid", 0)


def test_work_in_a_thread_is_not_torn_by_a_cancellation() -> None:
    entered, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def function() -> None:
        entered.set()
        go_on.wait(10)
        done.set()

    async def work() -> None:
        task = asyncio.create_task(in_thread(function))
        await asyncio.to_thread(entered.wait, 10)
        task.cancel()
        await asyncio.sleep(0)
        assert not task.done()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert done.is_set()

    run(work())


def test_an_error_in_a_thread_does_not_swallow_a_cancellation() -> None:
    entered, go_on = threading.Event(), threading.Event()

    def function() -> None:
        entered.set()
        go_on.wait(10)
        raise ValueError

    async def work() -> None:
        task = asyncio.create_task(in_thread(function))
        await asyncio.to_thread(entered.wait, 10)
        task.cancel()
        go_on.set()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        assert isinstance(caught.value.__cause__, ValueError)

    run(work())


def _checked(bench: EngineBench) -> KeyChecked:
    async def work() -> KeyChecked:
        async with bench.session() as session:
            return await session.engine.check_key("tgp_asked")

    checked = run(work())
    assert bench.events[-1] is checked
    return checked


def test_a_good_key_tells_the_image_models(bench: EngineBench, server: LoopbackServer) -> None:
    server.accepted_key = "tgp_asked"

    checked = _checked(bench)

    assert checked.error is None
    assert "black-forest-labs/FLUX.2-dev" in checked.models
    assert "moonshotai/Kimi-K2" not in checked.models


@pytest.mark.parametrize(
    ("status", "code"), [(401, "KeyRejected"), (402, "CreditExhausted"), (500, "ServerFailed"), (503, "Overloaded")]
)
def test_what_is_wrong_with_a_key_is_told_apart(
    bench: EngineBench, server: LoopbackServer, status: int, code: str
) -> None:
    server.refuse(status, path=MODELS)

    checked = _checked(bench)

    assert checked.error is not None
    assert (checked.error.code, checked.error.billed) == (code, Billed.NO)


def _fetched(bench: EngineBench, url: str) -> ReferenceFetched:
    async def work() -> ReferenceFetched:
        async with bench.session() as session:
            return await session.engine.fetch_reference("token", url)

    fetched = run(work())
    assert bench.events[-1] is fetched
    assert fetched.token == "token"
    return fetched


def test_a_reference_is_fetched_from_a_url(bench: EngineBench, server: LoopbackServer) -> None:
    server.pictures["/shrt/fox.jpg"] = real_picture({})

    fetched = _fetched(bench, f"{server.url}/shrt/fox.jpg?size=large")

    assert fetched.reference is None
    server.pictures["/shrt/fox.jpg?size=large"] = real_picture({})
    bench.events.clear()
    fetched = _fetched(bench, f"{server.url}/shrt/fox.jpg?size=large")
    assert fetched.reference is not None
    assert (fetched.reference.name, fetched.error) == ("fox.jpg", None)
    assert ReferenceStore(bench.folders.data / "references").path(fetched.reference).is_file()


@pytest.mark.parametrize(
    ("path", "code"), [("/shrt/gone.jpg", "DownloadFailed"), ("/shrt/text.jpg", "ReferenceNotAPicture")]
)
def test_a_reference_that_is_none_costs_nothing(
    bench: EngineBench, server: LoopbackServer, path: str, code: str
) -> None:
    server.pictures["/shrt/text.jpg"] = b"<html>no picture</html>"

    fetched = _fetched(bench, server.url + path)

    assert fetched.error is not None
    assert (fetched.reference, fetched.error.code, fetched.error.billed) == (None, code, Billed.NO)


def test_a_reference_may_not_come_from_a_private_address(bench: EngineBench) -> None:
    fetched = _fetched(bench, "https://10.0.0.1/fox.jpg")

    assert fetched.error is not None
    assert (fetched.error.code, fetched.error.billed) == ("DownloadForbidden", Billed.NO)


def test_warming_up_opens_the_connection_that_the_order_uses(bench: EngineBench, server: LoopbackServer) -> None:
    from tests.support.engine_bench import a_request

    async def work() -> None:
        async with bench.session() as session:
            await session.engine.warm_up()
            await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()

    run(work())
    assert server.connections == 1
    assert "authorization" not in server.requests[0].headers


def test_warming_up_without_a_network_is_no_fault(bench: EngineBench) -> None:
    bench.base_url = "nonsense"

    async def work() -> None:
        async with bench.session() as session:
            await session.engine.warm_up()

    run(work())
    assert not [event for event in bench.events if not isinstance(event, MoneySpent)]
