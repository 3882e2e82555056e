"""Models, refusals that teach, and prompts that leave something open, as a person meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.conftest import KEY, wait_for_orders
from tests.support.model_lists import a_listed_model
from tests.support.server import MODELS
from tests.support.waiting import until
from tests.support.whole_picture import record_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.program import Program
    from tests.support.server import LoopbackServer

PROMPT = "a red fox in the snow"
MAX = "black-forest-labs/FLUX.2-max"


def test_a_model_works_on_the_day_it_appears_and_is_known_without_an_answer(
    start: Callable[..., Program], server: LoopbackServer
) -> None:
    server.models = [model for model in server.models if model["id"] != MAX]
    server.models.append(a_listed_model("someone/new-model", display_name="<b>Brand new</b>"))
    first = start(TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY)
    until(lambda: any(request.path == "/v1/models" for request in server.requests), "the question for the list")
    first.choose_model("<b>Brand new</b>")
    first.says("$0.04 each")
    first.generate(PROMPT)
    (picture,) = first.wait_for_pictures(1)
    (order,) = server.orders()
    assert order.json["model"] == record_of(picture)["request"]["model"] == "someone/new-model"
    assert order.json.keys() <= {"model", "prompt", "width", "height", "seed", "response_format"}
    until(lambda: "making" not in first.words(), "the end of every job")
    assert first.quit() == 0

    server.refuse(404, path=MODELS, times=2)
    away = start(TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY)
    away.says("Model: <b>Brand new</b>")
    away.choose_model("FLUX.2 max")
    away.says("FLUX.2 max is no longer in Together's list")

    away.open_models()
    away.says("No longer listed", "List of ")
    away.click("Refresh the list of models")
    away.says("This one stays.")
    server.models.append(a_listed_model(MAX))
    away.click("Refresh the list of models")
    until(lambda: "no longer" not in away.words().lower(), "the model that is listed again")


def test_the_seed_fills_what_a_prompt_leaves_open(start: Callable[..., Program], server: LoopbackServer) -> None:
    written = "a {red|blue} fox in __weather__"
    first = start(TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY)
    lists = first.home / ".config" / "sfumato" / "wildcards"
    lists.mkdir(parents=True)
    (lists / "weather.txt").write_text("snow\n# no rain today\nfog\n", encoding="utf-8")
    first.click("4 pictures")
    first.generate(written)
    made = [record_of(picture)["request"] for picture in first.wait_for_pictures(4)]
    possible = {f"a {colour} fox in {weather}" for colour in ("red", "blue") for weather in ("snow", "fog")}
    assert {request["prompt"] for request in made} <= possible
    assert {request["template"] for request in made} == {written}
    assert {request["prompt"] for request in made} == {order.json["prompt"] for order in server.orders()}
    until(lambda: "making" not in first.words(), "the end of every job")
    assert first.quit() == 0

    second = start(TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY)
    second.part("Templates")
    second.write_prompt("something else")
    second.press("alt+Up")
    until(lambda: second.prompt() == written, "the prompt of before")
    second.press("alt+Down")
    until(lambda: second.prompt() == "something else", "what was being written")


def test_switching_models_says_what_is_left_out_and_keeps_it(studio: Program, server: LoopbackServer) -> None:
    studio.click("More settings")
    studio.click("fast, 14 steps")
    studio.choose_model("FLUX.2 pro")
    studio.says("Not taken by FLUX.2 pro: steps")
    studio.generate(PROMPT)
    wait_for_orders(server, 1)
    studio.choose_model("FLUX.2 dev")
    studio.press("ctrl+Return")
    wait_for_orders(server, 2)
    assert [order.json.get("steps") for order in server.orders()] == [None, 14]


def test_a_saved_prompt_is_filled_in_with_tab(studio: Program, server: LoopbackServer) -> None:
    studio.write_prompt("portrait of {animal} in {place}")
    studio.press("ctrl+Return")
    studio.says("To fill in: {animal}, {place}")
    studio.click("Templates", "push button")
    studio.click("Save this prompt…")
    studio.type("Portrait")
    studio.press("Return")
    studio.beginning("Portrait, ")
    studio.press("Escape")
    studio.write_prompt("something else")
    studio.click("Templates", "push button")
    studio.click(studio.beginning("Portrait, ").name)
    until(lambda: studio.prompt() == "portrait of {animal} in {place}", "the saved prompt")
    studio.type("a fox")
    studio.press("Tab")
    studio.type("snow")
    studio.press("ctrl+Return")
    wait_for_orders(server, 1)
    assert [order.json["prompt"] for order in server.orders()] == ["portrait of a fox in snow"]
