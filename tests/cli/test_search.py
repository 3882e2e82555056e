"""`sfumato search`: over real pictures and sidecars, from this process, a process of its own, and a terminal."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from desktop_app.cli.console import Console
from desktop_app.cli.search import search
from desktop_app.cli.search_grammar import ORDERS, add_search_options
from desktop_app.engine.places import known_folders_path, library_folder, settings_path
from desktop_app.store.folders import user_folders
from desktop_app.store.index_file import index_file
from desktop_app.store.json_file import write_json
from desktop_app.store.settings import SettingsFile
from tests.support.command import sfumato
from tests.support.pictures import put_picture
from tests.support.queue_verbs import ran

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.generate_verb import Captured

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def library() -> Path:
    folders = user_folders()
    return library_folder(folders, SettingsFile(settings_path(folders)).load())


@pytest.fixture
def pictures(library: Path) -> dict[str, Path]:
    """Three pictures, named from the oldest to the newest."""
    return {
        "fox": put_picture(library, "fox.jpg", NOON, "A red fox in snow", rating=2),
        "wolf": put_picture(library, "wolf.jpg", NOON + timedelta(hours=1), "A wolf, red\x1b[31m at night", rating=5),
        "cafe": put_picture(library, "cafe.jpg", NOON + timedelta(hours=2), "夜のカフェ", tags=("街/夜",)),
    }


def test_an_empty_library_is_said(capsys: Captured, library: Path) -> None:
    assert ran(capsys, "search", "fox") == (0, [], "No picture is found.\n")


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ([], "cafe wolf fox"),
        (["red"], "wolf fox"),
        (["red", "fox"], "fox"),
        (["red -fox"], "wolf"),
        (["--", "-red"], "cafe"),
        (["rating:>=2", "--order", "rating"], "wolf fox"),
        (["--order", "rating", "--reverse"], "cafe fox wolf"),
        (["--limit", "2"], "cafe wolf"),
        (["カフ"], "cafe"),
        (["tag:街"], "cafe"),
        (['"red fox"'], "fox"),
    ],
)
def test_paths_are_printed_in_their_order(
    capsys: Captured, pictures: dict[str, Path], arguments: list[str], names: str
) -> None:
    code, out, err = ran(capsys, "search", *arguments)

    assert (code, err) == (0, "")
    assert out == [str(pictures[name]) for name in names.split()]


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_prints_all(capsys: Captured, pictures: dict[str, Path], order: str) -> None:
    code, out, _ = ran(capsys, "search", "--order", order)

    assert code == 0
    assert sorted(out) == sorted(map(str, pictures.values()))


def test_json_tells_one_object_a_line(capsys: Captured, pictures: dict[str, Path]) -> None:
    code, out, _ = ran(capsys, "search", "--json", "カフェ")

    assert code == 0
    told = [json.loads(line) for line in out]
    assert [(each["path"], each["prompt"], each["tags"]) for each in told] == [
        (str(pictures["cafe"]), "夜のカフェ", ["街/夜"])
    ]
    assert {"uuid", "model", "seed", "rating", "pick", "sha256", "width", "cost_usd"} <= told[0].keys()


def test_names_with_line_ends_reach_other_programs_whole(library: Path) -> None:
    put_picture(library, "two\nlines.jpg", NOON, "x")
    put_picture(library, "plain.jpg", NOON - timedelta(hours=1), "x")

    code, out, _ = sfumato("search", "-0", "x")

    assert code == 0
    assert [path.rpartition("/")[2] for path in out.split("\0")] == ["two\nlines.jpg", "plain.jpg", ""]


def test_what_changed_on_disk_is_found(capsys: Captured, pictures: dict[str, Path], library: Path) -> None:
    ran(capsys, "search")
    shutil.move(pictures["fox"], pictures["fox"].with_name("renamed.jpg"))
    shutil.move(f"{pictures['fox']}.json", pictures["fox"].with_name("renamed.jpg.json"))
    pictures["wolf"].unlink()

    assert ran(capsys, "search", "red")[1] == [str(pictures["fox"].with_name("renamed.jpg"))]


def test_another_library(capsys: Captured, pictures: dict[str, Path], tmp_path: Path) -> None:
    other = put_picture(tmp_path / "other", "other.jpg", NOON, "red")

    assert ran(capsys, "search", "red", "--library", str(tmp_path / "other")) == (0, [str(other)], "")


def test_a_library_that_is_away_is_searched_as_it_was_known(
    capsys: Captured, pictures: dict[str, Path], library: Path, tmp_path: Path
) -> None:
    ran(capsys, "search")
    write_json(known_folders_path(user_folders()), {str(library): str(tmp_path / "no-drive")})
    shutil.rmtree(library)

    code, out, err = ran(capsys, "search", "wolf")

    assert (code, out) == (0, [str(pictures["wolf"])])
    assert err == "The library's folder is not there; this is what was known of it.\n"


def test_an_index_that_another_program_writes_is_read(
    capsys: Captured, pictures: dict[str, Path], library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran(capsys, "search")
    put_picture(library, "new.jpg", NOON, "red")
    with closing(sqlite3.connect(index_file(user_folders().cache, library), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        code, out, err = ran(capsys, "search", "red")

    assert (code, out) == (0, [str(pictures["wolf"]), str(pictures["fox"])])
    assert "Another program is writing into the index" in err


def test_what_says_nothing_is_told(capsys: Captured, pictures: dict[str, Path]) -> None:
    code, out, err = ran(capsys, "search", "fox", "rating:many")

    assert (code, out) == (0, [str(pictures["fox"])])
    assert err == "Passed over, because it says nothing: rating:many\n"


@pytest.mark.parametrize("arguments", [["--limit", "0"], ["--limit", "many"], ["--order", "luck"], ["--json", "-0"]])
def test_bad_usage(capsys: Captured, arguments: list[str]) -> None:
    assert ran(capsys, "search", *arguments)[0] == 2


def test_a_cache_that_takes_no_file_is_done_without(capsys: Captured, pictures: dict[str, Path]) -> None:
    cache = user_folders().cache
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "index").write_text("a file where the folder should be", encoding="utf-8")

    assert ran(capsys, "search", "fox")[1] == [str(pictures["fox"])]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_more_and_nothing_that_steers_it(
    pictures: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    import argparse

    parser = argparse.ArgumentParser()
    add_search_options(parser, run=search)
    paths = max(len(str(path)) for path in pictures.values())
    monkeypatch.setenv("COLUMNS", str(paths + 60))
    out = Terminal()

    assert search(parser.parse_args([]), Console(out, None)) == 0

    cafe, wolf, fox = out.getvalue().splitlines()
    local = NOON.astimezone()
    assert fox == f"{pictures['fox']}  {local:%Y-%m-%d %H:%M}  ★★···  model  A red fox in snow"
    assert "\x1b" not in wolf
    assert "★★★★★  model  A wolf, red" in wolf
    assert cafe.endswith("夜のカフェ")
