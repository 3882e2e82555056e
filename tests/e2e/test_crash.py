"""A power cut at the worst moments: nothing paid is lost, nothing is bought twice."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tests.e2e.conftest import KEY, wait_for_orders
from tests.support.lost_library import order_and_lose_the_library
from tests.support.waiting import until
from tests.support.whole_picture import record_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.program import Program
    from tests.support.server import LoopbackServer

PROMPT = "a red fox in the snow"


def test_killed_while_it_waits(start: Callable[..., Program], server: LoopbackServer) -> None:
    never = threading.Event()
    server.stall(never)
    first = start(TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY)
    first.generate(PROMPT)
    wait_for_orders(server, 1)
    first.kill()

    second = start(TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY)
    second.says("Outcome unknown", "may have been billed")
    assert second.quit() == 0
    third = start(TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY)
    third.says("Outcome unknown")
    assert third.pictures() == []
    assert len(server.orders()) == 1


def test_killed_with_the_answer_in_hand(start: Callable[..., Program], server: LoopbackServer) -> None:
    first = start(TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY)
    order_and_lose_the_library(first, server, PROMPT)
    first.says("The library is away", "It was billed")
    first.kill()

    second = start(TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY)
    second.says("The library is away", "It was billed")
    second.kill()
    second.library.unlink()

    third = start(TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY)
    (picture,) = third.wait_for_pictures(1)
    assert record_of(picture)["request"]["prompt"] == PROMPT
    assert len(server.orders()) == 1


def test_what_a_person_wrote_survives(start: Callable[..., Program]) -> None:
    first = start()
    first.write_prompt("half a thought")
    draft = first.home / ".local" / "share" / "sfumato" / "draft.json"
    until(lambda: draft.exists() and "half a thought" in draft.read_text(encoding="utf-8"), "the draft")
    first.kill()
    second = start()
    assert second.prompt() == "half a thought"
