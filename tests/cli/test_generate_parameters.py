"""`sfumato generate`: an option for every parameter, what each becomes on the wire, and what is said of the rest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.core.catalogue import Parameter
from desktop_app.core.known_models import known_catalogue
from tests.support.generate_verb import KONTEXT, SCHNELL, SMALL, Captured, ran
from tests.support.server import real_picture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import LoopbackServer

DEV = "black-forest-labs/FLUX.2-dev"
PRO = "black-forest-labs/FLUX.2-pro"
GEMINI = "google/gemini-3-pro-image"


def test_every_parameter_that_a_model_takes_is_sent_and_kept(capsys: Captured, live: LoopbackServer) -> None:
    options = ("--steps", "30", "--seed", "7", "--guidance", "4.5", "--format", "png", "--no-safety-checker")
    loras = ("--lora", "owner/name", "--lora", "https://host.example/x.safetensors=0.8")

    code, out, err = ran(capsys, "a fox", "--model", DEV, *SMALL, *options, *loras, "--json")

    assert code == 0
    assert "left out" not in err
    sent = {
        "steps": 30,
        "seed": 7,
        "guidance_scale": 4.5,
        "output_format": "png",
        "disable_safety_checker": True,
        "image_loras": [
            {"path": "owner/name", "scale": 1.0},
            {"path": "https://host.example/x.safetensors", "scale": 0.8},
        ],
    }
    body = live.orders()[0].json
    assert {name: body[name] for name in sent} == sent
    request = json.loads(out[0])["record"]["request"]
    assert request["body"] == body
    assert (request["guidance"], request["output_format"], request["loras"]) == (4.5, "png", sent["image_loras"])
    assert (request["safety_checker"], request["template"]) == (False, "")


@pytest.mark.parametrize(("option", "sent"), [("--upsampling", True), ("--no-upsampling", False), ("", None)])
def test_whether_the_model_rewrites_the_prompt(
    capsys: Captured, live: LoopbackServer, option: str, sent: bool | None
) -> None:
    code, _, err = ran(capsys, "a fox", "--model", PRO, *SMALL, *([option] if option else []))

    assert code == 0
    assert "left out" not in err
    assert live.orders()[0].json.get("prompt_upsampling") is sent


def test_every_parameter_of_every_model_has_an_option(capsys: Captured, live: LoopbackServer) -> None:
    options = {
        Parameter.STEPS: ("--steps", "20"),
        Parameter.SEED: ("--seed", "7"),
        Parameter.NEGATIVE_PROMPT: ("--negative", "snow"),
        Parameter.COUNT: ("-n", "1"),
        Parameter.SAFETY_CHECKER: ("--no-safety-checker",),
        Parameter.RESPONSE_FORMAT: (),
        Parameter.GUIDANCE_SCALE: ("--guidance", "4"),
        Parameter.GUIDANCE: (),
        Parameter.PROMPT_UPSAMPLING: ("--upsampling",),
        Parameter.OUTPUT_FORMAT: ("--format", "png"),
        Parameter.LORAS: ("--lora", "owner/name=0.5"),
    }
    assert set(options) == set(Parameter)
    everything = [each for values in options.values() for each in values]
    models = {profile.parameters: profile for profile in known_catalogue() if not profile.is_demo}
    for profile in models.values():
        code, _, err = ran(capsys, "a fox", "--model", profile.id, *everything)

        assert code == 0
        body = live.orders()[-1].json
        assert set(body) & {each.value for each in Parameter} == {
            each.value for each in profile.parameters - {Parameter.COUNT}
        }
        for parameter in set(Parameter) - profile.parameters - {Parameter.GUIDANCE, Parameter.GUIDANCE_SCALE}:
            if options[parameter] and parameter is not Parameter.COUNT:
                assert f"does not take {options[parameter][0]}; it is left out." in err


def test_what_a_model_does_not_take_is_told_of_each_in_a_line(capsys: Captured, live: LoopbackServer) -> None:
    options = ("--negative", "snow", "--guidance", "4", "--lora", "owner/name", "--upsampling")

    code, _, err = ran(capsys, "fox", "--model", SCHNELL, *SMALL, *options)

    assert code == 0
    for option in ("--negative", "--guidance", "--lora", "--upsampling"):
        assert f"\n{SCHNELL} does not take {option}; it is left out.\n" in f"\n{err}"
    assert set(live.orders()[0].json) == {"model", "prompt", "width", "height", "seed", "response_format"}


def test_what_a_model_takes_otherwise_is_told_of(capsys: Captured, live: LoopbackServer) -> None:
    loras = [each for name in "abc" for each in ("--lora", f"owner/{name}")]

    code, _, err = ran(capsys, "fox", "--model", DEV, *SMALL, "--guidance", "100", *loras)

    assert code == 0
    highest = known_catalogue().profile(DEV).guidance
    assert highest is not None
    assert f"takes guidance between 1 and {highest.highest:g}; using {highest.highest:g}." in err
    assert "takes 2 LoRAs at most; using the first 2." in err
    body = live.orders()[0].json
    assert body["guidance_scale"] == highest.highest
    assert [each["path"] for each in body["image_loras"]] == ["owner/a", "owner/b"]


@pytest.mark.parametrize(
    ("model", "shape", "sent"),
    [
        (DEV, "16:9", {"width": 1360, "height": 768}),
        (DEV, "1:1", {"width": 1024, "height": 1024}),
        (KONTEXT, "9:16", {"aspect_ratio": "9:16"}),
        (GEMINI, "16:9", {"width": 1376, "height": 768}),
    ],
)
def test_a_shape_takes_the_pixels_of_the_model(
    capsys: Captured, live: LoopbackServer, model: str, shape: str, sent: dict[str, Any]
) -> None:
    code, _, err = ran(capsys, "fox", "--model", model, "--size", shape)

    assert code == 0
    assert "does not take" not in err
    body = live.orders()[0].json
    assert {name: body.get(name) for name in sent} == sent


def test_a_shape_that_a_model_does_not_have_is_told_of(capsys: Captured, live: LoopbackServer) -> None:
    _, _, err = ran(capsys, "fox", "--model", "ideogram/ideogram-4.0", "--size", "16:9")

    assert "does not take 16:9; using 2048x2048, the nearest that it does." in err


@pytest.mark.parametrize(("model", "size"), [("Qwen/Qwen-Image", None), ("ideogram/ideogram-4.0", 2048), (DEV, 1024)])
def test_without_a_wish_the_usual_size_is_asked_for_where_that_is_no_guess(
    capsys: Captured, live: LoopbackServer, model: str, size: int | None
) -> None:
    ran(capsys, "fox", "--model", model)

    assert live.orders()[0].json.get("width") == size


def test_a_size_can_be_left_to_the_model(capsys: Captured, live: LoopbackServer) -> None:
    ran(capsys, "fox", "--model", DEV, "--size", "auto")

    assert not {"width", "height"} & set(live.orders()[0].json)


def test_the_size_of_the_reference(capsys: Captured, live: LoopbackServer, tmp_path: Path) -> None:
    picture = tmp_path / "fox.png"
    picture.write_bytes(real_picture({"width": 640, "height": 384}, file_format="PNG"))
    reference = ("--reference", str(picture), "--size", "reference")

    ran(capsys, "fox", "--model", DEV, *reference)
    ran(capsys, "fox", "--model", KONTEXT, *reference)

    told, followed = (order.json for order in live.orders())
    assert (told["width"], told["height"]) == (640, 384)
    assert not {"width", "height", "aspect_ratio"} & set(followed)


def test_the_price_counts_references_and_names_the_day_of_its_list(
    capsys: Captured, live: LoopbackServer, tmp_path: Path
) -> None:
    picture = tmp_path / "fox.png"
    picture.write_bytes(real_picture({}, file_format="PNG"))
    model = "google/flash-image-3.1"

    _, _, alone = ran(capsys, "fox", "--model", model)
    _, _, with_one = ran(capsys, "fox", "--model", model, "--reference", str(picture))

    price = known_catalogue().profile(model).price
    assert price.usd_per_reference > 0
    assert "(prices of 2026-08-17)" in alone
    assert alone.partition("Estimate:")[2] != with_one.partition("Estimate:")[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--size", "reference"),
        ("--size", "16:"),
        ("--guidance", "much"),
        ("--guidance", "-1"),
        ("--format", "webp"),
        ("--lora", "owner/name=3"),
        ("--lora", ""),
        ("--set", "nothing"),
    ],
)
def test_bad_values_send_nothing(capsys: Captured, live: LoopbackServer, arguments: tuple[str, ...]) -> None:
    code, out, err = ran(capsys, "fox", *arguments)

    assert (code, out) == (2, [])
    assert "sfumato generate: error: " in err
    assert live.requests == []


def test_the_help_names_every_option_in_groups(capsys: Captured) -> None:
    code, out, _ = ran(capsys, "--help")

    shown = "\n".join(out)
    assert code == 0
    for group in ("what to paint:", "the model and how it paints:", "the picture:", "where and how:"):
        assert f"\n{group}\n" in shown
    for option in (
        *("--set", "--negative", "--reference", "--model", "--preset", "--steps", "--guidance", "--lora", "--size"),
        *("--upsampling, --no-upsampling", "--safety-checker, --no-safety-checker", "--format", "--seed", "-n"),
        *("--library", "--demo", "--json"),
    ):
        assert f"\n  {option}" in shown
