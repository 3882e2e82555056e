"""A grid over real pictures in a folder, without a library around it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

from desktop_app.core.record import Kind
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.store.image_row import ImageRow
from desktop_app.store.snapshot import GallerySnapshot, sections_of
from desktop_app.store.thumbnail_cache import ThumbnailCache
from desktop_app.ui.gallery.view import GalleryView
from desktop_app.ui.theme.theme import Theme
from tests.support.pictures import picture_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

TODAY = datetime.now().astimezone().replace(hour=12)
NEWEST = int(TODAY.timestamp() * 1_000_000)
DAY_US = 86_400_000_000


class Shelf(QObject):
    """Answers the model's wishes with rows of one red picture, twice as wide as high."""

    def __init__(self, model: GalleryModel, path: Path) -> None:
        super().__init__()
        path.write_bytes(picture_bytes(600, 300, "#ff0000", "PNG"))
        self.path = path
        self._model = model
        model.rows_wanted.connect(self.answer)

    def answer(self, keys: list[int]) -> None:
        self._model.add_rows([self.row(key) for key in keys])

    def row(self, key: int, job_id: str = "", rating: int = 0) -> ImageRow:
        path = str(self.path)
        return ImageRow(key, f"uuid-{key}", path, 600, 300, "", f"p{key}", rating, False, Kind.GENERATED, None, job_id)


@dataclass
class Grid:
    """The view with what it stands on."""

    view: GalleryView
    model: GalleryModel
    shelf: Shelf
    theme: Theme

    def put(self, *keys: int, query: str = "") -> None:
        """Show these pictures."""
        ordered = array("q", sorted(keys, reverse=True))
        self.model.set_snapshot(GallerySnapshot(ordered, sections_of(ordered, TODAY.date(), 0.0), query, len(keys)))


@pytest.fixture
def grid(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Grid]:
    loader = ThumbnailLoader(ThumbnailCache(tmp_path / "cache"))
    model = GalleryModel()
    shelf = Shelf(model, tmp_path / "red.png")
    view = GalleryView(theme, model, loader, 200)
    qtbot.addWidget(view)
    view.resize(840, 700)
    with qtbot.waitExposed(view):
        view.show()
    yield Grid(view, model, shelf, theme)
    view.hide()
    loader.close()
