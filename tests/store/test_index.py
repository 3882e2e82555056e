"""The index answers in order of time, finds words, and survives its own file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import Billed
from desktop_app.core.record import Cost
from desktop_app.store.index import Index
from desktop_app.store.index_file import index_file
from desktop_app.store.library import SavedImage
from tests.support.pictures import record_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return index_file(tmp_path / "cache", tmp_path / "library")


@pytest.fixture
def index(tmp_path: Path, file: Path) -> Iterator[Index]:
    made = Index(file, tmp_path / "library")
    yield made
    made.close()


def saved(index: Index, name: str, prompt: str, moment: datetime = NOON, **more: object) -> SavedImage:
    path = index.root / "2026" / "2026-11-22" / name
    return SavedImage(path, path.with_name(f"{name}.json"), record_for(name, moment, prompt, **more))  # type: ignore[arg-type]


def prompts(index: Index, query: str = "") -> list[str]:
    return [row.prompt for row in index.rows(index.keys(query))]


def test_the_newest_comes_first(index: Index) -> None:
    for minutes in (3, 1, 2):
        index.upsert(saved(index, f"{minutes}.jpg", f"after {minutes}", NOON + timedelta(minutes=minutes)), "")
    assert prompts(index) == ["after 3", "after 2", "after 1"]


def test_pictures_of_one_moment_all_have_their_place(index: Index) -> None:
    for name in "abcde":
        index.upsert(saved(index, f"{name}.jpg", name), "")
    assert sorted(prompts(index)) == list("abcde")


def test_a_picture_seen_again_keeps_its_key(index: Index) -> None:
    first = index.upsert(saved(index, "a.jpg", "before", rating=0), "1")
    index.upsert(saved(index, "b.jpg", "other"), "1")
    again = index.upsert(saved(index, "a.jpg", "after", rating=4), "2")
    assert again.key == first.key
    assert (again.prompt, again.rating) == ("after", 4)
    assert len(index.keys()) == 2
    assert index.stamps_in("2026/2026-11-22")["a.jpg"] == "2"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("fox", ["A red fox in snow"]),
        ("FOX red", ["A red fox in snow"]),
        ("fo", ["A red fox in snow"]),
        ("cafe", ["Un café à la tombée de la nuit"]),
        ('fox" OR "nuit', []),
        ("fox) NEAR(", []),
        ("  ", ["Un café à la tombée de la nuit", "A red fox in snow"]),
        ("some/model", ["Un café à la tombée de la nuit", "A red fox in snow"]),
        ("wolf", []),
    ],
)
def test_words_are_found_by_their_beginning(index: Index, query: str, found: list[str]) -> None:
    index.upsert(saved(index, "fox.jpg", "A red fox in snow"), "")
    index.upsert(saved(index, "cafe.jpg", "Un café à la tombée de la nuit", NOON + timedelta(hours=1)), "")
    assert prompts(index, query) == found
    everything = index.keys()
    assert [key for key in everything if index.matches(key, query)] == list(index.keys(query))


def test_what_is_forgotten_is_not_found(index: Index) -> None:
    index.upsert(saved(index, "fox.jpg", "fox"), "")
    index.upsert(saved(index, "wolf.jpg", "wolf"), "")
    index.forget("2026/2026-11-22", ["fox.jpg"])
    assert prompts(index) == ["wolf"]
    assert prompts(index, "fox") == []


def test_a_forgotten_folder_takes_what_is_below_and_no_neighbour(index: Index) -> None:
    index.set_folder("2026", 1)
    index.set_folder("2026/2026-11-22", 1)
    index.set_folder("2026_", 1)
    index.upsert(saved(index, "fox.jpg", "fox"), "")
    index.forget_folder("2026")
    assert prompts(index) == []
    assert index.folders() == {"2026_": 1}


def test_costs_are_what_was_or_may_have_been_charged(index: Index) -> None:
    for number, billed in enumerate(Billed):
        cost = Cost(0.25, billed=billed)
        index.upsert(saved(index, f"{number}.jpg", "x", NOON + timedelta(hours=number), cost=cost), "")
    assert index.cost_since(0) == 0.5
    assert index.cost_since(max(index.keys())) == 0.25


def test_a_broken_file_is_set_aside(tmp_path: Path, file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(b"no database" * 999)
    index = Index(file, tmp_path)
    assert index.is_empty()
    assert index.was_broken
    index.close()
    assert file.with_name(f"{file.name}.broken").read_bytes().startswith(b"no database")


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    index = Index(index_file(tmp_path / "cache", tmp_path), tmp_path)
    index.upsert(saved(index, "fox.jpg", "fox"), "")
    assert prompts(index) == ["fox"]
    index.close()


def test_many_pictures_at_once_are_put_in_in_any_order(index: Index) -> None:
    many = [saved(index, f"{minutes}.jpg", "fox", NOON - timedelta(minutes=minutes)) for minutes in range(50)]
    rows = index.upsert_all((each, "") for each in many)
    assert [row.key for row in rows] == sorted(index.keys("fox"))


def test_an_index_of_another_version_is_made_anew(tmp_path: Path, file: Path) -> None:
    file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(file)) as database:
        database.executescript("CREATE TABLE images (key INTEGER); PRAGMA user_version = 1;")
    index = Index(file, tmp_path)
    assert index.is_empty()
    assert not index.was_broken
    assert not file.with_name(f"{file.name}.broken").exists()
    index.close()


def test_half_a_batch_is_no_batch(index: Index) -> None:
    def half_a_batch() -> None:
        with index.batch():
            index.upsert(saved(index, "fox.jpg", "fox"), "")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_a_batch()
    assert index.is_empty()
