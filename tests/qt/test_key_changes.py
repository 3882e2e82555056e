"""What is told of two lists turns the one into the other."""

from __future__ import annotations

import random
from array import array

import pytest

from desktop_app.qt.key_changes import changes, runs_of


def applied(old: array[int], new: array[int]) -> array[int]:
    result = old[:]
    for start, end, added in changes(old, new):
        result[start:end] = added
    return result


@pytest.mark.parametrize("seed", range(40))
def test_the_changes_lead_from_one_to_the_other(seed: int) -> None:
    chance = random.Random(seed)
    size = chance.choice([0, 1, 5, 60, 1000])
    keys = chance.sample(range(5000), size)
    lost = set(chance.sample(keys, min(size, chance.choice([0, 1, 7, 500]))))
    more = chance.sample(range(5000, 9000), chance.choice([0, 1, 7, 300]))
    old = array("q", sorted(keys, reverse=True))
    new = array("q", sorted([key for key in keys if key not in lost] + [key - 4500 for key in more], reverse=True))
    new = array("q", sorted(set(new), reverse=True))
    assert applied(old, new) == new


def test_one_new_key_is_one_insertion() -> None:
    old = array("q", range(1000, 0, -1))
    for at in (0, 500, 1000):
        new = old[:]
        new.insert(at, 0)
        assert [(change.start, change.end, list(change.added)) for change in changes(old, new)] == [(at, at, [0])]


def test_far_changes_are_told_apart_and_the_last_first() -> None:
    old = array("q", range(100, 0, -1))
    new = old[:]
    del new[90]
    new.insert(0, 200)
    assert [(change.start, change.end, list(change.added)) for change in changes(old, new)] == [
        (90, 91, []),
        (0, 0, [200]),
    ]


def test_nothing_changed_is_no_change() -> None:
    assert changes(array("q", [3, 2, 1]), array("q", [3, 2, 1])) == []


def test_rows_are_told_as_runs() -> None:
    assert runs_of([]) == []
    assert runs_of([5, None, 3, 4, 4, 9, None, 0]) == [range(1), range(3, 6), range(9, 10)]
