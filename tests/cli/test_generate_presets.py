"""`sfumato generate --preset`: a preset decides what the options leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.core.presets import MODEL_PRESETS, ModelPreset
from desktop_app.core.request import Lora, OutputFormat
from desktop_app.core.sizes import Size
from desktop_app.store.presets_file import Presets, PresetsFile
from tests.support.generate_verb import KONTEXT, SCHNELL, SMALL, Captured, ran
from tests.support.server import real_picture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import LoopbackServer

DEV = "black-forest-labs/FLUX.2-dev"

POSTER = ModelPreset(
    "Plakat groß",
    ("gone/model", DEV),
    steps=33,
    size=Size(512, 768),
    guidance=6.0,
    output_format=OutputFormat.PNG,
    negative_prompt="text",
    safety_checker=False,
    count=2,
    loras=(Lora("owner/name", 0.7),),
)


@pytest.fixture
def poster(home: Path) -> None:
    file = PresetsFile(home / ".config" / "sfumato" / "presets.json")
    file.save(Presets(models=(POSTER, *MODEL_PRESETS)))


@pytest.mark.usefixtures("poster")
def test_a_preset_of_ones_own_decides_everything(capsys: Captured, live: LoopbackServer) -> None:
    code, out, err = ran(capsys, "fox", "--preset", "PLAKAT GROSS")

    assert (code, len(out)) == (0, 2)
    assert f"gone/model of the preset Plakat groß cannot be used; using {DEV} instead." in err
    assert f"{DEV} does not take --negative of the preset Plakat groß; it is left out." in err
    body = live.orders()[0].json
    sent = {"model": DEV, "steps": 33, "width": 512, "height": 768, "guidance_scale": 6.0, "output_format": "png"}
    assert {name: body[name] for name in sent} == sent
    assert body["disable_safety_checker"] is True
    assert body["image_loras"] == [{"path": "owner/name", "scale": 0.7}]


@pytest.mark.usefixtures("poster")
def test_options_go_before_the_preset(capsys: Captured, live: LoopbackServer) -> None:
    options = ("--model", SCHNELL, "--steps", "2", "-n", "1", "--format", "jpeg", "--safety-checker", *SMALL)

    code, out, _ = ran(capsys, "fox", "--preset", "Plakat groß", *options)

    assert (code, len(out)) == (0, 1)
    body = live.orders()[0].json
    assert (body["model"], body["steps"], body["width"], body["output_format"]) == (SCHNELL, 2, 256, "jpeg")
    assert "disable_safety_checker" not in body


@pytest.mark.parametrize("name", ["Quick draft", "quick DRAFT", "quick_draft", "quick-draft"])
def test_built_in_presets_have_a_name_and_a_key(capsys: Captured, live: LoopbackServer, name: str) -> None:
    code, _, err = ran(capsys, "fox", "--preset", name, *SMALL)

    assert code == 0
    assert "instead" not in err
    assert live.orders()[0].json["model"] == SCHNELL


def test_a_preset_can_follow_the_reference(capsys: Captured, live: LoopbackServer, home: Path, tmp_path: Path) -> None:
    preset = ModelPreset("Like it", (KONTEXT,), size=Size(1024, 1024), as_reference=True)
    PresetsFile(home / ".config" / "sfumato" / "presets.json").save(Presets(models=(preset,)))
    picture = tmp_path / "fox.png"
    picture.write_bytes(real_picture({}, file_format="PNG"))

    ran(capsys, "fox", "--preset", "like it", "--reference", str(picture))
    ran(capsys, "fox", "--preset", "like it")

    assert [order.json.get("aspect_ratio") for order in live.orders()] == [None, "1:1"]


def test_a_preset_that_there_is_not(capsys: Captured, live: LoopbackServer) -> None:
    code, out, err = ran(capsys, "fox", "--preset", "slow")

    assert (code, out) == (2, [])
    assert "there is no preset 'slow'; there is: Quick draft, Best quality, Edit a picture (Kontext)." in err
    assert live.requests == []
