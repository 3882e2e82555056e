"""Stacks that are opened: their pictures stand behind the head, whatever else comes and goes."""

from __future__ import annotations

from array import array
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.gallery_order import GalleryOrder
from desktop_app.store.opened_stacks import OpenedStacks
from desktop_app.store.snapshot import Section
from tests.support.gallery import record_at
from tests.support.source_gallery import Gallery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STACKED = GalleryOrder(is_stacked=True)
DAY = date(2026, 11, 22)


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    made = Gallery(tmp_path)
    made.source.search("", STACKED)
    for number in range(3):
        made.put(record_at(number * 10, f"first{number}.jpg", batch_id="first"))
        made.put(record_at(number * 10 + 5, f"second{number}.jpg", batch_id="second"))
    yield made
    made.source.close()


def head(gallery: Gallery, name: str) -> int:
    names = gallery.names()
    return gallery.source.snapshot().keys[names.index(name)]


def test_an_opened_stack_stands_behind_its_head_until_it_is_closed(gallery: Gallery) -> None:
    assert gallery.names() == ["second2", "first2"]
    gallery.source.open_stack(head(gallery, "second2"))
    assert gallery.names() == ["second2", "second1", "second0", "first2"]
    snapshot = gallery.source.snapshot()
    assert snapshot.opened == dict.fromkeys(snapshot.keys[:3], snapshot.keys[0])
    assert not snapshot.is_by_time
    gallery.source.close_stack(snapshot.keys[1])
    assert gallery.names() == ["second2", "first2"]
    assert gallery.source.snapshot().is_by_time


def test_what_joins_an_opened_stack_stands_in_it(gallery: Gallery) -> None:
    gallery.source.open_stack(head(gallery, "first2"))
    gallery.put(record_at(60, "first3.jpg", batch_id="first"))
    assert gallery.names() == ["first3", "first2", "first1", "first0", "second2"]


def test_what_goes_leaves_the_others_open(gallery: Gallery) -> None:
    gallery.source.open_stack(head(gallery, "first2"))
    keys = gallery.source.snapshot().keys
    (row,) = (row for row in gallery.source.rows(keys) if row.path.endswith("first2.jpg"))
    gallery.source.forget([gallery.root / row.path])
    assert gallery.names() == ["second2", "first1", "first0"]
    assert gallery.source.snapshot().sections[0].count == 3


def test_a_search_shows_of_an_opened_stack_what_it_finds(gallery: Gallery) -> None:
    gallery.source.open_stack(head(gallery, "first2"))
    gallery.source.search("-first1")
    assert gallery.names() == ["second2", "first2", "first0"]
    gallery.source.search("second1")
    assert gallery.names() == ["second1"]
    assert gallery.source.snapshot().opened == {}
    gallery.source.search("")
    assert gallery.names() == ["second2", "first2"]


def test_another_order_closes_all(gallery: Gallery) -> None:
    gallery.source.open_stack(head(gallery, "first2"))
    gallery.source.search("", GalleryOrder())
    assert len(gallery.names()) == 6
    gallery.source.search("", STACKED)
    assert gallery.names() == ["second2", "first2"]


def test_the_heading_counts_what_is_out_of_sight(gallery: Gallery) -> None:
    (section,) = gallery.source.snapshot().sections
    assert (section.count, section.behind) == (2, 4)
    gallery.source.open_stack(head(gallery, "first2"))
    (section,) = gallery.source.snapshot().sections
    assert (section.count, section.behind) == (4, 2)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=12), st.sets(st.integers(0, 11)), st.booleans())
def test_any_stacks_anywhere(sizes: list[int], opened: set[int], is_ascending: bool) -> None:
    newest = 1000
    stacks = [array("q", [newest - 10 * place - at for at in range(size)]) for place, size in enumerate(sizes)]
    if is_ascending:
        stacks.reverse()
    half = len(stacks) // 2
    parts = [stacks[:half], stacks[half:]]
    sections = tuple(Section(DAY, len(part), behind=sum(map(len, part)) - len(part)) for part in parts if part)
    shown = OpenedStacks()
    for place, stack in enumerate(stacks):
        if place in opened:
            shown.open(stack)
    heads = array("q", [stack[0] for stack in stacks])
    spread = shown.spread(heads, sections, is_ascending=is_ascending)
    expected = [list(stack) if place in opened else [stack[0]] for place, stack in enumerate(stacks)]
    assert list(spread.keys) == [key for part in expected for key in part]
    counts = [sum(map(len, part)) for part in (expected[:half], expected[half:]) if part]
    assert [section.count for section in spread.sections] == counts
    assert sum(section.count + section.behind for section in spread.sections) == sum(sizes)
