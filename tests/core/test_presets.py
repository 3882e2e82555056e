"""Presets as JSON: everything comes back, old files are read, and nothing of the wrong kind gets in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.checked_fields import BadField, Fault
from desktop_app.core.presets import MODEL_PRESETS, SIZE_PRESETS, LoraFavourite, ModelPreset, SizePreset
from desktop_app.core.request import Lora, OutputFormat
from desktop_app.core.sizes import Size

WHOLE = ModelPreset(
    "Night",
    ("black-forest-labs/FLUX.2-dev", "black-forest-labs/FLUX.2-pro"),
    40,
    size=Size(1248, 832),
    as_reference=False,
    guidance=3.5,
    prompt_upsampling=False,
    output_format=OutputFormat.PNG,
    negative_prompt="fog\nhaze",
    safety_checker=False,
    count=3,
    loras=(Lora("owner/name", 0.8), Lora("https://example.com/x.safetensors")),
    is_whole=True,
)


def through_text(data: dict[str, Any]) -> Any:
    return json.loads(json.dumps(data))


@pytest.mark.parametrize("preset", [WHOLE, *MODEL_PRESETS, ModelPreset("Empty", ("m",), loras=(), negative_prompt="")])
def test_a_model_preset_comes_back(preset: ModelPreset) -> None:
    assert ModelPreset.from_json(through_text(preset.to_json())) == preset


def test_sizes_and_loras_come_back() -> None:
    for size in SIZE_PRESETS:
        assert SizePreset.from_json(through_text(size.to_json())) == size
    favourite = LoraFavourite("Ink", "owner/ink", 1.25)
    assert LoraFavourite.from_json(through_text(favourite.to_json())) == favourite
    assert LoraFavourite.from_json({"name": "Ink", "path": "owner/ink"}) == LoraFavourite("Ink", "owner/ink", 1.0)


def test_a_preset_of_before_it_held_more_than_steps_is_read() -> None:
    old = {"name": "Slow", "models": ["some/model"], "steps": 40, "key": ""}
    assert ModelPreset.from_json(old) == ModelPreset("Slow", ("some/model",), 40)


@pytest.mark.parametrize(
    ("change", "field", "fault"),
    [
        ({"name": None}, "name", Fault.MISSING),
        ({"name": "  "}, "name", Fault.MISSING),
        ({"name": 7}, "name", Fault.WRONG_TYPE),
        ({"name": "x" * 61}, "name", Fault.TOO_LONG),
        ({"models": []}, "models", Fault.MISSING),
        ({"models": "some/model"}, "models", Fault.WRONG_TYPE),
        ({"models": [None]}, "models", Fault.MISSING),
        ({"models": ["m" * 201]}, "models", Fault.TOO_LONG),
        ({"models": ["m"] * 51}, "models", Fault.TOO_LONG),
        ({"steps": 0}, "steps", Fault.OUT_OF_RANGE),
        ({"steps": 10**400}, "steps", Fault.OUT_OF_RANGE),
        ({"steps": True}, "steps", Fault.WRONG_TYPE),
        ({"steps": 2.5}, "steps", Fault.WRONG_TYPE),
        ({"width": 100}, "height", Fault.MISSING),
        ({"height": 100}, "width", Fault.MISSING),
        ({"width": -1, "height": 100}, "width", Fault.OUT_OF_RANGE),
        ({"guidance": "3"}, "guidance", Fault.WRONG_TYPE),
        ({"guidance": float("nan")}, "guidance", Fault.OUT_OF_RANGE),
        ({"guidance": float("inf")}, "guidance", Fault.OUT_OF_RANGE),
        ({"guidance": 10**400}, "guidance", Fault.OUT_OF_RANGE),
        ({"prompt_upsampling": 1}, "prompt_upsampling", Fault.WRONG_TYPE),
        ({"output_format": "gif"}, "output_format", Fault.OUT_OF_RANGE),
        ({"negative_prompt": "x" * 10_001}, "negative_prompt", Fault.TOO_LONG),
        ({"count": 5}, "count", Fault.OUT_OF_RANGE),
        ({"loras": ["owner/name"]}, "loras", Fault.WRONG_TYPE),
        ({"loras": [{"path": "a/b", "scale": 2.1}]}, "scale", Fault.OUT_OF_RANGE),
        ({"loras": [{"scale": 1}]}, "path", Fault.MISSING),
        ({"loras": [{"path": "x" * 2_001}]}, "path", Fault.TOO_LONG),
    ],
)
def test_what_cannot_be_a_preset_is_refused_by_field(change: dict[str, Any], field: str, fault: Fault) -> None:
    with pytest.raises(BadField) as caught:
        ModelPreset.from_json({"name": "x", "models": ["m"], **change})
    assert (caught.value.field, caught.value.fault) == (field, fault)


def test_a_name_is_one_line_of_what_can_be_printed() -> None:
    assert SizePreset.from_json({"name": " a\n\u202eb\x00 ", "width": 1, "height": 1}).name == "a b"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*WHOLE.to_json(), "path", "scale"]), anything))
def test_nothing_but_a_bad_field_comes_of_junk(data: dict[str, Any]) -> None:
    for kind in (ModelPreset, SizePreset, LoraFavourite):
        try:
            read = kind.from_json(data)
        except BadField:
            continue
        assert kind.from_json(read.to_json()) == read
