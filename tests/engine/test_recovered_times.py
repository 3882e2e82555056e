"""Times of a job that a later program brings to its end."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.job import Job, JobState
from desktop_app.engine.places import journal_path, spool_folder
from desktop_app.store.journal import Journal
from desktop_app.store.spool import Spool
from tests.support.answers import whole_answer
from tests.support.engine_bench import EngineBench, a_request, run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import LoopbackServer


def left_behind(bench: EngineBench, sent_at: float, arrived_at: float) -> None:
    """Leave a job in the journal whose whole answer is in the spool."""
    file = Spool(spool_folder(bench.folders)).begin("job")
    file.write(whole_answer())
    file.finish()
    body: Path = spool_folder(bench.folders) / "job.body"
    os.utime(body, (arrived_at, arrived_at))
    journal = Journal(journal_path(bench.folders))
    journal.add(Job("job", "batch", a_request(), demo=False, state=JobState.RECEIVING, created_at=1.0, sent_at=sent_at))
    journal.close()


async def _recovered(bench: EngineBench) -> None:
    async with bench.session() as session:
        await session.engine.idle()


@pytest.mark.parametrize(("took_s", "wall_s"), [(3.5, 3.5), (-60.0, 0.0)])
def test_the_answer_came_when_its_file_was_written(
    bench: EngineBench, server: LoopbackServer, took_s: float, wall_s: float
) -> None:
    sent_at = float(int(time.time()) - 86_400)
    left_behind(bench, sent_at, sent_at + took_s)

    run(_recovered(bench))

    (job,) = bench.jobs().values()
    assert job.state is JobState.DONE
    assert job.answered_at == pytest.approx(sent_at + wall_s)
    (saved,) = bench.saved()
    assert saved.record.timing is not None
    assert (saved.record.timing.wall_s or 0.0) == pytest.approx(wall_s)
    assert server.orders() == []
