"""Many pictures put in at once stand in the index as they would one after the other."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.record import Cost, ImageRecord, Kind, Parent, Pick
from desktop_app.core.record_outline import outline_of
from desktop_app.store.index import Index
from desktop_app.store.new_pictures import FoundPicture
from tests.support.gallery import record_at, saved_image

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLES = ("images", "facts", "tags", "collections")


@pytest.fixture
def one_by_one(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path / "one.sqlite3", tmp_path)
    yield made
    made.close()


@pytest.fixture
def at_once(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path / "all.sqlite3", tmp_path)
    yield made
    made.close()


def records(seed: int) -> list[ImageRecord]:
    """Return pictures of which many belong together, share moments, tags and collections."""
    chance = random.Random(seed)
    made: list[ImageRecord] = []
    for number in range(60):
        name = f"{number}.jpg"
        edit_of = chance.choice(made).uuid if made and chance.random() < 0.4 else ""
        record = record_at(
            chance.randrange(40),
            name,
            f"a {chance.choice(('fox', '狐'))} {number}",
            parents=(Parent("ab", uuid=edit_of),) if edit_of else (),
            batch_id=chance.choice(("", "", "first", "second", "third", "fourth")),
            rating=chance.randrange(6),
            pick=chance.choice(tuple(Pick)),
            tags=tuple(chance.sample(("a", "a/b", "c"), chance.randrange(3))),
            collections=tuple(chance.sample(("Book", "Wall"), chance.randrange(3))),
            places={"Book": float(number)} if number % 3 else {},
            cost=Cost(0.1) if number % 2 else None,
        )
        made.append(replace(record, kind=Kind.EDITED if edit_of else Kind.GENERATED))
    chance.shuffle(made)
    return made


def found(index: Index, record: ImageRecord, stamp: str = "1") -> FoundPicture:
    path = saved_image(index, record).path
    return FoundPicture(path.parent.relative_to(index.root).as_posix(), path.name, stamp, outline_of(record))


def stacks(index: Index) -> set[frozenset[str]]:
    together: dict[str, set[str]] = {}
    for row in index.rows(index.keys()):
        together.setdefault(row.stack, set()).add(row.uuid)
    return {frozenset(each) for each in together.values()}


def table(index: Index, name: str) -> list[tuple[object, ...]]:
    """Return the rows of a table without keys, stacks, and numbers of names, which depend on the order."""
    cursor = index.connection.execute(f"SELECT * FROM {name}")
    names = [each[0] for each in cursor.description]
    kept = [
        at for at, each in enumerate(names) if each not in {"key", "stack", "name_id", "model", "facet", "other_words"}
    ]
    return sorted((tuple(row[at] for at in kept) for row in cursor), key=repr)


@pytest.mark.parametrize("seed", range(8))
def test_the_index_is_the_same(one_by_one: Index, at_once: Index, seed: int) -> None:
    made = records(seed)
    for record in made:
        one_by_one.upsert(saved_image(one_by_one, record), "1")
    for start in range(0, len(made), 17):
        at_once.put_found(found(at_once, record) for record in made[start : start + 17])
    assert stacks(at_once) == stacks(one_by_one)
    for name in TABLES:
        assert table(at_once, name) == table(one_by_one, name)
    for search in ("fox", "狐", "tag:a", "collection:Book", "fo", "-fox", "model:some"):
        expected = {row.uuid for row in one_by_one.rows(one_by_one.keys(search))}
        assert {row.uuid for row in at_once.rows(at_once.keys(search))} == expected
    at_once.connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")


def test_what_is_there_already_is_changed(at_once: Index) -> None:
    first, second = record_at(0, "a.jpg", "fox"), record_at(0, "b.jpg", "owl")
    keys = at_once.put_found([found(at_once, first)])
    after = replace(first, rating=4)
    assert set(at_once.put_found([found(at_once, after, "2"), found(at_once, second)])) == {keys[0], keys[0] + 1}
    assert [(row.prompt, row.rating) for row in at_once.rows(at_once.keys())] == [("owl", 0), ("fox", 4)]
    at_once.connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")


def test_a_single_picture_after_many_is_found_by_its_words(at_once: Index) -> None:
    at_once.put_found([found(at_once, record_at(0, "a.jpg", "fox"))])
    at_once.upsert(saved_image(at_once, record_at(1, "b.jpg", "fox too")), "1")
    assert len(at_once.keys("fox")) == 2
