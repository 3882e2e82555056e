"""The pictures of the last time stand in the window from its first painting on, until the grid stands itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor

from desktop_app.store.folders import user_folders
from desktop_app.store.library import Library
from desktop_app.ui.covering import Cover
from tests.app.opening import filled, opened
from tests.support.library_maker import NEWEST
from tests.support.small_pictures import a_record, picture

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.app import Opening
    from tests.app.opening import Opener

__all__ = ["opened"]

SIZE = (1280, 800)


def put_picture(color: str) -> None:
    library = Library(user_folders().library)
    library.root.mkdir(parents=True, exist_ok=True)
    library.save(picture(size=(300, 300), colour=color), a_record("hills", created_at=NEWEST.isoformat()), NEWEST)


def covers(opening: Opening) -> list[Cover]:
    return [each for each in opening.window.findChildren(Cover) if each.isVisible()]


def at_rest(qtbot: QtBot, opening: Opening) -> None:
    """Wait until the grid stands with its picture, and nothing is in front of it."""
    filled(qtbot, opening)
    qtbot.waitUntil(opening.window.parts.gallery.shows_all_in_sight, timeout=20_000)
    qtbot.waitUntil(lambda: not covers(opening), timeout=20_000)


def canvas_place(opening: Opening) -> QRect:
    canvas = opening.window.grid_place.canvas
    return QRect(canvas.mapTo(opening.window, canvas.rect().topLeft()), canvas.size())


def reddest(opening: Opening, place: QRect) -> QColor:
    image = opening.window.grab(place).toImage()
    points = ((x, y) for x in range(0, image.width(), 8) for y in range(0, image.height(), 8))
    return max((image.pixelColor(*point) for point in points), key=lambda color: color.red() - color.green())


def test_it_is_there_at_once_and_goes_when_the_grid_stands(qtbot: QtBot, home: Path, opened: Opener) -> None:
    put_picture("red")
    first = opened()
    # The screen of a test is narrower than the window.
    first.window.resize(*SIZE)
    assert not first.window.has_last_sight
    at_rest(qtbot, first)
    place = canvas_place(first)
    first.close()
    first.window.close_for_good()
    second = opened()
    second.window.resize(*SIZE)
    with qtbot.waitSignal(second.window.first_painted):
        assert second.window.has_last_sight
        shown = reddest(second, place)
    assert shown.red() - shown.green() > 120
    at_rest(qtbot, second)
    assert canvas_place(second) == place
    at_last = reddest(second, place)
    assert at_last.red() - at_last.green() > 120


def test_a_window_of_another_size_shows_none(qtbot: QtBot, home: Path, opened: Opener) -> None:
    put_picture("red")
    first = opened()
    first.window.resize(*SIZE)
    at_rest(qtbot, first)
    place = canvas_place(first)
    first.close()
    first.window.close_for_good()
    second = opened()
    second.window.resize(SIZE[0] - 60, SIZE[1] - 40)
    shown = reddest(second, place)
    assert shown.red() - shown.green() < 40
    at_rest(qtbot, second)


def test_what_was_searched_for_is_not_kept(qtbot: QtBot, home: Path, opened: Opener) -> None:
    put_picture("red")
    first = opened()
    at_rest(qtbot, first)
    first.window.parts.top_bar.set_search("nothing like it")
    qtbot.waitUntil(lambda: first.window.parts.gallery.gallery_model.snapshot.query == "nothing like it")
    first.close()
    first.window.close_for_good()
    assert not opened().window.has_last_sight
