"""Prompts from a file: a text, one prompt a line or parted by blank lines, or a table that a spreadsheet wrote."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from desktop_app.core.batches import BATCH_MAX, PromptEntry
from desktop_app.store.atomic import disk_errors
from desktop_app.store.prompt_table import RowProblem, is_table, rows_of
from desktop_app.store.prompt_text import NotText, text_of

LARGEST_BYTES = 16 * 1024 * 1024

_TABLES = {".csv", ".tsv", ".tab"}
_COMMENT = "#"


class Layout(Enum):
    """How a file holds its prompts."""

    LINES = "lines"
    PARAGRAPHS = "paragraphs"
    TABLE = "table"


class FileProblem(Enum):
    """Why nothing of a file can be taken."""

    TOO_LARGE = "too_large"
    NO_TEXT = "no_text"
    EMPTY = "empty"
    NO_HEADER = "no_header"
    NOT_A_TABLE = "not_a_table"


@dataclass(frozen=True, slots=True)
class PromptFile:
    """What a file holds: its prompts, and what was left out of them.

    `problem` says why there are none at all; `may_be_paragraphs` that lines and paragraphs are both possible; `is_cut`
    that there are more prompts than a batch may have.
    """

    name: str
    layout: Layout = Layout.LINES
    entries: tuple[PromptEntry, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    problem: FileProblem | None = None
    may_be_paragraphs: bool = False
    is_cut: bool = False


def read_prompts(path: Path, layout: Layout | None = None) -> PromptFile:
    """Return the prompts of a file; without a layout, the likelier one is taken.

    A line that begins with `#` is no prompt. Raises FolderMissing, FolderReadOnly or WriteFailed where the file cannot be
    read from the disk.
    """
    with disk_errors(path), path.open("rb") as file:
        # One byte more tells a file that is too large, however large it is.
        data = file.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        return PromptFile(path.name, problem=FileProblem.TOO_LARGE)
    try:
        text = text_of(data)
    except NotText:
        return PromptFile(path.name, problem=FileProblem.NO_TEXT)
    if path.suffix.lower() in _TABLES or is_table(text):
        return _table(path.name, text)
    return _texts(path.name, text, layout)


def _table(name: str, text: str) -> PromptFile:
    rows = rows_of(text)
    problem = None
    if rows.is_broken:
        problem = FileProblem.NOT_A_TABLE
    elif not rows.has_header:
        problem = FileProblem.NO_HEADER if text.strip() else FileProblem.EMPTY
    elif not rows.entries and not rows.problems:
        problem = FileProblem.EMPTY
    entries = () if problem else rows.entries[:BATCH_MAX]
    return PromptFile(name, Layout.TABLE, entries, rows.problems, problem, is_cut=len(rows.entries) > BATCH_MAX)


def _texts(name: str, text: str, layout: Layout | None) -> PromptFile:
    paragraphs = _paragraphs(text)
    may_be_paragraphs = len(paragraphs) > 1 and any("\n" in prompt for _, prompt in paragraphs)
    if layout is None:
        layout = Layout.PARAGRAPHS if may_be_paragraphs else Layout.LINES
    found = paragraphs if layout is Layout.PARAGRAPHS else _lines(text)
    return PromptFile(
        name,
        layout,
        tuple(PromptEntry(prompt, line=line) for line, prompt in found[:BATCH_MAX]),
        problem=None if found else FileProblem.EMPTY,
        may_be_paragraphs=may_be_paragraphs,
        is_cut=len(found) > BATCH_MAX,
    )


def _lines(text: str) -> list[tuple[int, str]]:
    """Return the lines that hold a prompt, with their numbers from 1."""
    lines = ((number, line.strip()) for number, line in enumerate(text.split("\n"), 1))
    return [(number, line) for number, line in lines if line and not line.startswith(_COMMENT)]


def _paragraphs(text: str) -> list[tuple[int, str]]:
    """Return the prompts between blank lines, with the number of their first line."""
    found: list[tuple[int, list[str]]] = []
    is_within = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith(_COMMENT):
            continue
        if not line.strip():
            is_within = False
        elif is_within:
            found[-1][1].append(line.rstrip())
        else:
            found.append((number, [line.rstrip()]))
            is_within = True
    return [(number, "\n".join(lines).strip()) for number, lines in found]
