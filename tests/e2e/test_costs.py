"""Money in sight: the window of costs, its file, and the month's budget, by mouse and keys."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from desktop_app.core.period import today
from tests.e2e.conftest import wait_for_orders
from tests.support.waiting import until

if TYPE_CHECKING:
    from tests.support.program import Program
    from tests.support.server import LoopbackServer

DEV, SCHNELL = "FLUX.2 dev", "FLUX.1 schnell"
DEV_USD, SCHNELL_USD = 0.0154, 0.0028


def _order(studio: Program, server: LoopbackServer, prompt: str, model: str) -> None:
    """Order by the button, and wait for the picture."""
    before = len(server.orders())
    studio.choose_model(model)
    studio.write_prompt(prompt)
    studio.click(studio.beginning("Generate, ").name, "push button")
    wait_for_orders(server, before + 1)
    studio.wait_for_pictures(before + 1)


def _cells(studio: Program) -> list[str]:
    return [part.name for part in studio.parts() if part.role == "cell" and part.name]


def _shows(studio: Program, by: str, *cells: str) -> None:
    """Choose what a row is, and wait until the table has these cells side by side."""
    studio.click(f"Rows: {by}")
    until(lambda: " | ".join(cells) in " | ".join(_cells(studio)), lambda: f"{cells}; it has {_cells(studio)}")


def _set_budget(studio: Program, amount: str) -> None:
    studio.says("today $")
    studio.press("ctrl+comma")
    studio.write_into("Budget for a month, in US dollars", "text", amount)
    studio.press("Escape")
    until(lambda: not studio.called("Budget for a month, in US dollars"), "the end of the settings")


def test_the_costs_are_summed_and_exported(studio: Program, server: LoopbackServer) -> None:
    _order(studio, server, "a red fox", DEV)
    _order(studio, server, "the sea at night", SCHNELL)
    server.cut(after_bytes=200)
    studio.generate("a heron")
    studio.says("Outcome unknown")
    studio.press("ctrl+shift+c")

    sums = ("3", "2", "$0.018", "$0.0028")
    _shows(studio, "Day", *sums)
    _shows(studio, "Month", f"{today():%B %Y}", *sums)
    _shows(studio, "Model", SCHNELL, "2", "1", "$0.0028", "$0.0028")
    _shows(studio, "Model", DEV, "1", "1", "$0.015")
    _shows(studio, "Job", "a heron", "$0.0028", "unknown")
    _shows(studio, "Job", "a red fox", "$0.015", "yes")

    file = studio.home / "costs of the month.csv"
    studio.click("Export…", "push button")
    studio.part("File name:", "text")
    studio.press("ctrl+a")
    studio.type(str(file))
    studio.press("Return")
    studio.says(f"Costs exported to {file.name}.")
    with file.open(encoding="utf-8-sig", newline="") as table:
        rows = [(row["prompt"], round(float(row["estimate_usd"]), 4), row["billed"]) for row in csv.DictReader(table)]
    assert sorted(rows) == [
        ("a heron", SCHNELL_USD, "unknown"),
        ("a red fox", DEV_USD, "yes"),
        ("the sea at night", SCHNELL_USD, "yes"),
    ]


def test_a_budget_warns_holds_and_lets_go_by_a_word(studio: Program, server: LoopbackServer) -> None:
    _set_budget(studio, "0.02")
    _order(studio, server, "a red fox", DEV)
    assert "nearly used up" not in studio.words()
    _order(studio, server, "the sea at night", SCHNELL)
    studio.says("The budget is nearly used up. When it is, nothing more is sent until you say go on.")

    studio.generate("a heron")
    studio.says("Nothing more is sent this month until you say go on.", "1 waiting")
    assert studio.quit() == 0
    studio.start()
    studio.says("Nothing more is sent this month until you say go on.", "1 waiting")
    assert len(server.orders()) == 2
    studio.click("Go on this month", "push button")
    studio.wait_for_pictures(3)
    studio.says("The budget is used up. Orders still go out this month.")
    assert len(server.orders()) == 3
