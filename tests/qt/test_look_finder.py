"""Pictures that were never shown come to be known by their looks, so that similar ones are found."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.qt.look_finder import LookFinder
from desktop_app.store.index import Index
from desktop_app.store.index_file import index_file
from desktop_app.store.library import Library
from desktop_app.store.looks import lookless
from desktop_app.store.thumbnail_cache import ThumbnailCache
from tests.support.gallery import put, record_at
from tests.support.small_pictures import a_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def drawn(shade: int, *, is_turned: bool = False) -> bytes:
    image = Image.linear_gradient("L").resize((96, 64))
    image = image.rotate(180) if is_turned else image
    image = image.transpose(Image.Transpose.ROTATE_90).resize((96, 64)).point(lambda value: min(255, value + shade))
    file = io.BytesIO()
    image.convert("RGB").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path / "library")
    for number, data in enumerate((drawn(0), drawn(6), drawn(0, is_turned=True))):
        made.save(data, a_record(f"hills {number}"), MOMENT + timedelta(minutes=number))
    return made


@pytest.fixture
def feed(qtbot: QtBot, tmp_path: Path) -> Iterator[LibraryFeed]:
    made = LibraryFeed(tmp_path / "cache")
    yield made
    made.close()
    del qtbot


def left(tmp_path: Path, library: Library) -> int:
    index = Index(index_file(tmp_path / "cache", library.root), library.root)
    count = len(lookless(index.connection, library.root).pictures)
    index.close()
    return count


def found(qtbot: QtBot, feed: LibraryFeed, text: str) -> int:
    with qtbot.waitSignal(feed.keys_changed, check_params_cb=lambda snapshot: snapshot.query == text) as told:
        feed.search(text)
    return len(told.args[0].keys)


def test_what_was_never_shown_is_found_as_similar(
    qtbot: QtBot, tmp_path: Path, library: Library, feed: LibraryFeed
) -> None:
    (library.root / "broken.png").write_bytes(drawn(0)[:200])
    finder = LookFinder(feed, ThumbnailCache(tmp_path / "thumbnails"))
    feed.open(library.root)
    uuids = [library.read(path).record.uuid for path in sorted(library.pictures()) if path.name.startswith("hills")]
    try:
        qtbot.waitUntil(lambda: found(qtbot, feed, f"similar:{uuids[0]}") == 2)
        assert found(qtbot, feed, f"similar:{uuids[1]}") == 2
        assert found(qtbot, feed, f"similar:{uuids[2]}") == 1
    finally:
        finder.close()
    assert left(tmp_path, library) == 0


def test_many_are_gone_through_to_the_last(tmp_path: Path) -> None:
    index = Index(tmp_path / "index.sqlite", tmp_path)
    for number in range(150):
        record = record_at(number, f"{number}.png")
        put(index, record.with_file(replace(record.file, sha256=f"{number:064x}")))
    seen: list[str] = []
    next_key: int | None = None
    for _ in range(10):
        told = lookless(index.connection, tmp_path, next_key)
        seen += [path for path, _ in told.pictures]
        next_key = told.next_key
        if next_key is None:
            break
    assert (len(seen), len(set(seen)), next_key) == (150, 150, None)
    index.close()


def test_the_end_of_the_program_does_not_wait_for_it(
    qtbot: QtBot, tmp_path: Path, library: Library, feed: LibraryFeed
) -> None:
    finder = LookFinder(feed, ThumbnailCache(tmp_path / "thumbnails"))
    with qtbot.waitSignal(feed.lookless_ready):
        feed.open(library.root)
    finder.close()
    feed.refresh()
    with qtbot.waitSignal(feed.scan_finished):
        feed.refresh()
