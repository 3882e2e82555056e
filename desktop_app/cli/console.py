"""Results on stdout, everything else on stderr, with a line that moves when stderr is a terminal."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from typing import Any, TextIO

_INDENT = "  "


class Console:
    """The two streams of a command. A reader of stdout that goes away ends the output, not the work."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out = out
        self._err = err
        self._shown = 0
        self.has_terminal = err.isatty()

    def result(self, text: str) -> None:
        """Print one line of result."""
        self.clear_line()
        try:
            self._out.write(_writable(text, self._out) + "\n")
            self._out.flush()
        except BrokenPipeError:
            # What Python flushes at its end must not fail again.
            self._out = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
            sys.stdout = self._out

    def result_json(self, value: Any) -> None:
        """Print one line of JSON."""
        self.result(json.dumps(value, ensure_ascii="utf" not in (self._out.encoding or "").lower()))

    def say(self, text: str) -> None:
        """Tell the person something, on lines of its own."""
        self.clear_line()
        self._err.write(text + "\n")
        self._err.flush()

    def say_all(self, lines: Sequence[str]) -> None:
        """Tell something in a first line and what belongs to it below."""
        self.say("\n".join([*lines[:1], *(_INDENT + line for line in lines[1:])]))

    def show_line(self, text: str) -> None:
        """Show a line of progress in place of the one before; on a terminal only."""
        if self.has_terminal:
            width = shutil.get_terminal_size().columns - 1
            self.clear_line()
            self._err.write(text[:width])
            self._err.flush()
            self._shown = len(text[:width])

    def clear_line(self) -> None:
        """Take the line of progress away."""
        if self._shown:
            self._err.write("\r" + " " * self._shown + "\r")
            self._shown = 0


def _writable(text: str, stream: TextIO) -> str:
    """Return the text in letters that the stream can take; names that are no text keep their bytes."""
    encoding = stream.encoding or "utf-8"
    try:
        text.encode(encoding, stream.errors or "strict")
    except UnicodeEncodeError:
        return text.encode(encoding, "backslashreplace").decode(encoding)
    return text
