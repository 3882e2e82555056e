"""Prompts of files that other programs wrote."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.batches import BATCH_MAX, PromptEntry
from desktop_app.core.errors import FolderMissing
from desktop_app.core.sizes import Size
from desktop_app.store.prompt_file import LARGEST_BYTES, FileProblem, Layout, read_prompts
from desktop_app.store.prompt_table import RowFault, rows_of
from desktop_app.store.prompt_text import NotText, text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop_app.store.prompt_file import PromptFile

    Reader = Callable[[str, bytes], PromptFile]

TABLE = "prompt;seed\nein Füchslein über Schnee;7\n"


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def reader(name: str, data: bytes) -> PromptFile:
        path = tmp_path / name
        path.write_bytes(data)
        return read_prompts(path)

    return reader


def test_a_line_is_a_prompt(read: Reader) -> None:
    file = read("foxes.txt", b"# mine\n red fox \r\n\r\ngrey owl\r\n")
    assert [(entry.prompt, entry.line) for entry in file.entries] == [("red fox", 2), ("grey owl", 4)]
    assert (file.layout, file.problem, file.may_be_paragraphs) == (Layout.LINES, None, False)


def test_blank_lines_part_prompts_of_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("red fox,\nin snow\n\n\n# no prompt\ngrey owl\n", encoding="utf-8")
    guessed, lines = read_prompts(path), read_prompts(path, Layout.LINES)
    assert guessed.may_be_paragraphs
    assert [(entry.prompt, entry.line) for entry in guessed.entries] == [("red fox,\nin snow", 1), ("grey owl", 6)]
    assert [entry.prompt for entry in lines.entries] == ["red fox,", "in snow", "grey owl"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_what_any_spreadsheet_writes_is_read(read: Reader, encoding: str, separator: str, line_end: str) -> None:
    text = TABLE.replace(";", separator).replace("\n", line_end)
    file = read("table.csv", text.encode(encoding))
    assert file.entries == (PromptEntry("ein Füchslein über Schnee", seed=7, line=2),)
    assert (file.problem, file.problems) == (None, ())


def test_every_column_is_taken(read: Reader) -> None:
    text = (
        "sep=;\nSeed;PROMPT;Negative prompt;model;Size;Steps;Guidance\n"
        '48\u202f213\u00a0077;"a fox; ""red""\nand wet";blur;FLUX.2 dev;1024 x 768;28,0;3,5\n'
        ";;;;;;\n;an owl;;;3:2;;\n"
    )
    fox, owl = read("all.csv", text.encode("utf-16")).entries
    assert fox == PromptEntry('a fox; "red"\nand wet', "FLUX.2 dev", Size(1024, 768), 28, 48_213_077, "blur", 3.5, 3)
    assert (owl.prompt, owl.line, owl.negative_prompt) == ("an owl", 6, None)
    assert owl.size is not None


def test_what_is_wrong_is_told_by_line_and_its_row_left_out(read: Reader) -> None:
    text = (
        "prompt,seed,steps,size,guidance,mood,seed\n"
        "a,4.82E+07,,,,,\nb,x,,,,,\nc,,2.5,,,,\nd,,,wide,,,\ne,,,,1000,,\nf,,0,,,,\ng,2147483648,,,,,\nh,1,,,,,,,9\n"
        "i,2147483647,,,,happy,3\n"
    )
    file = read("wrong.csv", text.encode())
    assert [(entry.prompt, entry.seed) for entry in file.entries] == [("i", 2_147_483_647)]
    assert [(problem.line, problem.fault, problem.column) for problem in file.problems] == [
        (1, RowFault.UNKNOWN_COLUMN, "mood"),
        (1, RowFault.TWICE, "seed"),
        (2, RowFault.ROUNDED, "seed"),
        (3, RowFault.NO_NUMBER, "seed"),
        (4, RowFault.NO_NUMBER, "steps"),
        (5, RowFault.NO_SIZE, "size"),
        (6, RowFault.OUT_OF_RANGE, "guidance"),
        (7, RowFault.OUT_OF_RANGE, "steps"),
        (8, RowFault.OUT_OF_RANGE, "seed"),
        (9, RowFault.TOO_MANY_CELLS, ""),
    ]


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.csv", b"a red fox\nan owl\n", FileProblem.NO_HEADER),
        ("a.csv", b"", FileProblem.EMPTY),
        ("a.csv", b"prompt,seed\n", FileProblem.EMPTY),
        ("a.txt", b"\n# only this\n", FileProblem.EMPTY),
        ("a.csv", b'prompt,seed\n"no end,3\n', FileProblem.NOT_A_TABLE),
        ("a.txt", b"\xff\xd8\xff\xe0\0\x10JFIF\0\1", FileProblem.NO_TEXT),
        ("a.txt", b"\xff\xfe\0\xd8", FileProblem.NO_TEXT),
        ("a.txt", b"x" * (LARGEST_BYTES + 1), FileProblem.TOO_LARGE),
    ],
)
def test_a_file_of_which_nothing_can_be_taken_says_why(
    read: Reader, name: str, data: bytes, problem: FileProblem
) -> None:
    file = read(name, data)
    assert (file.problem, file.entries) == (problem, ())


def test_a_text_with_a_header_is_a_table(read: Reader) -> None:
    assert read("exported.txt", "prompt\tseed\nfox\t5\n".encode("utf-16")).layout is Layout.TABLE
    assert read("prompts.txt", b"prompt, steps and nothing else matter\n").layout is Layout.LINES


def test_no_more_is_taken_than_a_batch_may_have(read: Reader) -> None:
    lines = "\n".join(f"fox {number}" for number in range(BATCH_MAX + 1))
    for file in (read("many.txt", lines.encode()), read("many.csv", f"prompt\n{lines}".encode())):
        assert (len(file.entries), file.is_cut) == (BATCH_MAX, True)


def test_a_file_that_is_away_is_an_error_of_the_tree(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing):
        read_prompts(tmp_path / "nowhere.txt")


@given(
    st.lists(
        st.text(min_size=1).map(lambda text: "".join(filter(str.isprintable, text)).strip()).filter(bool), max_size=8
    ),
    st.sampled_from(",;\t|"),
)
def test_a_table_comes_back_as_it_was_written(prompts: list[str], separator: str) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([["prompt", "seed"], *([prompt, number] for number, prompt in enumerate(prompts))])
    rows = rows_of(text.getvalue().replace("\r\n", "\n"))
    assert [(entry.prompt, entry.seed) for entry in rows.entries] == [(each, seed) for seed, each in enumerate(prompts)]


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_told_not_to_be(data: bytes) -> None:
    try:
        text = text_of(data)
    except NotText:
        return
    assert all(character >= " " or character in "\t\n" for character in text)
    assert rows_of(text).is_broken in {True, False}
