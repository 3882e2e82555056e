"""The places of the window's parts, empty and filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.ui.backdrop import STATUS_PX, TOP_PX
from desktop_app.ui.covering import Cover
from desktop_app.ui.widgets.labels import frame

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from desktop_app.ui.create.prompt_row import PromptRow
    from desktop_app.ui.main_window import WindowParts


def place(kind: str) -> QWidget:
    """Return an empty place in one of the looks of the style sheet."""
    empty = QWidget()
    empty.setProperty("kind", kind)
    empty.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return empty


def _column(whole: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def prompt_place(prompt: PromptRow) -> QWidget:
    """Return the Create panel's place with the prompt where the panel will have it."""
    panel = place("panel")
    column = QVBoxLayout(panel)
    column.setContentsMargins(16, 16, 16, 8)
    column.addWidget(prompt)
    column.addStretch(1)
    return panel


def middle_place(sight: QImage | None = None) -> QWidget:
    """Return the place of bar, grid and status line; the grid's with what stood there last."""
    middle, top, status = QWidget(), place("bar"), place("bar")
    top.setFixedHeight(TOP_PX)
    status.setFixedHeight(STATUS_PX)
    column = _column(middle)
    canvas = place("canvas")
    if sight is not None:
        _column(canvas).addWidget(Cover(sight))
    for part in (top, frame("line-h"), canvas, frame("line-h"), status):
        column.addWidget(part, 1 if part is canvas else 0)
    return middle


class GridPlace(QWidget):
    """The place of the grid, with what stands above it, and beside it once that is wanted."""

    def __init__(self, gallery: QWidget, *above: QWidget) -> None:
        super().__init__()
        self.canvas = place("canvas")
        self._rows = _column(self.canvas)
        for part in above:
            self._rows.addWidget(part)
        self._rows.addWidget(gallery, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.canvas, 1)

    def put_beside(self, part: QWidget, line: QWidget) -> None:
        """Put a part to the left of the grid, with a line between."""
        self._row.insertWidget(0, part)
        self._row.insertWidget(1, line)

    def put_below(self, part: QWidget) -> None:
        """Put a part under the grid."""
        self._rows.addWidget(part)


def middle_of(parts: WindowParts) -> tuple[QWidget, QStackedWidget, GridPlace]:
    """Return the middle of the window, in it the stack of grid and large view, and in that the grid's place."""
    grid = GridPlace(parts.gallery, parts.banner, parts.budget)
    centre = QStackedWidget()
    centre.addWidget(grid)
    centre.addWidget(parts.picture)
    middle = QWidget()
    middle.setMinimumWidth(360)
    column = _column(middle)
    for part in (parts.top_bar, frame("line-h"), centre, frame("line-h"), parts.status):
        column.addWidget(part, 1 if part is centre else 0)
    return middle, centre, grid
