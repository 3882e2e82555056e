"""What the tests of the queue do again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.core.batches import BatchItem
from tests.support.engine_bench import a_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.engine.session import Session
    from tests.support.engine_bench import EngineBench
    from tests.support.server import LoopbackServer

OTHER = "black-forest-labs/FLUX.1-schnell"


async def paused(session: Session, *prompts: str) -> list[str]:
    """Order pictures that wait, because the queue is paused."""
    await session.engine.queue.pause()
    items = [BatchItem(a_request(prompt)) for prompt in prompts]
    return [job.id for job in await session.engine.submit_batch(items, demo=False)]


async def resumed(session: Session) -> None:
    """Let the queue go and wait until it has nothing more to do."""
    await session.engine.queue.resume()
    await session.engine.idle()


def prompts(server: LoopbackServer) -> list[str]:
    """Return the prompts of the orders that the server got, oldest first."""
    return [order.json["prompt"] for order in server.orders()]


def ended(bench: EngineBench, ids: Sequence[str]) -> list[str]:
    """Return the last that was told of the states of jobs."""
    return [bench.job(job_id).state.value for job_id in ids]
