"""Word lists: what a person may put into a folder, and what never leaves it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from desktop_app.store.wildcards import WildcardFolder


@pytest.fixture
def lists(tmp_path: Path) -> WildcardFolder:
    (tmp_path / "wildcards" / "places").mkdir(parents=True)
    return WildcardFolder(tmp_path / "wildcards")


def test_lines_are_choices_without_comments_and_blanks(lists: WildcardFolder) -> None:
    (lists.path / "animals.txt").write_bytes(b"\xef\xbb\xbf# mine\r\n red fox \r\n\r\n{big|small} cat\r\nno\x07isy")
    assert lists.lines("animals") == ("red fox", "{big|small} cat", "noisy")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_editors_of_all_systems_are_understood(lists: WildcardFolder, encoding: str) -> None:
    (lists.path / "birds.txt").write_bytes("Eule\nKäuzchen\n".encode(encoding))
    assert lists.lines("birds") == ("Eule", "Käuzchen")


def test_a_list_that_is_changed_is_read_again(lists: WildcardFolder) -> None:
    path = lists.path / "animals.txt"
    path.write_text("fox")
    assert lists.lines("animals") == ("fox",)
    path.write_text("fox\nowl")
    assert lists.lines("animals") == ("fox", "owl")
    path.unlink()
    assert lists.lines("animals") is None


def test_names_are_those_that_a_prompt_can_name(lists: WildcardFolder) -> None:
    for name in ("b.txt", "A.TXT", "places/sea.txt", "notes.md", "a__b.txt", ".hidden.txt", "con.txt"):
        (lists.path / name).write_text("x")
    assert lists.names() == ("A", "b", "places/sea")
    assert [lists.lines(name) for name in lists.names()] == [("x",)] * 3


def test_upper_and_lower_case_are_the_same_name(lists: WildcardFolder) -> None:
    (lists.path / "Animals.txt").write_text("fox")
    assert lists.lines("animals") == ("fox",)


@pytest.mark.parametrize(
    "name", ["../secret", "places/../../secret", "/secret", "", "a//b", "nul", "places/com1", "a:b", ".x"]
)
def test_no_name_leads_out_of_the_folder(lists: WildcardFolder, name: str) -> None:
    (lists.path.parent / "secret.txt").write_text("x")
    assert lists.lines(name) is None


def test_a_folder_that_is_not_there_has_no_lists(tmp_path: Path) -> None:
    lists = WildcardFolder(tmp_path / "none")
    assert (lists.names(), lists.lines("animals")) == ((), None)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_pipe_and_a_huge_file_are_no_lists(lists: WildcardFolder) -> None:
    os.mkfifo(lists.path / "pipe.txt")
    with (lists.path / "huge.txt").open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    assert (lists.lines("pipe"), lists.lines("huge")) == (None, None)


def test_the_folder_is_made_once_with_a_first_list(tmp_path: Path) -> None:
    lists = WildcardFolder(tmp_path / "config" / "wildcards")
    assert lists.make("animals", "fox\nowl\n") == lists.path
    assert lists.lines("animals") == ("fox", "owl")
    (lists.path / "animals.txt").unlink()
    lists.make("animals", "fox")
    assert lists.names() == ()
