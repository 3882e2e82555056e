"""Two sidecars of one picture become one where it is clear what is newer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from desktop_app.core.care_merge import merged
from desktop_app.core.record import Pick
from tests.support.pictures import record_for

BARE = record_for("a.jpg", datetime(2026, 11, 22, tzinfo=UTC), "fox")
EARLY, LATE = "2026-11-22T10:00:00.000+00:00", "2026-11-22T11:00:00.000+00:00"


def test_the_later_word_counts_for_each_field_by_itself() -> None:
    ours = replace(BARE, rating=1, note="mine", changed_at={"rating": EARLY, "note": LATE})
    theirs = replace(BARE, rating=4, note="theirs", changed_at={"rating": LATE, "note": EARLY})
    assert merged(ours, theirs) == replace(BARE, rating=4, note="mine", changed_at={"rating": LATE, "note": LATE})


def test_taken_away_later_is_taken_away() -> None:
    ours = replace(BARE, rating=5, changed_at={"rating": EARLY})
    theirs = replace(BARE, rating=0, changed_at={"rating": LATE})
    both = merged(ours, theirs)
    assert both is not None
    assert both.rating == 0


def test_something_wins_over_nothing() -> None:
    both = merged(replace(BARE, title="mine"), replace(BARE, pick=Pick.PICKED))
    assert both == replace(BARE, title="mine", pick=Pick.PICKED)


def test_tags_and_collections_come_together() -> None:
    ours = replace(BARE, tags=("a", "b"), collections=("Book",), places={"Book": 1.0}, changed_at={"places": LATE})
    theirs = replace(BARE, tags=("b", "c"), collections=("Wall",), places={"Book": 2.0, "Wall": 3.0})
    both = merged(ours, theirs)
    assert both is not None
    assert (both.tags, both.collections) == (("a", "b", "c"), ("Book", "Wall"))
    assert both.places == {"Book": 1.0, "Wall": 3.0}


def test_what_is_not_clear_is_not_decided() -> None:
    assert merged(replace(BARE, rating=1), replace(BARE, rating=2)) is None
    assert merged(BARE, replace(BARE, uuid="another")) is None
