"""The ledger as a table for other programs (RFC 4180)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from desktop_app.core.ledger import LedgerLine
from desktop_app.core.period import local_moment
from desktop_app.store.atomic import write_whole

COLUMNS = ("day", "time", "model", "prompt", "pictures", "estimate_usd", "billed", "state", "job_id")
"""The heading. Days and times are the person's own, `estimate_usd` is empty where no price is known."""

# Where a cell begins for a spreadsheet, whichever separator it goes by, and a letter with which a formula does.
_FORMULA = re.compile(r"""(^|[;\t\r\n])([\s"']*)(?=[=+\-@＝＋－＠])""")


def csv_text(lines: Iterable[LedgerLine], line_end: str = "\r\n") -> str:
    """Return heading and lines. No cell is a formula to a spreadsheet: an apostrophe goes before what could be one."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(line) for line in lines)
    return text.getvalue()


def write_csv(path: Path, lines: Iterable[LedgerLine]) -> None:
    """Write the file in UTF-8, with the mark by which spreadsheets know it; a file of that name is replaced.

    Raises DiskFull, FolderMissing, FolderReadOnly or WriteFailed; the old file is then as it was.
    """
    write_whole(path, csv_text(lines).encode("utf-8-sig", "replace"))


def _cells(line: LedgerLine) -> tuple[str, ...]:
    return (
        line.day.isoformat(),
        f"{local_moment(line.sent_at):%H:%M:%S}",
        _harmless(line.model),
        _harmless(line.prompt),
        str(line.pictures),
        _decimal(line.estimate_usd),
        line.billed.value,
        line.state.value,
        _harmless(line.job_id),
    )


def _harmless(text: str) -> str:
    return _FORMULA.sub(r"\1\2'", text)


def _decimal(amount: float | None) -> str:
    """Return the amount without an exponent: 0.0154, 0.000011, 12."""
    return f"{amount:.6f}".rstrip("0").rstrip(".") if amount is not None else ""
