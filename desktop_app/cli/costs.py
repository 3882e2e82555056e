"""`sfumato costs`: what pictures cost, by day, month, model or job."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from desktop_app.cli.console import Console
from desktop_app.cli.exit_codes import ExitCode, exit_code_of_error_class
from desktop_app.cli.narrator import Narrator
from desktop_app.cli.recovery import recovered_session
from desktop_app.cli.words import error_lines, usd
from desktop_app.core.errors import SfumatoError, StoreError
from desktop_app.core.ledger import LedgerLine, LedgerSum, sum_of, sums_by
from desktop_app.core.period import ALL_TIME, local_moment, month_of, today
from desktop_app.core.settings import Settings
from desktop_app.engine.places import journal_path, settings_path, typed_path
from desktop_app.store.folders import Folders, user_folders
from desktop_app.store.ledger_csv import csv_text, write_csv
from desktop_app.store.ledger_query import LedgerReader
from desktop_app.store.settings import SettingsFile

_GAP = "  "
_JOB = "job"
_KEYS: Mapping[str, Callable[[LedgerLine], str]] = {
    "day": lambda line: line.day.isoformat(),
    "month": lambda line: f"{line.day:%Y-%m}",
    "model": lambda line: line.model,
    _JOB: lambda line: line.job_id,
}
_AMOUNTS = ("JOBS", "PICTURES", "BILLED", "MAYBE", "UNDER WAY")


def tell_costs(options: Namespace, console: Console) -> int:
    """Print the sums, or write every job into a table for other programs, and return the exit code."""
    folders = user_folders()
    settings = SettingsFile(settings_path(folders)).load()
    try:
        asyncio.run(_recover(folders, settings, console))
        reader = LedgerReader(journal_path(folders))
        lines = reader.lines(options.month or ALL_TIME)
        if options.csv:
            return _hand_over(lines, options.csv, console)
        this_month = sum_of(reader.lines(month_of(today())))
    except SfumatoError as error:
        console.say_all(error_lines(error))
        return exit_code_of_error_class(type(error))
    by = options.by or ("day" if options.month else "month")
    if options.json:
        console.result_json(_json(lines, by, this_month, settings.monthly_budget_usd))
    else:
        _print(lines, by, console)
        for note in _notes(lines, this_month, settings.monthly_budget_usd):
            console.say(note)
    return ExitCode.DONE


async def _recover(folders: Folders, settings: Settings, console: Console) -> None:
    async with recovered_session(folders, settings, Narrator(console, as_json=False), is_queue=False):
        pass


def _hand_over(lines: Sequence[LedgerLine], place: str, console: Console) -> ExitCode:
    if place == "-":
        console.result(csv_text(lines, "\n").removesuffix("\n"))
        return ExitCode.DONE
    path = typed_path(place).absolute()
    try:
        write_csv(path, lines)
    except StoreError as error:
        # What can be done about a picture's folder is not what can be done here.
        happened, *_ = error_lines(error)
        console.say_all(["The table was not written.", happened, f"Where: {path}"])
        return ExitCode.NOT_SAVED
    console.result(str(path))
    return ExitCode.DONE


def _print(lines: Sequence[LedgerLine], by: str, console: Console) -> None:
    rows = [(key, *_amounts(total)) for key, total in sums_by(lines, _KEYS[by]).items()]
    if not rows:
        return
    table = [(by.upper(), *_AMOUNTS), *rows, ("total", *_amounts(sum_of(lines)))]
    widths = [max(len(row[column]) for row in table) for column in range(len(_AMOUNTS) + 1)]
    for first, *rest in table:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))]
        console.result(_GAP.join(cells))


def _amounts(total: LedgerSum) -> tuple[str, ...]:
    amounts = (total.billed_usd, total.unknown_usd, total.under_way_usd)
    return (str(total.jobs), str(total.pictures), *(usd(round(amount, 6)) for amount in amounts))


def _notes(lines: Sequence[LedgerLine], this_month: LedgerSum, budget_usd: float | None) -> Iterator[str]:
    if not lines:
        yield "Nothing was sent to the provider in this time."
    else:
        yield "All amounts are estimates by the price list. MAYBE: may have been billed; its outcome is not known."
    unpriced = sum_of(lines).unpriced
    if unpriced:
        yield f"{unpriced} without a known price: not in these sums."
    spent = usd(round(this_month.spent_usd, 6))
    if budget_usd is not None:
        yield f"{today():%B}: {spent} of {usd(budget_usd)}, what may have been billed and what is under way included."


def _json(lines: Sequence[LedgerLine], by: str, this_month: LedgerSum, budget_usd: float | None) -> dict[str, Any]:
    rows: list[dict[str, Any]]
    if by == _JOB:
        rows = [_line_json(line) for line in lines]
    else:
        rows = [{by: key, **_sum_json(total)} for key, total in sums_by(lines, _KEYS[by]).items()]
    return {
        "amounts": "estimates by the price list, in US dollars",
        "by": by,
        "rows": rows,
        "total": _sum_json(sum_of(lines)),
        "this_month": {"month": f"{today():%Y-%m}", "budget_usd": budget_usd, **_sum_json(this_month)},
    }


def _sum_json(total: LedgerSum) -> dict[str, Any]:
    return {
        name: round(value, 6) if isinstance(value, float) else value
        for name, value in {**asdict(total), "spent_usd": total.spent_usd}.items()
    }


def _line_json(line: LedgerLine) -> dict[str, Any]:
    return {
        "day": line.day.isoformat(),
        "sent_at": local_moment(line.sent_at).isoformat(timespec="seconds"),
        "model": line.model,
        "prompt": line.prompt,
        "pictures": line.pictures,
        "estimate_usd": line.estimate_usd,
        "billed": line.billed.value,
        "state": line.state.value,
        "job_id": line.job_id,
        "earlier_send": line.is_earlier,
    }
