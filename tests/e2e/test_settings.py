"""Everything that can be set: it is sent, kept, left out where a model does not take it, and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.conftest import wait_for_orders
from tests.support.waiting import until
from tests.support.whole_picture import record_of

if TYPE_CHECKING:
    from tests.support.program import Program
    from tests.support.server import LoopbackServer

PROMPT = "a red fox in the snow"
LORA = "someone/ink-style"
SETTINGS = {
    "steps": 20,
    "guidance_scale": 5.5,
    "output_format": "png",
    "image_loras": [{"path": LORA, "scale": 0.8}],
    "disable_safety_checker": True,
    "seed": 4711,
}


def _set_everything(studio: Program) -> None:
    """Set all that FLUX.2 dev takes, by mouse and keys."""
    studio.click("Keep this seed")
    studio.write_into("Seed", "text", "4711")
    studio.click("More settings")
    studio.write_into("Steps", "spin box", "20")
    studio.write_into("Guidance", "spin box", "5.5")
    studio.click("File format: PNG")
    studio.click("Add LoRA")
    studio.part("Address of the LoRA", "text")
    studio.type(LORA)
    # Over star, cross and slider to the number.
    studio.press("Tab", "Tab", "Tab", "Tab", "ctrl+a")
    studio.type("0.8")
    # And on to the safety checker, which is switched off.
    studio.press("Tab", "space")
    studio.says("steps 20 · guidance 5.5 · PNG · LoRA")


def _sent(server: LoopbackServer, count: int) -> dict[str, object]:
    wait_for_orders(server, count)
    body: dict[str, object] = server.orders()[-1].json
    return {name: body[name] for name in SETTINGS if name in body}


def _name_file(studio: Program) -> None:
    studio.part("File name:", "text")
    studio.press("ctrl+a")
    studio.type(f"{studio.home}/ink.json")
    studio.press("Return")


def test_every_setting_is_sent_and_kept_and_all_of_them_can_be_used_again(
    studio: Program, server: LoopbackServer
) -> None:
    studio.generate("a plain one")
    studio.wait_for_pictures(1)
    _set_everything(studio)
    studio.generate(PROMPT)
    picture = studio.wait_for_pictures(2)[-1]
    assert _sent(server, 2) == SETTINGS
    asked = record_of(picture)["request"]
    assert {name: asked["body"][name] for name in SETTINGS} == SETTINGS
    assert (asked["steps"], asked["guidance"], asked["loras"]) == (20, 5.5, SETTINGS["image_loras"])
    assert (asked["output_format"], asked["safety_checker"], asked["seed"]) == ("png", False, 4711)

    studio.choose_model("FLUX.1 Kontext pro")
    studio.says("Not taken by FLUX.1 Kontext pro:", "LoRA")
    studio.choose_model("FLUX.2 dev")
    studio.press("ctrl+Return")
    assert _sent(server, 3) == SETTINGS

    studio.select_tile("a plain one")
    studio.click("Use all")
    until(lambda: studio.prompt() == "a plain one", "the plain prompt")
    studio.press("ctrl+Return")
    assert _sent(server, 4).keys() == {"seed"}
    studio.select_tile(PROMPT)
    studio.click("Use all")
    until(lambda: studio.prompt() == PROMPT, "the prompt of before")
    studio.press("ctrl+Return")
    assert _sent(server, 5) == SETTINGS


def test_a_preset_is_saved_exported_deleted_imported_and_chosen(studio: Program, server: LoopbackServer) -> None:
    studio.click("More settings")
    studio.click("fast, 14 steps")
    studio.click("File format: PNG")
    studio.click("3 pictures")
    studio.open_models()
    studio.click("Save as preset…")
    studio.type("Ink")
    studio.press("Return")
    studio.beginning("Ink, ")
    studio.click("Export presets")
    _name_file(studio)
    studio.says("Presets exported to ink.json.")
    studio.open_models()
    studio.click("Delete Ink")
    studio.click("Delete", "push button")
    until(lambda: "Ink, " not in studio.words(), "the end of the preset")
    studio.press("Escape")
    studio.choose_model("FLUX.1 schnell")
    studio.open_models()
    studio.click("Import presets")
    _name_file(studio)
    studio.says("1 preset imported")
    studio.open_models()
    studio.click(studio.beginning("Ink, ").name)
    studio.says("Model: FLUX.2 dev")
    studio.generate(PROMPT)
    wait_for_orders(server, 3)
    for order in server.orders():
        assert (order.json["steps"], order.json["output_format"]) == (14, "png")


def test_the_button_names_the_price_of_what_is_set(studio: Program) -> None:
    studio.choose_model("FLUX.1 schnell")
    studio.part("Generate, ≈ $0.0028", "push button")
    studio.click("More settings")
    studio.click("fast, 2 steps")
    studio.part("Generate, ≈ $0.0028", "push button")
    studio.click("highest, 12 steps")
    studio.part("Generate, ≈ $0.0084", "push button")
    studio.says("$0.0027 per megapixel × 1.04 megapixels")
    studio.click("2 pictures")
    studio.part("Generate, ≈ $0.017", "push button")
    studio.click("Size: 1248 × 832")
    studio.type("512")
    studio.press("Tab")
    studio.type("512")
    studio.press("Return")
    studio.part("Generate, ≈ $0.0042", "push button")
