"""Pictures under names of a person's own, and none twice when the names change in the middle."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from desktop_app.core.job import JobState
from desktop_app.engine.events import ImageSaved
from tests.support.engine_bench import EngineBench, a_request, assert_paid_and_kept, run, spoil_library
from tests.support.server import answer_body, real_picture

if TYPE_CHECKING:
    from desktop_app.engine.events import Event
    from tests.support.server import LoopbackServer


def test_pictures_have_the_names_that_the_person_wants(bench: EngineBench) -> None:
    async def work() -> None:
        async with bench.session() as session:
            session.set_name_pattern("{size}/{prompt} {seed} {id}")
            await session.engine.submit(a_request("a fox", seed=7), demo=False)
            await session.engine.idle()

    run(work())
    (path,) = bench.pictures()
    folder, name = path.relative_to(bench.library).parts
    assert "x" in folder
    assert name.startswith("a-fox 7 ")


def test_what_was_saved_under_another_name_is_not_saved_twice(bench: EngineBench, server: LoopbackServer) -> None:
    pictures = [base64.b64encode(real_picture({"seed": seed})).decode() for seed in (1, 2)]
    server.answer(data=answer_body([{"index": at, "b64_json": each} for at, each in enumerate(pictures)]))

    def on_event(event: Event) -> None:
        if isinstance(event, ImageSaved):
            bench.on_event = lambda _: None
            spoil_library(bench, keep=True)

    async def work() -> None:
        bench.on_event = on_event
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            assert_paid_and_kept(bench.job(job.id), "FolderMissing")
            bench.library.unlink()
            bench.library.with_name("aside").rename(bench.library)
            session.set_name_pattern("{seed}/{id}")
            await session.engine.retry(job.id)
            await session.engine.idle()
            assert bench.job(job.id).state is JobState.DONE

    run(work())
    assert len(bench.pictures()) == len(set(bench.pictures())) == 2
    assert len(server.orders()) == 1
