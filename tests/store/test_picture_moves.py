"""Renaming and moving in the library: picture and sidecar stay together, whatever happens."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import FolderMissing
from desktop_app.store.library import Library
from desktop_app.store.picture_moves import MOVES_FOLDER, Move, PictureMoves, taken_back
from desktop_app.store.sidecar import read_sidecar, sidecar_path
from tests.support.small_pictures import a_record, picture

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.fixture
def paths(library: Library) -> list[Path]:
    return [library.save(picture(), a_record(f"fox {n}", rating=4, tags=("winter",)), MOMENT).path for n in range(3)]


def files(root: Path) -> dict[str, bytes]:
    return {each.relative_to(root).as_posix(): each.read_bytes() for each in root.rglob("*") if each.is_file()}


def test_a_picture_and_its_sidecar_get_another_name_and_the_old_one_back(library: Library, paths: list[Path]) -> None:
    before = files(library.root)
    moves = PictureMoves(library)
    made = moves.make([Move(paths[0], paths[0].with_name("Cover.jpg"))])
    assert made.error is None
    assert not paths[0].exists()
    there = library.read(made.moves[0].target)
    assert (there.path.name, there.record.rating, there.record.tags) == ("Cover.jpg", 4, ("winter",))
    beside = read_sidecar(there.path)
    assert beside is not None
    assert beside.file.name == "Cover.jpg"
    moves.make(taken_back(made.moves))
    assert files(library.root) == before


def test_many_go_into_a_folder_that_is_made(library: Library, paths: list[Path]) -> None:
    made = PictureMoves(library).make([Move(path, library.root / "Book" / "Cover" / path.name) for path in paths])
    assert [move.target.parent.name for move in made.moves] == ["Cover"] * 3
    assert sorted(library.pictures()) == sorted(move.target for move in made.moves)
    assert all(sidecar_path(move.target).exists() for move in made.moves)


def test_a_name_that_is_taken_gets_a_number_whatever_the_size_of_its_letters(
    library: Library, paths: list[Path]
) -> None:
    moves = PictureMoves(library)
    wanted = [
        Move(path, path.with_name(name)) for path, name in zip(paths, ("Fox.jpg", "FOX.jpg", "fox.jpg"), strict=True)
    ]
    names = [move.target.name for move in moves.make(wanted).moves]
    assert names == ["Fox.jpg", "FOX (2).jpg", "fox (3).jpg"]


def test_the_size_of_letters_alone_can_be_changed(library: Library, paths: list[Path]) -> None:
    upper = paths[0].with_name(paths[0].name.upper().replace(".JPG", ".jpg"))
    assert PictureMoves(library).make([Move(paths[0], upper)]).moves == (Move(paths[0], upper),)


def test_where_it_is_already_nothing_is_done(library: Library, paths: list[Path]) -> None:
    before = files(library.root)
    assert PictureMoves(library).make([Move(paths[0], paths[0])]).moves == ()
    assert files(library.root) == before


def test_a_fault_leaves_whole_what_it_comes_to(library: Library, paths: list[Path]) -> None:
    gone = paths[1]
    gone.unlink()
    sidecar_path(gone).unlink()
    made = PictureMoves(library).make([Move(path, library.root / "Book" / path.name) for path in paths])
    assert isinstance(made.error, FolderMissing)
    assert [move.source for move in made.moves] == [paths[0]]
    assert paths[2].exists()
    assert sidecar_path(paths[2]).exists()
    assert list((library.root / MOVES_FOLDER).iterdir()) == []


@pytest.mark.parametrize("moved", [(), ("picture",), ("picture", "sidecar"), ("sidecar",)])
def test_a_move_that_was_cut_off_is_whole_after_the_next_start(
    library: Library, paths: list[Path], moved: tuple[str, ...]
) -> None:
    target = library.root / "Book" / "fox.jpg"
    target.parent.mkdir()
    note = library.root / MOVES_FOLDER / f"{'a' * 32}.json"
    note.parent.mkdir(parents=True)
    places = [[paths[0].relative_to(library.root).as_posix(), "Book/fox.jpg"]]
    note.write_text(json.dumps({"schema": 1, "moves": places}), encoding="utf-8")
    if "picture" in moved:
        paths[0].rename(target)
    if "sidecar" in moved:
        sidecar_path(paths[0]).rename(sidecar_path(target))

    PictureMoves(library).recover()

    place, other = (target, paths[0]) if "picture" in moved else (paths[0], target)
    beside = read_sidecar(place)
    assert beside is not None
    assert (beside.rating, beside.file.name) == (4, place.name)
    assert (sidecar_path(place).exists(), other.exists(), sidecar_path(other).exists()) == (True, False, False)
    assert not note.exists()


@pytest.mark.parametrize("place", ["../x.jpg", "/etc/x.jpg", "x.sh", 3])
def test_a_note_that_leads_elsewhere_is_not_followed(library: Library, paths: list[Path], place: object) -> None:
    before = files(library.root)
    note = library.root / MOVES_FOLDER / f"{'b' * 32}.json"
    note.parent.mkdir(parents=True)
    source = paths[0].relative_to(library.root).as_posix()
    note.write_text(json.dumps({"moves": [[source, place]]}), encoding="utf-8")
    PictureMoves(library).recover()
    assert files(library.root) == before


_KILLED = """
import os, sys
from pathlib import Path
from desktop_app.store import picture_files
from desktop_app.store.library import Library
from desktop_app.store.picture_moves import Move, PictureMoves

root = Path(sys.argv[1])
count = 0
rename = Path.rename

def dying(self, target):
    global count
    count += 1
    if count == int(sys.argv[2]) + 1:
        os._exit(9)
    return rename(self, target)

Path.rename = dying
paths = sorted(Library(root).pictures())
PictureMoves(Library(root)).make([Move(path, root / "Book" / path.name) for path in paths])
"""


@pytest.mark.parametrize("renames", range(6))
def test_a_program_that_dies_between_any_two_renames_leaves_every_picture_with_its_sidecar(
    library: Library, paths: list[Path], renames: int
) -> None:
    ended = subprocess.run([sys.executable, "-c", _KILLED, str(library.root), str(renames)], check=False, timeout=60)
    assert ended.returncode == 9

    PictureMoves(library).recover()

    pictures = list(library.pictures())
    assert len(pictures) == len(paths)
    assert all(sidecar_path(each).exists() for each in pictures)
    assert len(list(library.root.rglob("*.jpg.json"))) == len(paths)
    assert {library.read(each).record.rating for each in pictures} == {4}
