"""What a grid needs to know of one picture, and the key by which pictures stand in order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from desktop_app.core.record import ImageRecord, Kind, Pick
from desktop_app.core.record_outline import Outline, charged_usd


@dataclass(frozen=True, slots=True)
class ImageRow:
    """One picture in the grid.

    `key` is the moment of its making in microseconds since 1970 (UTC), moved by a few where two would be the same;
    samples have negative keys. `path` is absolute; `width` and `height` are pixels; `cost_usd` is the estimate of what
    was charged, `None` when nothing was or nothing is known. `color` is the picture's average as 0xRRGGBB, -1 where it is
    not known. `stack` is what the pictures of one order, or of one family of edits, have in common.
    """

    key: int
    uuid: str
    path: str
    width: int
    height: int
    created_at: str
    prompt: str
    rating: int
    demo: bool
    kind: Kind
    cost_usd: float | None
    job_id: str
    model: str = ""
    seed: int | None = None
    pick: Pick = Pick.NONE
    title: str = ""
    tags: tuple[str, ...] = ()
    sha256: str = ""
    color: int = -1
    stack: str = ""


def key_of(record: ImageRecord | Outline) -> int:
    """Return the record's moment in microseconds since 1970, 0 when it cannot be read."""
    try:
        moment = datetime.fromisoformat(record.created_at)
    except ValueError:
        return 0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return max(0, int(moment.timestamp() * 1_000_000))
    except (OverflowError, OSError):
        return 0


def row_of(record: ImageRecord, path: str, key: int, *, stack: str = "", color: int = -1) -> ImageRow:
    """Return the grid's part of a record, with what the index alone knows."""
    cost = record.cost
    return ImageRow(
        key=key,
        uuid=record.uuid,
        path=path,
        width=record.file.width,
        height=record.file.height,
        created_at=record.created_at,
        prompt=record.prompt,
        rating=record.rating,
        demo=record.demo,
        kind=record.kind,
        cost_usd=charged_usd(cost.estimate_usd, cost.billed) if cost is not None else None,
        job_id=record.job_id,
        model=record.asked.model if record.asked is not None else "",
        seed=record.asked.seed if record.asked is not None else None,
        pick=record.pick,
        title=record.title,
        tags=record.tags,
        sha256=record.file.sha256,
        color=color,
        stack=stack,
    )


def number_of(text: str) -> int:
    """Return 63 bits that stand for a text in the index, 0 for none; those of two texts are never met to be the same."""
    if not text:
        return 0
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def number_of_prompt(prompt: str) -> int:
    """Return the number of a prompt; space between words does not count."""
    return number_of(" ".join(prompt.split()))


def number_of_sha256(digits: str) -> int:
    """Return the first 56 bits of a hexadecimal SHA-256, 0 for none or for what is none."""
    try:
        return int(digits[:14].ljust(14, "0"), 16)
    except ValueError:
        return 0
