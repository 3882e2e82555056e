"""Searching while typing: the first pictures come before the rest, the last search wins, and counts are told."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.store.facets import Facets
from desktop_app.store.index import Index
from desktop_app.store.index_file import index_file
from desktop_app.store.key_reading import FIRST_PAGE
from desktop_app.store.snapshot import GallerySnapshot
from tests.support.gallery import record_at, saved_image
from tests.support.pictures import put_picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtCore import QObject
    from pytestqt.qtbot import QtBot

COUNT = FIRST_PAGE * 3


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """A library that is away, of which the index knows many pictures; every third is of a fox."""
    root = tmp_path / "library"
    index = Index(index_file(tmp_path / "cache", root), root)
    names = ("fox", "wolf", "hare")
    records = [
        record_at(number, f"{number}.jpg", names[number % 3], rating=1 + number % 2 * 3) for number in range(COUNT)
    ]
    index.upsert_all((saved_image(index, record), "") for record in records)
    index.close()
    return root


@pytest.fixture
def feed(qapp: QObject, tmp_path: Path) -> Iterator[LibraryFeed]:
    made = LibraryFeed(tmp_path / "cache")
    yield made
    made.close()


class Told:
    """Keeps every snapshot that was told."""

    def __init__(self, feed: LibraryFeed) -> None:
        self.snapshots: list[GallerySnapshot] = []
        feed.keys_changed.connect(self.snapshots.append)

    @property
    def last(self) -> GallerySnapshot:
        """What was told last."""
        return self.snapshots[-1] if self.snapshots else GallerySnapshot(is_whole=False)


def test_the_first_pictures_come_before_the_rest(qtbot: QtBot, feed: LibraryFeed, known: Path) -> None:
    told = Told(feed)
    with qtbot.waitSignal(feed.library_unreachable):
        feed.open(known)
    qtbot.waitUntil(lambda: told.last.is_whole)

    first, *_, last = told.snapshots
    assert (len(first.keys), first.is_whole) == (FIRST_PAGE, False)
    assert (len(last.keys), last.total) == (COUNT, COUNT)
    assert last.keys[:FIRST_PAGE] == first.keys
    assert all(newer > older for newer, older in pairwise(last.keys))


def test_of_what_is_typed_the_last_is_shown(qtbot: QtBot, feed: LibraryFeed, known: Path) -> None:
    told = Told(feed)
    feed.open(known)
    for typed in ("f", "fo", "fox", "fox rating:>=4"):
        feed.search(typed, GalleryOrder(SortBy.RATING))
    qtbot.waitUntil(lambda: told.last.query == "fox rating:>=4" and told.last.is_whole)

    assert len(told.last.keys) == COUNT // 6
    assert told.last.order == GalleryOrder(SortBy.RATING)
    assert [(section.rating, section.count) for section in told.last.sections] == [(4, COUNT // 6)]
    feed.search("")
    qtbot.waitUntil(lambda: len(told.last.keys) == COUNT)
    assert told.last.order == GalleryOrder(SortBy.RATING)


def test_what_is_searched_for_is_counted(qtbot: QtBot, feed: LibraryFeed, known: Path) -> None:
    feed.open(known)
    feed.search("fox")
    with qtbot.waitSignal(feed.facets_ready) as counted:
        feed.request_facets()
    assert counted.args is not None
    facets: Facets = counted.args[0]
    assert (facets.query, facets.total) == ("fox", COUNT // 3)
    assert facets.ratings == (("4", COUNT // 6), ("1", COUNT // 6))


def test_what_comes_is_found_if_it_is_searched_for(qtbot: QtBot, feed: LibraryFeed, tmp_path: Path) -> None:
    told = Told(feed)
    root = tmp_path / "real"
    root.mkdir()
    now = datetime.now().astimezone()
    with qtbot.waitSignal(feed.scan_finished):
        feed.open(root)
    feed.search("fox -red")
    for number, prompt in enumerate(("a fox", "a red fox", "a wolf", "foxes")):
        put_picture(root, f"{number}.jpg", now + timedelta(seconds=number), prompt)
    feed.refresh()
    qtbot.waitUntil(lambda: len(told.last.keys) == 2)
    assert (told.last.query, told.last.total) == ("fox -red", 4)
