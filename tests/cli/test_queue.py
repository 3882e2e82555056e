"""`sfumato queue`: what it lists, what it takes up again, what it gives up, and what it leaves alone."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop_app.cli.console import Console
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.cli.narrator import Narrator
from desktop_app.cli.queue_rows import short_ids
from desktop_app.cli.queue_sending import Sending
from desktop_app.cli.recovery import recovered_session
from desktop_app.core.errors import Billed
from desktop_app.core.job import Failure, JobState
from desktop_app.core.settings import Settings
from desktop_app.engine.places import library_folder, spool_folder
from desktop_app.store.folders import user_folders
from desktop_app.store.library import Library
from desktop_app.store.settings import SettingsFile
from desktop_app.store.spool import Spool
from tests.support.queue_verbs import a_job, journalled, open_journal, ran, write_journal
from tests.support.server import answer_body, real_picture

if TYPE_CHECKING:
    from tests.support.generate_verb import Captured
    from tests.support.server import LoopbackServer

LOST = Failure("ConnectionBroken", Billed.UNKNOWN)
NO_ROOM = Failure("DiskFull", Billed.YES)


def keep_answer(job_id: str) -> None:
    import base64

    body = answer_body([{"index": 0, "b64_json": base64.b64encode(real_picture({})).decode()}])
    file = Spool(spool_folder(user_folders())).begin(job_id)
    file.write(json.dumps(body).encode())
    file.finish()


def test_each_job_has_a_line_with_state_price_and_whether_it_was_billed(capsys: Captured) -> None:
    write_journal(
        a_job("aaaa0000-1", prompt="a harbour\nin the rain"),
        a_job("bbbb0000-1", JobState.UNKNOWN, failure=LOST),
        a_job("cccc0000-1", JobState.FAILED, failure=Failure("CreditExhausted", Billed.NO), estimate_usd=None),
        a_job("dddd0000-1", JobState.DONE),
        a_job("eeee0000-1", JobState.CANCELLED),
        a_job("ffff0000-1", is_held=True, is_lowest_price=True),
    )

    code, out, err = ran(capsys, "queue")

    assert code == 0
    assert [" ".join(line.split()) for line in out] == [
        "ID STATE PRICE BILLED MODEL PROMPT",
        "aaaa0000 waiting $0.0154 no black-forest-labs/FLUX.2-dev a harbour in the rain",
        "bbbb0000 outcome unknown $0.0154 unknown black-forest-labs/FLUX.2-dev fox bbbb0000-1",
        "cccc0000 failed unknown no black-forest-labs/FLUX.2-dev fox cccc0000-1",
        "ffff0000 held from $0.0154 no black-forest-labs/FLUX.2-dev fox ffff0000-1",
    ]
    assert "2 jobs wait (about $0.0308). To send what waits: sfumato queue run" in err
    assert "1 of unknown outcome: may have been billed." in err
    assert len(ran(capsys, "queue", "--all")[1]) == 7


def test_the_list_is_an_array_for_scripts(capsys: Captured) -> None:
    write_journal(a_job("aaaa", label="seed 1"), a_job("bbbb", JobState.UNKNOWN, failure=LOST))

    code, out, _ = ran(capsys, "queue", "--json")

    waiting, unknown = json.loads(out[0])
    assert code == 0
    assert (waiting["id"], waiting["state"], waiting["billed"]) == ("aaaa", "queued", "no")
    assert (waiting["estimate_usd"], waiting["sent_at"], waiting["label"]) == (0.0154, None, "seed 1")
    assert (unknown["state"], unknown["billed"], unknown["failure"]["code"]) == (
        "unknown",
        "unknown",
        "ConnectionBroken",
    )
    assert "T" in unknown["sent_at"]


def test_an_empty_queue_is_said(capsys: Captured) -> None:
    assert ran(capsys, "queue") == (0, [], "The queue is empty.\n")
    assert ran(capsys, "queue", "--json")[1] == ["[]"]
    assert ran(capsys, "queue", "run")[2] == "Nothing waits to be sent.\n"


def test_ids_are_as_short_as_tells_them_apart() -> None:
    assert short_ids(["0123456789", "0123456780", "ab", "abcdefghij"]) == {
        "0123456789": "0123456789",
        "0123456780": "0123456780",
        "ab": "ab",
        "abcdefghij": "abcdefgh",
    }
    assert short_ids([]) == {}


@pytest.mark.parametrize(
    "command",
    [
        ("queue",),
        ("queue", "--json"),
        ("queue", "run"),
        ("queue", "retry", "nothing"),
        ("queue", "cancel", "nothing"),
        ("costs",),
        ("costs", "--csv", "-"),
        ("generate", "fox", "--demo"),
    ],
)
def test_every_command_first_settles_what_a_dead_program_left(
    capsys: Captured, live: LoopbackServer, command: tuple[str, ...]
) -> None:
    keep_answer("whole")
    write_journal(a_job("sent", JobState.SENDING), a_job("whole", JobState.SENDING))

    _, _, err = ran(capsys, *command)

    jobs = journalled()
    assert (jobs["sent"].state, jobs["sent"].billed) == (JobState.UNKNOWN, Billed.UNKNOWN)
    assert (jobs["whole"].state, jobs["whole"].billed) == (JobState.DONE, Billed.YES)
    assert "A picture of an earlier order, saved now: " in err
    assert live.orders() == []


@pytest.mark.parametrize(
    ("ends", "code", "told"),
    [
        (JobState.UNKNOWN, ExitCode.OUTCOME_UNKNOWN, "may have been billed"),
        (JobState.DONE, ExitCode.DONE, "It was billed"),
        (None, ExitCode.BAD_USAGE, ""),
    ],
)
def test_retry_sends_nothing_when_another_program_was_quicker(
    capsys: Captured, live: LoopbackServer, ends: JobState | None, code: ExitCode, told: str
) -> None:
    failed = a_job("aaaa", JobState.FAILED, failure=Failure("Overloaded", Billed.NO))
    write_journal(failed)
    console = Console(sys.stdout, sys.stderr)
    narrator = Narrator(console, as_json=False)

    async def retried() -> ExitCode:
        folders = user_folders()
        async with recovered_session(folders, Settings(), narrator, is_queue=False) as session:
            with closing(open_journal()) as other:
                other.requeue("aaaa", failed.seen, lambda: None)
                if ends is not None:
                    other.move("aaaa", JobState.SENDING, billed=Billed.UNKNOWN)
                    other.move("aaaa", JobState.RECEIVING)
                    if ends is JobState.DONE:
                        other.move("aaaa", JobState.SAVING, billed=Billed.YES)
                    other.move("aaaa", ends, failure=LOST if ends is JobState.UNKNOWN else None)
                library = Library(folders.library, session.known_folders)
                return await Sending(session, narrator, console, library=library, over_budget=False).retry(failed)

    assert asyncio.run(retried()) == code
    err = capsys.readouterr().err
    assert "Another program took it up meanwhile. Nothing was sent from here." in err
    assert told in err
    assert live.orders() == []


def test_retry_sends_what_may_have_been_billed_by_a_persons_word_alone(capsys: Captured, live: LoopbackServer) -> None:
    write_journal(a_job("aaaa-1", JobState.UNKNOWN, failure=LOST), a_job("aaab-2"))

    code, out, err = ran(capsys, "queue", "retry", "AAAA")

    assert code == 0
    assert [Path(line).is_file() for line in out] == [True]
    assert "It may have been billed (about $0.0154). It is sent again by your word" in err
    assert len(live.orders()) == 1
    jobs = journalled()
    assert (jobs["aaaa-1"].state, jobs["aaaa-1"].earlier_usd) == (JobState.DONE, 0.0154)
    assert jobs["aaab-2"].state is JobState.QUEUED


def test_retry_saves_a_kept_answer_and_buys_nothing(capsys: Captured, live: LoopbackServer) -> None:
    keep_answer("aaaa")
    write_journal(a_job("aaaa", JobState.FAILED, failure=NO_ROOM, billed=Billed.YES, has_spool=True))

    code, out, err = ran(capsys, "queue", "retry", "a", "--json")

    assert code == 0
    assert Path(json.loads(out[0])["path"]).is_file()
    assert "sent again" not in err
    assert live.orders() == []


def test_a_retry_that_fails_says_why_and_what_it_cost(capsys: Captured, live: LoopbackServer) -> None:
    live.refuse(402)
    write_journal(a_job("aaaa", JobState.FAILED, failure=LOST, is_held=True))

    code, out, err = ran(capsys, "queue", "retry", "aaaa")

    assert (code, out) == (3, [])
    assert "The account has no credit left" in err
    assert "Nothing was billed." in err
    assert journalled()["aaaa"].state is JobState.FAILED


def test_without_a_key_nothing_is_sent_again(capsys: Captured) -> None:
    write_journal(a_job("aaaa", JobState.UNKNOWN, failure=LOST))

    code, out, err = ran(capsys, "queue", "retry", "aaaa")

    assert (code, out) == (2, [])
    assert "No API key is set" in err
    assert journalled()["aaaa"].state is JobState.UNKNOWN


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.DONE])
def test_only_what_ended_without_a_picture_is_taken_up_again(
    capsys: Captured, live: LoopbackServer, state: JobState
) -> None:
    write_journal(a_job("aaaa", state))

    assert ran(capsys, "queue", "retry", "aaaa")[0] == 2
    assert (journalled()["aaaa"].state, live.orders()) == (state, [])


def test_cancel_gives_a_waiting_job_up(capsys: Captured, live: LoopbackServer) -> None:
    write_journal(a_job("aaaa", earlier_usd=0.5), a_job("bbbb"))

    code, out, err = ran(capsys, "queue", "cancel", "aa")

    assert (code, out) == (0, [])
    assert "Cancelled. Nothing was billed." in err
    assert "It was sent before; that may have been billed (about $0.50)." in err
    assert {id_: job.state for id_, job in journalled().items()} == {
        "aaaa": JobState.CANCELLED,
        "bbbb": JobState.QUEUED,
    }
    assert live.requests == []


@pytest.mark.parametrize("action", ["retry", "cancel"])
def test_the_letters_of_an_id_must_be_those_of_one_job(capsys: Captured, action: str) -> None:
    write_journal(a_job("abc-1", JobState.UNKNOWN), a_job("abd-2", JobState.UNKNOWN), a_job("ab", JobState.DONE))

    code, _, err = ran(capsys, "queue", action, "a")
    assert code == 2
    assert "3 jobs' ids begin with 'a': abc-1, abd-2, ab" in err
    for given in ("x", "", "  "):
        assert "no job's id begins" in ran(capsys, "queue", action, given)[2]
    assert "it is done" in ran(capsys, "queue", action, "ab")[2]


def test_what_another_program_has_is_left_to_it(capsys: Captured, live: LoopbackServer) -> None:
    window = open_journal()
    window.add_all([a_job("aaaa"), a_job("bbbb", JobState.SENDING)])
    try:
        listed = ran(capsys, "queue")
        run = ran(capsys, "queue", "run")
        cancelled = ran(capsys, "queue", "cancel", "aaaa")
        retried = ran(capsys, "queue", "retry", "bbbb")
        states = {job.id: job.state for job in window.jobs()}
    finally:
        window.close()

    assert "2 in another program that is running: it takes care of them." in listed[2]
    assert run[:2] == (0, [])
    assert "1 job waits in another program that is running: left to it." in run[2]
    assert cancelled[0] == retried[0] == 2
    assert "in another program that is running" in cancelled[2]
    assert states == {"aaaa": JobState.QUEUED, "bbbb": JobState.SENDING}
    assert live.requests == []


def test_nothing_is_sent_that_could_not_be_saved(capsys: Captured, live: LoopbackServer) -> None:
    settings = SettingsFile(user_folders().config / "settings.json")
    blocked = library_folder(user_folders(), settings.load())
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    write_journal(a_job("aaaa"), a_job("bbbb", JobState.UNKNOWN, failure=LOST))

    assert ran(capsys, "queue", "run")[0] == 6
    assert ran(capsys, "queue", "retry", "bbbb")[0] == 6
    assert [job.state for job in journalled().values()] == [JobState.QUEUED, JobState.UNKNOWN]
    assert live.requests == []
