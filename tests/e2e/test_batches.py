"""Many pictures by one press: a grid, prompts from files, and every choice of a prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.e2e.conftest import wait_for_orders
from tests.support.waiting import until

if TYPE_CHECKING:
    from tests.support.program import Program
    from tests.support.server import LoopbackServer

FILES = {
    "prompts.txt": "a hare\nan owl at night\n",
    "prompts.csv": "prompt,seed\na hare,7\nan owl at night,8\n",
}


def _open(studio: Program, source: str) -> None:
    studio.says("today $")
    studio.press("ctrl+b")
    studio.click(f"Source: {source}")


def _queue(studio: Program, words: str, price: str) -> None:
    """Press the button that says so, with the price of all."""
    button = studio.beginning(words)
    assert price in button.name
    studio.click(button.name, "push button")
    until(lambda: not studio.called("Source: Grid of parameters"), "the end of the window")


def test_a_grid_of_two_parameters_has_a_price_and_a_sheet(studio: Program, server: LoopbackServer) -> None:
    studio.choose_model("FLUX.1 schnell")
    studio.write_prompt("a fox")
    _open(studio, "Grid of parameters")
    studio.write_into("Columns: values", "text", "11, 12")
    studio.write_into("Rows: values", "text", "4, 8, 12")
    # Four steps are in the price of a picture; eight cost twice, twelve three times as much.
    _queue(studio, "Queue 6 pictures", "≈ $0.034")
    wait_for_orders(server, 6)
    orders = {(order.json["prompt"], order.json["seed"], order.json["steps"]) for order in server.orders()}
    assert orders == {("a fox", seed, steps) for seed in (11, 12) for steps in (4, 8, 12)}
    studio.wait_for_pictures(6)
    (sheet,) = until(lambda: list((studio.library / "sheets").rglob("*.jpg")), "the sheet")
    with Image.open(sheet) as picture:
        assert picture.width > 200
    assert len(server.orders()) == 6


@pytest.mark.parametrize("name", FILES)
def test_prompts_come_from_a_file(studio: Program, server: LoopbackServer, name: str) -> None:
    file = studio.home / name
    file.write_text(FILES[name], encoding="utf-8")
    _open(studio, "Prompts from a file")
    studio.click("Choose a file…", "push button")
    studio.part("File name:", "text")
    studio.press("ctrl+a")
    studio.type(str(file))
    studio.press("Return")
    _queue(studio, "Queue 2 pictures", "from $0.031")
    studio.wait_for_pictures(2)
    orders = [order.json for order in server.orders()]
    assert sorted(order["prompt"] for order in orders) == ["a hare", "an owl at night"]
    if name.endswith("csv"):
        assert {order["prompt"]: order["seed"] for order in orders} == {"a hare": 7, "an owl at night": 8}


def test_every_choice_of_a_prompt_is_made_once(studio: Program, server: LoopbackServer) -> None:
    studio.write_prompt("a {hare|owl|fox} in {oils|chalk}")
    _open(studio, "Every choice of the prompt")
    _queue(studio, "Queue 6 pictures", "from $0.092")
    studio.wait_for_pictures(6)
    prompts = [order.json["prompt"] for order in server.orders()]
    assert sorted(prompts) == sorted(
        f"a {what} in {how}" for what in ("hare", "owl", "fox") for how in ("oils", "chalk")
    )
