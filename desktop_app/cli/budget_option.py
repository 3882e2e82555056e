"""The word that lets a month's budget be overdrawn."""

from __future__ import annotations

from argparse import ArgumentParser, _ArgumentGroup


def add_over_budget(parser: ArgumentParser | _ArgumentGroup) -> None:
    """Add the option, `over_budget`."""
    parser.add_argument(
        "--over-budget",
        action="store_true",
        help="go on though this month's budget is used up, for the rest of the month",
    )
