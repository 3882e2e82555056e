"""How long the journal's jobs took, read beside whoever writes it."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from desktop_app.core.experience import KEPT, JobTime
from desktop_app.core.request import GenerationRequest

_log = logging.getLogger(__name__)
_PATIENCE_S = 10.0
# What is older teaches nothing about how fast the provider is now.
_NEWEST = 20_000
_TIMES = f"""
    SELECT id, request, took_s FROM (
        SELECT id, request, took_s, place, row_number() OVER (
            PARTITION BY json_extract(request, '$.model'), json_extract(request, '$.width'),
                json_extract(request, '$.height'), json_extract(request, '$.steps'), json_extract(request, '$.count'),
                json_array_length(request, '$.references') > 0
            ORDER BY answered_at DESC, place DESC
        ) AS nth, answered_at FROM (
            SELECT id, request, answered_at - sent_at AS took_s, answered_at, rowid AS place FROM jobs
            WHERE state = 'done' AND sent_at > 0 AND answered_at > sent_at AND json_valid(request)
            ORDER BY rowid DESC LIMIT {_NEWEST}
        )
    ) WHERE nth <= {KEPT} ORDER BY answered_at DESC, place DESC
"""  # noqa: S608 - expressions of our own


def newest_times(journal: Path) -> tuple[JobTime, ...]:
    """Return how long the newest jobs of each kind took that ended well, newest first.

    Empty where there is no journal, or none that can be read: a usual time is a comfort, and its lack no fault.
    """
    try:
        uri = f"{journal.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE_S)) as database:
            return tuple(_times(database))
    except sqlite3.Error as error:
        _log.info("no times of earlier jobs: %s", error)
        return ()


def _times(database: sqlite3.Connection) -> Iterator[JobTime]:
    for job_id, request, took_s in database.execute(_TIMES):
        try:
            yield JobTime(job_id, GenerationRequest.from_json(json.loads(request)), took_s)
        except (KeyError, TypeError, ValueError, AttributeError):
            _log.info("the request of job %s cannot be read", job_id)
