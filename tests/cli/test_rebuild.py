"""`sfumato rebuild`: the index made anew from real pictures and sidecars, after what a dead program left is settled."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from desktop_app.engine.places import known_folders_path, library_folder, settings_path
from desktop_app.store.folders import user_folders
from desktop_app.store.index import Index
from desktop_app.store.index_file import index_file
from desktop_app.store.json_file import write_json
from desktop_app.store.settings import SettingsFile
from tests.support.command import ended, sfumato, start
from tests.support.queue_verbs import a_job, journalled, ran, write_journal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.generate_verb import Captured
    from tests.support.server import LoopbackServer


@pytest.fixture
def library() -> Path:
    folders = user_folders()
    return library_folder(folders, SettingsFile(settings_path(folders)).load())


@pytest.fixture
def index(library: Path) -> Path:
    return index_file(user_folders().cache, library)


@pytest.fixture
def pictures(capsys: Captured) -> list[str]:
    return ran(capsys, "generate", "a hare", "--demo", "--size", "64x64", "-n", "2")[1]


def found(file: Path, library: Path, query: str = "") -> list[str]:
    with closing(Index(file, library)) as index:
        return [row.path for row in index.rows(index.keys(query))]


def test_an_empty_library_has_an_empty_index(capsys: Captured, library: Path, index: Path) -> None:
    code, out, err = ran(capsys, "rebuild")

    assert (code, out) == (0, ["0 pictures"])
    assert err == f"The index is made anew from {library}\n"
    assert index.is_file()


def test_what_is_in_the_library_is_in_the_index_and_found(
    capsys: Captured, pictures: list[str], library: Path, index: Path
) -> None:
    assert ran(capsys, "rebuild")[:2] == (0, ["2 pictures"])
    assert sorted(found(index, library, "hare")) == sorted(pictures)


def test_what_the_index_held_wrongly_is_gone(capsys: Captured, pictures: list[str], library: Path, index: Path) -> None:
    ran(capsys, "rebuild")
    # Wrong rows that no scan would notice: the files look as they did when the rows were written.
    with closing(sqlite3.connect(index)) as database, database:
        database.execute("UPDATE images SET prompt = 'a lie'")

    assert ran(capsys, "rebuild")[:2] == (0, ["2 pictures"])
    with closing(Index(index, library)) as anew:
        assert {row.prompt for row in anew.rows(anew.keys())} == {"a hare"}


@pytest.mark.parametrize("junk", [b"", b"not a database at all" * 400, b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_corrupt_index_is_replaced(
    capsys: Captured, pictures: list[str], library: Path, index: Path, junk: bytes
) -> None:
    index.parent.mkdir(parents=True, exist_ok=True)
    index.write_bytes(junk)
    index.with_name(f"{index.name}-wal").write_bytes(junk)
    index.with_name(f"{index.name}.broken").write_bytes(junk)

    assert ran(capsys, "rebuild")[:2] == (0, ["2 pictures"])
    assert sorted(found(index, library)) == sorted(pictures)
    assert not index.with_name(f"{index.name}.broken").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted on this system")
def test_a_program_that_has_the_index_open_goes_on(
    capsys: Captured, pictures: list[str], library: Path, index: Path
) -> None:
    ran(capsys, "rebuild")
    with closing(Index(index, library)) as window:
        assert ran(capsys, "rebuild")[:2] == (0, ["2 pictures"])
        window.set_folder("2020", 0)
        assert window.count() == 2
    assert sorted(found(index, library)) == sorted(pictures)


def test_what_a_dead_program_left_is_settled_first(capsys: Captured, live: LoopbackServer) -> None:
    write_journal(a_job("sent", JobState.SENDING), a_job("waits"))

    code, _, err = ran(capsys, "rebuild")

    jobs = journalled()
    assert code == 0
    assert (jobs["sent"].state, jobs["sent"].billed) == (JobState.UNKNOWN, Billed.UNKNOWN)
    assert jobs["waits"].state is JobState.QUEUED
    assert "may have been billed" in err
    assert live.orders() == []


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not of this system")
def test_the_picture_of_a_killed_order_is_counted(server: LoopbackServer, library: Path, index: Path) -> None:
    variables = {"TOGETHER_BASE_URL": server.url, "TOGETHER_API_KEY": "tgp_test"}
    order = ("generate", "a red fox", "--size", "256x256")
    code, _, err = ended(start("-m", "tests.support.killed_program", "answer whole", *order, **variables))
    assert code == -9, err

    code, out, err = sfumato("rebuild", **variables)

    assert (code, out) == (0, "1 picture\n")
    assert "A picture of an earlier order, saved now: " in err
    assert len(server.orders()) == 1
    assert len(found(index, library, "fox")) == 1


def test_a_library_whose_drive_is_away_keeps_its_index(
    capsys: Captured, pictures: list[str], library: Path, index: Path, tmp_path: Path
) -> None:
    ran(capsys, "rebuild")
    before = index.read_bytes()
    write_json(known_folders_path(user_folders()), {str(library): str(tmp_path / "no-drive")})

    code, out, err = ran(capsys, "rebuild")

    assert (code, out) == (6, [])
    assert "The index was not made anew." in err
    assert "The folder is not there" in err
    assert f"Where: {library}" in err
    assert index.read_bytes() == before


def test_a_cache_that_takes_no_file_is_said(capsys: Captured, pictures: list[str], index: Path) -> None:
    index.parent.parent.mkdir(parents=True, exist_ok=True)
    index.parent.write_text("a file where the folder should be", encoding="utf-8")

    code, out, err = ran(capsys, "rebuild")

    assert (code, out) == (6, [])
    assert "The index was not made anew. Pictures and sidecars are untouched." in err
    assert f"Where: {index}" in err
