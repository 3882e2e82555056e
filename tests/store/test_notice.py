"""The parts that the program shows: those that the build noted, and without a note those that are installed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from desktop_app import resources
from desktop_app.store.notice import needed, shipped_parts, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

import pytest


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the folder of resources of a frozen program."""
    folder = tmp_path / "desktop_app" / "resources"
    (folder / "icons").mkdir(parents=True)
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    resources._root.cache_clear()
    yield folder
    resources._root.cache_clear()


def test_the_note_of_the_build_is_what_is_shown(bundle: Path) -> None:
    rows = [["Sfumato", "1.2", "MIT", "text"], ["Qt", "6.11", "LGPL-3.0-only", "text"]]
    (bundle / "notice.json").write_text(json.dumps(rows), encoding="utf-8")
    assert [list(part) for part in shipped_parts()] == rows


def test_from_source_the_program_itself_comes_first() -> None:
    names = [part.name for part in shipped_parts()]
    assert names[0] == "Sfumato"
    assert names[1:] == sorted(names[1:], key=str.lower)


def test_a_checkout_says_what_it_needs_where_the_program_itself_is_not_installed() -> None:
    assert {"httpx", "keyring", "Pillow", "PySide6-Essentials"} <= set(wanted())


def test_what_is_needed_is_followed_to_its_end_without_what_is_not_installed() -> None:
    found = needed(["HTTPX", "not-there-at-all"])
    assert {"httpx", "httpcore", "h11", "anyio", "certifi"} <= found
    assert "not-there-at-all" not in found
    assert "pytest" not in needed(["anyio"])
