"""Lessons as values, on disk, and on rows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_app.core.catalogue import Availability, Parameter
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.lessons import Lesson, Lessons, applied
from desktop_app.core.sizes import GridRule, Size
from desktop_app.core.teaching import (
    AreaTaught,
    BoundsTaught,
    GridTaught,
    MenuTaught,
    ReferencesTaught,
    RuleTaught,
    UnsupportedTaught,
)

FLUX = "black-forest-labs/FLUX.2-dev"
GRID = GridTaught("width", 256, 1024, 32)
TEACHINGS: list[RuleTaught] = [
    GRID,
    BoundsTaught("guidance_scale", 1.5, 10.0),
    AreaTaught(100, 200, 3.5),
    MenuTaught((Size(1024, 1024), Size(640, 480))),
    UnsupportedTaught("steps"),
    ReferencesTaught(3),
]


def lessons_of(*teachings: RuleTaught) -> Lessons:
    lessons = Lessons()
    for moment, teaching in enumerate(teachings):
        lessons = lessons.with_lesson(Lesson(FLUX, teaching, float(moment)))
    return lessons


def test_a_round_trip_through_a_file() -> None:
    lessons = lessons_of(*TEACHINGS).with_refused("a/b", 5.5)
    assert Lessons.from_json(json.loads(json.dumps(lessons.to_json()))) == lessons


def test_another_table_drops_all() -> None:
    data = lessons_of(*TEACHINGS).with_refused("a/b", 5.5).to_json()
    assert Lessons.from_json({**data, "table": "2026-01-01"}) == Lessons()


@pytest.mark.parametrize("data", [None, [], "x", {}, {"table": "x", "lessons": 5, "refused": []}])
def test_what_is_none_counts_as_none(data: object) -> None:
    assert Lessons.from_json(data) == Lessons()


@pytest.mark.parametrize(
    "item",
    [
        None,
        {},
        {"model": FLUX, "learnt_at": 1.0},
        {"model": FLUX, "learnt_at": 1.0, "kind": "other"},
        {"model": FLUX, "learnt_at": "x", "kind": "references", "count": 1},
        {"model": FLUX, "learnt_at": 1.0, "kind": "references", "count": 0},
        {"model": FLUX, "learnt_at": 1.0, "kind": "references", "count": True},
        {"model": FLUX, "learnt_at": 1.0, "kind": "grid", "field": "width", "lowest": 1, "highest": 9, "multiple": 0},
        {"model": FLUX, "learnt_at": 1.0, "kind": "bounds", "field": "steps", "lowest": "nan", "highest": 5},
        {"model": FLUX, "learnt_at": 1.0, "kind": "bounds", "field": "steps", "lowest": 1, "highest": 1e300},
        {"model": FLUX, "learnt_at": 1.0, "kind": "menu", "sizes": []},
        {"model": FLUX, "learnt_at": 1.0, "kind": "menu", "sizes": [[1, 2, 3]]},
        {"model": FLUX, "learnt_at": 1.0, "kind": "menu", "sizes": [[-1, 2]]},
    ],
)
def test_nonsense_is_passed_over_alone(item: Any) -> None:
    data = lessons_of(GRID).to_json()
    data["lessons"].insert(0, item)
    data["refused"] = {"a/b": 1, "c/d": "x"}
    read = Lessons.from_json(data)
    assert read.lessons == lessons_of(GRID).lessons
    assert read.refused == {"a/b": 1.0}


def test_an_area_without_end_is_cut_short() -> None:
    endless = {"model": FLUX, "learnt_at": 1.0, "kind": "area", "lowest": 1, "highest": 10**18, "ratio": 1e11}
    lesson = Lesson.from_json(endless)
    assert lesson.teaching == AreaTaught(1, 20_000**2, 64.0)


def test_a_later_lesson_about_the_same_takes_the_place_of_the_earlier() -> None:
    later = GridTaught("width", 256, 512, 32)
    lessons = lessons_of(GRID, UnsupportedTaught("steps"), UnsupportedTaught("seed"), later)
    assert [each.teaching for each in lessons.lessons] == [UnsupportedTaught("steps"), UnsupportedTaught("seed"), later]


def test_lessons_correct_their_row_alone() -> None:
    before = known_catalogue()
    after = {row.id: row for row in applied(before, lessons_of(GRID, UnsupportedTaught("steps")))}
    assert list(after) == [row.id for row in before]
    assert after[FLUX].size_rule == GridRule(256, 1024, 32)
    assert not after[FLUX].takes(Parameter.STEPS)
    assert [row for row in before if after[row.id] != row] == [before.profile(FLUX)]


def test_a_refused_model_is_marked_until_it_works() -> None:
    refused = Lessons().with_refused(FLUX, 1.0)
    (row,) = (each for each in applied(known_catalogue(), refused) if each.id == FLUX)
    assert row.availability is Availability.REFUSED
    assert refused.without_refused(FLUX) == Lessons()
