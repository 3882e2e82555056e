"""`sfumato costs`: sums by day, month, model and job, a table for other programs, and the month's budget."""

from __future__ import annotations

import csv
import json
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from desktop_app.core.period import local_moment, month_of, today
from desktop_app.core.request import GenerationRequest
from desktop_app.core.settings import Settings
from desktop_app.engine.places import settings_path
from desktop_app.store.folders import user_folders
from desktop_app.store.settings import SettingsFile
from tests.support.queue_verbs import a_job, ran, write_journal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.generate_verb import Captured

DAY_S = 86_400.0
LONG_AGO = time.time() - 45 * DAY_S


def cells(lines: list[str]) -> list[list[str]]:
    return [line.replace("UNDER WAY", "UNDER_WAY").split() for line in lines]


@pytest.fixture
def filled() -> None:
    other = GenerationRequest("a harbour, =1", "owner/other", 256, 256)
    write_journal(
        a_job("old", JobState.DONE, sent_at=LONG_AGO, created_at=LONG_AGO, image_uuids=("u",), estimate_usd=1.0),
        a_job("done", JobState.DONE, image_uuids=("u", "v"), estimate_usd=0.25),
        a_job("lost", JobState.UNKNOWN, request=other, estimate_usd=0.5),
        a_job("refused", JobState.FAILED, request=other),
        a_job("waits"),
        a_job("shown", demo=True, state=JobState.DONE, billed=Billed.NO),
    )


def test_each_month_has_a_line_and_the_whole_its_sum(capsys: Captured, filled: None) -> None:
    code, out, err = ran(capsys, "costs")

    assert code == 0
    assert cells(out) == [
        ["MONTH", "JOBS", "PICTURES", "BILLED", "MAYBE", "UNDER_WAY"],
        [f"{today():%Y-%m}", "3", "2", "$0.25", "$0.50", "$0.00"],
        [f"{local_moment(LONG_AGO):%Y-%m}", "1", "1", "$1.00", "$0.00", "$0.00"],
        ["total", "4", "3", "$1.25", "$0.50", "$0.00"],
    ]
    assert "All amounts are estimates by the price list." in err


def test_a_month_is_told_by_its_days(capsys: Captured, filled: None) -> None:
    code, out, _ = ran(capsys, "costs", "--month", f"{local_moment(LONG_AGO):%Y-%m}")

    assert code == 0
    assert cells(out)[1][:4] == [f"{local_moment(LONG_AGO):%Y-%m-%d}", "1", "1", "$1.00"]
    assert len(out) == 3


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("day", [f"{today()}", f"{local_moment(LONG_AGO):%Y-%m-%d}"]),
        ("model", ["owner/other", "black-forest-labs/FLUX.2-dev"]),
        ("job", ["refused", "lost", "done", "old"]),
    ],
)
def test_the_sums_can_be_by_day_model_and_job(capsys: Captured, filled: None, by: str, keys: list[str]) -> None:
    _, out, _ = ran(capsys, "costs", "--by", by)
    assert [row[0] for row in cells(out)[1:-1]] == keys

    told = json.loads(ran(capsys, "costs", "--by", by, "--json")[1][0])
    assert [row["job_id" if by == "job" else by] for row in told["rows"]] == keys
    assert (told["total"]["billed_usd"], told["total"]["unknown_usd"], told["total"]["spent_usd"]) == (1.25, 0.5, 1.75)


def test_the_budget_of_this_month_is_told(capsys: Captured, filled: None) -> None:
    SettingsFile(settings_path(user_folders())).save(Settings(monthly_budget_usd=20.0))

    _, _, err = ran(capsys, "costs", "--month", "2020-01")
    told = json.loads(ran(capsys, "costs", "--json")[1][0])["this_month"]

    assert "Nothing was sent to the provider in this time." in err
    assert f"{today():%B}: $0.75 of $20.00, what may have been billed and what is under way included." in err
    assert (told["budget_usd"], told["spent_usd"], told["month"]) == (20.0, 0.75, f"{today():%Y-%m}")


def test_what_has_no_price_is_named(capsys: Captured) -> None:
    write_journal(a_job("aaaa", JobState.DONE, estimate_usd=None))

    assert "1 without a known price: not in these sums." in ran(capsys, "costs")[2]


def test_every_job_goes_into_a_table_for_other_programs(capsys: Captured, filled: None, tmp_path: Path) -> None:
    file = tmp_path / "costs.csv"

    code, out, _ = ran(capsys, "costs", "--csv", str(file))
    month = ran(capsys, "costs", "--csv", "-", "--month", f"{today():%Y-%m}")[1]

    assert (code, out) == (0, [str(file)])
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [(row["job_id"], row["billed"], row["estimate_usd"]) for row in rows] == [
        ("refused", "no", "0.0154"),
        ("lost", "unknown", "0.5"),
        ("done", "yes", "0.25"),
        ("old", "yes", "1"),
    ]
    assert month[0].startswith("day,time,")
    assert [row["job_id"] for row in csv.DictReader(month)] == ["refused", "lost", "done"]


def test_a_place_that_takes_no_file_is_said(capsys: Captured, filled: None, tmp_path: Path) -> None:
    code, out, err = ran(capsys, "costs", "--csv", str(tmp_path / "none" / "costs.csv"))

    assert (code, out) == (6, [])
    assert "The table was not written." in err
    assert "The folder is not there" in err
    assert "--library" not in err


@pytest.mark.parametrize("given", ["2026", "2026-13", "November", "2026-1-1", ""])
def test_what_is_no_month_is_bad_usage(capsys: Captured, given: str) -> None:
    code, _, err = ran(capsys, "costs", "--month", given)

    assert code == 2
    assert "is no month; write it as 2026-11" in err


def test_months_end_with_the_persons_own_midnight(capsys: Captured) -> None:
    first = month_of(today()).since
    write_journal(
        a_job("new", JobState.DONE, created_at=1.0, sent_at=first),
        a_job("gone", JobState.DONE, created_at=1.0, sent_at=first - 1),
    )

    before = local_moment(first) - timedelta(seconds=1)
    rows = cells(ran(capsys, "costs", "--by", "day")[1])[1:-1]

    assert [row[0] for row in rows] == [f"{today():%Y-%m}-01", f"{before:%Y-%m-%d}"]
