"""What is said of a file of prompts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.store.prompt_file import FileProblem, PromptFile
from desktop_app.store.prompt_table import RowFault, RowProblem
from desktop_app.ui.batch.batch_words import shortened
from desktop_app.ui.number_words import grouped


def file_line(file: PromptFile) -> str:
    """Return the name of a file and how many prompts it has."""
    count = len(file.entries)
    if count == 0:
        return file.name
    text = _tr("1 prompt") if count == 1 else _tr("{count} prompts").format(count=grouped(count))
    return f"{file.name}  ·  {text}"


def file_problems(file: PromptFile) -> str:
    """Return what is wrong with a file, a line each, empty where all is well."""
    lines = [_row(each) for each in file.problems]
    if file.problem is not None:
        lines.insert(0, _file(file.problem))
    if file.is_cut:
        text = _tr("It holds more prompts: the first {count} are taken.")
        lines.append(text.format(count=grouped(len(file.entries))))
    return shortened(lines)


def _file(problem: FileProblem) -> str:
    return {
        FileProblem.TOO_LARGE: _tr("The file is larger than 16 MB."),
        FileProblem.NO_TEXT: _tr("The file is no text."),
        FileProblem.EMPTY: _tr("The file holds no prompts."),
        FileProblem.NO_HEADER: _tr(
            "The first line has to name the columns: prompt, model, size, steps, seed, negative, guidance."
        ),
        FileProblem.NOT_A_TABLE: _tr("The table cannot be read to its end."),
    }[problem]


def _row(problem: RowProblem) -> str:
    texts = {
        RowFault.UNKNOWN_COLUMN: _tr("The column “{column}” is not known, and not used."),
        RowFault.TWICE: _tr("The column “{column}” is there twice. The first is used."),
        RowFault.NO_SIZE: _tr("“{text}” is no size. Left out."),
        RowFault.NO_NUMBER: _tr("{column} “{text}” is no number that can be used. Left out."),
        RowFault.ROUNDED: _tr("{column} “{text}” was rounded by a spreadsheet. Left out."),
        RowFault.OUT_OF_RANGE: _tr("{column} “{text}” is out of range. Left out."),
        RowFault.TOO_MANY_CELLS: _tr("More cells than columns, from “{text}” on. Left out."),
        RowFault.BROKEN: _tr("A quotation mark does not close."),
    }
    text = texts[problem.fault].replace("{column}", problem.column).replace("{text}", problem.text[:40])
    return _tr("Line {line}: {text}").replace("{line}", str(problem.line)).replace("{text}", text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("PromptFile", text)
