"""What to offer after a refusal: the same order with the part at fault made right, or for another model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Any

from desktop_app.core.catalogue import Aspect, Catalogue, ModelProfile
from desktop_app.core.fitting import Part, fitted
from desktop_app.core.job import Failure, Job, JobState
from desktop_app.core.learning import learnt
from desktop_app.core.request import COUNT_MAX, SEED_MAX, GenerationRequest
from desktop_app.core.seed import new_seed
from desktop_app.core.sizes import ShapeRule, Size
from desktop_app.core.teaching import (
    AreaTaught,
    BoundsTaught,
    GridTaught,
    MenuTaught,
    ModelGone,
    ReferencesTaught,
    Teaching,
    UnsupportedTaught,
    teaching_of,
)

_USUAL_SIZE = Size(1024, 1024)
_PARTS = {
    "size": Part.SIZE,
    "width": Part.SIZE,
    "height": Part.SIZE,
    "aspect_ratio": Part.SIZE,
    "steps": Part.STEPS,
    "seed": Part.SEED,
    "negative_prompt": Part.NEGATIVE_PROMPT,
    "n": Part.COUNT,
    "disable_safety_checker": Part.SAFETY_CHECKER,
    "guidance_scale": Part.GUIDANCE,
    "guidance": Part.GUIDANCE,
    "prompt_upsampling": Part.PROMPT_UPSAMPLING,
    "output_format": Part.OUTPUT_FORMAT,
    "image_loras": Part.LORAS,
    "image_url": Part.REFERENCES,
    "reference_images": Part.REFERENCES,
}


@dataclass(frozen=True, slots=True)
class Correction:
    """An order to send instead. `part` is what was at fault, `None` where it was the model.

    Of the other fields the one that says what is new is set: the size in pixels, the steps, the seed, the guidance, the
    number of pictures, the number of references, or the id of the other model. None is set where the part is left out
    (`is_left_out`).
    """

    request: GenerationRequest
    part: Part | None
    size: Size | None = None
    steps: int | None = None
    seed: int | None = None
    guidance: float | None = None
    count: int | None = None
    references: int | None = None
    model: str = ""
    is_left_out: bool = False


def teaching_of_failure(failure: Failure) -> Teaching | None:
    """Return what the provider's words in a failure say."""
    if failure.code not in {"RequestRefused", "ModelUnavailable", "ContentRefused", "CreditExhausted"}:
        return None
    return teaching_of(failure.provider_text, failure.provider_code, failure.status)


def part_at_fault(failure: Failure) -> Part | None:
    """Return the part of the order that a refusal is about, `None` where it is not plain or about something else."""
    if failure.code != "RequestRefused":
        return None
    if isinstance(teaching_of_failure(failure), ReferencesTaught):
        return Part.REFERENCES
    return _PARTS.get(failure.field)


def correction(job: Job, catalogue: Catalogue) -> Correction | None:
    """Return what to offer for a job that was refused; `None` where nothing is known to be better than the same again."""
    if job.state is not JobState.FAILED or job.failure is None or job.has_spool:
        return None
    teaching = teaching_of_failure(job.failure)
    request, profile = job.request, catalogue.profile(job.request.model)
    if job.failure.code == "ModelUnavailable" or isinstance(teaching, ModelGone):
        return _for_another_model(request, catalogue)
    if job.failure.code == "RequestInvalid":
        return _brought_into_bounds(request, profile)
    match teaching:
        case GridTaught() | AreaTaught() | MenuTaught():
            return _resized(request, learnt(profile, teaching))
        case BoundsTaught():
            return _bounded(request, learnt(profile, teaching), teaching)
        case UnsupportedTaught():
            return _without(request, profile, teaching.field, catalogue)
        case ReferencesTaught(count) if len(request.references) > count:
            fewer = replace(request, references=request.references[:count])
            return Correction(fewer, Part.REFERENCES, references=count)
        case _:
            return None


def _for_another_model(request: GenerationRequest, catalogue: Catalogue) -> Correction | None:
    other = catalogue.nearest_usable(request.model, references=len(request.references))
    return Correction(fitted(request, other).request, None, model=other.id) if other is not None else None


def _brought_into_bounds(request: GenerationRequest, row: ModelProfile) -> Correction | None:
    """Return the order as its row takes it, where it was held back because the row had learnt of a bound meanwhile."""
    fit = fitted(request, row).request
    if request.seed is not None and fit.seed is not None and fit.seed != request.seed:
        return _numbered(request, Part.SEED, fit.seed)
    if 0 < len(fit.references) < len(request.references):
        fewer = replace(request, references=fit.references)
        return Correction(fewer, Part.REFERENCES, references=len(fit.references))
    return None


def _resized(request: GenerationRequest, row: ModelProfile) -> Correction | None:
    wish = _USUAL_SIZE
    if request.width and request.height:
        wish = Size(request.width, request.height)
    elif request.references:
        wish = Size(request.references[0].width, request.references[0].height)
    size = row.size_rule.nearest(wish)
    if (request.width, request.height) == (size.width, size.height):
        return None
    return Correction(replace(request, width=size.width, height=size.height), Part.SIZE, size=size)


def _bounded(request: GenerationRequest, row: ModelProfile, bounds: BoundsTaught) -> Correction | None:
    lowest, highest = ceil(bounds.lowest), floor(bounds.highest)
    part = _PARTS.get(bounds.field)
    if part is Part.SIZE:
        return _resized(request, row)
    if part is Part.STEPS and request.steps is not None:
        return _bounded_number(request, part, request.steps, max(lowest, 1), highest)
    if part is Part.COUNT:
        return _bounded_number(request, part, request.count, max(lowest, 1), min(highest, COUNT_MAX))
    if part is Part.SEED and request.seed is not None:
        lowest, highest = max(lowest, 0), min(highest, SEED_MAX)
        found = _bounded_number(request, part, request.seed, lowest, highest)
        return found and _numbered(request, part, lowest + new_seed() % (highest - lowest + 1))
    if part is Part.GUIDANCE and request.guidance is not None and row.guidance is not None:
        # Within the row too: what lies beyond it is not sent, whatever is offered.
        least, most = max(bounds.lowest, row.guidance.lowest), min(bounds.highest, row.guidance.highest)
        return _bounded_number(request, part, request.guidance, least, most)
    return None


def _bounded_number(
    request: GenerationRequest, part: Part, asked: float, lowest: float, highest: float
) -> Correction | None:
    """Return the order with the nearest legal number; `None` where it was legal, or none is."""
    if lowest > highest or lowest <= asked <= highest:
        return None
    return _numbered(request, part, min(max(asked, lowest), highest))


def _numbered(request: GenerationRequest, part: Part, value: float) -> Correction:
    changes: dict[str, Any] = {part.value: value}
    return replace(Correction(replace(request, **changes), part), **changes)


def _without(request: GenerationRequest, profile: ModelProfile, name: str, catalogue: Catalogue) -> Correction | None:
    part, row = _PARTS.get(name), learnt(profile, UnsupportedTaught(name))
    if part is Part.GUIDANCE and row.guidance_parameter is not None:
        # Under its other name it may pass: then the same order is right.
        return None
    if part is Part.REFERENCES:
        return None if row.reference_field is not None else _for_another_model(request, catalogue)
    if part is Part.SIZE:
        # The known false refusal speaks so of a size that the model takes.
        is_known_to_fit = Aspect.SIZES not in profile.unsure and not isinstance(profile.size_rule, ShapeRule)
        changed = request if is_known_to_fit else replace(request, width=None, height=None)
    else:
        changed = _left_out(request, part)
    return Correction(changed, part, is_left_out=True) if changed != request else None


def _left_out(request: GenerationRequest, part: Part | None) -> GenerationRequest:
    nothing: dict[Part, Any] = {
        Part.STEPS: None,
        Part.SEED: None,
        Part.NEGATIVE_PROMPT: "",
        Part.COUNT: 1,
        Part.SAFETY_CHECKER: True,
        Part.GUIDANCE: None,
        Part.PROMPT_UPSAMPLING: None,
        Part.OUTPUT_FORMAT: None,
        Part.LORAS: (),
    }
    return replace(request, **{part.value: nothing[part]}) if part in nothing else request
