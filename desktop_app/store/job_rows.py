"""A job as a row of the journal and back."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, fields
from typing import Any

from desktop_app.core.errors import Billed
from desktop_app.core.job import Failure, Job, JobState
from desktop_app.core.request import GenerationRequest

COLUMNS = (
    "id",
    "batch_id",
    "request",
    "demo",
    "state",
    "created_at",
    "sent_at",
    "answered_at",
    "ended_at",
    "estimate_usd",
    "billed",
    "failure",
    "has_spool",
    "image_uuids",
    "position",
    "is_held",
    "label",
    "price_date",
    "is_lowest_price",
    "sent_body",
    "left_to_server",
    "earlier_usd",
    "earlier_at",
)
"""The columns of a row, in order; each has the name of the job's field."""

_FAILURE_FIELDS = tuple(each.name for each in fields(Failure))


def row_of(job: Job) -> tuple[Any, ...]:
    """Return the job's values in the order of COLUMNS, as SQLite keeps them."""
    return (
        job.id,
        job.batch_id,
        json.dumps(job.request.to_json()),
        int(job.demo),
        job.state.value,
        job.created_at,
        job.sent_at,
        job.answered_at,
        job.ended_at,
        job.estimate_usd,
        job.billed.value,
        json.dumps({**asdict(job.failure), "billed": job.failure.billed.value}) if job.failure else None,
        int(job.has_spool),
        json.dumps(list(job.image_uuids)),
        job.position,
        int(job.is_held),
        job.label,
        job.price_date,
        int(job.is_lowest_price),
        json.dumps(dict(job.sent_body)) if job.sent_body is not None else None,
        json.dumps(list(job.left_to_server)),
        job.earlier_usd,
        job.earlier_at,
    )


def job_of(row: sqlite3.Row) -> Job:
    """Read what `row_of` made; raise KeyError, TypeError or ValueError on anything else."""
    return Job(
        id=row["id"],
        batch_id=row["batch_id"],
        request=GenerationRequest.from_json(json.loads(row["request"])),
        demo=bool(row["demo"]),
        state=JobState(row["state"]),
        created_at=row["created_at"],
        sent_at=row["sent_at"],
        answered_at=row["answered_at"],
        ended_at=row["ended_at"],
        estimate_usd=row["estimate_usd"],
        billed=Billed(row["billed"]),
        failure=_failure_of(row["failure"]),
        has_spool=bool(row["has_spool"]),
        image_uuids=tuple(json.loads(row["image_uuids"])),
        position=row["position"],
        is_held=bool(row["is_held"]),
        label=row["label"],
        price_date=row["price_date"],
        is_lowest_price=bool(row["is_lowest_price"]),
        sent_body=json.loads(row["sent_body"]) if row["sent_body"] is not None else None,
        left_to_server=tuple(json.loads(row["left_to_server"])),
        earlier_usd=row["earlier_usd"],
        earlier_at=row["earlier_at"],
    )


def _failure_of(text: str | None) -> Failure | None:
    if text is None:
        return None
    data = json.loads(text)
    # Rows of earlier versions lack some of a failure's fields, those of later ones have more.
    known = {name: data[name] for name in _FAILURE_FIELDS if name in data}
    return Failure(**{**known, "billed": Billed(data["billed"])})
