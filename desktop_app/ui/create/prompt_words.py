"""What is said of prompts that leave something open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from desktop_app.core.prompt_template import ProblemKind, PromptProblem


def prompt_problem(problem: PromptProblem) -> str:
    """Return what is wrong and what helps."""
    return {
        ProblemKind.UNFILLED: _tr("Fill in {placeholder} first."),
        ProblemKind.UNKNOWN_LIST: _tr("There is no word list “{name}”. Add {name}.txt to the folder of word lists."),
        ProblemKind.EMPTY_LIST: _tr("The word list “{name}” has no lines yet."),
        ProblemKind.LOOP: _tr("The word list “{name}” leads back to itself."),
        ProblemKind.TOO_LONG: _tr("This prompt becomes too long."),
    }[problem.kind].format(name=problem.name, placeholder=f"{{{problem.name}}}")


def to_fill_in(names: Sequence[str]) -> str:
    """Return what is still to be filled in."""
    return _tr("To fill in: {placeholders} · Tab goes to the next").format(
        placeholders=", ".join(f"{{{name}}}" for name in names)
    )


def example_list() -> str:
    """Return the text of the first word list."""
    return _tr(
        "# One choice a line. In a prompt, __animals__ picks one of them.\n"
        "red fox\nbarn owl\nhedgehog\nwhite heron\nold tortoise\nsnow leopard\n"
    )


def example_prompt() -> str:
    """Return a prompt that shows how parts are left open."""
    return _tr("a {red|blue} fox in {autumn woods|fresh snow|a city at night}")


def ways_to_leave_open() -> tuple[tuple[str, str], ...]:
    """Return what is written or pressed, and what it does."""
    alt_up = QKeySequence("Alt+Up").toString(QKeySequence.SequenceFormat.NativeText)
    return (
        ("{red|blue}", _tr("picks one")),
        ("__animals__", _tr("picks a line of animals.txt")),
        ("{subject}", _tr("is filled in each time")),
        (alt_up, _tr("brings earlier prompts back")),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Prompt", text)
