"""The command line: the same engine without Qt."""

from __future__ import annotations

from collections.abc import Sequence

_QUESTIONS = ("-h", "--help", "--version")


def is_for_command_line(arguments: Sequence[str]) -> bool:
    """Say whether these arguments are for the command line: a verb or any other bare word, or a question for help."""
    first = arguments[0] if arguments else "-"
    return first in _QUESTIONS or not first.startswith("-")


def main(arguments: Sequence[str]) -> int:
    """Run a verb and return the exit code."""
    from desktop_app.cli.command_line import run

    return run(arguments)
