"""What the grid is shown: orders, headings, stacks, counts, and pictures that come while it is looked at."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.core.record import Cost, ImageRecord, Kind, Parent, Pick
from desktop_app.store.facets import Facets
from desktop_app.store.key_reading import FIRST_PAGE
from desktop_app.store.library import SavedImage
from desktop_app.store.sidecar import sidecar_path
from tests.support.gallery import record_at
from tests.support.source_gallery import Gallery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STACKED = GalleryOrder(is_stacked=True)


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    made = Gallery(tmp_path)
    yield made
    made.source.close()


def model(name: str) -> dict[str, object]:
    return {"model": name}


@pytest.fixture
def five(gallery: Gallery) -> Gallery:
    """Five pictures, named from the oldest to the newest, that differ in all that is sorted by."""
    gallery.put(record_at(0, "a.jpg", rating=3, cost=Cost(0.1), size=(10, 10), asked=model("google/imagen")))
    gallery.put(record_at(1, "b.jpg", rating=5, cost=Cost(0.3), size=(30, 10), asked=model("Black/flux")))
    gallery.put(record_at(2, "c.jpg", rating=3, cost=None, size=(10, 20), asked=model("black/flux")))
    gallery.put(record_at(60 * 24 * 3, "d.jpg", rating=0, cost=Cost(0.2), size=(10, 10), asked=model("google/imagen")))
    gallery.put(record_at(60 * 24 * 3 + 1, "e.jpg", rating=5, cost=Cost(0.1), size=(9, 9), asked=model("x/zzz")))
    return gallery


ORDERS = [
    (SortBy.DATE, False, "e d c b a"),
    (SortBy.DATE, True, "a b c d e"),
    (SortBy.RATING, False, "e b c a d"),
    (SortBy.RATING, True, "d c a e b"),
    (SortBy.COST, False, "b d e a c"),
    (SortBy.COST, True, "e a d b c"),
    (SortBy.SIZE, False, "b c d a e"),
    (SortBy.SIZE, True, "e d a c b"),
    (SortBy.MODEL, False, "b c d a e"),
    (SortBy.MODEL, True, "e d a c b"),
    (SortBy.PLACE, False, "e d c b a"),
]


@pytest.mark.parametrize(("by", "is_reversed", "order"), ORDERS)
@pytest.mark.parametrize("query", ["", "some -nothing", "-tag:x"])
def test_orders(five: Gallery, by: SortBy, is_reversed: bool, order: str, query: str) -> None:
    five.source.search("jpg" if query.startswith("some") else query, GalleryOrder(by, is_reversed))
    assert five.names() == order.split()


@pytest.mark.parametrize(("by", "is_reversed", "order"), ORDERS)
def test_a_new_picture_finds_its_place_in_every_order(
    gallery: Gallery, by: SortBy, is_reversed: bool, order: str
) -> None:
    gallery.source.search("jpg", GalleryOrder(by, is_reversed))
    gallery.put(record_at(0, "a.jpg", rating=3, cost=Cost(0.1), size=(10, 10), asked=model("google/imagen")))
    gallery.put(record_at(60 * 24 * 3, "d.jpg", rating=0, cost=Cost(0.2), size=(10, 10), asked=model("google/imagen")))
    gallery.put(record_at(1, "b.jpg", rating=5, cost=Cost(0.3), size=(30, 10), asked=model("Black/flux")))
    gallery.put(record_at(60 * 24 * 3 + 1, "e.jpg", rating=5, cost=Cost(0.1), size=(9, 9), asked=model("x/zzz")))
    gallery.put(record_at(2, "c.jpg", rating=3, cost=None, size=(10, 20), asked=model("black/flux")))
    shown = gallery.names()
    gallery.source.search("jpg")
    assert shown == gallery.names()
    assert sorted(shown) == sorted(order.split())


def test_a_shuffle_is_the_same_each_time_and_another_for_another_seed(five: Gallery) -> None:
    orders = []
    for seed in [*range(12), 0]:
        five.source.search("", GalleryOrder(SortBy.SHUFFLE, shuffle_seed=seed))
        orders.append(tuple(five.names()))
    assert orders[0] == orders[-1]
    assert len(set(orders)) > 6
    assert all(sorted(order) == list("abcde") for order in orders)


def test_sections_stand_for_what_is_ordered_by(five: Gallery) -> None:
    source = five.source
    days = [(section.day, section.count) for section in source.snapshot().sections]
    assert [count for _, count in days] == [2, 3]
    assert days[0][0] > days[1][0]  # type: ignore[operator]
    source.search("", GalleryOrder(SortBy.DATE, is_reversed=True))
    assert [(section.day, section.count) for section in source.snapshot().sections] == days[::-1]
    source.search("", GalleryOrder(SortBy.RATING))
    assert [(section.rating, section.count) for section in source.snapshot().sections] == [(5, 2), (3, 2), (0, 1)]
    source.search("", GalleryOrder(SortBy.MODEL))
    models = [(section.model, section.count) for section in source.snapshot().sections]
    assert models == [("Black/flux", 1), ("black/flux", 1), ("google/imagen", 2), ("x/zzz", 1)]
    source.search("", GalleryOrder(SortBy.SIZE))
    assert source.snapshot().sections == ()


def test_days_count_pictures_that_come(five: Gallery) -> None:
    five.source.snapshot()
    for number, days in enumerate((1, 0, 3, -5, 9)):
        five.put(record_at(60 * 24 * days + 5, f"new{number}.jpg"))
    told = five.source.snapshot()
    five.source.search("")
    assert told == five.source.snapshot()
    assert sum(section.count for section in told.sections) == len(told.keys) == told.total == 10


def test_the_first_pictures_come_before_the_rest(gallery: Gallery) -> None:
    count = FIRST_PAGE + 30
    for number in range(count):
        gallery.put(record_at(number, f"{number}.jpg", "fox"))
    source = gallery.source
    assert source.start_search("fox")
    first = source.snapshot()
    assert (len(first.keys), first.is_whole, first.query, first.total) == (FIRST_PAGE, False, "fox", count)
    gallery.put(record_at(-1, "oldest.jpg", "fox"))
    gallery.put(record_at(count, "newest.jpg", "fox"))
    assert gallery.names()[0] == "newest"
    assert "oldest" not in gallery.names()
    while source.continue_search():
        pass
    whole = source.snapshot()
    assert (len(whole.keys), whole.is_whole, whole.total) == (count + 2, True, count + 2)
    assert all(newer > older for newer, older in pairwise(whole.keys))
    assert not source.is_reading


def test_a_search_is_given_up_for_the_next(five: Gallery) -> None:
    with five.source._index.batch():
        for number in range(3000):
            five.source._index.upsert(_unsaved(five, record_at(-number, f"many{number}.jpg", "fox")), "")
    assert not five.source.start_search("", GalleryOrder(SortBy.SHUFFLE), is_outdated=lambda: True)
    assert five.source.snapshot().order == GalleryOrder()
    five.source.search("a.jpg")
    assert five.names() == ["a"]


def _unsaved(gallery: Gallery, record: ImageRecord) -> SavedImage:
    path = gallery.root / "far" / record.file.name
    return SavedImage(path, sidecar_path(path), record)


def test_pictures_of_one_order_are_a_stack(gallery: Gallery) -> None:
    gallery.source.search("", STACKED)
    for number in range(4):
        gallery.put(record_at(number, f"first{number}.jpg", batch_id="first"))
        gallery.put(record_at(number + 10, f"second{number}.jpg", batch_id="second"))
    alone = gallery.put(record_at(5, "alone.jpg"))
    for _ in range(2):
        assert gallery.names() == ["second3", "alone", "first3"]
        assert gallery.stacks() == {"second3": 4, "first3": 4}
        assert gallery.names(gallery.source.members(gallery.source.snapshot().keys[2])) == [
            f"first{number}" for number in (3, 2, 1, 0)
        ]
        assert list(gallery.source.members(alone)) == [alone]
        gallery.source.search("", STACKED)
    assert len({row.stack for row in gallery.source.rows(gallery.source._index.keys())}) == 3
    gallery.source.search("first0 first1 second0".split(maxsplit=1)[0], STACKED)
    assert gallery.stacks() == {}
    gallery.source.search("", GalleryOrder(is_stacked=True, is_reversed=True))
    assert gallery.names() == ["first3", "alone", "second3"]
    assert gallery.stacks() == {"second3": 4, "first3": 4}


def edit_of(parent: ImageRecord, record: ImageRecord) -> ImageRecord:
    return replace(record, kind=Kind.EDITED, parents=(Parent("ab" * 32, uuid=parent.uuid),))


@pytest.mark.parametrize("places", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 4, 0, 3, 1), (3, 1, 4, 0, 2)])
def test_edits_are_one_family_whatever_is_read_first(gallery: Gallery, places: tuple[int, ...]) -> None:
    base = record_at(0, "base.jpg", batch_id="order")
    sibling = record_at(1, "sibling.jpg", batch_id="order")
    edit = edit_of(base, record_at(2, "edit.jpg", batch_id="edit"))
    again = edit_of(edit, record_at(3, "again.jpg", batch_id="again"))
    other = record_at(4, "other.jpg", batch_id="other")
    records = [base, sibling, edit, again, other]
    gallery.source.search("", STACKED)
    for place in places:
        gallery.put(records[place])
    assert gallery.names() == ["other", "again"]
    assert gallery.stacks() == {"again": 4}
    gallery.source.search("", STACKED)
    assert gallery.stacks() == {"again": 4}


def test_edits_of_a_picture_that_is_not_there_are_a_family(gallery: Gallery) -> None:
    lost = record_at(0, "lost.jpg")
    for number in range(3):
        gallery.put(edit_of(lost, record_at(number, f"{number}.jpg")))
    gallery.source.search("", STACKED)
    assert gallery.stacks() == {"2": 3}


def facets(gallery: Gallery, query: str) -> Facets:
    found = [each for each in gallery.source.facets(query) if each is not None]
    assert len(found) == 1
    return found[0]


@pytest.fixture
def counted(gallery: Gallery) -> Gallery:
    """Pictures to be counted: six of three models in two months."""
    for number in range(6):
        record = record_at(
            number * 60 * 24 * 8,
            f"{number}.jpg",
            "fox" if number % 2 else "wolf",
            rating=number % 3,
            size=[(10, 10), (20, 10), (10, 20)][number % 3],
            tags=("animals/fox",) if number % 2 else ("animals", "todo"),
            collections=("Book",) if number < 2 else (),
            pick=[Pick.NONE, Pick.PICKED, Pick.REJECTED][number % 3],
            asked=model(["a/one", "a/one", "b/two"][number % 3]),
        )
        gallery.put(replace(record, kind=Kind.IMPORTED if number == 5 else Kind.GENERATED, demo=number == 0))
    return gallery


def test_all_are_counted(counted: Gallery) -> None:
    assert facets(counted, "") == Facets(
        query="",
        total=6,
        models=(("a/one", 4), ("b/two", 2)),
        months=(("2027-01", 1), ("2026-12", 3), ("2026-11", 2)),
        ratings=(("2", 2), ("1", 2), ("0", 2)),
        tags=(("animals", 6), ("animals/fox", 3), ("todo", 3)),
        sizes=(("10x10", 2), ("10x20", 2), ("20x10", 2)),
        shapes=(("landscape", 2), ("portrait", 2), ("square", 2)),
        kinds=(("generated", 5), ("demo", 1), ("imported", 1)),
        picks=(("picked", 2), ("rejected", 2)),
        collections=(("Book", 2),),
    )


def test_each_is_counted_without_its_own_field(counted: Gallery) -> None:
    found = facets(counted, "model:one fox")
    assert found.total == 2
    assert found.models == (("a/one", 2), ("b/two", 1))
    assert found.ratings == (("1", 1), ("0", 1))
    assert found.tags == (("animals", 2), ("animals/fox", 2))
    assert facets(counted, "rating:1 -model:two").ratings == (("1", 2), ("0", 2))
    assert facets(counted, "-tag:todo").tags == (("animals", 6), ("animals/fox", 3), ("todo", 3))
    assert facets(counted, "tag:todo").tags == (("animals", 3), ("todo", 3))
    assert facets(counted, "date:2026-11 size:square is:picked").months == ()


def test_counts_lead_to_as_many_pictures(counted: Gallery) -> None:
    found = facets(counted, "-is:rejected")
    fields = {
        "model": found.models,
        "date": found.months,
        "rating": found.ratings,
        "tag": found.tags,
        "size": (*found.sizes, *found.shapes),
        "is": found.kinds,
        "collection": found.collections,
    }
    for field, values in fields.items():
        assert values
        for value, count in values:
            counted.source.search(f"-is:rejected {field}:{value}")
            assert (field, value, len(counted.names())) == (field, value, count)


def test_an_order_by_hand(five: Gallery) -> None:
    for name in "abc":
        record = replace(record_at(ord(name) - 97, f"{name}.jpg"), collections=("Book",))
        five.put(record)
    key_of = dict(zip(five.names(), five.source.snapshot().keys, strict=True))
    five.source.set_places("Book", [key_of["b"], key_of["a"]])
    by_hand = GalleryOrder(SortBy.PLACE)
    five.source.search("collection:book", by_hand)
    assert five.names() == ["b", "a", "c"]
    five.source.search("collection:book jpg", by_hand)
    assert five.names() == ["b", "a", "c"]
    five.source.set_places("Book", [key_of["c"]])
    five.source.search("collection:book")
    assert five.names() == ["c", "b", "a"]


def test_care_is_put_in_alone(five: Gallery) -> None:
    snapshot = five.source.snapshot()
    saved = five.source.read(snapshot.keys[0])
    cared = replace(saved.record, rating=1, tags=("new/tag",), note="remember", pick=Pick.PICKED)
    row = five.source.set_care(snapshot.keys[0], cared, "stamp")
    assert row is not None
    assert (row.rating, row.tags, row.pick, row.key) == (1, ("new/tag",), Pick.PICKED, snapshot.keys[0])
    for query in ("rating:1", "tag:new", "remember", "is:picked", "has:note"):
        five.source.search(query)
        assert five.names() == ["e"]
    assert five.source.set_care(5, cared, "") is None


def test_a_copy_of_a_picture_has_its_uuid(five: Gallery) -> None:
    record = record_at(3, "a.jpg")
    copied = five.put(replace(record, file=replace(record.file, name="copy.jpg")))
    keys = five.source.keys_of(record.uuid)
    assert len(keys) == 2
    assert keys[0] == copied
    assert five.source.keys_of("nobody") == []


def test_what_is_gone_is_in_no_order_and_no_count(five: Gallery, tmp_path: Path) -> None:
    for path in five.root.rglob("[ab].jpg*"):
        path.unlink()
    for _ in five.source.scan():
        pass
    assert five.names() == ["e", "d", "c"]
    assert facets(five, "").total == 3
    assert not five.source.was_broken
