"""Draws a sheet: the pictures of a batch, fitted into equal cells, with the names of columns and rows."""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from desktop_app.core.image_format import ImageFormat
from desktop_app.core.sheets import Sheet, SheetCell
from desktop_app.core.sizes import Size
from desktop_app.store.decoding import Undecodable, decoded
from desktop_app.store.sheet_fonts import SheetFonts

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

CELL_PX = 512
"""The longest side of a picture on a sheet; smaller where there are many."""

_SMALLEST_PX = 96
_LARGEST_AREA = 50_000_000
_LONGEST_PX = 14_000
_PAPER, _INK, _DIM, _EMPTY = "#ffffff", "#222222", "#666666", "#eeeeee"
_MOST_LINES = 4
_JPEG_QUALITY = 92


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    font: FreeTypeFont


@dataclass(frozen=True, slots=True)
class _Block:
    """A few lines of text and how high they are together."""

    lines: tuple[_Line, ...]
    line_px: int

    @property
    def height(self) -> int:
        return len(self.lines) * self.line_px


def drawn(sheet: Sheet, fonts: SheetFonts, file_format: ImageFormat = ImageFormat.JPEG) -> bytes:
    """Return the sheet as a picture file: JPEG or PNG. A picture that cannot be read leaves its place empty.

    Reads files and takes about as long as decoding every picture does.
    """
    return _Drawing(sheet, fonts).file(file_format)


class _Drawing:
    def __init__(self, sheet: Sheet, fonts: SheetFonts) -> None:
        self._sheet = sheet
        self._fonts = fonts
        self._cell = _cell_size(sheet)
        self._text_px = min(max(self._cell.width // 18, 14), 24)
        self._gap = self._text_px // 2
        self._margin = self._text_px * 2
        self._names_px = self._row_names_px()
        self._heads = [self._block(name, self._cell.width) for name in sheet.columns]
        self._captions = {
            (cell.column, cell.row): self._block(cell.caption, self._cell.width) for cell in sheet.cells if cell.caption
        }
        self._caption_px = max((each.height + self._gap for each in self._captions.values()), default=0)
        self._width = (
            2 * self._margin + self._names_px + len(sheet.columns) * (self._cell.width + self._gap) - self._gap
        )
        inner = self._width - 2 * self._margin
        self._title = self._block(sheet.title, inner, strong=True, scale=1.4)
        self._facts = self._block(sheet.facts, inner)

    @property
    def _rows(self) -> int:
        return len(self._sheet.rows)

    def file(self, file_format: ImageFormat) -> bytes:
        """Draw everything and return the file."""
        from PIL import Image, ImageDraw

        top = self._margin + self._head_px()
        row_gap = self._gap if not self._captions else self._text_px
        row_px = self._cell.height + self._caption_px + row_gap
        image = Image.new("RGB", (self._width, top + self._rows * row_px - row_gap + self._margin), _PAPER)
        pen = ImageDraw.Draw(image)
        self._draw_head(pen)
        for number, name in enumerate(self._sheet.rows):
            if name:
                self._draw_row_name(pen, name, top + number * row_px + self._caption_px)
        for cell in self._sheet.cells:
            at = (self._left(cell.column), top + cell.row * row_px)
            self._draw_cell(image, pen, cell, at)
        buffer = io.BytesIO()
        if file_format is ImageFormat.PNG:
            image.save(buffer, "PNG")
        else:
            image.save(buffer, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
        return buffer.getvalue()

    def _left(self, column: int) -> int:
        return self._margin + self._names_px + column * (self._cell.width + self._gap)

    def _head_px(self) -> int:
        parts = (self._title.height, self._facts.height, max((each.height for each in self._heads), default=0))
        after = (self._gap // 2, self._text_px, self._gap)
        return sum(height + gap for height, gap in zip(parts, after, strict=True) if height)

    def _draw_head(self, pen: ImageDraw) -> None:
        y = self._margin
        for block, gap, color in ((self._title, self._gap // 2, _INK), (self._facts, self._text_px, _DIM)):
            if block.height:
                self._write(pen, block, self._margin, y, color)
                y += block.height + gap
        foot = y + max((each.height for each in self._heads), default=0)
        for column, block in enumerate(self._heads):
            # Names of one line and of several end on the same line, over their pictures.
            self._write(pen, block, self._left(column), foot - block.height, _INK)

    def _draw_row_name(self, pen: ImageDraw, name: str, y: int) -> None:
        self._write(pen, self._block(name, self._names_px - 2 * self._gap), self._margin, y, _INK)

    def _draw_cell(self, image: Image, pen: ImageDraw, cell: SheetCell, at: tuple[int, int]) -> None:
        left, top = at
        caption = self._captions.get((cell.column, cell.row))
        if caption is not None:
            self._write(pen, caption, left, top + self._caption_px - self._gap - caption.height, _INK)
        top += self._caption_px
        picture = _fitted_picture(cell, self._cell)
        if picture is None:
            pen.rectangle((left, top, left + self._cell.width - 1, top + self._cell.height - 1), fill=_EMPTY)
            return
        spare = ((self._cell.width - picture.width) // 2, (self._cell.height - picture.height) // 2)
        image.paste(picture, (left + spare[0], top + spare[1]))

    def _row_names_px(self) -> int:
        if not any(self._sheet.rows):
            return 0
        widest = self._cell.width // 2 + self._text_px * 4
        needed = max(self._measured(name) for name in self._sheet.rows)
        return min(needed, widest) + 2 * self._gap

    def _measured(self, text: str) -> int:
        plain = _printable(text)
        return int(self._fonts.face(plain, self._text_px).getlength(plain)) + 1

    def _block(self, text: str, width: int, *, strong: bool = False, scale: float = 1.0) -> _Block:
        size_px = round(self._text_px * scale)
        text = _printable(text)
        if not text:
            return _Block((), 0)
        font = self._fonts.face(text, size_px, strong=strong)
        return _Block(tuple(_Line(line, font) for line in _wrapped(text, font, width)), round(size_px * 1.4))

    def _write(self, pen: ImageDraw, block: _Block, left: int, top: int, color: str) -> None:
        for number, line in enumerate(block.lines):
            middle = top + number * block.line_px + block.line_px // 2
            pen.text((left, middle), line.text, fill=color, font=line.font, anchor="lm")


def _cell_size(sheet: Sheet) -> Size:
    """Return the cell that all pictures fit into: of their own shape where they share one."""
    sizes = [cell.picture.size for cell in sheet.cells if cell.picture.size is not None] or [Size(1, 1)]
    columns, rows = max(len(sheet.columns), 1), max(len(sheet.rows), 1)
    longest = min(CELL_PX, int(sqrt(_LARGEST_AREA / (columns * rows))), _LONGEST_PX // columns, _LONGEST_PX // rows)
    longest = max(longest, _SMALLEST_PX)
    fitted = [_fitted_size(size, longest) for size in sizes]
    # Names need some room even over narrow pictures.
    width = max(*(size.width for size in fitted), longest // 2)
    return Size(width, max(size.height for size in fitted))


def _fitted_size(size: Size, longest: int) -> Size:
    scale = longest / max(size.width, size.height)
    return Size(max(1, round(size.width * scale)), max(1, round(size.height * scale)))


def _fitted_picture(cell: SheetCell, room: Size) -> Image | None:
    """Return the picture in RGB, on paper where it is transparent, as large as the cell allows; `None` without one."""
    from PIL import Image

    if cell.picture.path is None:
        return None
    with suppress(OSError, Undecodable):
        data = cell.picture.path.read_bytes()
        with decoded(data, [each.name for each in ImageFormat]) as image:
            scale = min(room.width / image.width, room.height / image.height)
            wanted = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
            plain = image.convert("RGBA").resize(wanted, Image.Resampling.LANCZOS, reducing_gap=3.0)
            paper = Image.new("RGBA", wanted, _PAPER)
            return Image.alpha_composite(paper, plain).convert("RGB")
    return None


def _printable(text: str) -> str:
    """Return a text without what has no shape of its own: the layout of some such characters fails."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def _wrapped(text: str, font: FreeTypeFont, width: int) -> list[str]:
    """Break a text into a few lines, at spaces where there are any; the last is cut with an ellipsis where more follows."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < _MOST_LINES:
        count = _fitting(rest, font, width)
        if count == len(rest):
            return [*lines, rest]
        if len(lines) == _MOST_LINES - 1:
            short = _fitting(rest, font, width - int(font.getlength("…")))
            return [*lines, f"{rest[:short].rstrip()}…"]
        space = rest.rfind(" ", 0, count + 1)
        end = space if space > 0 else count
        lines.append(rest[:end])
        rest = rest[end:].lstrip()
    return lines


def _fitting(text: str, font: FreeTypeFont, width: int) -> int:
    """Return how many letters fit, one at least."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if font.getlength(text[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return low
