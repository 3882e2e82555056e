"""The words of costs: amounts by what is known of them, the month's budget, the columns of the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from desktop_app.core.errors import Billed
from desktop_app.core.ledger import Budget, BudgetState, LedgerLine, LedgerSum
from desktop_app.qt.ledger_model import LedgerColumn
from desktop_app.store.ledger_query import LedgerRow, line_of
from desktop_app.ui.ledger.ledger_answer import By, Group
from desktop_app.ui.number_words import grouped, usd

Named = Callable[[str], str]
"""The name of a model by its id."""


def month_name(day: date) -> str:
    """Return the month of a day: "November"."""
    return QLocale().standaloneMonthName(day.month)


def limit_words(limit_usd: float) -> str:
    """Return a limit that a person set: "$20", "$12.50"."""
    return usd(limit_usd).removesuffix(".00")


def spent_words(budget: Budget) -> str:
    """Return how much of the month's budget is used: "$7.90 of $20", or the amount alone where there is none."""
    if budget.limit_usd is None:
        return usd(budget.spent_usd)
    return _tr("{spent} of {limit}").format(spent=usd(budget.spent_usd), limit=limit_words(budget.limit_usd))


def budget_words(budget: Budget, *, is_held: bool) -> str:
    """Return what a nearly used or used up budget means; empty where there is nothing to say."""
    if is_held:
        return _tr("The budget has no room for the next order. Nothing more is sent this month until you say go on.")
    if budget.state is BudgetState.REACHED:
        return _tr("The budget is used up. Orders still go out this month.")
    if budget.state is BudgetState.NEAR:
        return _tr("The budget is nearly used up. When it is, nothing more is sent until you say go on.")
    return ""


def parts_of(total: LedgerSum) -> tuple[tuple[float, str], ...]:
    """Return amounts with what is known of them, in the order of the bar."""
    return (
        (total.billed_usd, _tr("{amount} billed").format(amount=usd(total.billed_usd))),
        (total.unknown_usd, _tr("{amount} may have been billed").format(amount=usd(total.unknown_usd))),
        (total.under_way_usd, _tr("{amount} under way").format(amount=usd(total.under_way_usd))),
    )


def total_words(total: LedgerSum) -> str:
    """Return the sum of what the table shows, in a line."""
    jobs = _tr("1 job") if total.jobs == 1 else _tr("{n} jobs").format(n=grouped(total.jobs))
    pictures = _tr("1 picture") if total.pictures == 1 else _tr("{n} pictures").format(n=grouped(total.pictures))
    parts = [jobs, pictures, *(text for amount, text in parts_of(total) if amount)]
    if total.unpriced:
        parts.append(_tr("{n} without a known price").format(n=grouped(total.unpriced)))
    return " · ".join(parts)


def estimate_words() -> str:
    """Return the sentence that every list of amounts carries."""
    return _tr("All amounts are estimates by the price list. What counts is the provider's bill.")


def columns_of(by: By, model_name: Named) -> Sequence[LedgerColumn]:
    """Return the columns of a table, in the order in which it can be sorted."""
    if by is By.JOB:
        return _job_columns(model_name)
    first = {
        By.DAY: LedgerColumn(_tr("Day"), lambda group: _day(group[0])),
        By.MONTH: LedgerColumn(_tr("Month"), lambda group: f"{month_name(group[0])} {group[0].year}"),
        By.MODEL: LedgerColumn(_tr("Model"), lambda group: model_name(group[0]), tip=lambda group: str(group[0])),
    }[by]
    return (
        first,
        _number(_tr("Jobs"), lambda total: grouped(total.jobs)),
        _number(_tr("Pictures"), lambda total: grouped(total.pictures)),
        _number(_tr("Billed"), lambda total: _amount(total.billed_usd)),
        _number(_tr("May have been billed"), lambda total: _amount(total.unknown_usd)),
        _number(_tr("Under way"), lambda total: _amount(total.under_way_usd)),
    )


def _job_columns(model_name: Named) -> Sequence[LedgerColumn]:
    return (
        LedgerColumn(_tr("Sent"), _sent, color=lambda _row: "dim"),
        LedgerColumn(_tr("Model"), lambda row: model_name(row[2] or ""), tip=lambda row: row[2] or ""),
        LedgerColumn(_tr("Prompt"), lambda row: " ".join((row[3] or "").split()), tip=lambda row: row[3] or ""),
        LedgerColumn(
            _tr("Estimate"), lambda row: usd(row[5]) if row[5] is not None else _tr("not known"), is_number=True
        ),
        LedgerColumn(
            _tr("Billed"),
            lambda row: _status(line_of(row)),
            tip=lambda row: _tr("What earlier tries of this job may have cost") if line_of(row).is_earlier else "",
            color=lambda row: _status_color(line_of(row)),
        ),
    )


def _number(title: str, text: Callable[[LedgerSum], str]) -> LedgerColumn:
    def group_text(group: Group) -> str:
        return text(group[1])

    return LedgerColumn(title, group_text, is_number=True)


def _amount(amount_usd: float) -> str:
    # What is nothing is left blank: the eye finds what is not.
    return usd(amount_usd) if amount_usd else ""


def _status(line: LedgerLine) -> str:
    if line.is_under_way:
        return _tr("under way")
    return {Billed.YES: _tr("yes"), Billed.NO: _tr("no"), Billed.UNKNOWN: _tr("unknown")}[line.billed]


def _status_color(line: LedgerLine) -> str:
    if line.billed is Billed.UNKNOWN:
        return "text" if line.is_under_way else "warn"
    return "text" if line.billed is Billed.YES else "dim"


def _day(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMM yyyy")


def _sent(row: LedgerRow) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(row[1]))
    is_this_year = moment.date().year() == QDate.currentDate().year()
    return QLocale().toString(moment, "d MMM, HH:mm" if is_this_year else "d MMM yyyy, HH:mm")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Costs", text)
