"""`sfumato generate` after a refusal: what would pass instead, and what the next order knows of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.generate_verb import SMALL, Captured, ran
from tests.support.server import error_body

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer

DEV = "black-forest-labs/FLUX.2-dev"
AREA = (
    "Invalid dimensions. The total area (width x height) must be within the range of 1265x1265 to 1440x1440. "
    "The aspect ratio must be between 1:4 and 4:1."
)
UNSUPPORTED = "Unsupported use of '{}' parameter. This parameter is not supported for the selected model."
NO_SWITCH = UNSUPPORTED.format("disable_safety_checker")


@pytest.mark.parametrize(
    ("options", "said", "offered"),
    [
        (
            ("--size", "1024x1024"),
            AREA,
            "Run it again with --size 1280x1280.",
        ),
        (
            ("--size", "1024x1024"),
            "Supported values are: '2048x2048', '384x3072'.",
            "Run it again with --size 2048x2048.",
        ),
        (
            ("--steps", "40"),
            "Invalid value for 'steps' parameter. Steps must be an integer value between 1 and 12.",
            "Run it again with --steps 12.",
        ),
        (
            ("--guidance", "9"),
            "Invalid value for 'guidance_scale' parameter. It must be between 1 and 4.5.",
            "Run it again with --guidance 4.5.",
        ),
        (
            ("--no-safety-checker",),
            NO_SWITCH,
            "Run it again without --no-safety-checker.",
        ),
        (("--format", "png"), UNSUPPORTED.format("output_format"), "Run it again without --format."),
        (("--lora", "owner/name"), UNSUPPORTED.format("image_loras"), "Run it again without --lora."),
    ],
)
def test_a_refusal_that_says_the_rule_is_answered_with_what_passes(
    capsys: Captured, live: LoopbackServer, options: tuple[str, ...], said: str, offered: str
) -> None:
    live.refuse(400, error_body(said))

    code, out, err = ran(capsys, "fox", "--model", DEV, *options)

    assert (code, out) == (3, [])
    assert f"\n  What to do: {offered}\n" in err


def test_a_model_that_takes_no_size_can_be_left_to_itself(capsys: Captured, live: LoopbackServer) -> None:
    # Two of three are taken for the known false refusal.
    live.refuse(400, error_body(UNSUPPORTED.format("width")), times=3)
    model = "ideogram/ideogram-4.0"

    _, _, err = ran(capsys, "fox", "--model", model)

    assert "\n  What to do: Run it again with --size auto.\n" in err
    assert ran(capsys, "fox", "--model", model, "--size", "auto")[0] == 0


def test_a_seed_is_offered_once_for_all_pictures(capsys: Captured, live: LoopbackServer) -> None:
    said = "Invalid value for 'seed' parameter. Seed must be an integer value between 0 and 1000."
    for _ in range(2):
        live.refuse(400, error_body(said))

    code, _, err = ran(capsys, "fox", "--model", DEV, *SMALL, "-n", "2", "--seed", "5000")

    assert code == 3
    assert "2 of 2 pictures: " in err
    assert err.count("Run it again with --seed ") == 1


def test_a_model_that_is_gone_is_answered_with_another(capsys: Captured, live: LoopbackServer) -> None:
    said = f"Unable to access non-serverless model {DEV}. Please visit https://api.together.ai/models/{DEV}."
    live.refuse(400, error_body(said, code="model_not_available"))

    code, _, err = ran(capsys, "fox", "--model", DEV, *SMALL)
    offered = re.findall(r"Run it again with --model ([\w./-]+[\w])", err)[0]
    again, _, told = ran(capsys, "fox", "--model", DEV, *SMALL)
    other, _, quiet = ran(capsys, "fox", "--model", offered, *SMALL)

    assert (code, again, other) == (3, 0, 0)
    assert f"The provider refused {DEV} before; trying it all the same." in told
    assert "instead" not in quiet
    assert live.orders()[-1].json["model"] == offered != DEV


def test_what_was_refused_once_is_not_sent_again(capsys: Captured, live: LoopbackServer) -> None:
    live.refuse(400, error_body("Supported values are: '2048x2048', '384x3072'."))
    ran(capsys, "fox", "--model", DEV, "--size", "1024x1024")

    code, _, err = ran(capsys, "fox", "--model", DEV, "--size", "1024x1024")

    assert code == 0
    assert "does not take 1024x1024; using 2048x2048, the nearest that it does." in err
    assert live.orders()[-1].json["width"] == 2048


def test_a_refusal_that_says_nothing_offers_nothing(capsys: Captured, live: LoopbackServer) -> None:
    live.refuse(400, error_body("No."))

    assert "Run it again with --" not in ran(capsys, "fox", *SMALL)[2]
