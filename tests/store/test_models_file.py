"""What is known of the models, across starts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.core.errors import FolderReadOnly, StoreError
from desktop_app.core.lessons import Lesson, Lessons
from desktop_app.core.live_list import ListedModel, LiveList
from desktop_app.core.pricing import PriceRule
from desktop_app.core.teaching import UnsupportedTaught
from desktop_app.store.models_file import KnownModels, ModelsFile

if TYPE_CHECKING:
    from pathlib import Path

LIVE = LiveList(1_790_000_000.5, (ListedModel("a/b", "B 二", "A", PriceRule(usd_per_image=0.04), "per image"),))
LESSONS = Lessons((Lesson("a/b", UnsupportedTaught("steps"), 5.0),), {"c/d": 6.0})


def test_what_is_known_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "models.json"
    assert ModelsFile(path).load() == KnownModels()
    ModelsFile(path).save(KnownModels(LIVE, LESSONS))
    assert ModelsFile(path).load() == KnownModels(LIVE, LESSONS)
    ModelsFile(path).save(KnownModels(None, LESSONS))
    assert ModelsFile(path).load() == KnownModels(None, LESSONS)


def test_what_one_server_said_is_not_known_of_another(tmp_path: Path) -> None:
    file = ModelsFile(tmp_path / "models.json")
    file.save(KnownModels(LIVE, LESSONS))
    other = file.of_server("https://example.com")
    assert other.load() == KnownModels()
    other.save(KnownModels(None, LESSONS))
    assert other.load() == KnownModels(None, LESSONS)
    assert file.load() == KnownModels()


def test_what_a_newer_version_wrote_survives(tmp_path: Path) -> None:
    path = tmp_path / "models.json"
    path.write_text('{"rumours": [1]}', encoding="utf-8")
    ModelsFile(path).save(KnownModels(LIVE))
    assert json.loads(path.read_bytes())["rumours"] == [1]


@pytest.mark.parametrize("junk", [None, 5, "x", [], {}, {"fetched_at": "then"}, {"fetched_at": 1, "models": {}}])
def test_a_half_that_makes_no_sense_does_not_take_the_other_along(tmp_path: Path, junk: Any) -> None:
    path = tmp_path / "models.json"
    ModelsFile(path).save(KnownModels(LIVE, LESSONS))
    kept = json.loads(path.read_bytes())

    path.write_text(json.dumps({**kept, "live": junk}), encoding="utf-8")
    assert ModelsFile(path).load() == KnownModels(None, LESSONS)
    path.write_text(json.dumps({**kept, "lessons": junk}), encoding="utf-8")
    assert ModelsFile(path).load() == KnownModels(LIVE)


@pytest.mark.parametrize("junk", [b"", b"{", b"[1]", b"\xff\xfe\x00", b"[" * 100_000])
def test_a_broken_file_counts_as_none_and_is_kept_aside(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "models.json"
    path.write_bytes(junk)
    assert ModelsFile(path).load() == KnownModels()
    assert (tmp_path / "models.json.unreadable").read_bytes() == junk


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        ModelsFile(tmp_path / "in the way" / "models.json").save(KnownModels(LIVE))
    assert not isinstance(caught.value, FolderReadOnly)
