"""A refusal of the account fails one job and holds the others: a thousand orders are not refused one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.core.batches import BatchItem
from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from desktop_app.core.queue_state import Hold
from tests.support.engine_bench import EngineBench, a_request, run
from tests.support.queue_bench import OTHER, ended, paused, prompts, resumed
from tests.support.server import LoopbackServer, error_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.engine.session import Session

CREDIT = "Credit limit exceeded, please [add credits](https://api.together.ai/settings/billing)."
SHARING = error_body("Not allowed by the organisation.", code="third_party_data_sharing_blocked")


def _no_credit(server: LoopbackServer) -> None:
    server.refuse(402, error_body(CREDIT, "credit_limit"))


def _no_credit_by_another_status(server: LoopbackServer) -> None:
    server.refuse(403, error_body(CREDIT, "credit_limit"))


def _wrong_key(server: LoopbackServer) -> None:
    server.refuse(401)


async def _submitted(session: Session, count: int) -> list[str]:
    items = [BatchItem(a_request(f"fox {place}")) for place in range(count)]
    return [job.id for job in await session.engine.submit_batch(items, demo=False)]


REFUSALS = {
    "no credit": (_no_credit, Hold.CREDIT, "CreditExhausted"),
    "no credit, by 403": (_no_credit_by_another_status, Hold.CREDIT, "AccessDenied"),
    "a wrong key": (_wrong_key, Hold.KEY_REFUSED, "KeyRejected"),
}


@pytest.mark.parametrize(("refuse", "hold", "code"), REFUSALS.values(), ids=REFUSALS)
def test_one_job_fails_and_the_others_wait_for_a_word(
    bench: EngineBench, server: LoopbackServer, refuse: Callable[[LoopbackServer], None], hold: Hold, code: str
) -> None:
    bench.parallel_jobs = 4
    for _ in range(4):
        refuse(server)

    async def work() -> None:
        async with bench.session() as session:
            ids = await _submitted(session, 40)
            await session.engine.idle()
            await bench.until(lambda: bench.queue_state().holds == {hold} and bench.queue_state().waiting == 39)
            assert ended(bench, ids).count("failed") == 1
            (failed,) = [job for job in bench.jobs().values() if job.state is JobState.FAILED]
            assert failed.failure is not None
            assert (failed.failure.code, failed.billed) == (code, Billed.NO)
            sent = len(server.orders())
            assert sent <= 4
            # A new order is no word that the account is in order again.
            (late,) = await session.engine.submit(a_request("late"), demo=False)
            await session.engine.idle()
            assert (bench.job(late.id).state, len(server.orders())) == (JobState.QUEUED, sent)
            if hold is Hold.CREDIT:
                session.engine.queue.try_now()
            else:
                session.engine.set_key("tgp_new")
            await session.engine.retry_all_failed()
            await session.engine.idle()
            assert ended(bench, [*ids, late.id]) == ["done"] * 41
            assert not bench.queue_state().holds

    # Of those that were asked beside each other, none but the first fails; nothing is left to refuse.
    run(work())
    assert len(bench.pictures()) == 41


@pytest.mark.parametrize("word", ["resume", "retry"])
def test_other_words_let_the_orders_go_too(bench: EngineBench, server: LoopbackServer, word: str) -> None:
    bench.parallel_jobs = 1
    _no_credit(server)

    async def work() -> None:
        async with bench.session() as session:
            failed, waiting = await _submitted(session, 2)
            await session.engine.idle()
            assert ended(bench, [failed, waiting]) == ["failed", "queued"]
            if word == "resume":
                await session.engine.queue.resume()
            else:
                await session.engine.retry(failed)
            await session.engine.idle()
            assert bench.job(waiting).state is JobState.DONE

    run(work())


def test_what_was_under_way_when_the_key_changed_goes_out_again(bench: EngineBench, server: LoopbackServer) -> None:
    server.accepted_key = "tgp_new"

    async def work() -> None:
        async with bench.session() as session:
            bench.when_sending(lambda: session.engine.set_key("tgp_newer"))
            (job,) = await session.engine.submit(a_request(), demo=False)
            await bench.until(lambda: bench.job(job.id).state is JobState.FAILED)
            # Sent twice: by the key of before, and by the one that was set meanwhile.
            assert len(server.orders()) == 2
            session.engine.set_key("tgp_new")
            await session.engine.retry(job.id)
            await session.engine.idle()
            assert bench.job(job.id).state is JobState.DONE

    run(work())


def test_the_demo_engine_and_what_is_under_way_go_on(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 2
    server.stall(0.3)
    _no_credit(server)

    async def work() -> None:
        async with bench.session() as session:
            ids = await _submitted(session, 3)
            await bench.until(lambda: bench.queue_state().holds == {Hold.CREDIT})
            (free,) = await session.engine.submit(a_request(model="sfumato/demo"), demo=True)
            await session.engine.idle()
            assert bench.job(free.id).state is JobState.DONE
            assert sorted(ended(bench, ids)) == ["done", "failed", "queued"]

    run(work())


def test_an_account_that_shares_nothing_holds_the_model_alone(bench: EngineBench, server: LoopbackServer) -> None:
    bench.parallel_jobs = 1
    server.refuse(403, SHARING)

    async def work() -> None:
        async with bench.session() as session:
            await paused(session)
            items = [BatchItem(a_request(prompt)) for prompt in ("first", "second")]
            items.append(BatchItem(a_request("other", model=OTHER)))
            ids = [job.id for job in await session.engine.submit_batch(items, demo=False)]
            await resumed(session)
            assert ended(bench, ids) == ["failed", "queued", "done"]
            await bench.until(lambda: bench.queue_state().holds == {Hold.SHARING})
            assert bench.queue_state().unshared == {items[0].request.model}
            session.engine.queue.try_now()
            await session.engine.idle()
            assert ended(bench, ids) == ["failed", "done", "done"]
            await bench.until(lambda: not bench.queue_state().holds)

    run(work())


@pytest.mark.parametrize("refuse", [_no_credit, _wrong_key])
def test_a_restart_is_no_word(
    bench: EngineBench, server: LoopbackServer, refuse: Callable[[LoopbackServer], None]
) -> None:
    bench.parallel_jobs = 1
    refuse(server)
    key, bench.key = bench.key, ""

    async def work(key: str) -> list[str]:
        async with bench.session() as session:
            session.engine.set_key(key)
            ids = await _submitted(session, 2) if not server.orders() else []
            await session.engine.idle()
            return ids

    _, waiting = run(work(key))
    run(work(key))
    assert (bench.job(waiting).state, len(server.orders())) == (JobState.QUEUED, 1)
    run(work("tgp_other"))
    is_sent = refuse is _wrong_key
    assert (bench.job(waiting).state is JobState.DONE, len(server.orders())) == (is_sent, 1 + is_sent)


def test_one_order_by_the_command_line_fails_as_it_did(bench: EngineBench, server: LoopbackServer) -> None:
    bench.is_queue = False
    _no_credit(server)
    _wrong_key(server)

    for code in ("CreditExhausted", "KeyRejected"):
        (job,) = bench.order(a_request())
        assert job.failure is not None
        assert (job.state, job.failure.code) == (JobState.FAILED, code)
    assert prompts(server) == ["a red fox in the snow"] * 2
