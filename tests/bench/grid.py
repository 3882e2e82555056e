"""The grid at 1,000 to 1,000,000 pictures (GRID_COUNTS for others), beside a QTableView that paints the same cells.

QTableView lays out nothing ahead of time, which makes it the fastest of Qt's own views; its columns fill the width, as the
grid's do. Times are of one step with the painting that it causes, in milliseconds, in the window's thread: what the
library's thread does beside it is `index`'s.
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
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from desktop_app.core.record import Kind
from desktop_app.core.settings import ThemeChoice
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.store.image_row import ImageRow
from desktop_app.store.snapshot import GallerySnapshot, sections_of, with_one_more
from desktop_app.store.thumbnail_cache import ThumbnailCache
from desktop_app.ui.gallery.delegate import TileDelegate
from desktop_app.ui.gallery.view import GalleryView
from desktop_app.ui.theme.theme import Theme
from tests.support.pictures import picture_bytes

COUNTS = [int(each) for each in os.environ.get("GRID_COUNTS", "1000,10000,100000,1000000").split(",")]
STEPS = 150
PAINTS = 9
FRAMES = 400
FRAME_MS = 16.0
TABLE_RATIO_MAX = 1.0
FEWEST_RATIO_MAX = 1.3
_PICTURES = 24
_UNSEEN = 4000
_NEWEST = 1_780_000_000_000_000
_APART_US = 600_000_000
_SIZE = (852, 860)
_CELL = 204
_COLUMNS = 4


class Rows(QObject):
    """Answers the model's wishes at once, with a few pictures over and over."""

    def __init__(self, model: GalleryModel, folder: Path, pictures: int = _PICTURES) -> None:
        super().__init__()
        self._model = model
        self._paths = []
        for number in range(pictures):
            path, same = folder / f"{number}.jpg", folder / f"{number % _PICTURES}.jpg"
            if not same.exists():
                same.write_bytes(picture_bytes(512, 384 + 16 * number, f"hsl({number * 15}, 60%, 50%)"))
            elif not path.exists():
                path.hardlink_to(same)
            self._paths.append(str(path))
        model.rows_wanted.connect(self.answer)

    def answer(self, keys: list[int]) -> None:
        """Hand the rows over."""
        self._model.add_rows([self._row(key) for key in keys])

    def _row(self, key: int) -> ImageRow:
        number = key // _APART_US % len(self._paths)
        height = 384 + 16 * (number % _PICTURES)
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
    """Print the times and their ratios; exit with 1 when a ratio is over its target."""
    app = QApplication([])
    theme = Theme(app, ThemeChoice.DARK)
    found: dict[int, dict[str, dict[str, float]]] = {}
    is_over = False
    with tempfile.TemporaryDirectory() as folder:
        loader = ThumbnailLoader(ThumbnailCache(Path(folder, "cache")))
        for count in COUNTS:
            pairs = {"QTableView": table_view, "grid": gallery_view}
            found[count] = {
                name: measured(partial(make, theme, loader, Path(folder)), count) for name, make in pairs.items()
            }
            is_over = told(count, found[count], found[COUNTS[0]]["grid"]) or is_over
        loader.close()
        is_over = frames_while_thumbnails_come(theme, Path(folder)) or is_over
    if is_over:
        raise SystemExit(1)


def told(count: int, found: dict[str, dict[str, float]], fewest: dict[str, float]) -> bool:
    """Print the steps at one size beside those of Qt and of the smallest library; say whether one is over its target."""
    is_over = False
    for step, table_ms in found["QTableView"].items():
        grid_ms = found["grid"][step]
        to_table, to_fewest = grid_ms / table_ms, grid_ms / fewest[step]
        is_over = is_over or to_table > TABLE_RATIO_MAX or to_fewest > FEWEST_RATIO_MAX
        print(
            f"{count:9,}  {step:12} QTableView {table_ms:6.2f} ms   grid {grid_ms:6.2f} ms"
            f"   to QTableView {to_table:.2f}   to {COUNTS[0]:,} pictures {to_fewest:.2f}",
            flush=True,
        )
    return is_over


def gallery_view(
    theme: Theme, loader: ThumbnailLoader, folder: Path, pictures: int = _PICTURES
) -> tuple[QAbstractItemView, GalleryModel, Rows]:
    """Return the program's own view."""
    model = GalleryModel()
    view = GalleryView(theme, model, loader, 200)
    rows = Rows(model, folder, pictures)
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
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    view.setProperty("table", table)
    return view, model, rows


def measured(make: Callable[[], tuple[QAbstractItemView, GalleryModel, Rows]], count: int) -> dict[str, float]:
    """Return the time of each kind of step in milliseconds: the median of many."""
    keys = array("q", range(_NEWEST, _NEWEST - count * _APART_US, -_APART_US))
    first = GallerySnapshot(keys, sections_of(keys, date.min, 0.0), "", count, serial=1)
    found = {"first paint": first_paint(make, first)}
    view, model, _rows = make()
    view.resize(*_SIZE)
    _shown(view, model, first)
    settle(1)
    bar = view.verticalScrollBar()
    steps = [timed(view, lambda: bar.setValue(bar.value() + 118)) for _ in range(STEPS)]
    found["wheel step"] = statistics.median(steps)
    places = [bar.maximum() * at // 100 for at in range(1, 100)]
    # The first time all their rows are asked for, which a small library has long been.
    for _ in range(2):
        found["jump"] = statistics.median([timed(view, partial(bar.setValue, place)) for place in places])
    bar.setValue(0)
    settle(0.2)
    inserts = []
    for snapshot in later_snapshots(first):
        # The library's thread tells a new picture's row before it tells of the whole.
        model.rows_wanted.emit(list(snapshot.keys[:1]))
        QApplication.processEvents()
        inserts.append(timed(view, partial(model.set_snapshot, snapshot)))
    found["insert one"] = statistics.median(inserts)
    widths = [*range(700, 900, 10), *range(900, 700, -10)]
    for width in widths:
        timed(view, partial(view.resize, width, _SIZE[1]))
    settle(1)
    resizes = [timed(view, partial(view.resize, width, _SIZE[1])) for width in widths]
    found["resize"] = statistics.median(resizes)
    view.hide()
    return found


def first_paint(make: Callable[[], tuple[QAbstractItemView, GalleryModel, Rows]], first: GallerySnapshot) -> float:
    """Return the time from a snapshot to its pictures on the screen, their thumbnails in memory."""
    paints = []
    for _ in range(PAINTS):
        view, model, _rows = make()
        view.resize(*_SIZE)
        # The first time the thumbnails are made.
        paints.append(timed(view, partial(_shown, view, model, first)))
        settle(0.05 if paints[1:] else 1)
        view.hide()
    return statistics.median(paints[1:])


def _shown(view: QAbstractItemView, model: GalleryModel, snapshot: GallerySnapshot) -> None:
    """Show a view, up to the moment when its pictures are known and not their places alone."""
    model.set_snapshot(snapshot)
    view.show()
    while model.entry(0) is None:
        QApplication.processEvents()


def later_snapshots(first: GallerySnapshot) -> list[GallerySnapshot]:
    """Return what the library's thread would hand over, ready as it makes them, for new pictures one after the other."""
    keys, sections = first.keys[:], first.sections
    found = []
    for number in range(1, 21):
        key = _NEWEST + number * _APART_US
        keys.insert(0, key)
        sections = with_one_more(sections, key)
        found.append(GallerySnapshot(keys[:], sections, "", len(keys), serial=number + 1, added=(key,)))
    return found


def frames_while_thumbnails_come(theme: Theme, folder: Path) -> bool:
    """Scroll through pictures that were never seen, a frame each 16 ms; say whether too many frames take longer."""
    loader = ThumbnailLoader(ThumbnailCache(folder / "other-cache"))
    view, model, _rows = gallery_view(theme, loader, folder, pictures=_UNSEEN)
    keys = array("q", range(_NEWEST, _NEWEST - 100_000 * _APART_US, -_APART_US))
    view.resize(*_SIZE)
    _shown(view, model, GallerySnapshot(keys, sections_of(keys, date.min, 0.0), "", len(keys)))
    loaded: list[str] = []
    loader.loaded.connect(loaded.append)
    bar = view.verticalScrollBar()
    frames = []
    for _ in range(FRAMES):
        began = time.perf_counter()
        frames.append(timed(view, lambda: bar.setValue(bar.value() + 24)))
        settle(max(0.0, FRAME_MS / 1000 - (time.perf_counter() - began)))
    view.hide()
    loader.close()
    p95_ms = statistics.quantiles(frames, n=20)[-1]
    print(f"95 % of {FRAMES} frames within {p95_ms:.1f} ms, while {len(loaded)} thumbnails came")
    return p95_ms > FRAME_MS


def timed(view: QAbstractItemView, step: Callable[[], object]) -> float:
    """Return the milliseconds of a step, with everything that it sets off and the painting."""
    started = time.perf_counter()
    step()
    QApplication.processEvents()
    view.viewport().repaint()
    return (time.perf_counter() - started) * 1000


def settle(seconds: float) -> None:
    """Let what is on its way come."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()


if __name__ == "__main__":
    main()
