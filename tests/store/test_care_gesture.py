"""Gestures: what they change in the index, what takes them back, and what the journal keeps of them."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.care import CareChange
from desktop_app.core.errors import StoreError
from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.core.record import Pick
from desktop_app.store.care_gesture import CareGesture, Way
from desktop_app.store.care_plans import changing, moving, renaming_collection, renaming_tag
from desktop_app.store.gallery_source import GallerySource
from tests.support.care import CareDesk, put_pictures, said_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return put_pictures(tmp_path / "library", 6)


@pytest.fixture
def desk(tmp_path: Path, paths: list[Path]) -> Iterator[CareDesk]:
    made = CareDesk(paths[0].parents[2], tmp_path)
    yield made
    made.close()


def care_of(desk: CareDesk, path: Path) -> object:
    (rows,) = desk.index.care.rows([desk.key_of(path)])
    return rows[0].care


def ratings(desk: CareDesk, paths: list[Path]) -> list[int]:
    by_key = {row.key: row.rating for row in desk.index.rows(desk.keys())}
    return [by_key[desk.key_of(path)] for path in paths]


def test_a_change_shows_in_rows_searches_and_facets(desk: CareDesk, paths: list[Path]) -> None:
    everything = CareChange(4, Pick.PICKED, "Cover", "for the book", ("animals/fox",), (), ("Book",))
    done = desk.perform(CareGesture(changing(array("q", [desk.key_of(paths[2])]), everything)))
    assert done.keys == {desk.key_of(paths[2])}
    by_fields = ["rating:4", "rating:>=4", "is:picked", "tag:animals", "tag:animals/fox", "has:note", "collection:Book"]
    for query in (*by_fields, "cover", "book", "is:picked rating:4"):
        assert list(desk.keys(query)) == [desk.key_of(paths[2])], query
    (row,) = desk.index.rows([desk.key_of(paths[2])])
    assert (row.rating, row.pick, row.title, row.tags) == (4, Pick.PICKED, "Cover", ("animals/fox",))
    source = GallerySource(desk.root, desk.cache)
    facets = [each for each in source.facets("") if each is not None][-1]
    source.close()
    assert dict(facets.ratings) == {"0": 5, "4": 1}


def test_the_index_is_as_a_scan_of_the_sidecars_would_make_it(
    desk: CareDesk, paths: list[Path], tmp_path: Path
) -> None:
    change = CareChange(3, Pick.REJECTED, "狐", "雪の中", ("a/b", "c"), (), ("Book",), (), (("Book", 2.5),))
    desk.change(change, *paths[:3])
    desk.change(CareChange(rating=5, removed_tags=("c",)), paths[1])
    desk.write()
    fresh = CareDesk(desk.root, tmp_path / "other")
    tables = ("images", "facts", "tags", "collections")
    for table in tables:
        columns = [row[1] for row in desk.index.connection.execute(f"PRAGMA table_info({table})")]
        wanted = ", ".join(name for name in columns if name not in {"stamp", "stack", "name_id"})
        sql = f"SELECT {wanted} FROM {table} ORDER BY {wanted}"
        assert desk.index.connection.execute(sql).fetchall() == fresh.index.connection.execute(sql).fetchall(), table
    assert list(desk.keys("雪")) == list(fresh.keys("雪")) != []
    assert desk.index.care.tag_counts() == fresh.index.care.tag_counts() == [("a", 3), ("a/b", 3), ("c", 2)]
    fresh.close()


def test_undo_brings_back_what_each_picture_was(desk: CareDesk, paths: list[Path]) -> None:
    for number, path in enumerate(paths):
        desk.change(CareChange(rating=number % 3, added_tags=(f"t{number % 2}",)), path)
    before = [care_of(desk, path) for path in paths]
    gesture = desk.change(CareChange(rating=1, title="All", removed_tags=("t1",), added_collections=("Book",)))
    after = [care_of(desk, path) for path in paths]
    assert before != after
    desk.perform(gesture, Way.BACK)
    assert [care_of(desk, path) for path in paths] == before
    desk.perform(gesture, Way.FORTH)
    assert [care_of(desk, path) for path in paths] == after
    desk.perform(gesture, Way.BACK)
    assert [care_of(desk, path) for path in paths] == before
    desk.write()
    assert [said_of(path)["rating"] for path in paths] == [0, 1, 2, 0, 1, 2]


def test_only_what_is_different_is_kept(desk: CareDesk, paths: list[Path]) -> None:
    desk.change(CareChange(rating=3), *paths[:4])
    assert desk.journal.count() == 4
    done = desk.perform(CareGesture(changing(desk.keys(), CareChange(rating=3))))
    assert done.keys == {desk.key_of(path) for path in paths[4:]}
    assert desk.journal.count() == 6


def test_a_gesture_that_changes_nothing_says_so(desk: CareDesk) -> None:
    gesture = desk.change(CareChange(rating=0))
    assert gesture.is_void
    assert desk.journal.count() == 0


def test_making_twice_is_making_once(desk: CareDesk, paths: list[Path]) -> None:
    gesture = desk.change(CareChange(rating=3))
    desk.perform(gesture, Way.FORTH)
    desk.perform(gesture, Way.BACK)
    desk.perform(gesture, Way.BACK)
    assert ratings(desk, paths) == [0] * 6
    assert not gesture.is_void


def test_what_was_renamed_meanwhile_is_undone_too(desk: CareDesk, paths: list[Path]) -> None:
    gesture = desk.change(CareChange(rating=3), *paths[:2])
    desk.write()
    there = paths[0].with_name("renamed.jpg")
    paths[0].with_name("p00000.jpg.json").rename(there.with_name("renamed.jpg.json"))
    paths[0].rename(there)
    desk.scan()
    desk.perform(gesture, Way.BACK)
    desk.write()
    assert said_of(there)["rating"] == said_of(paths[1])["rating"] == 0


def test_a_change_that_cannot_be_kept_is_not_made(desk: CareDesk, paths: list[Path], tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    done = desk.perform(CareGesture(changing(desk.keys(), CareChange(rating=3))))
    assert isinstance(done.error, StoreError)
    assert ratings(desk, paths) == [0] * 6


def test_a_tag_is_renamed_everywhere_with_what_lies_in_it(desk: CareDesk, paths: list[Path]) -> None:
    desk.change(CareChange(added_tags=("animals",)), paths[0])
    desk.change(CareChange(added_tags=("animals/fox", "snow")), paths[1])
    desk.change(CareChange(added_tags=("animalsque",)), paths[2])
    gesture = desk.make(renaming_tag("animals", "beasts"))
    assert dict(desk.index.care.tag_counts()) == {"animalsque": 1, "beasts": 2, "beasts/fox": 1, "snow": 1}
    desk.write()
    assert said_of(paths[1])["tags"] == ["snow", "beasts/fox"]
    desk.perform(gesture, Way.BACK)
    desk.write()
    assert sorted(said_of(paths[1])["tags"]) == ["animals/fox", "snow"]
    assert dict(desk.index.care.tag_counts()) == {"animals": 2, "animals/fox": 1, "animalsque": 1, "snow": 1}


def test_two_tags_become_one(desk: CareDesk, paths: list[Path]) -> None:
    desk.change(CareChange(added_tags=("fox", "foxes")), paths[0])
    desk.change(CareChange(added_tags=("foxes",)), paths[1])
    gesture = desk.make(renaming_tag("foxes", "fox"))
    assert desk.index.care.tag_counts() == [("fox", 2)]
    desk.perform(gesture, Way.BACK)
    assert desk.index.care.tag_counts() == [("fox", 1), ("foxes", 2)]


def test_a_tag_taken_away_leaves_the_others(desk: CareDesk, paths: list[Path]) -> None:
    desk.change(CareChange(added_tags=("animals/fox", "snow")), paths[0])
    desk.make(renaming_tag("animals", ""))
    assert desk.index.care.tag_counts() == [("snow", 1)]


def shown(desk: CareDesk, collection: str) -> list[int]:
    """Return the numbers of a collection's pictures as the grid shows them by hand."""
    source = GallerySource(desk.root, desk.cache)
    source.search(f'collection:"{collection}"', GalleryOrder(SortBy.PLACE))
    names = {row.key: row.path for row in source.rows(source.snapshot().keys)}
    found = [int(names[key][-9:-4]) for key in source.snapshot().keys]
    source.close()
    return found


def test_a_collection_is_ordered_by_hand_and_the_order_lives_in_the_sidecars(
    desk: CareDesk, paths: list[Path], tmp_path: Path
) -> None:
    desk.change(CareChange(added_collections=("Book",)), *paths[:5])
    assert shown(desk, "Book") == [4, 3, 2, 1, 0]
    gesture = desk.make(moving("Book", [desk.key_of(paths[0]), desk.key_of(paths[1])], desk.key_of(paths[3])))
    assert shown(desk, "Book") == [4, 0, 1, 3, 2]
    desk.make(moving("Book", [desk.key_of(paths[5])], None))
    assert shown(desk, "Book") == [4, 0, 1, 3, 2, 5]
    desk.write()
    fresh = CareDesk(desk.root, tmp_path / "other")
    assert shown(fresh, "Book") == [4, 0, 1, 3, 2, 5]
    fresh.close()
    desk.perform(gesture, Way.BACK)
    assert shown(desk, "Book").index(0) > shown(desk, "Book").index(3)


def test_what_leaves_a_collection_comes_back_to_its_place(desk: CareDesk, paths: list[Path]) -> None:
    desk.change(CareChange(added_collections=("Book",)))
    desk.make(moving("Book", [desk.key_of(path) for path in paths], None))
    gesture = desk.change(CareChange(removed_collections=("Book",)), paths[2])
    assert shown(desk, "Book") == [0, 1, 3, 4, 5]
    desk.perform(gesture, Way.BACK)
    assert shown(desk, "Book") == [0, 1, 2, 3, 4, 5]


def test_a_collection_is_renamed_with_its_order(desk: CareDesk, paths: list[Path]) -> None:
    desk.make(moving("Book", [desk.key_of(paths[number]) for number in (3, 1, 2)], None))
    gesture = desk.make(renaming_collection("Book", "Folio"))
    assert (shown(desk, "Folio"), shown(desk, "Book")) == ([3, 1, 2], [])
    desk.perform(gesture, Way.BACK)
    assert (shown(desk, "Folio"), shown(desk, "Book")) == ([], [3, 1, 2])


def test_two_collections_become_one_in_the_order_of_both(desk: CareDesk, paths: list[Path]) -> None:
    desk.make(moving("Book", [desk.key_of(paths[number]) for number in (3, 1)], None))
    desk.make(moving("Folio", [desk.key_of(paths[number]) for number in (5, 1, 0)], None))
    desk.make(renaming_collection("Book", "Folio"))
    assert shown(desk, "Folio") == [5, 1, 0, 3]
    assert desk.index.care.collection_counts() == [("Folio", 4)]


def test_a_collection_is_dissolved_and_its_pictures_stay(desk: CareDesk) -> None:
    desk.change(CareChange(added_collections=("Book",)))
    desk.make(renaming_collection("Book", ""))
    assert desk.index.care.collection_counts() == []
    assert desk.index.count() == 6
