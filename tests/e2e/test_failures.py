"""Everything that can go wrong at the provider: it is said, nothing is lost, and the program goes on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tests.e2e.conftest import wait_for_orders
from tests.support.lost_library import order_and_lose_the_library
from tests.support.server import error_body

if TYPE_CHECKING:
    from tests.support.desktop import Desktop
    from tests.support.program import Program
    from tests.support.server import LoopbackServer

PROMPT = "a red fox in the snow"


def _fails(studio: Program, heading: str, *more: str) -> None:
    """Order, read the failure in the tile, and put the tile out of sight."""
    studio.generate(PROMPT)
    studio.says(heading, *more)
    assert studio.is_running
    assert studio.prompt() == PROMPT
    assert studio.pictures() == []


def test_refusals_are_told_apart(studio: Program, server: LoopbackServer, screen: Desktop) -> None:
    for status, heading in (
        (403, "No access"),
        (404, "Model not available"),
        (400, "Request refused"),
        (422, "Stopped by the safety check"),
        (500, "Server trouble"),
    ):
        server.refuse(status, error_body(f"Our own words for {status}."))
        _fails(studio, heading)
        studio.select_first_tile()
        studio.says(f"Our own words for {status}.", "oRefused-1")
    assert len(server.orders()) == 5
    studio.generate("the next one")
    studio.wait_for_pictures(1)


def test_without_credit_what_comes_after_waits_for_a_word(studio: Program, server: LoopbackServer) -> None:
    server.refuse(402, error_body("Our own words."))
    _fails(studio, "No credit left")
    studio.generate("the next one")
    studio.says("Waiting: the next one", "no credit")
    assert len(server.orders()) == 1
    studio.click("Try now")
    studio.wait_for_pictures(1)


def test_after_a_refused_key_what_failed_is_tried_again_by_a_word(studio: Program, server: LoopbackServer) -> None:
    server.refuse(401, error_body("Our own words."))
    _fails(studio, "The key was not accepted")
    studio.generate("the next one")
    studio.says("Waiting: the next one", "key not accepted")
    assert len(server.orders()) == 1
    studio.click("1 waiting · from $0.015")
    studio.click("Retry all failed")
    studio.wait_for_pictures(2)


def test_too_many_requests_are_sent_again_alone(studio: Program, server: LoopbackServer) -> None:
    server.refuse(429, error_body("Slow down."), {"x-ratelimit-reset": "0"}, times=2)
    studio.generate(PROMPT)
    studio.wait_for_pictures(1)
    assert len(server.orders()) == 3


def test_answers_that_break_off_are_unknown_and_not_sent_again(studio: Program, server: LoopbackServer) -> None:
    server.cut(after_bytes=200)
    _fails(studio, "Outcome unknown", "may have been billed")
    server.reset()
    _fails(studio, "Outcome unknown", "may have been billed")
    server.garbage()
    _fails(studio, "Unreadable answer")
    server.no_picture()
    _fails(studio, "Not a picture")
    assert len(server.orders()) == 4
    studio.generate("the next one")
    studio.wait_for_pictures(1)


def test_a_stall_that_breaks_leaves_other_jobs_alone(studio: Program, server: LoopbackServer) -> None:
    go_on = threading.Event()
    server.stall(go_on, after_bytes=150)
    studio.generate("stalls")
    wait_for_orders(server, 1)
    studio.generate("goes on")
    studio.wait_for_pictures(1)
    go_on.set()
    studio.wait_for_pictures(2)


def test_a_library_that_goes_away_is_saved_into_later(studio: Program, server: LoopbackServer, screen: Desktop) -> None:
    order_and_lose_the_library(studio, server, PROMPT)
    studio.says("The library is away", "It was billed")
    studio.library.unlink()
    studio.select_first_tile()
    screen.keys("Return")
    studio.wait_for_pictures(1)
    assert len(server.orders()) == 1


def test_what_has_no_place_is_not_bought(studio: Program, server: LoopbackServer) -> None:
    studio.library.parent.mkdir(parents=True)
    studio.library.write_text("a file where the folder should be", encoding="utf-8")
    studio.generate(PROMPT)
    studio.says("The library is away", "Nothing was billed")
    assert server.orders() == []
