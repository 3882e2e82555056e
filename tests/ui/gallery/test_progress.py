"""What a tile tells of a job under way: bytes that are here, and what it waits for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from desktop_app.core.job import Job, JobState
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.core.request import GenerationRequest
from desktop_app.ui.gallery.tile_words import Progress, progress_words

if TYPE_CHECKING:
    from tests.ui.gallery.conftest import Grid


def job(job_id: str, state: JobState, **more: Any) -> Job:
    return Job(job_id, job_id, GenerationRequest("a fox", "some/model", 1024, 1024), False, state, **more)


def test_a_tile_tells_the_bytes_that_are_here_and_no_share_of_them(grid: Grid) -> None:
    grid.model.set_jobs([job("j", JobState.RECEIVING, sent_at=time.time() - 3)])
    changed: list[int] = []
    grid.model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    grid.model.take_bytes("j", 40_000)
    assert changed == []
    grid.model.take_bytes("j", 1_240_000)
    assert changed == [0]
    words = progress_words(job("j", JobState.RECEIVING), Progress(received=grid.model.received("j")))
    assert words[2] == "1.2 MB here"
    grid.model.set_jobs([job("j", JobState.SAVING)])
    assert grid.model.received("j") == 0


def test_a_waiting_tile_says_what_it_waits_for(grid: Grid) -> None:
    waiting = job("j", JobState.QUEUED)
    grid.model.set_jobs([waiting])
    changed: list[int] = []
    grid.model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    grid.model.set_queue(QueueState(waiting=1))
    assert changed == []
    grid.model.set_queue(QueueState(frozenset({Hold.OFFLINE}), waiting=1))
    assert changed == [0]
    assert progress_words(waiting, Progress(queue=grid.model.queue))[2] == "waits for the network"
