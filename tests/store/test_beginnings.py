"""The next picture by how it begins, in whatever order pictures are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.core.gallery_order import GalleryOrder, SortBy
from tests.support.gallery import record_at
from tests.support.source_gallery import Gallery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    made = Gallery(tmp_path)
    prompts = ("Red fox in snow", "Harbour, red boats", "Redwood forest", "狐が雪の中", "Été à Paris", "red FOX again")
    for minutes, prompt in enumerate(prompts):
        made.put(record_at(minutes, f"{minutes}.jpg", prompt, rating=minutes % 3))
    made.put(record_at(9, "9.jpg", "Nothing", title="Fox for the cover"))
    yield made
    made.source.close()


def found(gallery: Gallery, text: str, after: str | None = None, *, is_with_it: bool = False) -> str | None:
    names = gallery.names()
    keys = gallery.source.snapshot().keys
    start = None if after is None else keys[names.index(after)]
    key = gallery.source.key_beginning(text, start, is_with_it=is_with_it)
    return None if key is None else names[list(keys).index(key)]


def test_it_goes_on_behind_the_present_one_and_around_the_end(gallery: Gallery) -> None:
    # Shown are 9, 5, 4, 3, 2, 1, 0.
    assert [found(gallery, "red", after) for after in (None, "5", "2", "0", "1")] == ["5", "2", "0", "5", "0"]
    assert found(gallery, "red", "2", is_with_it=True) == "2"
    assert found(gallery, "red fox", "2", is_with_it=True) == "0"
    assert found(gallery, "Red Fo", "0") == "5"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ete", "4"),
        ("ÉTÉ À", "4"),
        ("狐", "3"),
        ("狐が", "3"),
        ("fox", "9"),
        ("boats", None),
        ("harbour red", "1"),
        ("!", None),
    ],
)
def test_what_a_picture_begins_with(gallery: Gallery, text: str, name: str | None) -> None:
    assert found(gallery, text) == name


def test_only_what_is_shown_is_found_in_its_order(gallery: Gallery) -> None:
    gallery.source.search("fox")
    assert found(gallery, "redw") is None
    assert found(gallery, "red", "5") == "0"
    gallery.source.search("", GalleryOrder(SortBy.RATING))
    names = gallery.names()
    order = [name for name in names if name in {"5", "2", "0"}]
    assert [found(gallery, "red", after) for after in (None, order[0], order[1], order[2])] == [*order, order[0]]


def test_a_picture_that_is_gone_does_not_matter(gallery: Gallery) -> None:
    assert gallery.source.key_beginning("harbour", 12345) is not None
