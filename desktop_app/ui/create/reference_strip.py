"""The tiles of the references in their order, with the plus behind them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.core.request import Reference
from desktop_app.ui.create.add_tile import AddTile
from desktop_app.ui.create.reference_tile import TILE_PX, ReferenceTile
from desktop_app.ui.theme.theme import Theme

_STEP_PX = TILE_PX + 8


class ReferenceStrip(QWidget):
    """Places its tiles itself, so that one can be dragged among them.

    Signals:
        changed: a reference came, went or moved.
        pick_asked: the plus was pressed.
    """

    changed = Signal()
    pick_asked = Signal()

    def __init__(self, theme: Theme, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._limit = limit
        self._tiles: list[ReferenceTile] = []
        self.add_tile = AddTile(theme, self)
        self.add_tile.clicked.connect(self.pick_asked)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._place()

    @property
    def tiles(self) -> tuple[ReferenceTile, ...]:
        """The tiles in their order, those being read included."""
        return tuple(self._tiles)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references that are ready, in their order."""
        return tuple(tile.reference for tile in self._tiles if tile.reference is not None)

    @property
    def is_busy(self) -> bool:
        """Say whether a picture is still being read."""
        return any(tile.reference is None for tile in self._tiles)

    @property
    def is_full(self) -> bool:
        """Say whether no model takes more."""
        return len(self._tiles) >= self._limit

    def begin(self, token: str, name: str) -> None:
        """Show a busy tile for a picture that is being read."""
        tile = ReferenceTile(self._theme, token, name, self)
        tile.removal_asked.connect(self._on_removal_asked)
        tile.move_asked.connect(self._on_move_asked)
        tile.focus_asked.connect(self._on_focus_asked)
        tile.dragged.connect(self._on_dragged)
        tile.drag_ended.connect(self._on_drag_ended)
        self._tiles.append(tile)
        self._place()
        tile.show()

    def fill(self, token: str, reference: Reference, thumbnail: QImage) -> None:
        """Show the picture in the place of its busy tile."""
        tile = self.tile(token)
        if tile is not None:
            tile.fill(reference, thumbnail)
            self.changed.emit()

    def remove(self, token: str) -> None:
        """Take a tile away; the focus goes to its neighbour."""
        tile = self.tile(token)
        if tile is None:
            return
        index, had_focus, was_ready = self._tiles.index(tile), tile.hasFocus(), tile.reference is not None
        self._tiles.remove(tile)
        self._place()
        if had_focus:
            (self._tiles[min(index, len(self._tiles) - 1)] if self._tiles else self.add_tile).setFocus()
        tile.hide()
        tile.deleteLater()
        if was_ready:
            self.changed.emit()

    def clear(self) -> None:
        """Take all tiles away."""
        for tile in self.tiles:
            self.remove(tile.token)

    def tile(self, token: str) -> ReferenceTile | None:
        """Return the tile of a token, or `None` when it is gone."""
        return next((tile for tile in self._tiles if tile.token == token), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _on_removal_asked(self) -> None:
        self.remove(self._sender().token)

    def _on_move_asked(self, step: int) -> None:
        tile = self._sender()
        self._move(tile, self._tiles.index(tile) + step)
        self._place()

    def _on_focus_asked(self, step: int) -> None:
        index = self._tiles.index(self._sender()) + step
        if 0 <= index < len(self._tiles):
            self._tiles[index].setFocus()
        elif index == len(self._tiles) and self.add_tile.isVisible():
            self.add_tile.setFocus()

    def _on_dragged(self, point: QPoint) -> None:
        tile = self._sender()
        tile.move(min(max(point.x(), 0), self.width() - TILE_PX), min(max(point.y(), 0), self.height() - TILE_PX))
        for index, place in enumerate(self._places()):
            if (place - tile.pos()).manhattanLength() < _STEP_PX // 2:
                self._move(tile, index)
        self._place(except_for=tile)

    def _on_drag_ended(self) -> None:
        self._place()

    def _move(self, tile: ReferenceTile, index: int) -> None:
        if not 0 <= index < len(self._tiles) or self._tiles[index] is tile:
            return
        self._tiles.remove(tile)
        self._tiles.insert(index, tile)
        self.changed.emit()

    def _place(self, except_for: ReferenceTile | None = None) -> None:
        for number, (tile, place) in enumerate(zip(self._tiles, self._places(), strict=True), 1):
            tile.set_number(number)
            if tile is not except_for:
                tile.move(place)
        self.add_tile.move(self._place_of(len(self._tiles)))
        self.add_tile.setVisible(not self.is_full)
        self._order_tabs()
        rows = (len(self._tiles) - self.is_full) // self._columns() + 1
        if self.height() != rows * _STEP_PX - 8:
            self.setFixedHeight(rows * _STEP_PX - 8)

    def _order_tabs(self) -> None:
        # A new tile stands at the end of the whole window's chain: all are hung in at the place of the plus.
        chain = [self.add_tile, *self._tiles, self.add_tile] if self._tiles else []
        for one, other in itertools.pairwise(chain):
            self.setTabOrder(one, other)

    def _places(self) -> Iterator[QPoint]:
        return (self._place_of(index) for index in range(len(self._tiles)))

    def _place_of(self, index: int) -> QPoint:
        row, column = divmod(index, self._columns())
        return QPoint(column * _STEP_PX, row * _STEP_PX)

    def _columns(self) -> int:
        return max(1, (self.width() + 8) // _STEP_PX)

    def _sender(self) -> ReferenceTile:
        tile = self.sender()
        assert isinstance(tile, ReferenceTile)
        return tile
