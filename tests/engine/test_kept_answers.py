"""A paid answer outlives every fault of the program itself: it stays in the spool, and is saved another time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop_app.api.wire import Answer, AnswerItem
from desktop_app.core.errors import Billed
from desktop_app.core.job import Job, JobState
from desktop_app.core.known_models import known_catalogue
from desktop_app.engine.places import journal_path, spool_folder
from desktop_app.engine.record_maker import make_record
from desktop_app.store.journal import Journal
from desktop_app.store.library import Library, SavedImage
from desktop_app.store.spool import Spool
from tests.support.answers import whole_answer
from tests.support.engine_bench import (
    FLUX,
    EngineBench,
    a_request,
    assert_paid_and_kept,
    assert_saved_without_a_new_order,
    retried,
    run,
)

if TYPE_CHECKING:
    from typing import Any

    from desktop_app.core.request import GenerationRequest
    from tests.support.server import LoopbackServer


ANSWER = Answer("o1", FLUX, (AnswerItem(0, b"picture"),))


class _FaultyLibrary(Library):
    """Takes no picture, by a fault that nobody foresaw."""

    def save(self, *_: Any, **__: Any) -> SavedImage:
        raise RuntimeError("a fault of ours")


def _older(bench: EngineBench, request: GenerationRequest) -> None:
    """Leave a job of an earlier version, which did not keep what it sent, with its whole answer in the spool."""
    file = Spool(spool_folder(bench.folders)).begin("job")
    file.write(whole_answer())
    file.finish()
    journal = Journal(journal_path(bench.folders))
    journal.add(Job("job", "batch", request, demo=False, state=JobState.RECEIVING, created_at=1.0, sent_at=2.0))
    journal.close()


async def _later(bench: EngineBench) -> None:
    async with bench.session() as session:
        await session.engine.idle()


def test_an_older_job_whose_request_is_not_valid_any_more_is_saved(bench: EngineBench, server: LoopbackServer) -> None:
    _older(bench, a_request(count=99, steps=20, negative_prompt="fog"))

    run(_later(bench))

    job = bench.job("job")
    assert (job.state, job.billed, job.has_spool) == (JobState.DONE, Billed.YES, False)
    (saved,) = bench.saved()
    asked = saved.record.asked
    assert asked is not None
    assert (asked.prompt, asked.seed, asked.steps, asked.negative_prompt) == ("a red fox in the snow", 7, 20, "fog")
    assert (asked.width, asked.height, dict(asked.body)) == (256, 256, {})
    assert server.orders() == []


def test_a_record_without_a_body_says_what_was_asked() -> None:
    row = replace(known_catalogue().profile(FLUX), needs_reference=True)
    request = a_request(guidance=3.5, safety_checker=False, prompt_upsampling=True)

    record = make_record(Job("job", "batch", request, demo=False), row, ANSWER, 0)

    assert record.asked is not None
    assert (record.asked.guidance, record.asked.safety_checker, record.asked.prompt_upsampling) == (3.5, False, True)


@pytest.mark.parametrize("spool_is_broken", [False, True])
def test_a_fault_while_saving_keeps_the_answer(
    bench: EngineBench, server: LoopbackServer, spool_is_broken: bool
) -> None:
    spool = bench.folders.data / "spool"

    def break_it() -> None:
        if spool_is_broken:
            spool.write_text("not a folder", encoding="utf-8")

    async def work() -> str:
        bench.when_sending(break_it)
        async with bench.session() as session:
            session.engine.set_library(_FaultyLibrary(bench.library))
            (job,) = await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            assert_paid_and_kept(bench.job(job.id), "SfumatoError")
            if spool_is_broken:
                # It is in the memory of this program alone, and saved from there.
                spool.unlink()
                session.engine.set_library(Library(bench.library))
                await session.engine.retry(job.id)
                await session.engine.idle()
            return job.id

    job_id = run(work())
    job = bench.job(job_id) if spool_is_broken else retried(bench, job_id)
    assert (job.state, job.billed, len(bench.pictures()), len(server.orders())) == (JobState.DONE, Billed.YES, 1, 1)
    if not spool_is_broken:
        assert_saved_without_a_new_order(bench, server, job)


def test_a_kept_answer_that_cannot_be_read_now_is_kept_on(bench: EngineBench, server: LoopbackServer) -> None:
    async def work() -> None:
        async with bench.session() as session:
            session.engine.set_library(_FaultyLibrary(bench.library))
            (job,) = await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            body, aside = (bench.folders.data / "spool" / f"{job.id}{end}" for end in (".body", ".aside"))
            body.rename(aside)
            body.mkdir()
            session.engine.set_library(Library(bench.library))
            told = len(bench.events)
            await session.engine.retry(job.id)
            await session.engine.idle()
            # It is said that nothing came of it, and the answer can be saved another time.
            assert len(bench.events) > told
            assert_paid_and_kept(bench.job(job.id), "WriteFailed")
            body.rmdir()
            aside.rename(body)
            await session.engine.retry(job.id)
            await session.engine.idle()
            assert_saved_without_a_new_order(bench, server, bench.job(job.id))

    run(work())
