"""`sfumato queue run`: what waits is sent once, in its order; what holds it back is said and leaves it where it is."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from desktop_app.core.request import GenerationRequest
from desktop_app.core.settings import Settings
from desktop_app.engine.places import settings_path
from desktop_app.engine.session import open_session
from desktop_app.store.folders import user_folders
from desktop_app.store.settings import SettingsFile
from tests.support.command import ended, start
from tests.support.queue_verbs import a_job, journalled, ran, write_journal
from tests.support.server import LoopbackServer
from tests.support.waiting import until

if TYPE_CHECKING:
    from tests.support.generate_verb import Captured

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")


def set_up(**fields: object) -> None:
    SettingsFile(settings_path(user_folders())).save(replace(Settings(pace_s=0.0), **fields))  # type: ignore[arg-type]


def states() -> dict[str, str]:
    return {id_: job.state.value for id_, job in journalled().items()}


@pytest.mark.parametrize(
    ("status", "words"), [(401, "does not accept the API key"), (402, "https://api.together.ai/settings/billing")]
)
def test_a_refusal_of_the_account_leaves_the_others_in_the_queue(
    capsys: Captured, live: LoopbackServer, monkeypatch: pytest.MonkeyPatch, status: int, words: str
) -> None:
    set_up(parallel_jobs=1)
    live.refuse(status)
    write_journal(*(a_job(f"job{number}", position=float(number)) for number in range(1, 4)))

    code, out, err = ran(capsys, "queue", "run")

    assert (code, out, len(live.orders())) == (3, [], 1)
    assert "2 still wait in the queue." in err
    assert "Orders wait: " in err
    assert words in err
    assert words in ran(capsys, "queue")[2]
    monkeypatch.setenv("TOGETHER_API_KEY", "tgp_another")
    assert ("Orders wait: " in ran(capsys, "queue")[2]) is (status == 402)

    code, out, err = ran(capsys, "queue", "run")

    assert (code, len(out)) == (0, 2)
    assert states() == {"job1": "failed", "job2": "done", "job3": "done"}
    assert "Orders wait: " not in ran(capsys, "queue")[2]


async def _paused() -> None:
    session = open_session(user_folders(), Settings(), {}, lambda _: None)
    await session.engine.queue.pause()
    await session.close()


def test_what_waits_is_sent_in_its_order_and_its_pictures_are_printed(capsys: Captured, live: LoopbackServer) -> None:
    set_up(parallel_jobs=1)
    write_journal(
        a_job("aaaa", position=3.0, prompt="third"),
        a_job("bbbb", position=1.0, prompt="first"),
        a_job("cccc", position=2.0, prompt="held", is_held=True),
        a_job("dddd", JobState.FAILED, position=0.5),
    )

    code, out, err = ran(capsys, "queue", "run")

    assert code == 0
    assert [Path(line).is_file() for line in out] == [True, True]
    assert [order.json["prompt"] for order in live.orders()] == ["first", "third"]
    assert states() == {"aaaa": "done", "bbbb": "done", "cccc": "queued", "dddd": "failed"}
    assert "It was billed (about $0.0308)." in err
    assert "1 still waits in the queue." in err
    assert "Held back by a person's word: 1." in err


def test_json_has_an_object_for_each_picture(capsys: Captured, live: LoopbackServer) -> None:
    write_journal(a_job("aaaa"))

    _, out, _ = ran(capsys, "queue", "run", "--json")

    assert [set(json.loads(line)) for line in out] == [{"path", "sidecar", "record"}]


def test_one_that_fails_does_not_stop_the_others(capsys: Captured, live: LoopbackServer) -> None:
    set_up(parallel_jobs=1)
    live.refuse(422)
    write_journal(a_job("aaaa", position=1.0), a_job("bbbb", position=2.0))

    code, out, err = ran(capsys, "queue", "run")

    assert (code, len(out)) == (3, 1)
    assert "1 of 2 pictures: A safety check refused" in err
    assert states() == {"aaaa": "failed", "bbbb": "done"}


def test_jobs_of_the_demo_engine_need_no_key_and_the_others_wait_for_one(
    capsys: Captured, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOGETHER_BASE_URL", server.url)
    demo = GenerationRequest("a demo", "sfumato/demo", 256, 256)
    write_journal(a_job("aaaa"), a_job("bbbb", demo=True, request=demo, estimate_usd=0.0))

    code, out, err = ran(capsys, "queue", "run")

    assert (code, len(out)) == (2, 1)
    assert "No API key is set, and these pictures are by a model." in err
    assert states() == {"aaaa": "queued", "bbbb": "done"}
    assert server.requests == []


def test_a_paused_queue_goes_on_by_this_word(capsys: Captured, live: LoopbackServer) -> None:
    asyncio.run(_paused())
    write_journal(a_job("aaaa"))
    assert "The queue is paused." in ran(capsys, "queue")[2]

    code, out, err = ran(capsys, "queue", "run")

    assert (code, len(out)) == (0, 1)
    assert "The queue was paused; it goes on." in err


def test_without_a_network_everything_stays_in_the_queue(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, live: LoopbackServer
) -> None:
    with LoopbackServer() as gone:
        url = gone.url
    monkeypatch.setenv("TOGETHER_BASE_URL", url)
    write_journal(*(a_job(f"job{number}", position=float(number)) for number in range(1, 8)))

    code, out, err = ran(capsys, "queue", "run")

    assert (code, out) == (5, [])
    assert "7 still wait in the queue." in err
    assert "No connection to the provider. When it is back: sfumato queue run" in err
    assert {(job.state, job.billed) for job in journalled().values()} == {(JobState.QUEUED, Billed.NO)}


def test_the_months_budget_holds_the_rest_until_the_person_says_go_on(capsys: Captured, live: LoopbackServer) -> None:
    set_up(parallel_jobs=1, monthly_budget_usd=0.05)
    write_journal(
        a_job("paid", JobState.DONE, estimate_usd=0.03),
        a_job("aaaa", position=1.0),
        a_job("bbbb", position=2.0),
    )

    code, out, err = ran(capsys, "queue", "run")

    assert (code, len(out)) == (7, 1)
    assert "This month's budget has no room for the next picture ($0.0454 of $0.05). To go on all the same:" in err
    assert "This month's budget is nearly used up: $0.0454 of $0.05." in err
    assert states()["bbbb"] == "queued"

    assert ran(capsys, "queue", "run", "--over-budget")[0] == 0
    assert states()["bbbb"] == "done"


def test_an_order_over_the_budget_is_not_sent_and_does_not_wait(capsys: Captured, live: LoopbackServer) -> None:
    set_up(monthly_budget_usd=0.02)
    order = ("generate", "fox", "--size", "256x256", "-n", "2", "--seed", "5")

    code, out, err = ran(capsys, *order)

    assert (code, len(out), len(live.orders())) == (7, 1, 1)
    assert "This month's budget has no room for the next picture" in err
    assert not [job for job in journalled().values() if job.state is JobState.QUEUED]

    assert ran(capsys, *order, "--over-budget")[0] == 0
    assert len(live.orders()) == 3


@posix
def test_ctrl_c_waits_for_what_was_sent_and_leaves_the_rest(server: LoopbackServer) -> None:
    set_up(parallel_jobs=1)
    server.stall(1.0)
    write_journal(a_job("aaaa", position=1.0), a_job("bbbb", position=2.0))
    process = start("-m", "desktop_app", "queue", "run", TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY="tgp_test")
    server.wait_for_requests()
    process.send_signal(signal.SIGINT)

    code, out, err = ended(process)

    assert (code, len(out.splitlines())) == (0, 1)
    assert "Stopping: what was sent is waited for" in err
    assert states() == {"aaaa": "done", "bbbb": "queued"}
    assert len(server.orders()) == 1


@posix
def test_a_run_that_is_killed_is_settled_by_the_next_and_nothing_is_bought_twice(
    capsys: Captured, live: LoopbackServer
) -> None:
    set_up(parallel_jobs=2)
    live.stall(60.0)
    write_journal(*(a_job(f"job{number}", position=float(number)) for number in range(1, 5)))
    process = start("-m", "desktop_app", "queue", "run")
    until(lambda: sum(state == "done" for state in states().values()) == 3, "three pictures")
    process.kill()
    ended(process)

    listed = ran(capsys, "queue")
    code, out, _ = ran(capsys, "queue", "run")

    assert "outcome unknown" in "\n".join(listed[1])
    assert (code, out) == (0, [])
    assert sorted(states().values()) == ["done", "done", "done", "unknown"]
    assert len(live.orders()) == 4
