"""Values typed as a list: `1-5`, `10:50:10`, `1024x768, 3:2`, one prompt a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from enum import Enum
from math import sqrt
from typing import TypeVar

from desktop_app.core.sizes import Size, parse_size

T = TypeVar("T")

VALUES_MAX = 1_000
"""No list holds more values."""

_NUMBER = r"\d{1,12}(?:\.\d{1,6})?"
_RANGE = re.compile(rf"({_NUMBER})\s*(?:-|–|\.\.)\s*({_NUMBER})")
_STEPPED = re.compile(rf"({_NUMBER})\s*:\s*({_NUMBER})\s*:\s*({_NUMBER})")
_SHAPE = re.compile(r"(\d{1,3})\s*:\s*(\d{1,3})")
_SHAPE_PIXELS = 1024 * 1024
_SHAPE_GRID_PX = 16
_WIDEST_RATIO = 16.0
_LARGEST_SIDE_PX = 16_384


class ValueFault(Enum):
    """What is wrong with a piece of a list."""

    NO_NUMBER = "no_number"
    NOT_WHOLE = "not_whole"
    OUT_OF_RANGE = "out_of_range"
    NO_STEP = "no_step"
    NO_SIZE = "no_size"
    TOO_MANY = "too_many"


class BadValue(ValueError):
    """A piece of a list that cannot be read; `text` is the piece as it was typed."""

    def __init__(self, text: str, fault: ValueFault) -> None:
        super().__init__(f"{fault.value}: {text}")
        self.text = text
        self.fault = fault


def whole_numbers(text: str, lowest: int, highest: int) -> tuple[int, ...]:
    """Return the numbers of a list, each once, in the order of the text; raise BadValue.

    `1-5` are five numbers, `10:50:10` those from 10 to 50 in steps of ten; commas, semicolons, spaces and line ends part.
    """

    def whole(number: Decimal, piece: str) -> int:
        if number != number.to_integral_value():
            raise BadValue(piece, ValueFault.NOT_WHOLE)
        return int(_within(number, piece, lowest, highest))

    return _listed(text, lambda piece: (whole(number, piece) for number in _numbers(piece)))


def decimals(text: str, lowest: float, highest: float) -> tuple[float, ...]:
    """Return the numbers of a list as `whole_numbers` does, with decimals after a point; raise BadValue."""
    return _listed(text, lambda piece: (float(_within(each, piece, lowest, highest)) for each in _numbers(piece)))


def sizes(text: str) -> tuple[Size, ...]:
    """Return the sizes of a list, each once: `1024x768`, `1024` for a square, `3:2` for about one megapixel of that shape.

    Raises BadValue.
    """
    together = re.sub(r"(?<=\d)\s*[x×]\s*(?=\d)", "x", text, flags=re.IGNORECASE)
    return _listed(together, lambda piece: iter((size_of(piece),)))


def size_of(text: str) -> Size:
    """Return the size that one piece names; raise BadValue."""
    piece = text.strip()
    shape = _SHAPE.fullmatch(piece)
    if shape is not None:
        return _shaped(int(shape[1]), int(shape[2]), piece)
    try:
        size = parse_size(f"{piece}x{piece}" if piece.isdecimal() else piece)
    except ValueError as cause:
        raise BadValue(piece, ValueFault.NO_SIZE) from cause
    if max(size.width, size.height) > _LARGEST_SIDE_PX:
        raise BadValue(piece, ValueFault.OUT_OF_RANGE)
    return size


def lines(text: str) -> tuple[str, ...]:
    """Return the lines that hold anything, each once; raise BadValue when there are too many."""
    found = tuple(dict.fromkeys(stripped for line in text.splitlines() if (stripped := line.strip())))
    if len(found) > VALUES_MAX:
        raise BadValue(found[VALUES_MAX], ValueFault.TOO_MANY)
    return found


def _listed(text: str, values_of: Callable[[str], Iterator[T]]) -> tuple[T, ...]:
    found: dict[T, None] = {}
    for piece in _pieces(text):
        for value in values_of(piece):
            found[value] = None
            if len(found) > VALUES_MAX:
                raise BadValue(piece, ValueFault.TOO_MANY)
    return tuple(found)


def _pieces(text: str) -> list[str]:
    # Spaces part values, but not those around the signs of a range.
    closed = re.sub(r"(?<=[\d.])\s*(\.\.|[-–:])\s*(?=[\d.])", r"\1", text)
    return [piece for piece in re.split(r"[,;\s]+", closed) if piece]


def _numbers(piece: str) -> Iterator[Decimal]:
    stepped, plain = _STEPPED.fullmatch(piece), _RANGE.fullmatch(piece)
    if stepped is not None:
        first, last, step = (Decimal(each) for each in stepped.groups())
    elif plain is not None:
        first, last, step = Decimal(plain[1]), Decimal(plain[2]), Decimal(1)
    else:
        yield _number(piece)
        return
    if step == 0:
        raise BadValue(piece, ValueFault.NO_STEP)
    number, direction = first, 1 if last >= first else -1
    while (last - number) * direction >= 0:
        yield number
        number += step * direction


def _number(piece: str) -> Decimal:
    if re.fullmatch(_NUMBER, piece) is None:
        raise BadValue(piece, ValueFault.NO_NUMBER)
    try:
        return Decimal(piece)
    except InvalidOperation as cause:
        raise BadValue(piece, ValueFault.NO_NUMBER) from cause


def _within(number: Decimal, piece: str, lowest: float, highest: float) -> Decimal:
    if not lowest <= number <= highest:
        raise BadValue(piece, ValueFault.OUT_OF_RANGE)
    return number


def _shaped(width: int, height: int, piece: str) -> Size:
    if not width or not height or not 1 / _WIDEST_RATIO <= width / height <= _WIDEST_RATIO:
        raise BadValue(piece, ValueFault.NO_SIZE)
    ideal = sqrt(_SHAPE_PIXELS * width / height)
    return Size(_on_grid(ideal), _on_grid(_SHAPE_PIXELS / ideal))


def _on_grid(pixels: float) -> int:
    return max(_SHAPE_GRID_PX, round(pixels / _SHAPE_GRID_PX) * _SHAPE_GRID_PX)
