"""The file by which presets are taken along, on a real disk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import FolderMissing, StoreError
from desktop_app.core.preset_exchange import LARGEST_FILE_BYTES, FileFault, PresetBundle, ReadBundle
from desktop_app.core.presets import MODEL_PRESETS, SIZE_PRESETS, LoraFavourite
from desktop_app.store.preset_exchange_file import read_presets, write_presets

if TYPE_CHECKING:
    from pathlib import Path

BUNDLE = PresetBundle(MODEL_PRESETS, SIZE_PRESETS, (LoraFavourite("Tusche 墨", "owner/ink"),))


def test_a_file_is_written_for_people_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    write_presets(path, BUNDLE)
    assert "Tusche 墨" in path.read_text(encoding="utf-8")
    assert read_presets(path) == ReadBundle(BUNDLE)


def test_an_export_replaces_a_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text("x" * 100_000, encoding="utf-8")
    write_presets(path, PresetBundle())
    assert json.loads(path.read_bytes())["models"] == []


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"[]", b"{", b"[" * 200_000, b'{"a": ' + b"9" * 5_000 + b"}"])
def test_junk_is_said_to_be_junk(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "junk.json"
    path.write_bytes(raw)
    assert read_presets(path) == ReadBundle(fault=FileFault.UNREADABLE)


def test_a_file_without_end_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE_BYTES + 1)
    assert read_presets(path) == ReadBundle(fault=FileFault.TOO_LARGE)


def test_a_file_that_is_not_there_or_a_folder_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing):
        read_presets(tmp_path / "none.json")
    with pytest.raises(StoreError):
        read_presets(tmp_path)
    with pytest.raises(FolderMissing):
        write_presets(tmp_path / "none" / "mine.json", BUNDLE)
