"""Settings, presets, draft and remembered folders: what was chosen is there again, and junk destroys nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.errors import DiskFull
from desktop_app.core.presets import MODEL_PRESETS, SIZE_PRESETS, LoraFavourite, ModelPreset, SizePreset
from desktop_app.core.settings import Settings, ThemeChoice
from desktop_app.core.sizes import Size
from desktop_app.store.draft import DraftFile
from desktop_app.store.folders import user_folders
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.presets_file import Presets, PresetsFile
from desktop_app.store.settings import SettingsFile
from tests.support.disks import fill, small_disk

CHOSEN = Settings("/pictures/mine", "http://127.0.0.1:8080", ThemeChoice.GREY, 320, 8, True, 2.5, 12.5)


def test_settings_come_back(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "new" / "settings.json")
    assert file.load() == Settings()
    file.save(CHOSEN)
    assert SettingsFile(tmp_path / "new" / "settings.json").load() == CHOSEN


def test_settings_of_a_newer_version_survive(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"tile_px": 100, "mood": "calm"}', encoding="utf-8")
    file = SettingsFile(path)
    file.save(replace(file.load(), theme=ThemeChoice.LIGHT))
    data = json.loads(path.read_bytes())
    assert (data["mood"], data["tile_px"], data["theme"]) == ("calm", 100, "light")


@pytest.mark.parametrize(
    ("key", "junk"),
    [
        ("library_folder", 7),
        ("library_folder", "a\0b"),
        ("base_url", None),
        ("theme", "pink"),
        ("theme", ["dark"]),
        ("tile_px", "large"),
        ("tile_px", True),
        ("parallel_jobs", 2.5),
        ("key_hint_hidden", "yes"),
        ("pace_s", "slow"),
        ("pace_s", float("nan")),
        ("pace_s", True),
        ("monthly_budget_usd", -1),
        ("monthly_budget_usd", "much"),
    ],
)
def test_a_setting_that_makes_no_sense_has_its_default(tmp_path: Path, key: str, junk: Any) -> None:
    path = tmp_path / "settings.json"
    SettingsFile(path).save(CHOSEN)
    path.write_text(json.dumps({**json.loads(path.read_bytes()), key: junk}), encoding="utf-8")
    assert SettingsFile(path).load() == replace(CHOSEN, **{key: getattr(Settings(), key)})


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [("tile_px", 3, 64), ("tile_px", 9999, 512), ("parallel_jobs", 0, 1), ("pace_s", 999, 60.0)],
)
def test_numbers_stay_within_bounds(tmp_path: Path, key: str, value: int, kept: int) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({key: value}), encoding="utf-8")
    assert getattr(SettingsFile(path).load(), key) == kept


@pytest.mark.parametrize("junk", [b"", b"{", b"[1]", b"\xff\xfe\x00", b"[" * 100_000])
def test_junk_is_kept_aside(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(junk)
    assert SettingsFile(path).load() == Settings()
    SettingsFile(path).save(CHOSEN)
    assert (tmp_path / "settings.json.unreadable").read_bytes() == junk
    assert SettingsFile(path).load() == CHOSEN


def test_a_link_to_the_settings_stays_a_link(tmp_path: Path) -> None:
    link, target = tmp_path / "settings.json", tmp_path / "dotfiles" / "sfumato.json"
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("no symbolic links here")
    SettingsFile(link).save(CHOSEN)
    assert link.is_symlink()
    assert target.is_file()


def test_a_full_disk_keeps_the_old_settings(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        file = SettingsFile(disk / "settings.json")
        file.save(CHOSEN)
        fill(disk)
        with pytest.raises(DiskFull):
            file.save(replace(CHOSEN, base_url="x" * 200_000))
        assert file.load() == CHOSEN


def test_the_first_start_has_the_built_in_presets(tmp_path: Path) -> None:
    presets = PresetsFile(tmp_path / "presets.json").load()
    assert presets == Presets(MODEL_PRESETS, SIZE_PRESETS)


def test_presets_come_back_and_deleted_ones_stay_deleted(tmp_path: Path) -> None:
    file = PresetsFile(tmp_path / "presets.json")
    mine = ModelPreset("Mine", ("some/model",), 12, guidance=3.5, is_whole=True)
    banner = SizePreset("Banner", Size(1792, 512))
    ink = LoraFavourite("Ink", "owner/ink", 0.7)
    kept = Presets((mine, MODEL_PRESETS[1]), (*SIZE_PRESETS[2:], banner), (ink,))
    file.save(kept)
    assert PresetsFile(tmp_path / "presets.json").load() == kept
    file.save(Presets((), ()))
    assert file.load() == Presets((), ())


def test_a_file_of_before_presets_held_more_is_read(tmp_path: Path) -> None:
    path = tmp_path / "presets.json"
    old = {
        "models": [{"name": "Slow", "models": ["some/model"], "steps": 40, "key": ""}],
        "sizes": [{"name": "Tall", "width": 640, "height": 1600, "key": ""}],
        "offered": [each.key for each in (*MODEL_PRESETS, *SIZE_PRESETS)],
    }
    path.write_text(json.dumps(old), encoding="utf-8")
    presets = PresetsFile(path).load()
    assert presets == Presets((ModelPreset("Slow", ("some/model",), 40),), (SizePreset("Tall", Size(640, 1600)),), ())


def test_a_built_in_preset_of_a_new_version_joins(tmp_path: Path) -> None:
    path = tmp_path / "presets.json"
    PresetsFile(path).save(Presets((), ()))
    data = json.loads(path.read_bytes())
    data["offered"].remove(SIZE_PRESETS[0].key)
    path.write_text(json.dumps(data), encoding="utf-8")
    assert PresetsFile(path).load() == Presets((), (SIZE_PRESETS[0],))


def test_presets_that_cannot_be_read_do_not_hide_the_others(tmp_path: Path) -> None:
    path = tmp_path / "presets.json"
    mine = SizePreset("Mine", Size(640, 480))
    PresetsFile(path).save(Presets((), (mine,)))
    data = json.loads(path.read_bytes())
    data["sizes"] += [7, {}, None, {"name": "x", "width": "wide", "height": 3}]
    data["models"] = "none"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert PresetsFile(path).load() == Presets((), (mine,))


def test_what_was_typed_is_there_after_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "data" / "draft.json"
    assert DraftFile(path).load() is None
    draft = {"prompt": "a red fox, 狐\nin the", "seed": 7, "half": "\udc80"}
    DraftFile(path).save(draft)
    assert DraftFile(path).load() == {**draft, "half": "?"}


def test_folders_are_the_persons_own(home: Path) -> None:
    folders = user_folders()
    for folder in (folders.config, folders.data, folders.cache, folders.library):
        assert folder.is_relative_to(home)
        assert not folder.exists()
    assert folders.library.name == "Sfumato"
    assert len({folders.config, folders.cache, folders.library}) == 3


def test_folders_are_remembered_with_their_drive(tmp_path: Path) -> None:
    path, drive = tmp_path / "known.json", tmp_path / "drive"
    with small_disk(drive):
        KnownFolders(path).remember(drive / "pictures")
        assert not KnownFolders(path).is_away(drive / "pictures")
    assert KnownFolders(path).is_away(drive / "pictures")
    assert not KnownFolders(path).is_away(drive / "other")


def test_not_to_remember_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    known = KnownFolders(tmp_path / "file" / "known.json")
    known.remember(tmp_path)
    assert not known.is_away(tmp_path)
