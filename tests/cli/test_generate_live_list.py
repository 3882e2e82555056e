"""`sfumato generate` once the provider's own list of models is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app import cli
from tests.support.generate_verb import SCHNELL, SMALL, Captured, ran

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer

DEV = "black-forest-labs/FLUX.2-dev"
JUGGERNAUT = "Rundiffusion/Juggernaut-Lightning-Flux"
NEW = "brand/new-model"


@pytest.fixture
def listed(capsys: Captured, live: LoopbackServer) -> LoopbackServer:
    """A server whose list is known here: it lacks a model of the table, and has one that is in no table."""
    live.models = [model for model in live.models if model["id"] != SCHNELL]
    price = {"image_pixel": {"price_per_megapixel": 0.5, "min_steps": 0}}
    live.models.append({"id": NEW, "type": "image", "display_name": "New", "pricing": price})
    assert cli.main(["models", "--refresh"]) == 0
    capsys.readouterr()
    return live


def test_a_model_that_is_listed_no_more_is_tried_and_this_is_said(capsys: Captured, listed: LoopbackServer) -> None:
    code, _, err = ran(capsys, "fox", "--model", SCHNELL, *SMALL)

    assert code == 0
    assert f"{SCHNELL} is not in the provider's list any more; trying it all the same." in err
    assert listed.orders()[0].json["model"] == SCHNELL


def test_a_preset_passes_over_what_is_listed_no_more(capsys: Captured, listed: LoopbackServer) -> None:
    code, _, err = ran(capsys, "fox", "--preset", "Quick draft", *SMALL)

    assert code == 0
    assert f"{SCHNELL} of the preset Quick draft cannot be used; using {JUGGERNAUT} instead." in err
    assert listed.orders()[0].json["model"] == JUGGERNAUT


def test_a_new_model_works_without_being_in_the_table(capsys: Captured, listed: LoopbackServer) -> None:
    code, _, err = ran(capsys, "fox", "--model", NEW, "--size", "1000x1000", "--steps", "9")

    assert code == 0
    assert f"{NEW} is new in the provider's list: its limits are not known." in err
    assert f"{NEW} does not take --steps; it is left out." in err
    assert "Estimate: about $0." in err
    body = listed.orders()[0].json
    assert (body["model"], "steps" in body) == (NEW, False)
