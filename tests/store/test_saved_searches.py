"""Saved searches: each a file of its own in the library, whatever synchronisers and other versions do to it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import FolderMissing
from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.store.saved_searches import SEARCHES_FOLDER, SavedSearches

if TYPE_CHECKING:
    from pathlib import Path

START = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Clock:
    """Goes on by a second each time that it is looked at."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def searches(tmp_path: Path) -> SavedSearches:
    return SavedSearches(tmp_path, Clock())


def names(searches: SavedSearches) -> list[str]:
    return [each.name for each in searches.all()]


def test_searches_come_back_in_order_of_their_names(tmp_path: Path, searches: SavedSearches) -> None:
    order = GalleryOrder(SortBy.RATING, is_reversed=True, shuffle_seed=7, is_stacked=True)
    searches.add("snow", "tag:snow")
    best = searches.add("Best foxes", "fox rating:>=4", order)
    again = SavedSearches(tmp_path)
    assert names(again) == ["Best foxes", "snow"]
    assert again.all()[0] == best
    assert (best.query, best.order) == ("fox rating:>=4", order)


def test_a_search_is_changed_in_its_own_file(tmp_path: Path, searches: SavedSearches) -> None:
    fox = searches.add("fox", "fox")
    owl = searches.add("owl", "owl")
    before = (tmp_path / SEARCHES_FOLDER / f"{owl.id}.json").read_bytes()
    searches.save(replace(fox, name="foxes", query="tag:fox"))
    assert [(each.name, each.query) for each in searches.all()] == [("foxes", "tag:fox"), ("owl", "owl")]
    assert (tmp_path / SEARCHES_FOLDER / f"{owl.id}.json").read_bytes() == before


def test_what_is_removed_comes_back(searches: SavedSearches) -> None:
    fox = searches.add("fox", "fox")
    searches.remove(fox)
    assert names(searches) == []
    searches.restore(fox)
    assert searches.all() == [fox]


def test_of_copies_in_conflict_the_newest_counts(tmp_path: Path, searches: SavedSearches) -> None:
    fox = searches.add("fox", "fox")
    file = tmp_path / SEARCHES_FOLDER / f"{fox.id}.json"
    copy = file.with_name(f"{fox.id}.sync-conflict-20261122.json")
    said = json.loads(file.read_bytes())
    copy.write_text(json.dumps({**said, "name": "older", "changed_at": "2026-01-01T00:00:00.000+00:00"}))
    assert names(searches) == ["fox"]
    copy.write_text(json.dumps({**said, "name": "newer", "changed_at": "2026-12-01T00:00:00.000+00:00"}))
    assert names(searches) == ["newer"]
    searches.save(replace(fox, name="mine"))
    assert names(searches) == ["mine"]
    assert not copy.exists()
    searches.remove(fox)
    assert names(searches) == []


def test_what_cannot_be_read_is_left_alone(tmp_path: Path, searches: SavedSearches) -> None:
    searches.add("fox", "fox")
    folder = tmp_path / SEARCHES_FOLDER
    for name, text in {
        "torn.json": '{"id"',
        "list.json": "[]",
        "other.json": '{"id": "../x", "name": "", "query": ""}',
    }.items():
        (folder / name).write_text(text)
    (folder / "folder.json").mkdir()
    assert names(searches) == ["fox"]
    assert len(list(folder.iterdir())) == 5


def test_keys_of_a_newer_version_survive(tmp_path: Path, searches: SavedSearches) -> None:
    fox = searches.add("fox", "fox")
    file = tmp_path / SEARCHES_FOLDER / f"{fox.id}.json"
    said = json.loads(file.read_bytes())
    file.write_text(json.dumps({**said, "icon": {"name": "star"}, "order": {"by": "mood"}}))
    (read,) = searches.all()
    assert read.order == GalleryOrder()
    searches.save(replace(read, name="foxes"))
    assert json.loads(file.read_bytes())["icon"] == {"name": "star"}


def test_a_library_that_is_away_is_not_made_anew(tmp_path: Path) -> None:
    searches = SavedSearches(tmp_path / "away")
    assert searches.all() == []
    with pytest.raises(FolderMissing):
        searches.add("fox", "fox")
    assert not (tmp_path / "away").exists()
