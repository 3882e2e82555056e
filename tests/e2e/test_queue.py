"""The queue in the real program: seen, paused, given up, and kept over the end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tests.e2e.conftest import wait_for_orders
from tests.support.waiting import until

if TYPE_CHECKING:
    from tests.support.accessible import Part
    from tests.support.desktop import Desktop
    from tests.support.program import Program
    from tests.support.server import LoopbackServer


def test_the_queue_is_paused_and_goes_on_where_it_was(studio: Program, server: LoopbackServer, screen: Desktop) -> None:
    go_on = threading.Event()
    server.stall(go_on)
    studio.generate("a red fox")
    wait_for_orders(server, 1)
    studio.click("1 making", "push button")
    studio.click("Pause", "push button")
    studio.says("Paused. Nothing more is sent until you resume.")
    studio.generate("the sea at night")
    studio.says("1 making · 1 waiting", "paused")
    go_on.set()
    studio.wait_for_pictures(1)
    assert len(server.orders()) == 1
    assert studio.quit() == 0

    studio.start()
    studio.says("1 waiting", "paused")
    studio.click("Resume", "push button")
    studio.wait_for_pictures(2)
    assert len(server.orders()) == 2


def test_keys_alone_open_the_queue_and_give_an_order_up(
    studio: Program, server: LoopbackServer, screen: Desktop
) -> None:
    never = threading.Event()
    server.stall(never)
    studio.generate("a red fox")
    wait_for_orders(server, 1)
    studio.select_first_tile()
    screen.keys("q")
    until(lambda: any("a red fox" in part.name for part in studio.parts() if part.role == "list item"), "the row")
    screen.keys("Delete")
    until(server.orders()[0].closed.is_set, "the end of the connection")
    screen.keys("Escape")
    until(lambda: not any(part.name == "Pause" for part in studio.parts()), "the grid")
    never.set()


def test_what_waits_is_dragged_to_another_place_and_stays_there(
    studio: Program, server: LoopbackServer, screen: Desktop
) -> None:
    studio.click("Queue", "push button")
    studio.click("Pause", "push button")
    studio.says("paused")
    for number in range(3):
        studio.generate(f"picture {number}")
        studio.says(f"{number + 1} waiting")
    first, last = _rows(studio)[0], _rows(studio)[-1]
    screen.drag(last.centre, (first.centre[0], first.y + 4))
    until(lambda: _order(studio) == ["picture 2", "picture 0", "picture 1"], lambda: str(_order(studio)))
    assert studio.quit() == 0

    studio.start()
    studio.says("3 waiting")
    studio.click(next(part.name for part in studio.parts() if part.name.startswith("3 waiting")), "push button")
    until(lambda: _order(studio) == ["picture 2", "picture 0", "picture 1"], lambda: str(_order(studio)))
    assert server.orders() == []


def test_a_waiting_order_runs_next_gets_other_settings_and_is_given_up(
    studio: Program, server: LoopbackServer, screen: Desktop
) -> None:
    studio.click("Queue", "push button")
    studio.click("Pause", "push button")
    for number in range(4):
        studio.generate(f"picture {number}")
        studio.says(f"{number + 1} waiting")
    _choose(studio, screen, "picture 3", 1)
    until(lambda: _order(studio)[0] == "picture 3", lambda: str(_order(studio)))
    _choose(studio, screen, "picture 1", 3)
    until(lambda: studio.prompt() == "picture 1", "the order in the form")
    studio.choose_model("FLUX.1 schnell")
    _choose(studio, screen, "picture 1", 4)
    studio.says("4 waiting")
    _choose(studio, screen, "picture 2", 6)
    studio.says("3 waiting")
    studio.click("Resume", "push button")
    studio.wait_for_pictures(3)
    sent = [(order.json["prompt"], order.json["model"].rpartition("/")[2]) for order in server.orders()]
    # Those of one model go out one after the other, and another model's beside them.
    assert [prompt for prompt, model in sent if model == "FLUX.2-dev"] == ["picture 3", "picture 0"]
    assert [prompt for prompt, model in sent if model == "FLUX.1-schnell"] == ["picture 1"]


def _choose(studio: Program, screen: Desktop, row: str, place: int) -> None:
    """Choose an action by its place in the menu: run next, hold, into the form, with its settings, details, cancel."""
    screen.click(next(part for part in _rows(studio) if part.name.startswith(row)).centre)
    studio.press("Menu", *["Down"] * place, "Return")


def _rows(studio: Program) -> list[Part]:
    return [part for part in studio.parts() if part.role == "list item" and part.name.startswith("picture")]


def _order(studio: Program) -> list[str]:
    return [part.name.partition(",")[0] for part in _rows(studio)]
