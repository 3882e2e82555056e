"""The record of a picture, put together from the job and the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from desktop_app import __version__
from desktop_app.api.wire import Answer, left_to_server, recorded_body, request_body
from desktop_app.core.catalogue import GUIDANCE_PARAMETERS, ModelProfile, ReferenceField
from desktop_app.core.errors import Billed, RequestInvalid
from desktop_app.core.job import Job
from desktop_app.core.record import Answered, Asked, Cost, FileFacts, ImageRecord, Kind, Parent, Timing, asked_of
from desktop_app.core.request import GenerationRequest, Lora

_NO_FILE = FileFacts("", "", 0, 0, 0, "")


def image_uuid(job_id: str, place: int, sent_at: float = 0.0) -> str:
    """Return the UUID of a picture of a job: the same each time, so that saving again finds the same file.

    A job that was sent again has other pictures than before: they must not be taken for those that are there.
    """
    try:
        namespace = UUID(job_id)
    except ValueError:
        namespace = uuid5(NAMESPACE_URL, job_id)
    return str(uuid5(namespace, f"{place} {sent_at!r}" if sent_at else str(place)))


def make_record(job: Job, profile: ModelProfile, answer: Answer, place: int) -> ImageRecord:
    """Return the record of the picture at this place of the answer, without the facts of its file.

    What was sent and what it costs are told as the journal has them. `profile` is the model's row as it is now: it
    serves for jobs of earlier versions of the program alone, which did not keep what they sent.
    """
    request = job.request
    return ImageRecord(
        uuid=image_uuid(job.id, place, job.sent_at),
        created_at=_iso(job.answered_at),
        kind=Kind.EDITED if request.references else Kind.GENERATED,
        file=_NO_FILE,
        demo=job.demo,
        asked=_asked(job, profile),
        answered=Answered(answer.id, answer.model, answer.items[place].index, len(answer.items)),
        timing=_timing(job),
        cost=_cost(job, profile, max(1, len(answer.items))),
        parents=tuple(
            Parent(reference.sha256, uuid=reference.image_uuid, name=reference.name) for reference in request.references
        ),
        batch_id=job.batch_id,
        job_id=job.id,
        program_version=__version__,
    )


def _asked(job: Job, profile: ModelProfile) -> Asked:
    request = job.request
    body, left = _sent(job, profile)
    if not body:
        # Nobody can say any more how it was sent: a paid picture has a record all the same.
        return asked_of(request)
    return Asked(
        prompt=request.prompt,
        model=request.model,
        width=body.get("width", request.width),
        height=body.get("height", request.height),
        steps=body.get("steps"),
        seed=body.get("seed"),
        negative_prompt=body.get("negative_prompt", ""),
        safety_checker=not body.get("disable_safety_checker", False),
        body=body,
        left_to_server=left,
        guidance=next((body[each.value] for each in GUIDANCE_PARAMETERS if each.value in body), None),
        prompt_upsampling=body.get("prompt_upsampling"),
        output_format=body.get("output_format", ""),
        loras=tuple(Lora.from_json(item) for item in body.get("image_loras", ())),
        template=request.template,
    )


def _with_room_for(request: GenerationRequest, profile: ModelProfile) -> ModelProfile:
    """Return the row as it was at least when the request was sent: what was learnt since makes no record impossible."""
    if request.references and profile.reference_field is None:
        profile = replace(profile, reference_field=ReferenceField.REFERENCE_IMAGES)
    return replace(
        profile,
        highest_seed=max(profile.highest_seed, request.seed or 0),
        reference_count=max(profile.reference_count, len(request.references)),
    )


def _sent(job: Job, profile: ModelProfile) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the body as it may be recorded, and the names of what was left to the server.

    Both are empty where no body can be made of the request any more, the model's row being another one since.
    """
    if job.sent_body is not None:
        return dict(job.sent_body), job.left_to_server
    profile = _with_room_for(job.request, profile)
    # The pictures themselves are not recorded, so the body can be made again without them.
    references = job.request.references
    try:
        body = request_body(job.request, profile, ["data:,"] * len(references))
    except RequestInvalid:
        return {}, ()
    return recorded_body(body, [reference.sha256 for reference in references]), left_to_server(body, profile)


def _timing(job: Job) -> Timing:
    wall_s = round(job.answered_at - job.sent_at, 3) if job.answered_at and job.sent_at else None
    return Timing(_iso(job.created_at), _iso(job.sent_at), _iso(job.answered_at), wall_s)


def _cost(job: Job, profile: ModelProfile, pictures: int) -> Cost:
    if job.demo:
        return Cost(0.0, billed=Billed.NO)
    share = job.estimate_usd / pictures if job.estimate_usd is not None else None
    if job.price_date:
        return Cost(share, job.price_date, job.is_lowest_price, Billed.YES)
    return Cost(share, profile.price_date.isoformat(), profile.price.is_lowest, Billed.YES)


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds") if moment else ""
