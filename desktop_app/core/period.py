"""Spans of whole days by the calendar and the clock of the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """From the first moment of one day up to that of another; `None` is no bound."""

    first: date | None = None
    end: date | None = None

    @property
    def since(self) -> float:
        """The first moment that belongs to it, in seconds since 1970."""
        return _midnight(self.first) if self.first is not None else float("-inf")

    @property
    def until(self) -> float:
        """The first moment that does not belong to it any more."""
        return _midnight(self.end) if self.end is not None else float("inf")


ALL_TIME = Period()


def today() -> date:
    """Return the day that it is for the person."""
    return datetime.now().astimezone().date()


def local_moment(moment_s: float) -> datetime:
    """Return a moment (seconds since 1970) by the clock of the person."""
    return datetime.fromtimestamp(moment_s, UTC).astimezone()


def month_of(day: date) -> Period:
    """Return the month in which a day lies."""
    first = day.replace(day=1)
    return Period(first, _next_month(first))


def month_before(day: date) -> Period:
    """Return the month before the one in which a day lies."""
    return month_of(day.replace(day=1) - timedelta(days=1))


def year_of(day: date) -> Period:
    """Return the year in which a day lies."""
    first = day.replace(month=1, day=1)
    return Period(first, first.replace(year=first.year + 1))


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _midnight(day: date) -> float:
    return datetime.combine(day, time.min).astimezone().timestamp()
