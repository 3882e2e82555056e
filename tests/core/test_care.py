"""What a person says about a picture: changes, and what takes them back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.care import CareChange, applied, clean_tag, undoing
from desktop_app.core.record import FileFacts, ImageRecord, Kind, Pick

FACTS = FileFacts("a.jpg", "jpeg", 1, 1, 1, "")
NAMES = st.lists(st.sampled_from(["fox", "snow", "animals/fox", "work"]), unique=True).map(tuple)
RECORDS = st.builds(
    ImageRecord,
    uuid=st.just("u"),
    created_at=st.just(""),
    kind=st.just(Kind.GENERATED),
    file=st.just(FACTS),
    rating=st.integers(0, 5),
    pick=st.sampled_from(Pick),
    title=st.sampled_from(["", "One"]),
    note=st.sampled_from(["", "two"]),
    tags=NAMES,
    collections=NAMES,
)
CHANGES = st.builds(
    CareChange,
    rating=st.none() | st.integers(0, 5),
    pick=st.none() | st.sampled_from(Pick),
    title=st.none() | st.sampled_from(["", "One", "Other"]),
    note=st.none() | st.sampled_from(["", "else"]),
    added_tags=NAMES,
    removed_tags=NAMES,
    added_collections=NAMES,
    removed_collections=NAMES,
)


@given(RECORDS, CHANGES)
def test_what_takes_a_change_back_gives_the_same_care(record: ImageRecord, change: CareChange) -> None:
    after = applied(record, change)
    back = applied(after, undoing(record, after))
    assert (back.rating, back.pick, back.title, back.note) == (record.rating, record.pick, record.title, record.note)
    assert set(back.tags) == set(record.tags)
    assert set(back.collections) == set(record.collections)


@given(RECORDS)
def test_no_change_gives_the_same_record(record: ImageRecord) -> None:
    assert applied(record, CareChange()) is record


def test_a_rating_stays_among_the_stars() -> None:
    record = ImageRecord("u", "", Kind.GENERATED, FACTS)
    assert applied(record, CareChange(rating=9)).rating == 5


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  red   fox ", "red fox"), ("animals / fox/", "animals/fox"), ("//", ""), ("a,b", "a b"), ("", "")],
)
def test_a_tag_is_cleaned(typed: str, kept: str) -> None:
    assert clean_tag(typed) == kept
