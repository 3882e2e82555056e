"""What the window of costs asks the ledger, and what it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from desktop_app.core.ledger import LedgerLine, LedgerSum, sum_of, sums_by
from desktop_app.core.period import Period, month_of, today
from desktop_app.store.ledger_query import LedgerReader, LedgerRow, line_of

_PROMPT_LETTERS = 300

Group = tuple[Any, LedgerSum]
"""What is summed up, and the sum."""


class By(Enum):
    """What has a row of the table."""

    DAY = "day"
    MONTH = "month"
    MODEL = "model"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class Question:
    """Which part of the ledger, summed up by what, in which order."""

    period: Period
    by: By
    column: int = 0
    is_descending: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows in their order (`LedgerRow` for jobs, else `Group`), their sum, and the sum of this month."""

    question: Question
    rows: Sequence[Any]
    total: LedgerSum
    month: LedgerSum


_KEYS: dict[By, Callable[[LedgerLine], Any]] = {
    By.DAY: lambda line: line.day,
    By.MONTH: lambda line: line.month,
    By.MODEL: lambda line: line.model,
}
# In the order of the table's columns.
_GROUP_ORDERS: tuple[Callable[[Group], Any], ...] = (
    lambda group: group[0],
    lambda group: group[1].jobs,
    lambda group: group[1].pictures,
    lambda group: group[1].billed_usd,
    lambda group: group[1].unknown_usd,
    lambda group: group[1].under_way_usd,
)
_JOB_ORDERS: tuple[Callable[[LedgerRow], Any], ...] = (
    lambda row: row[1],
    lambda row: row[2] or "",
    lambda row: (row[3] or "").casefold(),
    lambda row: row[5] if row[5] is not None else -1.0,
    lambda row: row[6],
)


def answer_of(reader: LedgerReader, question: Question) -> Answer:
    """Read the ledger; may wait for the disk. Raises StoreError."""
    this_month = month_of(today())
    if question.by is By.JOB:
        jobs = reader.rows(question.period, prompt_letters=_PROMPT_LETTERS)
        total = sum_of(map(line_of, jobs))
        rows: list[Any] = _sorted(jobs, _JOB_ORDERS, question)
    else:
        groups = list(sums_by(reader.each_line(question.period), _KEYS[question.by]).items())
        total = _joined(groups)
        rows = _sorted(groups, _GROUP_ORDERS, question)
    month = total if question.period == this_month else sum_of(reader.each_line(this_month))
    return Answer(question, rows, total, month)


def _sorted(rows: list[Any], orders: Sequence[Callable[[Any], Any]], question: Question) -> list[Any]:
    rows.sort(key=orders[min(question.column, len(orders) - 1)], reverse=question.is_descending)
    return rows


def _joined(groups: Sequence[Group]) -> LedgerSum:
    sums = [total for _, total in groups]
    return LedgerSum(
        sum(each.jobs for each in sums),
        sum(each.pictures for each in sums),
        sum(each.billed_usd for each in sums),
        sum(each.unknown_usd for each in sums),
        sum(each.unpriced for each in sums),
        sum(each.under_way_usd for each in sums),
    )
