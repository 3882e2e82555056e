"""Results on stdout, everything else on stderr, with a line that moves when stderr is a terminal."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, TextIO

_INDENT = "  "


class Console:
    """The two streams of a command, either of which may be closed: `None`. One that fails ends the output, not the work.

    `has_lost_results` is true once a result could not be written, other than to a reader that went away by itself.
    """

    def __init__(self, out: TextIO | None, err: TextIO | None) -> None:
        self._out = out
        self._err = err
        self._shown = 0
        self.has_terminal = err is not None and err.isatty()
        self.has_lost_results = False

    @property
    def columns(self) -> int | None:
        """The width in letters of the terminal that results go to, `None` when they go elsewhere."""
        return shutil.get_terminal_size().columns if self._out is not None and self._out.isatty() else None

    def result(self, text: str, end: str = "\n") -> None:
        """Print one line of result, or what ends otherwise."""
        self.clear_line()
        if self._out is None:
            return
        try:
            _write(self._out, text + end)
        except BrokenPipeError:
            self._out = None
        except OSError as fault:
            self._out = None
            self.has_lost_results = True
            self.say(f"The results cannot be printed: {fault.strerror}.")

    def result_json(self, value: Any) -> None:
        """Print one line of JSON."""
        encoding = (self._out.encoding if self._out is not None else None) or ""
        self.result(json.dumps(value, ensure_ascii="utf" not in encoding.lower()))

    def say(self, text: str) -> None:
        """Tell the person something, on lines of its own."""
        self.clear_line()
        self._tell(text + "\n")

    def say_all(self, lines: Sequence[str]) -> None:
        """Tell something in a first line and what belongs to it below."""
        self.say("\n".join([*lines[:1], *(_INDENT + line for line in lines[1:])]))

    def show_line(self, text: str) -> None:
        """Show a line of progress in place of the one before; on a terminal only."""
        if self.has_terminal:
            width = shutil.get_terminal_size().columns - 1
            self.clear_line()
            self._tell(text[:width])
            self._shown = len(text[:width])

    def clear_line(self) -> None:
        """Take the line of progress away."""
        if self._shown:
            self._tell("\r" + " " * self._shown + "\r")
            self._shown = 0

    def _tell(self, text: str) -> None:
        if self._err is None:
            return
        try:
            _write(self._err, text)
        except OSError:
            self._err = None


def _write(stream: TextIO, text: str) -> None:
    """Write the text, at once; raise OSError when it does not arrive, after which nothing more may be written."""
    try:
        stream.write(_writable(text, stream))
        stream.flush()
    except OSError:
        _silence(stream)
        raise


def _silence(stream: TextIO) -> None:
    """Lead the stream nowhere: what Python still holds for it and flushes at its end must not fail again."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, stream.fileno())
        finally:
            os.close(nowhere)


def _writable(text: str, stream: TextIO) -> str:
    """Return the text in letters that the stream can take; names that are no text keep their bytes."""
    encoding = stream.encoding or "utf-8"
    try:
        text.encode(encoding, stream.errors or "strict")
    except UnicodeEncodeError:
        return text.encode(encoding, "backslashreplace").decode(encoding)
    return text
