"""Many jobs, faults, cancellations and retries at once: whatever happens, every job ends once and no picture is lost."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING

import pytest

from desktop_app.api.client import Timeouts
from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from tests.support.engine_bench import EngineBench, a_request, run

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer


def _arrange(server: LoopbackServer, chance: Random) -> None:
    kind = chance.choice(["cut", "refuse", "stall", "stall inside", "garbage", "reset", *["answer"] * 6])
    if kind == "cut":
        server.cut(chance.randrange(3000))
    elif kind == "refuse":
        server.refuse(chance.choice([400, 402, 429, 500, 503]))
    elif kind == "stall":
        server.stall(chance.uniform(0, 0.3))
    elif kind == "stall inside":
        server.stall(chance.uniform(0, 0.3), after_bytes=chance.randrange(2000))
    elif kind == "answer":
        server.answer()
    else:
        getattr(server, kind)()


async def _storm(bench: EngineBench, chance: Random) -> set[str]:
    ids: list[str] = []
    async with bench.session() as session:
        for _ in range(12):
            request = a_request(count=chance.randint(1, 3))
            ids += [job.id for job in await session.engine.submit(request, demo=False)]
            if chance.random() < 0.5:
                session.engine.cancel(chance.choice(ids))
            if chance.random() < 0.3:
                await session.engine.retry(chance.choice(ids))
            for _ in range(chance.randrange(200)):
                await asyncio.sleep(0)
        if chance.random() < 0.5:
            await session.engine.idle()
    return set(ids)


@pytest.mark.parametrize("seed", range(4))
def test_every_job_ends_once_and_no_picture_is_lost(bench: EngineBench, server: LoopbackServer, seed: int) -> None:
    chance = Random(seed)
    bench.timeouts = Timeouts(read_s=0.15)
    for _ in range(60):
        _arrange(server, chance)

    async def later() -> None:
        async with bench.session() as session:
            await session.engine.idle()

    ids = run(_storm(bench, chance))
    run(later())

    jobs = {job.id: job for job in bench.journalled()}
    assert set(jobs) == ids
    assert bench.jobs() == jobs
    assert all(job.state.is_final for job in jobs.values())
    done = [job for job in jobs.values() if job.state is JobState.DONE]
    assert {job.billed for job in done} <= {Billed.YES}
    assert len(bench.pictures()) == len(done)
    # What is left in the spool is what could not be read.
    for path in (bench.folders.data / "spool").glob("*"):
        failure = jobs[path.stem].failure
        assert failure is not None
        assert (path.suffix, failure.code) == (".body", "AnswerUnreadable")
