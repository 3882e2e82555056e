"""What pictures cost: sums of the ledger, the month's budget, days by the person's calendar."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from desktop_app.core.ledger import Budget, BudgetState, LedgerLine, LedgerSum, sum_of, sums_by
from desktop_app.core.period import ALL_TIME, Period, local_moment, month_before, month_of, today, year_of

if TYPE_CHECKING:
    from collections.abc import Iterator

DONE = LedgerLine(date(2026, 11, 22), 1.0, "a/model", "id", "fox", 1, 0.25, Billed.YES, JobState.DONE)


@pytest.fixture
def far_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Pacific/Auckland")
        time.tzset()
        yield
    time.tzset()


def test_each_amount_counts_once_by_what_is_known_of_it() -> None:
    lines = [
        DONE,
        replace(DONE, pictures=2, estimate_usd=0.5),
        replace(DONE, pictures=0, billed=Billed.UNKNOWN, state=JobState.UNKNOWN),
        replace(DONE, pictures=0, billed=Billed.UNKNOWN, state=JobState.SENDING, estimate_usd=1.0),
        replace(DONE, pictures=0, billed=Billed.NO, state=JobState.FAILED),
    ]

    total = sum_of(lines)

    assert total == LedgerSum(5, 3, billed_usd=0.75, unknown_usd=0.25, under_way_usd=1.0)
    assert total.spent_usd == 2.0


def test_what_is_being_saved_is_billed_and_not_under_way() -> None:
    saving = replace(DONE, state=JobState.SAVING)

    assert not saving.is_under_way
    assert sum_of([saving]).billed_usd == 0.25


def test_earlier_sends_cost_and_are_no_job_of_their_own() -> None:
    earlier = replace(DONE, pictures=0, billed=Billed.UNKNOWN, state=JobState.UNKNOWN, is_earlier=True)

    assert sum_of([DONE, earlier]) == LedgerSum(1, 1, billed_usd=0.25, unknown_usd=0.25)


def test_a_cost_without_a_price_is_counted_and_one_that_was_not_billed_is_not() -> None:
    lines = [
        replace(DONE, estimate_usd=None),
        replace(DONE, estimate_usd=None, billed=Billed.UNKNOWN),
        replace(DONE, estimate_usd=None, billed=Billed.NO),
    ]

    assert sum_of(lines).unpriced == 2


def test_sums_come_in_the_order_of_their_keys() -> None:
    lines = [replace(DONE, model="b"), replace(DONE, model="a", estimate_usd=1.0), replace(DONE, model="b")]

    sums = sums_by(lines, lambda line: line.model)

    assert list(sums) == ["b", "a"]
    assert [each.billed_usd for each in sums.values()] == [0.5, 1.0]
    assert DONE.month == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("limit", "spent", "state"),
    [
        (None, 1000.0, BudgetState.NONE),
        (10.0, 7.99, BudgetState.ENOUGH),
        (10.0, 8.0, BudgetState.NEAR),
        (10.0, 9.999, BudgetState.NEAR),
        (10.0, 10.0, BudgetState.REACHED),
        (0.0, 0.0, BudgetState.REACHED),
    ],
)
def test_a_budget_warns_from_four_fifths_and_is_reached_at_its_limit(
    limit: float | None, spent: float, state: BudgetState
) -> None:
    assert Budget(limit, spent).state is state


def test_a_budget_has_room_for_what_fits_to_the_cent() -> None:
    budget = Budget(1.0, 0.7 + 0.1)

    assert budget.has_room_for(0.2)
    assert not budget.has_room_for(0.21)
    assert budget.has_room_for(None)
    assert not Budget(1.0, 1.0).has_room_for(None)
    assert Budget(None, 99.0).has_room_for(99.0)


def test_months_and_years_end_where_the_next_begin() -> None:
    assert month_of(date(2026, 12, 31)) == Period(date(2026, 12, 1), date(2027, 1, 1))
    assert month_before(date(2026, 3, 31)) == Period(date(2026, 2, 1), date(2026, 3, 1))
    assert month_before(date(2026, 1, 1)) == Period(date(2025, 12, 1), date(2026, 1, 1))
    assert year_of(date(2028, 2, 29)) == Period(date(2028, 1, 1), date(2029, 1, 1))
    assert (ALL_TIME.since, ALL_TIME.until) == (float("-inf"), float("inf"))


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system's clock cannot be set for one program")
@pytest.mark.usefixtures("far_east")
def test_days_are_those_of_the_person() -> None:
    # Auckland: UTC+13 in December, UTC+12 in June.
    assert local_moment(1_796_040_000.0).date() == date(2026, 12, 1)  # 30 November, 12:00 UTC
    december = month_of(date(2026, 12, 5))
    assert december.since == 1_796_036_400.0
    june = month_of(date(2026, 6, 5))
    assert (june.until - june.since) == 30 * 86_400
    assert local_moment(december.since - 1).date() == date(2026, 11, 30)
    assert today() == local_moment(time.time()).date()
