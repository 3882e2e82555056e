"""What is remembered of updates, and what the build noted, are read with patience."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from desktop_app import resources
from desktop_app.core.release import Build, Channel
from desktop_app.store.build_note import build_note
from desktop_app.store.update_state import UpdateFile, UpdateState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the folder of resources of a frozen program."""
    folder = tmp_path / "desktop_app" / "resources"
    (folder / "icons").mkdir(parents=True)
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    resources._root.cache_clear()
    yield folder
    resources._root.cache_clear()


def test_from_source_there_is_nowhere_to_look() -> None:
    assert build_note() == Build(Channel.SOURCE, "")


def test_the_note_of_the_build_is_read(bundle: Path) -> None:
    note = {"channel": "deb", "address": "https://example.test/sfumato", "page": "https://example.test/get"}
    (bundle / "channel.json").write_text(json.dumps(note), encoding="utf-8")
    assert build_note() == Build(Channel.DEB, note["address"], "", note["page"])


@pytest.mark.parametrize("text", ["", "[]", "{", '{"channel": "moon"}', '{"channel": 7, "address": ""}'])
def test_a_note_that_says_nothing_means_source(bundle: Path, text: str) -> None:
    (bundle / "channel.json").write_text(text, encoding="utf-8")
    assert build_note().channel is Channel.SOURCE


def test_the_state_comes_back(tmp_path: Path) -> None:
    file = UpdateFile(tmp_path / "data" / "updates.json")
    file.save(UpdateState(42, 1000.5, "1.2.0", ("1.1.0",)))
    assert file.load() == UpdateState(42, 1000.5, "1.2.0", ("1.1.0",))


def test_a_share_is_drawn_and_then_stays(tmp_path: Path) -> None:
    file = UpdateFile(tmp_path / "updates.json")
    drawn = {file.load().share for _ in range(200)}
    assert len(drawn) > 20
    assert drawn <= set(range(100))
    file.save(file.load())
    assert len({file.load().share for _ in range(20)}) == 1


def test_what_failed_is_not_ready_any_more(tmp_path: Path) -> None:
    file = UpdateFile(tmp_path / "updates.json")
    file.save(UpdateState(1, ready="1.2.0", failed=("1.1.0",)))
    file.mark_failed("1.2.0")
    assert file.load() == UpdateState(1, ready="", failed=("1.1.0", "1.2.0"))
