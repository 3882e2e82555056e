"""The ledger as the journal tells it, and as a table for other programs."""

from __future__ import annotations

import csv
import io
import sqlite3
import time
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import Billed, FolderReadOnly, JournalTooNew, WriteFailed
from desktop_app.core.job import Job, JobState
from desktop_app.core.ledger import LedgerLine, sum_of
from desktop_app.core.period import local_moment, month_before, month_of, today
from desktop_app.core.request import GenerationRequest
from desktop_app.store.journal import Journal
from desktop_app.store.journal_schema import MIGRATIONS
from desktop_app.store.ledger_csv import COLUMNS, csv_text, write_csv
from desktop_app.store.ledger_query import LedgerReader, line_of
from tests.support.disks import make_read_only, small_disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = time.time()
REQUEST = GenerationRequest("a red fox, 狐\nin the snow", "black-forest-labs/FLUX.2-dev")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    opened = Journal(path)
    yield opened
    opened.close()


def a_job(name: str, **fields: Any) -> Job:
    usual: dict[str, Any] = {
        "demo": False,
        "state": JobState.DONE,
        "created_at": NOW,
        "sent_at": NOW,
        "estimate_usd": 0.25,
        "billed": Billed.YES,
        "image_uuids": ("uuid",),
    }
    return Job(name, "batch", fields.pop("request", REQUEST), **{**usual, **fields})


def a_line(**fields: Any) -> LedgerLine:
    usual: dict[str, Any] = {
        "day": date(2026, 11, 22),
        "sent_at": NOW,
        "model": "owner/model",
        "job_id": "0c4f",
        "prompt": "fox",
        "pictures": 1,
        "estimate_usd": 0.0154,
        "billed": Billed.YES,
        "state": JobState.DONE,
    }
    return LedgerLine(**{**usual, **fields})


def read_back(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_a_line_says_all_that_the_journal_knows(path: Path, journal: Journal) -> None:
    journal.add(a_job("one", image_uuids=("a", "b")))

    assert LedgerReader(path).lines() == [
        LedgerLine(
            day=local_moment(NOW).date(),
            sent_at=NOW,
            model=REQUEST.model,
            job_id="one",
            prompt=REQUEST.prompt,
            pictures=2,
            estimate_usd=0.25,
            billed=Billed.YES,
            state=JobState.DONE,
        )
    ]


def test_every_job_that_was_sent_has_a_line_and_no_other_has(path: Path, journal: Journal) -> None:
    journal.add_all(
        [
            a_job("done", sent_at=NOW + 6),
            a_job("refused", sent_at=NOW + 5, state=JobState.FAILED, billed=Billed.NO),
            a_job("lost", sent_at=NOW + 4, state=JobState.UNKNOWN, billed=Billed.UNKNOWN),
            a_job("given up", sent_at=NOW + 3, state=JobState.CANCELLED, billed=Billed.UNKNOWN),
            a_job("on its way", sent_at=NOW + 2, state=JobState.SENDING, billed=Billed.UNKNOWN),
            a_job("waiting", sent_at=0.0, state=JobState.QUEUED, billed=Billed.NO),
            a_job("never sent", sent_at=0.0, state=JobState.FAILED, billed=Billed.NO),
            a_job("demo", demo=True, billed=Billed.NO),
        ]
    )
    journal.dismiss("done")

    assert [line.job_id for line in LedgerReader(path).lines()] == [
        "done",
        "refused",
        "lost",
        "given up",
        "on its way",
    ]


def test_earlier_sends_have_a_line_of_their_own(path: Path, journal: Journal) -> None:
    journal.add_all(
        [
            a_job("again", earlier_usd=0.5),
            a_job("waits", created_at=NOW - 1, sent_at=0.0, state=JobState.QUEUED, billed=Billed.NO, earlier_usd=1.0),
        ]
    )

    lines = LedgerReader(path).lines()

    assert [(line.job_id, line.is_earlier, line.billed, line.estimate_usd) for line in lines] == [
        ("again", False, Billed.YES, 0.25),
        ("again", True, Billed.UNKNOWN, 0.5),
        ("waits", True, Billed.UNKNOWN, 1.0),
    ]


def test_what_earlier_sends_may_have_cost_has_its_line_whatever_the_job_is_now(path: Path, journal: Journal) -> None:
    month = month_of(today())
    journal.add_all(
        [
            a_job("demo", demo=True, billed=Billed.NO, estimate_usd=0.0, earlier_usd=0.5, earlier_at=NOW - 1),
            a_job("last month", billed=Billed.NO, earlier_usd=1.0, earlier_at=month.since - 0.5),
        ]
    )
    reader = LedgerReader(path)

    assert [(line.job_id, line.is_earlier) for line in reader.lines(month)] == [
        ("last month", False),
        ("demo", True),
    ]
    (before,) = reader.lines(month_before(today()))
    assert (before.job_id, before.is_earlier, before.estimate_usd) == ("last month", True, 1.0)
    assert ["0.5", "demo"] in [[row[5], row[8]] for row in read_back(csv_text(reader.lines()))]


def test_the_sum_is_the_one_by_which_the_queue_is_held(path: Path, journal: Journal) -> None:
    journal.add_all(
        [
            a_job("a"),
            a_job("b", state=JobState.UNKNOWN, billed=Billed.UNKNOWN, earlier_usd=0.125),
            a_job("c", state=JobState.SENDING, billed=Billed.UNKNOWN),
            a_job("d", state=JobState.FAILED, billed=Billed.NO, earlier_usd=2.0),
            a_job("e", state=JobState.QUEUED, sent_at=0.0, billed=Billed.NO, earlier_usd=4.0),
            a_job("f", estimate_usd=None),
            a_job("g", demo=True, billed=Billed.NO, estimate_usd=0.0, earlier_usd=8.0, earlier_at=NOW - 1),
            a_job("h", billed=Billed.NO, earlier_usd=16.0, earlier_at=NOW - 40 * 86_400),
            a_job("long ago", created_at=NOW - 40 * 86_400, sent_at=NOW - 40 * 86_400),
        ]
    )
    month = month_of(today())

    spending = journal.spending(month.since, month.since)
    total = sum_of(LedgerReader(path).lines(month))

    assert total.spent_usd == pytest.approx(spending.committed_usd)
    assert total.billed_usd == pytest.approx(spending.charged_usd)
    assert total.unpriced == 1


def test_a_job_belongs_to_the_day_of_the_person_on_which_it_was_sent(path: Path, journal: Journal) -> None:
    month = month_of(today())
    journal.add_all(
        [
            a_job("first of this", created_at=month.since - 5, sent_at=month.since),
            a_job("last of the one before", created_at=month.since - 5, sent_at=month.since - 0.5),
        ]
    )
    reader = LedgerReader(path)

    (this,) = reader.lines(month)
    (before,) = reader.lines(month_before(today()))

    assert (this.job_id, this.day) == ("first of this", month.first)
    assert month.first is not None
    assert (before.job_id, before.day) == ("last of the one before", month.first - timedelta(days=1))


def test_reading_waits_for_no_writer_and_keeps_none_waiting(path: Path, journal: Journal) -> None:
    journal.add(a_job("one"))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert len(LedgerReader(path).lines()) == 1
        other.execute("ROLLBACK")


def test_without_a_journal_there_are_no_lines_and_none_is_made(path: Path) -> None:
    assert LedgerReader(path).lines() == []
    assert not path.exists()


def test_the_journal_of_another_version_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE jobs (id TEXT)")
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS) - 1}")
    assert LedgerReader(path).lines() == []

    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(JournalTooNew):
        LedgerReader(path).lines()


def test_what_is_no_database_is_told_and_stays_where_it_is(path: Path) -> None:
    path.write_bytes(b"no database at all, and longer than its header would be" * 40)
    with pytest.raises(WriteFailed):
        LedgerReader(path).lines()
    assert path.exists()


def test_a_row_that_cannot_be_read_still_counts(path: Path, journal: Journal) -> None:
    journal.add_all([a_job("a"), a_job("b")])
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE jobs SET request = '{', state = 'gone', image_uuids = '' WHERE id = 'a'")
        database.execute("UPDATE jobs SET request = ? WHERE id = 'b'", ('{"model": "m", "prompt": "half \\ud800"}',))
        database.commit()

    lines = {line.job_id: line for line in LedgerReader(path).lines()}

    assert sum_of(lines.values()).billed_usd == 0.5
    assert (lines["a"].prompt, lines["a"].state) == ("", JobState.UNKNOWN)
    assert lines["b"].prompt.startswith("half ")


def test_the_table_has_one_row_a_line_and_amounts_that_add_up() -> None:
    moment = datetime(2026, 11, 22, 14, 2, 31).astimezone().timestamp()
    lines = [
        a_line(sent_at=moment),
        a_line(sent_at=moment, estimate_usd=0.000011, billed=Billed.UNKNOWN, state=JobState.UNKNOWN),
        a_line(sent_at=moment, estimate_usd=None, billed=Billed.NO, state=JobState.FAILED, pictures=0),
        a_line(sent_at=moment, estimate_usd=12.0),
    ]

    heading, *rows = read_back(csv_text(lines))

    assert tuple(heading) == COLUMNS
    assert rows[0] == ["2026-11-22", "14:02:31", "owner/model", "fox", "1", "0.0154", "yes", "done", "0c4f"]
    assert [row[5] for row in rows] == ["0.0154", "0.000011", "", "12"]
    assert [row[6:8] for row in rows[1:3]] == [["unknown", "unknown"], ["no", "failed"]]


def test_the_file_is_what_spreadsheets_know(tmp_path: Path) -> None:
    file = tmp_path / "costs.csv"

    write_csv(file, [a_line(prompt='a "red" fox, 狐\nin the snow')])

    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfday,time,")
    assert data.endswith(b"\r\n")
    assert '"a ""red"" fox, 狐\nin the snow"'.encode() in data


@pytest.mark.parametrize(
    ("prompt", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "  '=1+1"),
        ("\t=1+1", "\t'=1+1"),
        ("＝1", "'＝1"),
        ("fox;=1+1", "fox;'=1+1"),
        ('fox;"=1+1', "fox;\"'=1+1"),
        ("fox\r\n=1+1", "fox\r\n'=1+1"),
        ("fox = 1, well-lit @ dusk", "fox = 1, well-lit @ dusk"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(prompt: str, cell: str) -> None:
    assert read_back(csv_text([a_line(prompt=prompt)]))[1][3] == cell


@given(prompt=st.text(), model=st.text(max_size=20))
def test_whatever_a_prompt_holds_the_table_stays_a_table(prompt: str, model: str) -> None:
    rows = read_back(csv_text([a_line(prompt=prompt, model=model), a_line()]))

    assert [len(row) for row in rows] == [len(COLUMNS)] * 3
    assert rows[1][3].replace("'", "") == prompt.replace("'", "")
    assert not rows[1][3].startswith(("=", "+", "-", "@"))


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    with small_disk(tmp_path / "closed") as disk:
        make_read_only(disk)
        with pytest.raises(FolderReadOnly):
            write_csv(disk / "costs.csv", [a_line()])


def test_many_lines_are_sorted_by_any_column(path: Path, journal: Journal) -> None:
    count = 10_000
    journal.add_all(
        a_job(f"job {number}", sent_at=NOW + number, estimate_usd=number % 97 / 8) for number in range(count)
    )

    rows = LedgerReader(path).rows(prompt_letters=5)
    dearest = rows.sorted_by(5, lambda estimate_usd: estimate_usd, is_descending=True)
    oldest = dearest.sorted_by(1, lambda moment: moment, is_descending=False)

    assert len(rows) == len(dearest) == count
    assert [row[0] for row in rows[:2]] == [f"job {count - 1}", f"job {count - 2}"]
    assert [row[5] for row in dearest] == sorted((row[5] for row in rows), key=lambda usd: -(usd or 0.0))
    assert [row[0] for row in oldest] == [f"job {number}" for number in range(count)]
    assert line_of(rows[0]).prompt == "a red"
