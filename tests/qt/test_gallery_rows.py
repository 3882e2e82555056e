"""The arithmetic of the rows: whatever happens, everything is shown once, where it is looked for, under its day."""

from __future__ import annotations

from array import array
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.qt.gallery_rows import GalleryRows
from desktop_app.qt.key_list import KeyList
from desktop_app.store.snapshot import GallerySnapshot, day_of, sections_of

TODAY = datetime(2026, 3, 5, 12).astimezone()
NOW = int(TODAY.timestamp() * 1_000_000)
DAY = 86_400_000_000


def snapshot(*keys: int) -> GallerySnapshot:
    ordered = array("q", sorted(keys, reverse=True))
    return GallerySnapshot(ordered, sections_of(ordered, TODAY.date(), 0.25), "", len(keys))


def shown(rows: GalleryRows) -> list[str | int]:
    return [rows.at(row) for row in range(len(rows))]


def days(rows: GalleryRows, of: GallerySnapshot) -> list[tuple[date | None, int, int]]:
    return [(each.day, each.rows, each.pictures) for each in rows.sections(of, TODAY.date())]


@given(
    old=st.sets(st.integers(1, 40), max_size=12),
    turned=st.lists(st.integers(0, 5), unique=True, max_size=6),
    late=st.lists(st.integers(1, 3), max_size=3),
)
def test_a_batch_in_any_order_among_days_of_any_number(old: set[int], turned: list[int], late: list[int]) -> None:
    keys = [NOW - number * DAY // 4 for number in old]
    before = snapshot(*keys)
    rows = GalleryRows()
    rows.base = KeyList(rows.base_of(before.keys))
    rows.insert_jobs(rows.place_for_jobs("b"), [f"j{number}" for number in range(6)], "b")
    expected: list[str | int] = [f"j{number}" for number in range(6)]
    for moment, number in enumerate(turned):
        place = rows.row_of(f"j{number}")
        assert place == number
        rows.turn(place, NOW + moment)
        expected[number] = NOW + moment
    for more, moment in enumerate(late[: len(turned)]):
        after = rows.place_for_picture(f"j{turned[moment % len(turned)]}")
        assert after is not None
        rows.insert_picture(after, NOW + 100 + more, f"j{turned[moment % len(turned)]}")
        expected.insert(after, NOW + 100 + more)
    now = snapshot(*keys, *(key for key in expected if isinstance(key, int)))
    rows.base = KeyList(rows.base_of(now.keys))
    assert shown(rows) == [*expected, *before.keys]
    assert [rows.row_of(each) for each in shown(rows)] == list(range(len(rows)))
    told = days(rows, now)
    assert sum(count for _, count, _ in told) == len(rows)
    assert sum(count for _, _, count in told) == len(now.keys)
    by_day = [day for day, count, _ in told for _ in range(count)][rows.ahead :]
    assert by_day == [day_of(key) for key in before.keys]


def test_pictures_in_order_join_the_others_and_those_out_of_order_stay() -> None:
    rows = GalleryRows()
    rows.insert_jobs(0, ["a", "b", "c"], "batch")
    for row, key in ((0, NOW + 1), (1, NOW + 3), (2, NOW + 2)):
        rows.turn(row, key)
    keys = snapshot(NOW + 1, NOW + 2, NOW + 3, NOW).keys
    rows.base = KeyList(rows.base_of(keys))
    before = shown(rows)
    rows.release(keys)
    assert shown(rows) == before == [NOW + 1, NOW + 3, NOW + 2, NOW]
    assert rows.ahead == 1
    assert [rows.row_of(each) for each in before] == [0, 1, 2, 3]
    assert days(rows, snapshot(*keys)) == [(TODAY.date(), 4, 4)]


def test_a_picture_that_the_library_does_not_know_yet_stays_in_front() -> None:
    rows = GalleryRows()
    rows.insert_jobs(0, ["a"], "a")
    rows.turn(0, NOW + 1)
    rows.release(rows.base.whole())
    assert rows.ahead == 1
    assert rows.gone(rows.base.whole()) == [NOW + 1]


def test_a_batch_goes_on_after_what_is_left_of_it() -> None:
    rows = GalleryRows()
    rows.insert_jobs(0, ["a", "b", "c"], "batch")
    rows.insert_jobs(rows.place_for_jobs("new"), ["d"], "new")
    rows.turn(1, NOW)
    rows.remove_front(2, 4)
    assert shown(rows) == ["d", NOW]
    assert rows.place_for_jobs("batch") == 2
    assert rows.place_for_jobs("other") == 0
    rows.remove_front(1, 2)
    assert rows.place_for_jobs("batch") == 0
    assert rows.place_for_picture("a") is None
