"""Thumbnails come in their shape, upright, the newest wish first, and stay within bounds."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from desktop_app.core.looks import unlikeness
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.qt.thumbnail_making import seen_look
from desktop_app.store.small_pictures import small_pictures
from desktop_app.store.thumbnail_cache import ThumbnailCache
from tests.support.pictures import picture_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def loader(qapp: QObject, tmp_path: Path) -> Iterator[ThumbnailLoader]:
    made = ThumbnailLoader(ThumbnailCache(tmp_path / "cache"))
    yield made
    made.close()


def loaded(qtbot: QtBot, loader: ThumbnailLoader, path: Path, size_px: float = 100, dpr: float = 1) -> QImage:
    if loader.image(str(path), size_px, dpr) is None:
        qtbot.waitUntil(lambda: loader.image(str(path), size_px, dpr) is not None)
    image = loader.image(str(path), size_px, dpr)
    assert image is not None
    return image


def test_the_shape_is_kept_and_the_scale_counts(qtbot: QtBot, loader: ThumbnailLoader, tmp_path: Path) -> None:
    path = tmp_path / "wide.png"
    path.write_bytes(picture_bytes(900, 450, kind="PNG"))
    image = loaded(qtbot, loader, path, 100, 1.5)
    assert (image.width(), image.height()) == (150, 75)


def test_until_the_right_size_is_there_another_serves(qtbot: QtBot, loader: ThumbnailLoader, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(picture_bytes(900, 900, kind="PNG"))
    small = loaded(qtbot, loader, path, 64)
    assert loader.image(str(path), 200, 1) is small
    with qtbot.waitSignal(loader.loaded):
        pass
    large = loader.image(str(path), 200, 1)
    assert large is not None
    assert large.width() == 200


def test_a_turned_picture_is_set_upright(qtbot: QtBot, loader: ThumbnailLoader, tmp_path: Path) -> None:
    from PIL import Image

    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (600, 300), "red").save(out, "JPEG", exif=exif)
    path = tmp_path / "turned.jpg"
    path.write_bytes(out.getvalue())
    image = loaded(qtbot, loader, path)
    assert (image.width(), image.height()) == (50, 100)


def test_the_second_time_it_comes_from_the_cache(qtbot: QtBot, qapp: QObject, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture_bytes(900, 600))
    cache = ThumbnailCache(tmp_path / "cache")
    for _ in range(2):
        loader = ThumbnailLoader(cache)
        assert loaded(qtbot, loader, path).width() == 100
        loader.close()
        kept = [each for each in (tmp_path / "cache").rglob("*") if each.is_file()]
        assert len(kept) == 1
        # What is on disk now is another picture than the file: only the cache can have given it.
        kept[0].write_bytes(picture_bytes(256, 171, "blue"))
    assert loaded_blue(qtbot, cache, path)


def loaded_blue(qtbot: QtBot, cache: ThumbnailCache, path: Path) -> bool:
    loader = ThumbnailLoader(cache)
    color = loaded(qtbot, loader, path).pixelColor(5, 5)
    loader.close()
    return color.blue() > 200 and color.red() < 60


def test_alpha_survives_the_cache(qtbot: QtBot, loader: ThumbnailLoader, tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "glass.png"
    Image.new("RGBA", (900, 600), (0, 0, 255, 128)).save(path)
    assert 120 < loaded(qtbot, loader, path).pixelColor(5, 5).alpha() < 136


@pytest.mark.parametrize("content", [b"", b"text, no picture", b"\xff\xd8\xff broken", b"<svg xmlns='x'/>"])
@pytest.mark.qt_log_ignore("Unsupported marker type", extend=True)
def test_what_is_no_picture_is_told_once(qtbot: QtBot, loader: ThumbnailLoader, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    with qtbot.waitSignal(loader.loaded):
        assert loader.image(str(path), 100, 1) is None
    assert loader.has_failed(str(path))
    with qtbot.assertNotEmitted(loader.loaded, wait=50):
        loader.image(str(path), 100, 1)
    path.write_bytes(picture_bytes())
    loader.forget(str(path))
    assert loaded(qtbot, loader, path).width() == 48


def test_memory_is_bounded(qtbot: QtBot, qapp: QObject, tmp_path: Path) -> None:
    loader = ThumbnailLoader(ThumbnailCache(tmp_path / "cache"), bytes_max=100 * 100 * 4 * 3)
    paths = []
    for number in range(6):
        path = tmp_path / f"{number}.png"
        path.write_bytes(picture_bytes(200, 200, kind="PNG"))
        paths.append(path)
        loaded(qtbot, loader, path)
    with qtbot.waitSignal(loader.loaded):
        assert loader.image(str(paths[0]), 100, 1) is None
    assert loader.image(str(paths[5]), 100, 1) is not None
    loader.close()


@pytest.fixture
def many(tmp_path: Path) -> list[str]:
    data = picture_bytes(1500, 1500, kind="PNG")
    paths = [tmp_path / f"{number}.png" for number in range(40)]
    for path in paths:
        path.write_bytes(data)
    return [str(path) for path in paths]


def test_wishes_that_scrolled_away_are_dropped(qtbot: QtBot, loader: ThumbnailLoader, many: list[str]) -> None:
    told: list[str] = []
    loader.loaded.connect(told.append)
    for each in many:
        loader.image(each, 100, 1)
    loader.keep_wishes({many[30]})
    qtbot.waitUntil(lambda: many[30] in told)
    loader.image(many[31], 100, 1)
    qtbot.waitUntil(lambda: many[31] in told)
    # The two threads may have begun with others before the rest was dropped.
    assert len(told) <= 8


def test_the_newest_wish_is_granted_first(qtbot: QtBot, loader: ThumbnailLoader, many: list[str]) -> None:
    told: list[str] = []
    loader.loaded.connect(told.append)
    for each in many:
        loader.image(each, 100, 1)
    qtbot.waitUntil(lambda: len(told) == len(many))
    assert told.index(many[39]) < 8
    assert told.index(many[10]) > 20


def test_what_is_known_by_its_content_is_found_wherever_it_stands(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture_bytes(600, 300))
    loader = ThumbnailLoader(ThumbnailCache(tmp_path / "cache"))
    with qtbot.waitSignal(loader.loaded):
        loader.image(str(path), 200, 1, "content")
    path.unlink()
    moved = str(tmp_path / "b.jpg")
    with qtbot.waitSignal(loader.loaded):
        loader.image(moved, 200, 1, "content")
    assert loader.image(moved, 200, 1, "content") is not None
    loader.close()


def test_looks_are_told_where_they_are_wanted(qtbot: QtBot, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.jpg" for name in ("a", "b", "c")]
    for path, color in zip(paths, ("#204060", "#c01010", "#808080"), strict=True):
        path.write_bytes(picture_bytes(600, 300, color))
    loader = ThumbnailLoader(ThumbnailCache(tmp_path / "cache"))
    with qtbot.waitSignal(loader.looks_found) as told:
        for path in paths:
            loader.image(str(path), 200, 1, path.stem, wants_look=path.stem != "c")
    assert set(told.args[0]) == {"a", "b"}
    color = told.args[0]["a"].color
    assert all(abs((color >> shift & 255) - part) < 8 for shift, part in ((16, 0x20), (8, 0x40), (0, 0x60)))
    loader.close()


def test_a_thumbnail_looks_the_same_to_whoever_makes_it() -> None:
    picture = Image.effect_mandelbrot((300, 300), (-2, -1.5, 1, 1.5), 60).convert("RGB")
    small = small_pictures(picture)
    assert small is not None
    seen = seen_look(QImage(picture.tobytes(), 300, 300, 900, QImage.Format.Format_RGB888))
    assert unlikeness(seen.phash, small.look.phash) <= 4
