"""What the window of costs asks the ledger, and what it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from desktop_app.core.ledger import LedgerLine, LedgerSum, sum_of, sums_by
from desktop_app.core.period import Period, month_of, today
from desktop_app.store.ledger_query import LedgerReader, LedgerRows, line_of

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
# The place in a row, and what it is sorted by.
_JOB_ORDERS: tuple[tuple[int, Callable[[Any], Any]], ...] = (
    (1, lambda moment: moment),
    (2, lambda model: model or ""),
    (3, lambda prompt: (prompt or "").casefold()),
    (5, lambda estimate_usd: estimate_usd if estimate_usd is not None else -1.0),
    (6, lambda billed: billed),
)


def answer_of(reader: LedgerReader, question: Question) -> Answer:
    """Read the ledger; may wait for the disk. Raises StoreError."""
    this_month = month_of(today())
    if question.by is By.JOB:
        jobs = reader.rows(question.period, prompt_letters=_PROMPT_LETTERS)
        total = sum_of(map(line_of, jobs))
        rows: Sequence[Any] = _sorted_jobs(jobs, question)
    else:
        groups = list(sums_by(reader.each_line(question.period), _KEYS[question.by]).items())
        total = _joined(groups)
        groups.sort(key=_GROUP_ORDERS[question.column], reverse=question.is_descending)
        rows = groups
    month = total if question.period == this_month else sum_of(reader.each_line(this_month))
    return Answer(question, rows, total, month)


def _sorted_jobs(jobs: LedgerRows, question: Question) -> LedgerRows:
    if question.column == 0 and question.is_descending:
        return jobs
    column, key = _JOB_ORDERS[question.column]
    return jobs.sorted_by(column, key, is_descending=question.is_descending)


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
