"""One program at a time brings an index up to date; another reads what it writes, and goes on when it ends."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from desktop_app.store.gallery_source import GallerySource
from desktop_app.store.library import Library
from desktop_app.store.rebuild import IndexBusy, rebuild_index
from tests.support.pictures import put_picture

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def scanned(source: GallerySource) -> list[str]:
    for _ in source.scan():
        pass
    return [row.prompt for row in source.rows(source.snapshot().keys)]


def test_the_second_reads_what_the_first_writes_and_takes_over(tmp_path: Path) -> None:
    root = tmp_path / "library"
    put_picture(root, "a.jpg", NOON, "a")
    with closing(GallerySource(root, tmp_path / "cache")) as first:
        assert first.is_writer
        with closing(GallerySource(root, tmp_path / "cache")) as second:
            assert not second.is_writer
            assert scanned(second) == []
            assert second.is_early
            assert scanned(first) == ["a"]
            assert scanned(second) == ["a"]
            first.close()
            put_picture(root, "b.jpg", NOON, "b")
            assert sorted(scanned(second)) == ["a", "b"]
            assert second.is_writer


def test_an_index_in_use_is_not_deleted(tmp_path: Path) -> None:
    root = tmp_path / "library"
    put_picture(root, "a.jpg", NOON, "a")
    with closing(GallerySource(root, tmp_path / "cache")) as source:
        scanned(source)
        with pytest.raises(IndexBusy):
            rebuild_index(tmp_path / "cache", Library(root), patience_s=0.1)
        assert scanned(source) == ["a"]
    assert rebuild_index(tmp_path / "cache", Library(root)) == 1


def test_a_rebuild_waits_its_turn(tmp_path: Path) -> None:
    root = tmp_path / "library"
    put_picture(root, "a.jpg", NOON, "a")
    is_open, is_over = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(GallerySource(root, tmp_path / "cache")):
            is_open.set()
            is_over.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    assert is_open.wait(10)
    threading.Timer(0.2, is_over.set).start()
    assert rebuild_index(tmp_path / "cache", Library(root)) == 1
    other.join()
