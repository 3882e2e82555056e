"""What the journal knows of money, read beside whoever writes it."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from heapq import merge
from pathlib import Path
from typing import Any, TypeAlias, overload

from desktop_app.core.errors import Billed, JournalTooNew
from desktop_app.core.job import JobState
from desktop_app.core.ledger import LedgerLine
from desktop_app.core.period import ALL_TIME, Period, local_moment
from desktop_app.store.journal_file import database_errors
from desktop_app.store.journal_schema import MIGRATIONS

LedgerRow: TypeAlias = tuple[str, float, str | None, str | None, int, float | None, str, str, int]
"""A line as SQLite has it: job, moment, model, prompt, pictures, estimate, billed, state, whether of earlier sends."""

_COLUMNS = 9
_RUN = 4096

_PATIENCE_S = 10.0
_WHOLE = 1 << 30

_MODEL = "CASE WHEN json_valid(request) THEN json_extract(request, '$.model') END"
_PROMPT = "CASE WHEN json_valid(request) THEN substr(json_extract(request, '$.prompt'), 1, :letters) END"
_PICTURES = "CASE WHEN json_valid(image_uuids) THEN json_array_length(image_uuids) ELSE 0 END"
_MOMENT = "max(created_at, sent_at)"
_EARLIER = f"iif(earlier_at > 0, earlier_at, {_MOMENT})"
# A job that waits to be sent again tells of its earlier sends alone.
_LINES = f"""
    SELECT id, {_MOMENT} AS moment, {_MODEL}, {_PROMPT}, {_PICTURES}, estimate_usd, billed, state,
        0 AS earlier, rowid AS place
    FROM jobs
    WHERE NOT demo AND (sent_at > 0 OR billed <> 'no') AND {_MOMENT} >= :since AND {_MOMENT} < :until
    UNION ALL
    SELECT id, {_EARLIER}, {_MODEL}, {_PROMPT}, 0, earlier_usd, 'unknown', 'unknown', 1, rowid
    FROM jobs
    WHERE earlier_usd > 0 AND {_EARLIER} >= :since AND {_EARLIER} < :until
    ORDER BY moment DESC, place DESC, earlier
"""  # noqa: S608 - expressions of our own

_STATES = {state.value: state for state in JobState}
_BILLED = {billed.value: billed for billed in Billed}


class LedgerRows(Sequence[LedgerRow]):
    """Many lines, kept column by column: so many objects would make each search for unreachable cycles long."""

    def __init__(self, columns: Sequence[Sequence[Any]], order: Sequence[int]) -> None:
        self._columns = columns
        self._order = order

    @classmethod
    def of(cls, rows: Iterable[LedgerRow]) -> LedgerRows:
        """Return the rows in the order in which they come."""
        columns: tuple[list[Any], ...] = tuple([] for _ in range(_COLUMNS))
        for row in rows:
            for column, value in zip(columns, row, strict=True):
                column.append(value)
        return cls(columns, range(len(columns[0])))

    def sorted_by(self, column: int, key: Callable[[Any], Any], *, is_descending: bool) -> LedgerRows:
        """Return the same rows in the order of a column's values, or of what `key` makes of them."""
        keys = [key(value) for value in self._columns[column]]
        # In runs, so that no other thread has to wait for the whole.
        runs = [
            sorted(self._order[at : at + _RUN], key=keys.__getitem__, reverse=is_descending) for at in self._starts()
        ]
        order = array("l", merge(*runs, key=keys.__getitem__, reverse=is_descending))
        return LedgerRows(self._columns, order)

    def _starts(self) -> range:
        return range(0, len(self._order), _RUN)

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, place: int) -> LedgerRow: ...
    @overload
    def __getitem__(self, place: slice) -> LedgerRows: ...
    def __getitem__(self, place: int | slice) -> LedgerRow | LedgerRows:
        if isinstance(place, slice):
            return LedgerRows(self._columns, self._order[place])
        at = self._order[place]
        job_id, moment, model, prompt, pictures, estimate_usd, billed, state, is_earlier = (
            column[at] for column in self._columns
        )
        return (job_id, moment, model, prompt, pictures, estimate_usd, billed, state, is_earlier)


class LedgerReader:
    """Reads the lines of every job that was ever sent to the provider, dismissed ones and other programs' among them.

    It opens the journal's file for each reading and changes nothing in it, so that nobody who writes has to wait. May be
    used from any thread. There are no lines where no journal is yet, or none of this version. Lines come newest first; a
    job counts on the day on which it was sent last.

    Every method raises DiskFull, FolderMissing, FolderReadOnly or WriteFailed when the disk does not serve, and
    JournalTooNew for the journal of a newer version.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def lines(self, period: Period = ALL_TIME) -> list[LedgerLine]:
        """Return the lines of a period."""
        return list(self.each_line(period))

    def each_line(self, period: Period = ALL_TIME) -> Iterator[LedgerLine]:
        """Yield the lines of a period one by one, each read when it is asked for."""
        return (line_of(row) for row in self._read(period, _WHOLE))

    def rows(self, period: Period = ALL_TIME, *, prompt_letters: int = _WHOLE) -> LedgerRows:
        """Return the lines of a period, to be made readable by `line_of` when they are needed; prompts are cut."""
        return LedgerRows.of(self._read(period, prompt_letters))

    def _read(self, period: Period, prompt_letters: int) -> Iterator[LedgerRow]:
        if not self._path.exists():
            return
        with database_errors(self._path), closing(self._opened()) as database:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version > len(MIGRATIONS):
                raise JournalTooNew(f"version {version}, and {len(MIGRATIONS)} is known", path=str(self._path))
            if version == len(MIGRATIONS):
                bounds = {"since": period.since, "until": period.until, "letters": prompt_letters}
                for *row, _place in database.execute(_LINES, bounds):
                    yield tuple(row)

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE_S)
        # Half a letter in a prompt must not keep the sums away.
        database.text_factory = _text
        return database


def line_of(row: LedgerRow) -> LedgerLine:
    """Return a row as the line that it is."""
    job_id, moment, model, prompt, pictures, estimate_usd, billed, state, is_earlier = row
    return LedgerLine(
        day=local_moment(moment).date(),
        sent_at=moment,
        model=model or "",
        job_id=job_id,
        prompt=prompt or "",
        pictures=pictures,
        estimate_usd=estimate_usd,
        billed=_BILLED.get(billed, Billed.UNKNOWN),
        state=_STATES.get(state, JobState.UNKNOWN),
        is_earlier=bool(is_earlier),
    )


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
