"""Moves within a collection: the wished order comes about, and few pictures change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.collection_order import places_for_move

KEYS = list(range(1, 9))


def in_order(keys: list[int], places: dict[int, float]) -> list[int]:
    """Return the keys as the index orders them: by place, then those without one, newest first."""
    return sorted(keys, key=lambda key: (key not in places, places.get(key, 0.0), -key))


@given(
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from([1.0, 1.0000001, 2.0, 3.5, 1024.0]), max_size=8),
    st.lists(st.sampled_from([*KEYS, 20]), unique=True, min_size=1, max_size=4),
    st.sampled_from([*KEYS, None]),
)
def test_the_moved_stand_where_they_were_put(places: dict[int, float], moved: list[int], before: int | None) -> None:
    order = in_order(KEYS, places)
    after = {**places, **places_for_move(order, places, moved, before)}
    # What follows the first of the moved ones, not being moved itself.
    target = before
    while target in moved:
        at = order.index(target) + 1 if target in order else len(order)
        target = order[at] if at < len(order) else None
    rest = [key for key in order if key not in moved]
    at = rest.index(target) if target is not None else len(rest)
    wanted = [*rest[:at], *moved, *rest[at:]]
    assert in_order(list(dict.fromkeys([*KEYS, *moved])), after)[: at + len(moved)] == wanted[: at + len(moved)]
    assert in_order(wanted, after) == wanted


def test_a_move_changes_the_moved_one_alone() -> None:
    places = {key: 1024.0 * key for key in KEYS}
    assert places_for_move(KEYS, places, [8], 2) == {8: 1536.0}


def test_a_move_to_the_front_and_to_the_end_changes_the_moved_one_alone() -> None:
    places = {key: 1024.0 * key for key in KEYS}
    assert places_for_move(KEYS, places, [5], 1) == {5: 0.0}
    assert places_for_move(KEYS, places, [5], None) == {5: 1024.0 * 9}


def test_what_has_no_place_gets_one_only_where_it_must_stay_before() -> None:
    order, places = [1, 2, 9, 8, 7], {1: 1.0, 2: 2.0}
    assert set(places_for_move(order, places, [7], 8)) == {9, 7}
    assert set(places_for_move(order, places, [7], 2)) == {7}


def test_many_moves_between_the_same_two_renumber_seldom() -> None:
    order = list(range(1, 12))
    places = {key: 1024.0 * key for key in order}
    renumbered = 0
    for _ in range(500):
        last = order[-1]
        changed = places_for_move(order, places, [last], order[1])
        renumbered += len(changed) > 1
        places |= changed
        order = in_order(order, places)
        assert order[1] == last
    assert renumbered <= 20
