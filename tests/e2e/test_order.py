"""Ordering from a provider: what is sent, what is saved, and giving up."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tests.e2e.conftest import KEY, wait_for_orders
from tests.support.waiting import until
from tests.support.whole_picture import record_of

if TYPE_CHECKING:
    from tests.support.desktop import Desktop
    from tests.support.program import Program
    from tests.support.server import LoopbackServer

PROMPT = "a red fox in the snow"


def test_the_request_has_only_what_the_model_takes(studio: Program, server: LoopbackServer) -> None:
    studio.generate(PROMPT)
    (picture,) = studio.wait_for_pictures(1)
    (order,) = server.orders()

    assert order.headers["authorization"] == f"Bearer {KEY}"
    assert order.json.keys() == {"model", "prompt", "width", "height", "seed", "response_format"}
    assert (order.json["model"], order.json["prompt"]) == ("black-forest-labs/FLUX.2-dev", PROMPT)
    assert order.json["response_format"] == "base64"
    record = record_of(picture)
    assert record["request"]["seed"] == order.json["seed"]
    assert record["mark"] == ""
    assert KEY not in picture.with_name(picture.name + ".json").read_text(encoding="utf-8")
    studio.says("today $0.01")


def test_several_jobs_run_side_by_side(studio: Program, server: LoopbackServer) -> None:
    go_on = threading.Event()
    for _ in range(3):
        server.stall(go_on)
    for number in range(3):
        studio.generate(f"picture {number}")
    wait_for_orders(server, 3)
    studio.says("3 making")
    go_on.set()
    made = studio.wait_for_pictures(3)
    assert {record_of(path)["request"]["prompt"] for path in made} == {"picture 0", "picture 1", "picture 2"}


def test_cancel_hangs_up_and_says_what_it_may_cost(studio: Program, server: LoopbackServer, screen: Desktop) -> None:
    server.stall(60)
    studio.generate(PROMPT)
    wait_for_orders(server, 1)
    studio.select_first_tile()
    screen.keys("Delete")
    (order,) = server.orders()
    until(order.closed.is_set, "the end of the connection")
    studio.says("Cancelled", "may have been billed")

    studio.generate("the next one")
    studio.wait_for_pictures(1)
    assert len(server.orders()) == 2
