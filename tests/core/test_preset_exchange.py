"""The file of presets: nothing gets in half, nothing is lost, and names stay apart."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.checked_fields import Fault
from desktop_app.core.preset_exchange import (
    FORMAT,
    FileFault,
    ImportProblem,
    PresetBundle,
    PresetKind,
    ReadBundle,
    from_json,
    joined,
    to_json,
)
from desktop_app.core.presets import MODEL_PRESETS, SIZE_PRESETS, LoraFavourite, ModelPreset, SizePreset
from desktop_app.core.request import Lora
from desktop_app.core.saved_prompt import SavedPrompt
from desktop_app.core.sizes import Size

NIGHT = ModelPreset("Night", ("some/model",), 40, guidance=3.5, loras=(Lora("a/b", 0.5),))
BANNER = SizePreset("Banner", Size(1792, 512))
INK = LoraFavourite("Ink", "owner/ink", 0.7)
FOX = SavedPrompt("Fox", "a {colour} fox in {snow|rain}")
MINE = PresetBundle((*MODEL_PRESETS, NIGHT), (*SIZE_PRESETS, BANNER), (INK,), (FOX,))


def file_of(**lists: object) -> dict[str, Any]:
    return {"format": FORMAT, "version": 1, **lists}


def test_what_is_exported_is_imported() -> None:
    assert from_json(json.loads(json.dumps(to_json(MINE)))) == ReadBundle(MINE)


def test_an_import_into_nothing_brings_everything() -> None:
    result = joined(PresetBundle(), MINE)
    assert result.bundle == result.added == MINE


def test_twins_are_not_taken_twice() -> None:
    result = joined(MINE, MINE)
    assert result.bundle == MINE
    assert len(result.added) == 0


def test_a_name_that_is_taken_gets_a_number() -> None:
    other = ModelPreset("night", ("other/model",))
    third = ModelPreset("Night", ("third/model",))
    result = joined(MINE, PresetBundle(models=(other, third), sizes=(SizePreset("Banner", Size(100, 100)),)))
    assert [each.name for each in result.added.models] == ["night 2", "Night 3"]
    assert [each.name for each in result.added.sizes] == ["Banner 2"]
    assert result.bundle.models[: len(MINE.models)] == MINE.models
    assert result.bundle.loras == MINE.loras


def test_a_built_in_preset_that_was_changed_elsewhere_is_an_own_one_here() -> None:
    changed = ModelPreset("Quick draft", ("other/model",), key="quick_draft")
    (added,) = joined(MINE, PresetBundle(models=(changed,))).added.models
    assert (added.name, added.key) == ("Quick draft 2", "")
    (foreign,) = joined(MINE, PresetBundle(sizes=(SizePreset("Wide", Size(9, 3), "unknown_key"),))).added.sizes
    assert foreign.key == ""


def test_an_item_with_a_fault_is_left_out_whole_and_named() -> None:
    bad = {**NIGHT.to_json(), "name": "Bad", "steps": 10**9}
    read = from_json(file_of(models=[NIGHT.to_json(), bad, 7], sizes=[{"name": "Half", "width": 100}], loras="none"))
    assert read.bundle == PresetBundle(models=(NIGHT,))
    assert read.problems == (
        ImportProblem(PresetKind.MODEL, "Bad", "steps", Fault.OUT_OF_RANGE),
        ImportProblem(PresetKind.MODEL, "", "", Fault.WRONG_TYPE),
        ImportProblem(PresetKind.SIZE, "Half", "height", Fault.MISSING),
        ImportProblem(PresetKind.LORA, "", "", Fault.WRONG_TYPE),
    )
    assert all(each.is_left_out for each in read.problems)


def test_a_field_that_nobody_knows_is_kept_out_and_said() -> None:
    read = from_json(file_of(models=[{**NIGHT.to_json(), "api_key": "secret"}]))
    assert read.bundle.models == (NIGHT,)
    assert read.problems == (ImportProblem(PresetKind.MODEL, "Night", "api_key", Fault.UNKNOWN),)
    assert not read.problems[0].is_left_out
    assert "api_key" not in json.dumps(to_json(read.bundle))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({}, FileFault.OTHER),
        ({"format": FORMAT}, FileFault.OTHER),
        ({"format": FORMAT, "version": "1"}, FileFault.OTHER),
        ({"format": FORMAT, "version": True}, FileFault.OTHER),
        ({"format": "other", "version": 1}, FileFault.OTHER),
        ({"format": FORMAT, "version": 2, "models": [NIGHT.to_json()]}, FileFault.NEWER),
    ],
)
def test_a_file_of_another_kind_is_refused_whole(data: dict[str, Any], fault: FileFault) -> None:
    assert from_json(data) == ReadBundle(fault=fault)


def test_a_list_without_end_is_refused() -> None:
    read = from_json(file_of(sizes=[BANNER.to_json()] * 501))
    assert read.bundle == PresetBundle()
    assert read.problems == (ImportProblem(PresetKind.SIZE, "", "", Fault.TOO_LONG),)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
items = st.lists(st.dictionaries(st.sampled_from([*NIGHT.to_json(), "path", "scale", "text"]), anything) | anything)


@given(st.fixed_dictionaries({kind.value: items for kind in PresetKind}))
def test_whatever_a_file_holds_what_is_taken_is_sound(lists: dict[str, Any]) -> None:
    read = from_json(file_of(**lists))
    assert from_json(to_json(read.bundle)) == ReadBundle(read.bundle)
    result = joined(MINE, read.bundle)
    for present in (result.bundle.models, result.bundle.sizes, result.bundle.loras, result.bundle.prompts):
        names = [each.name.casefold() for each in present]
        assert len(names) == len(set(names))
