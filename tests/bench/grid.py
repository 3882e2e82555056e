"""The grid at 100,000 pictures, beside a QTableView that paints the same cells from the same thumbnails.

QTableView lays out nothing ahead of time, which makes it the fastest of Qt's own views. Times are of one step with the
painting that it causes, in milliseconds.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from array import array
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from desktop_app.core.record import Kind
from desktop_app.core.settings import ThemeChoice
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.store.image_row import ImageRow
from desktop_app.store.snapshot import GallerySnapshot, sections_of
from desktop_app.store.thumbnail_cache import ThumbnailCache
from desktop_app.ui.gallery.delegate import TileDelegate
from desktop_app.ui.gallery.view import GalleryView
from desktop_app.ui.theme.theme import Theme
from tests.support.pictures import picture_bytes

COUNT = 100_000
STEPS = 150
RATIO_MAX = 2.0
_PICTURES = 24
_NEWEST = 1_780_000_000_000_000
_APART_US = 600_000_000
_SIZE = (852, 860)
_CELL = 204
_COLUMNS = 4


class Rows(QObject):
    """Answers the model's wishes at once, with a few pictures over and over."""

    def __init__(self, model: GalleryModel, folder: Path) -> None:
        super().__init__()
        self._model = model
        self._paths = []
        for number in range(_PICTURES):
            path = folder / f"{number}.jpg"
            path.write_bytes(picture_bytes(512, 384 + 16 * number, f"hsl({number * 15}, 60%, 50%)"))
            self._paths.append(str(path))
        model.rows_wanted.connect(self.answer)

    def answer(self, keys: list[int]) -> None:
        """Hand the rows over."""
        self._model.add_rows([self._row(key) for key in keys])

    def _row(self, key: int) -> ImageRow:
        number = key // _APART_US % _PICTURES
        height = 384 + 16 * number
        return ImageRow(
            key, str(key), self._paths[number], 512, height, "", "hills", 0, False, Kind.GENERATED, None, ""
        )


class Table(QAbstractTableModel):
    """The gallery's rows as a table of four columns."""

    def __init__(self, gallery: GalleryModel) -> None:
        super().__init__()
        self.gallery = gallery

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's form
        return -(-self.gallery.rowCount() // _COLUMNS)

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - as above
        return _COLUMNS

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        row = index.row() * _COLUMNS + index.column()
        return self.gallery.data(self.gallery.index(row), role)


def main() -> None:
    """Print the times and their ratios; exit with 1 when a ratio is over the target."""
    app = QApplication([])
    theme = Theme(app, ThemeChoice.DARK)
    with tempfile.TemporaryDirectory() as folder:
        loader = ThumbnailLoader(ThumbnailCache(Path(folder, "cache")))
        times = {
            "QTableView": measured(table_view(theme, loader, Path(folder))),
            "grid": measured(gallery_view(theme, loader, Path(folder))),
        }
        loader.close()
    is_slow = False
    for step, table_ms in times["QTableView"].items():
        grid_ms = times["grid"][step]
        ratio = grid_ms / table_ms
        is_slow = is_slow or (ratio > RATIO_MAX and grid_ms > 16)
        print(f"{step:18} QTableView {table_ms:6.1f} ms   grid {grid_ms:6.1f} ms   ratio {ratio:.2f}")
    if is_slow:
        raise SystemExit(1)


def gallery_view(theme: Theme, loader: ThumbnailLoader, folder: Path) -> tuple[QAbstractItemView, GalleryModel, Rows]:
    """Return the program's own view."""
    model = GalleryModel()
    view = GalleryView(theme, model, loader, 200)
    rows = Rows(model, folder)
    return view, model, rows


def table_view(theme: Theme, loader: ThumbnailLoader, folder: Path) -> tuple[QAbstractItemView, GalleryModel, Rows]:
    """Return a QTableView with cells of the same size and the same painting."""
    model = GalleryModel()
    rows = Rows(model, folder)
    table = Table(model)
    model.dataChanged.connect(table.layoutChanged)
    model.rowsInserted.connect(table.layoutChanged)
    model.modelReset.connect(table.layoutChanged)
    view = QTableView()
    view.setModel(table)
    view.setItemDelegate(TileDelegate(theme, loader, view))
    view.setShowGrid(False)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    for header in (view.verticalHeader(), view.horizontalHeader()):
        header.setDefaultSectionSize(_CELL)
        header.hide()
    view.setProperty("table", table)
    return view, model, rows


def measured(pair: tuple[QAbstractItemView, GalleryModel, Rows]) -> dict[str, float]:
    """Return the time of each kind of step."""
    view, model, _rows = pair
    keys = array("q", range(_NEWEST, _NEWEST - COUNT * _APART_US, -_APART_US))
    model.set_snapshot(snapshot(keys))
    view.resize(*_SIZE)
    found = {"first paint": timed(view, view.show)}
    settle()
    bar = view.verticalScrollBar()
    steps = [timed(view, lambda: bar.setValue(bar.value() + 118)) for _ in range(STEPS)]
    found["wheel step, median"] = statistics.median(steps)
    found["wheel step, p95"] = sorted(steps)[int(STEPS * 0.95)]
    places = [bar.maximum() * at // 40 for at in range(1, 40)]
    jumps = [timed(view, partial(bar.setValue, place)) for place in places]
    found["jump, median"] = statistics.median(jumps)
    bar.setValue(0)
    inserts = []
    for number in range(20):
        keys.insert(0, _NEWEST + (number + 1) * _APART_US)
        inserts.append(timed(view, lambda: model.set_snapshot(snapshot(keys[:]))))
    found["insert one, median"] = statistics.median(inserts)
    widths = range(700, 900, 10)
    found["resize, median"] = statistics.median([timed(view, partial(view.resize, w, _SIZE[1])) for w in widths])
    view.hide()
    return found


def snapshot(keys: array[int]) -> GallerySnapshot:
    """Return what the library's thread would hand over."""
    return GallerySnapshot(keys, sections_of(keys, date.min, 0.0), "", len(keys))


def timed(view: QAbstractItemView, step: Callable[[], object]) -> float:
    """Return the milliseconds of a step, with everything that it sets off and the painting."""
    started = time.perf_counter()
    step()
    QApplication.processEvents()
    view.viewport().repaint()
    return (time.perf_counter() - started) * 1000


def settle() -> None:
    """Let the first thumbnails be made."""
    until = time.monotonic() + 1
    while time.monotonic() < until:
        QApplication.processEvents()


if __name__ == "__main__":
    main()
