"""A list of keys does what a plain one does, whatever is asked of it and in whatever order."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.qt.key_list import KeyList

KEYS = st.lists(st.integers(0, 60), unique=True, max_size=12)
CHANGES = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 4), st.lists(st.integers(61, 90), max_size=3)), max_size=8
)


@given(KEYS, CHANGES, st.booleans())
def test_it_is_as_a_plain_list(
    keys: list[int], changes: list[tuple[int, int, list[int]]], is_asked_between: bool
) -> None:
    given_keys = array("q", keys)
    tested, plain = KeyList(given_keys), list(keys)
    for at, length, added in changes:
        start = min(at, len(plain))
        end = min(start + length, len(plain))
        tested.replace(start, end, array("q", added))
        plain[start:end] = added
        if is_asked_between:
            assert [tested[place] for place in range(len(tested))] == plain
    assert len(tested) == len(plain)
    for start in range(len(plain) + 2):
        assert list(tested.between(start, start + 4)) == plain[start : start + 4]
    assert list(tested.whole()) == plain
    assert [tested.index(key) for key in plain] == [plain.index(key) for key in plain]
    # What it was given belongs to others too.
    assert list(given_keys) == keys


@given(KEYS, KEYS)
def test_each_has_its_place_among_keys_that_descend(keys: list[int], more: list[int]) -> None:
    plain = sorted(keys, reverse=True)
    tested = KeyList(array("q", plain))
    for key in more:
        at = tested.place_for(key)
        assert at == sum(each > key for each in plain)
        if key not in plain:
            tested.replace(at, at, array("q", [key]))
            plain.insert(at, key)
    assert list(tested.whole()) == plain
