"""What a snapshot tells of the one before is what makes it of that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.core.gallery_order import GalleryOrder
from tests.support.gallery import record_at
from tests.support.source_gallery import Gallery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    made = Gallery(tmp_path)
    for number in range(3):
        made.put(record_at(number, f"{number}.jpg", "fox"))
    yield made
    made.source.close()


def test_pictures_that_come_are_told(gallery: Gallery) -> None:
    first = gallery.source.snapshot()
    keys = [gallery.put(record_at(minutes, f"new{minutes}.jpg")) for minutes in (10, -5)]
    second = gallery.source.snapshot()
    assert second.serial == first.serial + 1
    assert second.added == tuple(keys)
    assert sorted([*first.keys, *second.added]) == sorted(second.keys)
    assert gallery.source.snapshot().added == ()


def test_pictures_that_are_not_searched_for_are_no_change(gallery: Gallery) -> None:
    gallery.source.search("fox")
    gallery.source.snapshot()
    gallery.put(record_at(10, "owl.jpg", "owl"))
    assert gallery.source.snapshot().added == ()


def test_other_changes_are_not_told_as_additions(gallery: Gallery) -> None:
    gallery.source.snapshot()
    gallery.put(record_at(10, "new.jpg"))
    gallery.source.forget([gallery.root / "2026" / "2026-11-22" / "1.jpg"])
    assert gallery.source.snapshot().added is None
    gallery.put(record_at(20, "later.jpg"))
    gallery.source.search("", GalleryOrder(is_reversed=True))
    assert gallery.source.snapshot().added is None


def test_a_picture_saved_again_is_not_told_as_one_more(gallery: Gallery) -> None:
    gallery.source.snapshot()
    gallery.put(record_at(30, "1.jpg"))
    snapshot = gallery.source.snapshot()
    assert snapshot.added is None
    assert len(snapshot.keys) == 3


def test_stacks_are_told_as_a_whole(gallery: Gallery) -> None:
    gallery.source.search("", GalleryOrder(is_stacked=True))
    gallery.source.snapshot()
    gallery.put(record_at(40, "four.jpg", batch_id="b"))
    assert gallery.source.snapshot().added is None
