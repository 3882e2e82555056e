"""What the engine tells within one frame: each once, in its order."""

from __future__ import annotations

import asyncio

from desktop_app.core.job import Job, JobState
from desktop_app.core.queue_state import QueueState
from desktop_app.core.request import GenerationRequest
from desktop_app.engine.events import Event, JobDismissed, QueueChanged
from desktop_app.qt.event_batch import EventBatch


def job(job_id: str, state: JobState = JobState.SENDING) -> Job:
    return Job(job_id, "b", GenerationRequest("a fox", "some/model"), False, state)


class Heard:
    """Keeps what a batch told, in its order. `is_over` is set with the last that a frame tells."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.is_over = asyncio.Event()
        self.batch = EventBatch(self.told.append, lambda *received: self.told.append(received), self._hear)

    def _hear(self, event: Event) -> None:
        self.told.append(event)
        if isinstance(event, QueueChanged):
            self.is_over.set()


def test_what_comes_within_a_frame_is_told_together_and_in_its_order() -> None:
    heard = Heard()
    batch = heard.batch

    async def main() -> None:
        batch.add_latest(QueueChanged(QueueState(making=1)))
        batch.add_received("a", 10)
        batch.add_event(JobDismissed("x"))
        batch.add_job(job("b"))
        batch.add_job(job("a"))
        batch.add_received("a", 20)
        batch.add_event(JobDismissed("y"))
        batch.add_latest(QueueChanged(QueueState(making=2)))
        batch.add_job(job("b"))
        batch.add_job(job("c"))
        batch.add_job(job("b", JobState.SAVING))
        assert heard.told == []
        await heard.is_over.wait()

    asyncio.run(main())
    assert heard.told == [
        ("a", 20),
        JobDismissed("x"),
        (job("b"), job("a")),
        JobDismissed("y"),
        (job("b", JobState.SAVING), job("c")),
        QueueChanged(QueueState(making=2)),
    ]


def test_nothing_is_told_twice_or_for_nothing() -> None:
    heard = Heard()

    async def main() -> None:
        heard.batch.flush()
        heard.batch.add_job(job("a"))
        heard.batch.flush()
        heard.batch.flush()

    asyncio.run(main())
    assert heard.told == [(job("a"),)]
