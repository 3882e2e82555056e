"""An answer whose last byte is here is taken for what it is, however the connection ends after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop_app.api.client import Timeouts
from desktop_app.core.errors import Billed
from desktop_app.core.job import Job, JobState
from desktop_app.engine.places import journal_path, spool_folder
from desktop_app.store.journal import Journal
from desktop_app.store.spool import Spool
from tests.support.answers import whole_answer
from tests.support.engine_bench import EngineBench, a_request, run
from tests.support.server import LoopbackServer, Reply, real_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.engine.session import Session

WHOLE = whole_answer()
STALL_S = 60.0


def _open_ended(body: bytes) -> Reply:
    """Return an answer of which every byte comes, and never its end."""
    return Reply(body=body, chunked=True, stall=STALL_S, stall_after_bytes=len(body))


def _interrupted(bench: EngineBench, body: bytes, word: Callable[[Session, str], object] = lambda *_: None) -> Job:
    """Order one picture, and say this word, or close the program, when every byte of the answer is here."""

    async def work() -> str:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await bench.until(lambda: bench.received() == len(body))
            word(session, job.id)
            return job.id

    return bench.job(run(work()))


async def _later(bench: EngineBench) -> None:
    async with bench.session() as session:
        await session.engine.idle()


def _assert_done(bench: EngineBench, server: LoopbackServer, job: Job) -> None:
    assert (job.state, job.billed, job.failure) == (JobState.DONE, Billed.YES, None)
    assert (len(server.orders()), len(bench.pictures())) == (1, 1)
    assert list((bench.folders.data / "spool").iterdir()) == []


@pytest.mark.parametrize(
    "reply",
    [Reply(body=WHOLE, claimed_length=1000), _open_ended(WHOLE)],
    ids=["cut after the last byte", "silent after the last byte"],
)
def test_a_connection_that_ends_badly_after_the_last_byte(
    bench: EngineBench, server: LoopbackServer, reply: Reply
) -> None:
    bench.timeouts = Timeouts(read_s=0.3)
    server.script(reply)

    (job,) = bench.order(a_request())

    _assert_done(bench, server, job)


def test_closing_saves_an_answer_of_which_every_byte_is_here(bench: EngineBench, server: LoopbackServer) -> None:
    server.script(_open_ended(WHOLE))

    _assert_done(bench, server, _interrupted(bench, WHOLE))


def test_a_word_to_cancel_comes_too_late_for_an_answer_that_is_here(bench: EngineBench, server: LoopbackServer) -> None:
    server.script(_open_ended(WHOLE))

    job = _interrupted(bench, WHOLE, lambda session, job_id: session.engine.cancel(job_id))

    _assert_done(bench, server, job)


def test_an_answer_that_names_a_picture_is_finished_by_the_next_start(
    bench: EngineBench, server: LoopbackServer
) -> None:
    server.pictures["/shrt/fox"] = real_picture({})
    body = b'{"id": "o1", "model": "m", "data": [{"index": 0, "url": "%s/shrt/fox"}]}' % server.url.encode()
    server.script(_open_ended(body))

    job = _interrupted(bench, body)
    assert (job.state, job.billed, job.has_spool) == (JobState.SAVING, Billed.YES, True)

    run(_later(bench))
    _assert_done(bench, server, bench.job(job.id))


@pytest.mark.parametrize("body", [WHOLE[:-1], b'{"id": "o1", "data": []}', b"}"])
def test_what_is_no_whole_answer_stays_unknown(bench: EngineBench, server: LoopbackServer, body: bytes) -> None:
    server.script(_open_ended(body))

    job = _interrupted(bench, body)

    assert (job.state, job.billed, job.has_spool) == (JobState.UNKNOWN, Billed.UNKNOWN, False)
    assert (bench.pictures(), list((bench.folders.data / "spool").iterdir())) == ([], [])


@pytest.mark.parametrize(("body", "state"), [(WHOLE, JobState.DONE), (WHOLE[:-1], JobState.UNKNOWN)])
def test_a_program_that_died_after_the_last_byte(
    bench: EngineBench, server: LoopbackServer, body: bytes, state: JobState
) -> None:
    dead = Spool(spool_folder(bench.folders)).begin("job")
    dead.write(body)
    journal = Journal(journal_path(bench.folders))
    job = Job("job", "batch", a_request(), demo=False, state=JobState.RECEIVING, created_at=1.0, sent_at=2.0)
    journal.add(replace(job, billed=Billed.UNKNOWN))
    journal.close()

    run(_later(bench))

    dead.discard()
    assert bench.job("job").state is state
    assert len(bench.pictures()) == (state is JobState.DONE)
    assert (server.orders(), list((bench.folders.data / "spool").iterdir())) == ([], [])
