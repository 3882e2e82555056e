"""The options of `sfumato queue` and `sfumato costs`."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from datetime import date

from desktop_app.cli.budget_option import add_over_budget
from desktop_app.cli.console import Console
from desktop_app.core.period import Period, month_of

QUEUE_DESCRIPTION = """List what waits, what is under way and what needs a word of yours, with state, price
and whether it was billed: no, yes or unknown. Without an action the list is printed."""

COSTS_DESCRIPTION = """Tell what pictures cost. Every amount is an estimate by the price list; what the
provider bills is what counts."""

QUEUE_USAGE = """sfumato queue [--json] [--all]
       sfumato queue retry|cancel ID
       sfumato queue run"""

BYS = ("day", "month", "model", "job")

Verb = Callable[[Namespace, Console], int]


def add_queue_options(parser: ArgumentParser, *, listed: Verb, retried: Verb, cancelled: Verb, run: Verb) -> None:
    """Add the actions of `queue`, each with what does it."""
    parser.add_argument("--json", action="store_true", help="print a JSON array")
    parser.add_argument("--all", action="store_true", help="list what is done, too")
    parser.set_defaults(run=listed)
    actions = parser.add_subparsers(metavar="ACTION", prog="sfumato queue")
    again = actions.add_parser(
        "retry", help="take up a job again that ended: save its kept answer, else send it anew and print its pictures"
    )
    _add_id(again)
    again.add_argument("--json", action="store_true", help="print one JSON object per picture: path, sidecar, record")
    add_over_budget(again)
    again.set_defaults(run=retried)
    end = actions.add_parser("cancel", help="give a waiting job up")
    _add_id(end)
    end.set_defaults(run=cancelled)
    all_ = actions.add_parser("run", help="send what waits, in its order, and print the pictures")
    all_.add_argument("--json", action="store_true", help="print one JSON object per picture: path, sidecar, record")
    add_over_budget(all_)
    all_.set_defaults(run=run)


def add_costs_options(parser: ArgumentParser, *, run: Verb) -> None:
    """Add the options of `costs`."""
    parser.add_argument("--month", metavar="YYYY-MM", type=month, help="of this month only")
    parser.add_argument("--by", choices=BYS, help="one line for each of these; a month without --month, else a day")
    parser.add_argument("--csv", metavar="FILE", help="write every job into this file, or - for the terminal")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def month(given: str) -> Period:
    """Return the month that was typed as 2026-11."""
    try:
        return month_of(date.fromisoformat(f"{given.strip()}-01"))
    except (ValueError, OverflowError):
        raise ArgumentTypeError(f"{given!r} is no month; write it as 2026-11") from None


def _add_id(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="of the job as the list tells it, or its first letters")
