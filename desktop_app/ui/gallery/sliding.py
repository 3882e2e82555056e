"""Cells on their way from where they stood to where they stand, when new ones come in sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEasingCurve, QPoint, QRect, QVariantAnimation
from PySide6.QtWidgets import QStyle, QWidget

from desktop_app.qt.gallery_rows import RowId

_DURATION_MS = 180

Cell = tuple[int, QRect]
"""A row, and its cell in the viewport."""


class Sliding(QVariantAnimation):
    """Tells for a short while how far each cell still is from its place; new cells come out of nothing.

    Mouse and keys find every cell at its place from the beginning. Where the system wants no animations there are none.
    """

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._before: dict[RowId, QPoint] = {}
        self._ways: dict[RowId, QPoint] = {}
        self._is_noted = False
        self.setStartValue(1.0)
        self.setEndValue(0.0)
        self.setDuration(_DURATION_MS)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(self._on_stepped)
        self.finished.connect(self._on_stepped)

    @property
    def is_wanted(self) -> bool:
        """Say whether cells slide at all."""
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        return self._viewport.isVisible() and self._viewport.style().styleHint(hint, None, self._viewport) > 0

    @property
    def is_running(self) -> bool:
        """Say whether a cell is on its way."""
        return self.state() == QVariantAnimation.State.Running

    @property
    def is_noted(self) -> bool:
        """Say whether places are noted from which cells will go."""
        return self._is_noted

    def note(self, places: Mapping[RowId, QPoint]) -> None:
        """Take note of where cells are seen now, before some come."""
        is_running = self.is_running
        self._before = (
            {row_id: place + self.way(row_id) for row_id, place in places.items()} if is_running else dict(places)
        )
        self._is_noted = True

    def begin(self, places: Mapping[RowId, QPoint]) -> None:
        """Let cells go to these places from where they were noted."""
        self._is_noted = False
        self._ways = {
            row_id: self._before[row_id] - place for row_id, place in places.items() if row_id in self._before
        }
        if any(not way.isNull() for way in self._ways.values()):
            self.stop()
            self.start()

    def way(self, row_id: RowId) -> QPoint:
        """Return how far a cell is from its place."""
        return self._ways.get(row_id, QPoint()) * self._left() if self.is_running else QPoint()

    @property
    def opacity(self) -> float:
        """How much of the new cells is to be seen."""
        return 1.0 - self._left() if self.is_running else 1.0

    def parted(self, cells: list[Cell], id_of: Callable[[int], RowId]) -> tuple[list[Cell], list[Cell]]:
        """Return the cells that come, and the others where they are seen now."""
        coming: list[Cell] = []
        moved: list[Cell] = []
        left, ways = self._left(), self._ways
        for row, place in cells:
            way = ways.get(id_of(row))
            if way is None:
                coming.append((row, place))
            else:
                moved.append((row, place.translated(way * left)))
        return coming, moved

    def _left(self) -> float:
        value = self.currentValue()
        return float(value) if value is not None else 0.0

    def _on_stepped(self) -> None:
        self._viewport.update()
