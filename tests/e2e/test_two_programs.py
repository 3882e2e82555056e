"""The window and the command line at one journal: a word for what is not true any more sends nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from desktop_app.cli.exit_codes import ExitCode
from tests.e2e.conftest import KEY, wait_for_orders
from tests.support.command import sfumato
from tests.support.server import error_body
from tests.support.whole_picture import record_of

if TYPE_CHECKING:
    from tests.support.program import Program
    from tests.support.server import LoopbackServer

PROMPT = "a red fox in the snow"


@pytest.fixture
def failed(studio: Program, server: LoopbackServer) -> Program:
    """The window with a job that failed and was not billed, of which the outcome is unknown since, and the window not
    told: the command line sent it again.
    """
    server.refuse(400, error_body("Our own words."))
    studio.generate(PROMPT)
    studio.says("Request refused", "Nothing was billed")
    place = {"TOGETHER_BASE_URL": server.url, "TOGETHER_API_KEY": KEY}
    _, out, err = sfumato("queue", "--json", **place)
    (job,) = json.loads(out)
    assert (job["state"], job["billed"]) == ("failed", "no"), err

    server.reset()
    code, _, err = sfumato("queue", "retry", job["id"], **place)
    assert code != ExitCode.DONE
    assert "may have been billed" in err
    wait_for_orders(server, 2)
    assert "Request refused" in studio.words()
    assert "unknown" not in studio.words()
    return studio


def test_a_stale_word_to_try_again_buys_nothing(failed: Program, server: LoopbackServer) -> None:
    failed.select_first_tile()
    failed.click("Try again", "push button")
    failed.says("It may have been billed", "Send again")
    failed.tile("Outcome unknown.")
    assert not failed.called("Try again")
    assert "Request refused" not in failed.words()
    failed.click("Queue", "push button")
    failed.tile(f"{PROMPT}, Outcome unknown")
    failed.press("Escape")
    assert len(server.orders()) == 2

    failed.select_first_tile()
    failed.click("Send again", "push button")
    (picture,) = failed.wait_for_pictures(1)
    assert record_of(picture)["request"]["prompt"] == PROMPT
    assert len(server.orders()) == 3


def test_a_stale_word_for_all_that_failed_buys_nothing(failed: Program, server: LoopbackServer) -> None:
    failed.click("Queue", "push button")
    failed.click("Retry all failed", "push button")
    failed.tile(f"{PROMPT}, Outcome unknown")
    assert not failed.called("Retry all failed")
    assert len(server.orders()) == 2


def test_what_a_person_did_not_see_is_not_put_out_of_sight(failed: Program, server: LoopbackServer) -> None:
    failed.select_first_tile()
    failed.press("Delete")
    failed.says("Outcome unknown", "It may have been billed", "Send again")
    assert failed.quit() == 0
    failed.start()
    failed.says("Outcome unknown")
    assert len(server.orders()) == 2
