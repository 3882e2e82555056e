"""From the text of an option to its value; what is none is bad usage, said before anything is done."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from collections.abc import Callable

from desktop_app.cli.size_wish import SizeWish, parse_size_wish
from desktop_app.core.request import OutputFormat

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_FORMATS = {"jpeg": OutputFormat.JPEG, "jpg": OutputFormat.JPEG, "png": OutputFormat.PNG}


def text(given: str) -> str:
    """Return the text as it is."""
    try:
        given.encode()
    except UnicodeEncodeError:
        # Bytes that are no letters in the terminal's encoding; they could not be sent as they are.
        raise ArgumentTypeError("it holds bytes that are no text") from None
    return given


def words(given: str) -> str:
    """Return the text, which must not be blank."""
    if not given.strip():
        raise ArgumentTypeError("it is empty")
    return text(given)


def size_wish(given: str) -> SizeWish:
    """Return a size, a shape, or whose choice the size is."""
    try:
        return parse_size_wish(given)
    except ValueError:
        raise ArgumentTypeError(f"{given!r} is no size; write it as 1024x768, 16:9, reference or auto") from None


def output_format(given: str) -> OutputFormat:
    """Return the file format of this name."""
    try:
        return _FORMATS[given.strip().lower()]
    except KeyError:
        raise ArgumentTypeError(f"{given!r} is no format; it is jpeg or png") from None


def setting(given: str) -> tuple[str, str]:
    """Return name and value from `NAME=VALUE`; the value may be empty and may hold further `=`."""
    name, equals, value = text(given).partition("=")
    if not name.strip() or not equals:
        raise ArgumentTypeError(f"{given!r} sets nothing; write it as NAME=VALUE")
    return name.strip(), value


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    """Return a reader of whole numbers between these two."""

    def number(given: str) -> int:
        try:
            value = int(given)
        except ValueError:
            raise ArgumentTypeError(f"{given!r} is no whole number") from None
        if not lowest <= value <= highest:
            raise ArgumentTypeError(f"{value} is not between {lowest} and {highest}")
        return value

    return number


def decimal(lowest: float, highest: float) -> Callable[[str], float]:
    """Return a reader of numbers between these two."""

    def number(given: str) -> float:
        if not _NUMBER.fullmatch(given.strip()):
            raise ArgumentTypeError(f"{given!r} is no number")
        value = float(given)
        if not lowest <= value <= highest:
            raise ArgumentTypeError(f"{given.strip()} is not between {lowest:g} and {highest:g}")
        return value

    return number
