"""Where a portable program keeps its files, and which program is one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from desktop_app.store.folders import user_folders
from desktop_app.store.portable import portable_folder, program_place
from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make this process look like a frozen program in a folder of its own."""
    place = tmp_path / "Sfumato"
    place.mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(place / "sfumato"))
    return place


def test_a_checkout_is_its_own_place() -> None:
    assert program_place() == ROOT


def test_without_the_mark_nothing_is_portable(frozen: Path, home: Path) -> None:
    assert portable_folder() is None
    assert not user_folders().config.is_relative_to(frozen)


def test_with_the_mark_every_folder_is_beside_the_program(frozen: Path) -> None:
    (frozen / "portable.ini").touch()
    folders = user_folders()
    places = (folders.config, folders.data, folders.cache, folders.library)
    assert all(place.is_relative_to(frozen) for place in places)
    assert len(set(places)) == len(places)


def test_a_folder_of_that_name_is_no_mark(frozen: Path) -> None:
    (frozen / "portable.ini").mkdir()
    assert portable_folder() is None


def test_an_appimage_is_where_its_one_file_is(frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPIMAGE", str(tmp_path / "stick" / "Sfumato.AppImage"))
    monkeypatch.setenv("APPDIR", str(frozen))
    assert program_place() == tmp_path / "stick"


def test_the_appimage_that_started_the_program_is_not_its_place(
    frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPIMAGE", str(tmp_path / "Other.AppImage"))
    monkeypatch.setenv("APPDIR", str(tmp_path / "other"))
    assert program_place() == frozen


def test_a_mac_program_is_beside_its_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "Sfumato.app" / "Contents" / "MacOS" / "sfumato"))
    assert program_place() == tmp_path
