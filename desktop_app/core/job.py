"""A job: one request on its way, its states and the only ways between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from desktop_app.core.errors import Billed, SfumatoError
from desktop_app.core.request import GenerationRequest


class JobState(Enum):
    """Where a job is. Every job ends in exactly one of done, failed, cancelled, unknown."""

    QUEUED = "queued"
    SENDING = "sending"
    RECEIVING = "receiving"
    SAVING = "saving"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"

    @property
    def is_final(self) -> bool:
        """Say whether the job has ended."""
        return self in _FINAL


_FINAL = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.UNKNOWN})

TRANSITIONS: dict[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.SENDING, JobState.CANCELLED, JobState.FAILED}),
    # Back to queued only when the provider certainly rendered nothing.
    JobState.SENDING: frozenset(
        {JobState.RECEIVING, JobState.QUEUED, JobState.FAILED, JobState.CANCELLED, JobState.UNKNOWN}
    ),
    JobState.RECEIVING: frozenset({JobState.SAVING, JobState.FAILED, JobState.CANCELLED, JobState.UNKNOWN}),
    JobState.SAVING: frozenset({JobState.DONE, JobState.FAILED}),
    JobState.DONE: frozenset(),
    # Only a person's word leads back: to the queue, or to the disk when the answer is kept in the spool.
    JobState.FAILED: frozenset({JobState.QUEUED, JobState.SAVING}),
    JobState.CANCELLED: frozenset({JobState.QUEUED}),
    JobState.UNKNOWN: frozenset({JobState.QUEUED}),
}


def may_follow(before: JobState, after: JobState) -> bool:
    """Say whether a job may go from one state to the other."""
    return after in TRANSITIONS[before]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job did not end in a picture: data for the words that `ui` and `cli` choose.

    `code` is the name of the class in `core.errors`, `provider_code` the provider's own; `field` and `path` are empty
    where they do not apply.
    """

    code: str
    billed: Billed
    detail: str = ""
    provider_text: str = ""
    request_id: str = ""
    status: int | None = None
    field: str = ""
    path: str = ""
    provider_code: str = ""


@dataclass(frozen=True, slots=True)
class SeenJob:
    """What a person saw of a job when giving their word on it: its state, what is known of the money, and whether an
    answer is kept, so that nothing had to be bought.
    """

    state: JobState
    billed: Billed
    has_spool: bool = False


def failure_of(error: SfumatoError) -> Failure:
    """Return the error as data that can be kept in the journal."""
    return Failure(
        code=error.code,
        billed=error.billed,
        detail=error.detail,
        provider_text=error.provider_text,
        request_id=error.request_id,
        status=error.status,
        field=getattr(error, "field", ""),
        path=getattr(error, "path", ""),
        provider_code=getattr(error, "provider_code", ""),
    )


@dataclass(frozen=True, slots=True)
class Job:
    """One request with where it stands. Times are seconds since 1970 (UTC); 0 means: not yet.

    `batch_id` joins the pictures of one press of the button; `has_spool` says that the provider's answer is kept, so
    that saving can be tried again without buying again; `image_uuids` are the pictures it became.

    `position` is its place in the queue, lower first, and 0 until the journal gave it one; `is_held` says that a person
    holds this one job back; `label` is its place in a batch ("seed 12"). `price_date` and `is_lowest_price` belong to
    the estimate, as it was when the job was ordered. `sent_body` is the body as it was last sent, with every picture
    as `sha256:`, and `left_to_server` the names of what its model took and was not sent; both are empty before. What
    earlier sends that were never cleared up may have cost is `earlier_usd`, counted at `earlier_at`, when the last of
    them was sent; where that is 0, with the job itself.
    """

    id: str
    batch_id: str
    request: GenerationRequest
    demo: bool
    state: JobState = JobState.QUEUED
    created_at: float = 0.0
    sent_at: float = 0.0
    answered_at: float = 0.0
    ended_at: float = 0.0
    estimate_usd: float | None = None
    billed: Billed = Billed.NO
    failure: Failure | None = None
    has_spool: bool = False
    image_uuids: tuple[str, ...] = field(default=())
    position: float = 0.0
    is_held: bool = False
    label: str = ""
    price_date: str = ""
    is_lowest_price: bool = False
    sent_body: Mapping[str, Any] | None = None
    left_to_server: tuple[str, ...] = ()
    earlier_usd: float = 0.0
    earlier_at: float = 0.0

    @property
    def seen(self) -> SeenJob:
        """What whoever sees this sees of it."""
        return SeenJob(self.state, self.billed, self.has_spool)

    @property
    def place(self) -> tuple[float, float, str]:
        """What the queue is sorted by."""
        return (self.position, self.created_at, self.id)
