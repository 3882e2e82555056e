"""The jobs of the queue for people and for scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from desktop_app.cli.words import usd
from desktop_app.core.errors import Billed
from desktop_app.core.job import Job, JobState
from desktop_app.core.period import local_moment

_SHORTEST_ID = 8
_NARROWEST_PROMPT = 16
_HEADINGS = ("ID", "STATE", "PRICE", "BILLED", "MODEL", "PROMPT")
_GAP = "  "
_STATES = {
    JobState.QUEUED: "waiting",
    JobState.SENDING: "sent",
    JobState.RECEIVING: "receiving",
    JobState.SAVING: "saving",
    JobState.DONE: "done",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "cancelled",
    JobState.UNKNOWN: "outcome unknown",
}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A job, and whether a program that is running now has it under way or waiting."""

    job: Job
    is_elsewhere: bool

    @property
    def is_open(self) -> bool:
        """Say whether it waits, is under way, or needs a person's word."""
        state = self.job.state
        if state is JobState.CANCELLED:
            return self.job.billed is not Billed.NO
        return state is not JobState.DONE


def short_ids(ids: Sequence[str]) -> dict[str, str]:
    """Return for each id as many of its first letters as tell it from the others, and no fewer than eight."""
    lengths = dict.fromkeys(ids, _SHORTEST_ID)
    for one, other in pairwise(sorted(lengths)):
        shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
        for each in (one, other):
            lengths[each] = max(lengths[each], shared + 1)
    return {id_: id_[:length] for id_, length in lengths.items()}


def table_lines(rows: Sequence[QueueRow], ids: dict[str, str], columns: int | None) -> list[str]:
    """Return heading and rows; the prompt is cut to so many columns where that is known."""
    cells = [_HEADINGS, *(_cells(row, ids[row.job.id]) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEADINGS) - 1)]
    room = max(_NARROWEST_PROMPT, columns - sum(width + len(_GAP) for width in widths)) if columns else None
    return [
        "".join(cell.ljust(width) + _GAP for cell, width in zip(row[:-1], widths, strict=True)) + _cut(row[-1], room)
        for row in cells
    ]


def row_json(row: QueueRow) -> dict[str, Any]:
    """Return all that a script may want to know of a job; moments with the offset of the clock, `null` where none is."""
    job = row.job
    return {
        "id": job.id,
        "state": job.state.value,
        "billed": job.billed.value,
        "estimate_usd": job.estimate_usd,
        "estimate_is_lowest": job.is_lowest_price,
        "price_date": job.price_date or None,
        "earlier_usd": job.earlier_usd,
        "model": job.request.model,
        "prompt": job.request.prompt,
        "label": job.label or None,
        "demo": job.demo,
        "held": job.is_held,
        "answer_kept": job.has_spool,
        "in_running_program": row.is_elsewhere,
        "batch": job.batch_id,
        "created_at": _moment(job.created_at),
        "sent_at": _moment(job.sent_at),
        "ended_at": _moment(job.ended_at),
        "failure": {**asdict(job.failure), "billed": job.failure.billed.value} if job.failure else None,
        "pictures": list(job.image_uuids),
    }


def price_words(job: Job) -> str:
    """Return a price for a table: `$0.0154`, `from $0.0154`, `free`, `unknown`."""
    if job.demo:
        return "free"
    if job.estimate_usd is None:
        return "unknown"
    return f"from {usd(job.estimate_usd)}" if job.is_lowest_price else usd(job.estimate_usd)


def state_words(job: Job) -> str:
    """Return how a job stands."""
    return "held" if job.state is JobState.QUEUED and job.is_held else _STATES[job.state]


def _cells(row: QueueRow, short_id: str) -> tuple[str, ...]:
    job = row.job
    prompt = " ".join((*job.request.prompt.split(), *([f"({job.label})"] if job.label else ())))
    return (short_id, state_words(job), price_words(job), job.billed.value, job.request.model, prompt)


def _cut(text: str, room: int | None) -> str:
    return text if room is None or len(text) <= room else text[: room - 1] + "…"


def _moment(moment_s: float) -> str | None:
    return local_moment(moment_s).isoformat(timespec="seconds") if moment_s else None
