"""Prompts that leave something open, through the whole path."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import RequestInvalid
from desktop_app.core.job import Job, JobState
from tests.support.engine_bench import EngineBench, a_request, run

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer

WRITTEN = "a __colour__ {fox|hare} in the snow"


@pytest.fixture
def lists(bench: EngineBench) -> None:
    folder = bench.folders.config / "wildcards"
    folder.mkdir(parents=True)
    (folder / "colour.txt").write_text("red\nblue\ngreen\n", encoding="utf-8")


def sent(server: LoopbackServer) -> list[str]:
    return [order.json["prompt"] for order in server.orders()]


@pytest.mark.usefixtures("lists")
def test_each_picture_has_the_prompt_of_its_seed(bench: EngineBench, server: LoopbackServer) -> None:
    jobs = bench.order(a_request(WRITTEN, seed=100, count=4))

    assert [job.state for job in jobs] == [JobState.DONE] * 4
    assert {job.request.template for job in jobs} == {WRITTEN}
    assert {job.request.prompt for job in jobs} == set(sent(server))
    assert all(job.request.prompt.startswith(("a red", "a blue", "a green")) for job in jobs)
    for saved in bench.saved():
        (job,) = (each for each in jobs if each.id == saved.record.job_id)
        asked = saved.record.asked
        assert asked is not None
        assert (asked.prompt, asked.template) == (job.request.prompt, WRITTEN)

    again = bench.order(a_request(WRITTEN, seed=100, count=4))
    assert [job.request.prompt for job in again] == [job.request.prompt for job in jobs]


def test_a_prompt_without_choices_is_sent_as_written(bench: EngineBench, server: LoopbackServer) -> None:
    written = '{"subject": "a fox", "colours": ["#2E4057"]}'
    (job,) = bench.order(a_request(written))
    assert (job.request.prompt, job.request.template, sent(server)) == (written, "", [written])


@pytest.mark.usefixtures("lists")
def test_what_was_written_before_its_placeholders_were_filled_is_kept(bench: EngineBench) -> None:
    (job,) = bench.order(replace(a_request("a __colour__ fox"), template="a __colour__ {animal}"))
    assert job.request.template == "a __colour__ {animal}"
    assert "__" not in job.request.prompt


@pytest.mark.parametrize("prompt", ["a {animal}", "a __gone__ fox", "{ | }"])
def test_what_stays_open_or_becomes_nothing_is_not_sent(
    bench: EngineBench, server: LoopbackServer, prompt: str
) -> None:
    with pytest.raises(RequestInvalid):
        bench.order(a_request(prompt))
    assert server.orders() == []
    assert bench.journalled() == []


@pytest.mark.usefixtures("lists")
def test_a_job_sent_again_keeps_its_prompt(bench: EngineBench, server: LoopbackServer) -> None:
    """Braces that were meant as such are in it, and the lists may be others by now."""
    server.refuse(402)
    (job,) = bench.order(a_request(r"a __colour__ fox, \{a|b\}"))
    (bench.folders.config / "wildcards" / "colour.txt").write_text("black\n", encoding="utf-8")

    async def work() -> Job:
        async with bench.session() as session:
            await session.engine.retry(job.id, replace(job.request, steps=9))
            await session.engine.idle()
            return bench.job(job.id)

    again = run(work())
    assert again.state is JobState.DONE
    assert again.request == replace(job.request, steps=9)
    assert sent(server) == [job.request.prompt] * 2
    assert job.request.prompt.endswith("fox, {a|b}")
