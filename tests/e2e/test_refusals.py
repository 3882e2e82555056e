"""What the provider refuses: the field at fault is marked, and one click sends what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.e2e.conftest import KEY, wait_for_orders
from tests.support.refusal_texts import AREA, MENU, unsupported
from tests.support.server import error_body
from tests.support.waiting import until
from tests.support.whole_picture import record_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.program import Program
    from tests.support.server import LoopbackServer

PROMPT = "a red fox in the snow"
DEV = "black-forest-labs/FLUX.2-dev"
SMALLER_GRID = (
    "Invalid value for 'width' parameter. "
    "Image width must be an integer value between 256 and 1024, in multiples of 16."
)
FEWER_STEPS = "Invalid value for 'steps' parameter. Steps must be an integer value between 1 and 12."
FALSE_400 = SMALLER_GRID.replace("1024", "1920")
NOT_SERVERLESS = f"Unable to access non-serverless model {DEV}. Please visit the page to start a dedicated endpoint."


def _size(body: dict[str, Any]) -> tuple[int, int]:
    return body["width"], body["height"]


def _refused(studio: Program, server: LoopbackServer, text: str, *words: str) -> None:
    """Order, be refused with this text, and select the tile of it."""
    before = len(server.orders())
    server.refuse(400, error_body(text))
    studio.press("ctrl+Return")
    wait_for_orders(server, before + 1)
    studio.says(*words)
    studio.select_first_tile()


def _corrected(studio: Program, server: LoopbackServer, button: str = "") -> dict[str, Any]:
    """Send again by this button of the details, without one by a key on the tile, and return what was sent."""
    before = len(server.orders())
    if button:
        studio.click(button, "push button")
    else:
        studio.press("Return")
    wait_for_orders(server, before + 1)
    studio.wait_for_pictures((before + 1) // 2)
    body: dict[str, Any] = server.orders()[-1].json
    return body


def test_every_kind_of_refusal_marks_its_field_and_offers_what_is_taken(
    start: Callable[..., Program], server: LoopbackServer
) -> None:
    first = start(TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY)
    first.write_prompt(PROMPT)
    first.click("More settings")
    _refused(first, server, SMALLER_GRID, "Size not taken", "Nothing was billed")
    first.part("The model takes sides of 256 to 1024 px, in multiples of 16.", "label")
    assert _size(_corrected(first, server, "Send again with 1024 × 688")) == (1024, 688)
    until(lambda: "takes sides" not in first.words(), "the end of the mark")

    _refused(first, server, AREA, "The model takes 1.6 to 2.07 megapixels")
    assert _size(_corrected(first, server, "Send again with 1712 × 1152")) == (1712, 1152)
    _refused(first, server, MENU, "The model takes 3 sizes and no others")
    assert _size(_corrected(first, server)) == (1264, 848)

    first.click("fast, 14 steps")
    _refused(first, server, FEWER_STEPS, "Steps not taken")
    first.part("The model takes 1 to 12 steps.", "label")
    assert _corrected(first, server, "Send again with 12 steps")["steps"] == 12
    first.click("File format: PNG")
    _refused(first, server, unsupported("output_format"), "File format not taken")
    assert "output_format" not in _corrected(first, server, "Send again without file format")
    until(lambda: "making" not in first.words(), "the end of every job")
    assert first.quit() == 0

    second = start(TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY)
    second.generate("another fox")
    wait_for_orders(server, 11)
    body = server.orders()[-1].json
    assert (_size(body), body["steps"], body.get("output_format")) == ((1264, 848), 12, None)


def test_a_false_refusal_is_sent_again_twice_and_billed_once(studio: Program, server: LoopbackServer) -> None:
    server.refuse(400, error_body(FALSE_400), times=2)
    studio.generate(PROMPT)
    (picture,) = studio.wait_for_pictures(1)
    assert len(server.orders()) == 3
    assert len({order.body for order in server.orders()}) == 1
    studio.says("today $0.015")
    assert record_of(picture)["request"]["width"] == 1248


def test_a_model_that_cannot_be_used_is_marked_and_gives_way_by_one_click(
    studio: Program, server: LoopbackServer
) -> None:
    server.refuse(400, error_body(NOT_SERVERLESS, code="model_not_available"))
    studio.generate(PROMPT)
    studio.says("Model not available", "Nothing was billed", "FLUX.2 dev cannot be used with this key.")
    studio.select_first_tile()
    studio.click(studio.beginning("Send again with FLUX").name)
    studio.wait_for_pictures(1)
    assert [order.json["model"] for order in server.orders()] == [DEV, "black-forest-labs/FLUX.2-pro"]
    studio.open_models()
    studio.says("Not available to this account")
