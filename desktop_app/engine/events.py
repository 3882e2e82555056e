"""What the engine tells: one frozen value for each thing that happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from desktop_app.core.catalogue import Catalogue
    from desktop_app.core.errors import SfumatoError
    from desktop_app.core.experience import JobTime
    from desktop_app.core.job import Job
    from desktop_app.core.ledger import Budget
    from desktop_app.core.queue_state import QueueState
    from desktop_app.core.request import Reference
    from desktop_app.store.library import SavedImage


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A job was added or moved to another state; the journal already says so."""

    job: Job


@dataclass(frozen=True, slots=True)
class JobDismissed:
    """A person put an ended job out of sight."""

    job_id: str


@dataclass(frozen=True, slots=True)
class BytesReceived:
    """So many bytes of a job's answer are here, all in all."""

    job_id: str
    count: int


@dataclass(frozen=True, slots=True)
class ImageSaved:
    """Picture and sidecar are whole on disk. May come again for the same picture after a crash."""

    job_id: str
    saved: SavedImage


@dataclass(frozen=True, slots=True)
class KeyChecked:
    """A key was tested: `models` are the image models it may use; `error` is why it could not be told or is wrong."""

    error: SfumatoError | None
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceFetched:
    """A picture was fetched from a URL to be a reference, or could not be; `token` is the asker's own name for it."""

    token: str
    reference: Reference | None
    error: SfumatoError | None = None


@dataclass(frozen=True, slots=True)
class MoneySpent:
    """What was charged since midnight, in US dollars: the estimates of all jobs in the journal that were billed.

    `budget` is the month's, with what of it is spent, may have been, or is under way.
    """

    today_usd: float
    budget: Budget


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """The queue as a whole stands otherwise; told ten times a second at most."""

    state: QueueState


@dataclass(frozen=True, slots=True)
class CatalogueChanged:
    """What is known of the models changed: a refusal taught something, or the provider's list is another."""

    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class ModelsRefreshed:
    """The provider was asked which models there are: `error` is why it could not be told, `listed_on` the day of the
    list that counts now, `None` when none was ever seen.
    """

    error: SfumatoError | None
    listed_on: date | None = None


@dataclass(frozen=True, slots=True)
class TimesRead:
    """How long earlier jobs took, newest first, as the journal has it."""

    times: tuple[JobTime, ...]


Event = (
    MoneySpent
    | JobChanged
    | JobDismissed
    | BytesReceived
    | ImageSaved
    | KeyChecked
    | ReferenceFetched
    | QueueChanged
    | CatalogueChanged
    | ModelsRefreshed
    | TimesRead
)
