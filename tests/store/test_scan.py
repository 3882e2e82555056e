"""The scan finds what people do to a library by hand, and reads no more than what changed."""

from __future__ import annotations

import os
import shutil
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import FolderMissing
from desktop_app.core.record import Kind
from desktop_app.core.record_outline import Outline
from desktop_app.store.index import Index
from desktop_app.store.library import Library, SavedImage
from desktop_app.store.scan import SETTLING_S, Scan
from tests.support.pictures import picture_bytes, put_picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = datetime(2026, 11, 22, 12).astimezone()


class CountingLibrary(Library):
    """A library that keeps which files were read."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.names_read: list[str] = []

    def read(self, path: Path) -> SavedImage:
        self.names_read.append(path.name)
        return super().read(path)

    def outline(self, path: str) -> Outline | None:
        self.names_read.append(path.rpartition("/")[2])
        return super().outline(path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    return folder


@pytest.fixture
def index(tmp_path: Path, root: Path) -> Iterator[Index]:
    made = Index(tmp_path / "index.sqlite3", root)
    yield made
    made.close()


def scan(index: Index, later_s: float = 0) -> tuple[Scan, CountingLibrary]:
    library = CountingLibrary(index.root)
    done = Scan(index, library, lambda: time.time() + later_s)
    for _ in done.steps():
        pass
    return done, library


def age_folders(root: Path) -> None:
    """Make all folders look as if nothing had happened in them for an hour."""
    then = time.time() // 1 - 3600
    for path in [*root.rglob("*"), root]:
        if path.is_dir():
            os.utime(path, (then, then))


def prompts(index: Index) -> list[str]:
    return [row.prompt for row in index.rows(index.keys())]


def test_all_days_are_found(index: Index, root: Path) -> None:
    for days in range(3):
        put_picture(root, f"{days}.jpg", NOON - timedelta(days=days), f"{days} days ago")
    scan(index)
    assert prompts(index) == ["0 days ago", "1 days ago", "2 days ago"]


def test_what_is_known_is_not_read_again(index: Index, root: Path) -> None:
    put_picture(root, "a.jpg", NOON, "a")
    _, first = scan(index)
    _, second = scan(index)
    assert first.names_read == ["a.jpg"]
    assert second.names_read == []


def test_a_folder_that_did_not_change_is_not_even_listed(index: Index, root: Path) -> None:
    path = put_picture(root, "a.jpg", NOON, "a")
    age_folders(root)
    scan(index)
    then = path.parent.stat().st_mtime
    # Written in place, the folder keeps its time: the price of not listing it.
    path.write_bytes(picture_bytes(color="blue"))
    os.utime(path.parent, (then, then))
    assert set(index.folders().values()) == {folder.stat().st_mtime_ns for folder in (root, path.parent)}
    _, second = scan(index)
    assert second.names_read == []


def test_one_new_picture_is_all_that_is_read(index: Index, root: Path) -> None:
    put_picture(root, "a.jpg", NOON, "a")
    scan(index)
    put_picture(root, "b.jpg", NOON + timedelta(minutes=1), "b")
    _, library = scan(index)
    assert library.names_read == ["b.jpg"]
    assert prompts(index) == ["b", "a"]


def test_what_is_gone_is_taken_out(index: Index, root: Path) -> None:
    path = put_picture(root, "a.jpg", NOON, "a")
    put_picture(root, "b.jpg", NOON - timedelta(days=1), "b")
    scan(index)
    path.unlink()
    scan(index)
    assert prompts(index) == ["b"]
    shutil.rmtree(root / "2026" / "2026-11-21")
    scan(index)
    assert prompts(index) == []


def test_a_changed_sidecar_is_read_again(index: Index, root: Path) -> None:
    put_picture(root, "a.jpg", NOON, "before")
    scan(index)
    put_picture(root, "a.jpg", NOON, "and after")
    scan(index)
    assert prompts(index) == ["and after"]


def test_a_picture_dropped_in_by_hand_is_a_picture(index: Index, root: Path) -> None:
    (root / "holiday.PNG").write_bytes(picture_bytes(60, 20, kind="PNG"))
    scan(index, later_s=SETTLING_S)
    (row,) = index.rows(index.keys())
    assert (row.kind, row.width, row.height, row.path) == (Kind.IMPORTED, 60, 20, str(root / "holiday.PNG"))


def test_a_picture_without_its_sidecar_is_given_a_moment(index: Index, root: Path) -> None:
    (root / "young.jpg").write_bytes(picture_bytes())
    done, _ = scan(index)
    assert done.is_early
    assert index.is_empty()
    assert index.folders()["."] == 0
    done, _ = scan(index, later_s=SETTLING_S)
    assert not done.is_early
    assert not index.is_empty()


def test_what_is_no_picture_is_passed_over(index: Index, root: Path) -> None:
    (root / "text.jpg").write_text("not a picture")
    (root / ".hidden.jpg").write_bytes(picture_bytes())
    (root / ".x.jpg.1234.sfumato-tmp").write_bytes(picture_bytes())
    (root / "notes.txt").write_text("notes")
    scan(index, later_s=SETTLING_S)
    assert index.is_empty()


def test_a_library_that_is_away_loses_nothing(index: Index, root: Path) -> None:
    put_picture(root, "a.jpg", NOON, "a")
    scan(index)
    root.rename(root.with_name("elsewhere"))
    with pytest.raises(FolderMissing):
        scan(index)
    assert prompts(index) == ["a"]
    root.with_name("elsewhere").rename(root)
    scan(index)
    assert prompts(index) == ["a"]


def test_a_library_not_made_yet_is_an_empty_one(tmp_path: Path) -> None:
    index = Index(tmp_path / "index.sqlite3", tmp_path / "not-yet")
    scan(index)
    assert index.is_empty()
    index.close()
