"""What the journal knows of money, read beside whoever writes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from desktop_app.core.errors import Billed, JournalTooNew
from desktop_app.core.job import JobState
from desktop_app.core.ledger import LedgerLine
from desktop_app.core.period import ALL_TIME, Period, local_moment
from desktop_app.store.journal_file import database_errors
from desktop_app.store.journal_schema import MIGRATIONS

_PATIENCE_S = 10.0

_LINES = """
    SELECT id, max(created_at, sent_at) AS moment, sent_at,
        CASE WHEN json_valid(request) THEN json_extract(request, '$.model') END AS model,
        CASE WHEN json_valid(request) THEN json_extract(request, '$.prompt') END AS prompt,
        CASE WHEN json_valid(image_uuids) THEN json_array_length(image_uuids) ELSE 0 END AS pictures,
        estimate_usd, billed, state, earlier_usd
    FROM jobs
    WHERE NOT demo AND (sent_at > 0 OR billed <> 'no' OR earlier_usd > 0)
        AND max(created_at, sent_at) >= ? AND max(created_at, sent_at) < ?
    ORDER BY moment DESC, rowid DESC
"""

_STATES = {state.value: state for state in JobState}
_BILLED = {billed.value: billed for billed in Billed}


class LedgerReader:
    """Reads the lines of every job that was ever sent to the provider, dismissed ones and other programs' among them.

    It opens the journal's file for each reading and changes nothing in it, so that nobody who writes has to wait. May be
    used from any thread.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def lines(self, period: Period = ALL_TIME) -> list[LedgerLine]:
        """Return the lines of a period, the newest first; none where no journal is yet, or none of this version.

        A job counts on the day on which it was sent last. Raises DiskFull, FolderMissing, FolderReadOnly or WriteFailed
        when the disk does not serve, JournalTooNew for the journal of a newer version.
        """
        if not self._path.exists():
            return []
        with database_errors(self._path), closing(self._opened()) as database:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version > len(MIGRATIONS):
                raise JournalTooNew(f"version {version}, and {len(MIGRATIONS)} is known", path=str(self._path))
            if version < len(MIGRATIONS):
                return []
            rows = database.execute(_LINES, (period.since, period.until))
            return [line for row in rows for line in _lines_of(row)]

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE_S)
        # Half a letter in a prompt must not keep the sums away.
        database.text_factory = _text
        return database


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _lines_of(row: tuple[object, ...]) -> Iterator[LedgerLine]:
    id_, moment, sent_at, model, prompt, pictures, estimate, billed, state, earlier = row
    assert isinstance(moment, float)
    day = local_moment(moment).date()
    now = _BILLED.get(str(billed), Billed.UNKNOWN)
    # A job that waits to be sent again has told of its earlier sends alone.
    if sent_at or now is not Billed.NO:
        yield LedgerLine(
            day=day,
            sent_at=moment,
            model=str(model or ""),
            job_id=str(id_),
            prompt=str(prompt or ""),
            pictures=pictures if isinstance(pictures, int) else 0,
            estimate_usd=float(estimate) if isinstance(estimate, int | float) else None,
            billed=now,
            state=_STATES.get(str(state), JobState.UNKNOWN),
        )
    if isinstance(earlier, float) and earlier > 0:
        yield LedgerLine(
            day=day,
            sent_at=moment,
            model=str(model or ""),
            job_id=str(id_),
            prompt=str(prompt or ""),
            pictures=0,
            estimate_usd=earlier,
            billed=Billed.UNKNOWN,
            state=JobState.UNKNOWN,
            is_earlier=True,
        )
