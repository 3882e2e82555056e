"""What one order becomes: checked, its prompt resolved, one job a picture where each can have a seed of its own."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

from desktop_app.core.batches import BatchItem
from desktop_app.core.catalogue import ModelProfile, Parameter
from desktop_app.core.errors import RequestInvalid
from desktop_app.core.estimates import estimate_of
from desktop_app.core.job import Job
from desktop_app.core.request import COUNT_MAX, SEED_MAX, GenerationRequest
from desktop_app.core.seed import new_seed
from desktop_app.engine.workshop import Workshop


def ordered(request: GenerationRequest, workshop: Workshop, *, demo: bool) -> tuple[Job, ...]:
    """Return the jobs of an order, in one batch. The demo engine's own model is never sent to the provider.

    The seed is chosen here when the request has none and the model takes one; wildcards of the prompt are resolved by it,
    for each picture by its own. May read files. Raises RequestInvalid for what no model takes.
    """
    return _ordered(request, workshop, str(uuid4()), demo=demo)


def ordered_batch(items: Iterable[BatchItem], workshop: Workshop, *, demo: bool) -> tuple[Job, ...]:
    """Return the jobs of many orders, all in one batch, each with its label; reads and raises the same as `ordered`."""
    batch_id = str(uuid4())
    orders = (_ordered(item.request, workshop, batch_id, demo=demo, label=item.label) for item in items)
    return tuple(job for order in orders for job in order)


def reordered(job: Job, request: GenerationRequest, workshop: Workshop) -> tuple[Job, ...]:
    """Return what an ended job becomes by another request: the job itself, then one more for each further picture.

    The prompt is sent as it is: it was resolved when it was first ordered. Raises RequestInvalid as `ordered`.
    """
    profile = workshop.catalogue.profile(request.model)
    _check(request, profile)
    first, *others = (
        _job(each, job.batch_id, profile, demo=job.demo or profile.is_demo) for each in _singles(request, profile)
    )
    job = replace(job, request=first.request, demo=first.demo, **priced(first))
    # Together they keep the place that the one had.
    return (job, *(replace(other, position=job.position) for other in others))


def priced(job: Job) -> dict[str, Any]:
    """Return the fields of a job that say what it will cost."""
    return {
        "estimate_usd": job.estimate_usd,
        "price_date": job.price_date,
        "is_lowest_price": job.is_lowest_price,
    }


def _ordered(
    request: GenerationRequest, workshop: Workshop, batch_id: str, *, demo: bool, label: str = ""
) -> tuple[Job, ...]:
    profile = workshop.catalogue.profile(request.model)
    _check(request, profile)
    singles = [_resolved(each, workshop) for each in _singles(request, profile)]
    return tuple(_job(each, batch_id, profile, demo=demo or profile.is_demo, label=label) for each in singles)


def _check(request: GenerationRequest, profile: ModelProfile) -> None:
    _check_prompt(request.prompt)
    if not 1 <= request.count <= COUNT_MAX:
        raise RequestInvalid(f"between 1 and {COUNT_MAX} pictures", field="count")
    if request.seed is not None and not 0 <= request.seed <= SEED_MAX:
        raise RequestInvalid(f"a seed is between 0 and {SEED_MAX}", field="seed")
    if len(request.references) > profile.reference_count:
        raise RequestInvalid(f"{profile.id} takes {profile.reference_count} references", field="references")
    if profile.needs_reference and not request.references:
        raise RequestInvalid(f"{profile.id} needs a reference", field="references")


def _check_prompt(prompt: str) -> None:
    if not prompt.strip():
        raise RequestInvalid("a request needs a prompt", field="prompt")


def _singles(request: GenerationRequest, profile: ModelProfile) -> Iterator[GenerationRequest]:
    if profile.takes(Parameter.SEED):
        seeds = profile.highest_seed + 1
        for single in replace(request, seed=new_seed() if request.seed is None else request.seed).singles():
            # Consecutive seeds begin anew where the model's range ends.
            yield replace(single, seed=single.seed % seeds if single.seed is not None else None)
    elif request.count > 1 and profile.takes(Parameter.COUNT):
        yield replace(request, seed=None)
    else:
        for _ in range(request.count):
            yield replace(request, seed=None, count=1)


def _resolved(request: GenerationRequest, workshop: Workshop) -> GenerationRequest:
    # Where the model takes no seed, the choice is still one of many.
    prompt = workshop.resolve(request.prompt, new_seed() if request.seed is None else request.seed)
    if prompt == request.prompt:
        return request
    _check_prompt(prompt)
    return replace(request, prompt=prompt, template=request.template or request.prompt)


def _job(request: GenerationRequest, batch_id: str, profile: ModelProfile, *, demo: bool, label: str = "") -> Job:
    return Job(
        id=str(uuid4()),
        batch_id=batch_id,
        request=request,
        demo=demo,
        created_at=time.time(),
        estimate_usd=0.0 if demo else _estimate_usd(request, profile),
        label=label,
        price_date="" if demo else profile.price_date.isoformat(),
        is_lowest_price=not demo and profile.price.is_lowest,
    )


def _estimate_usd(request: GenerationRequest, profile: ModelProfile) -> float | None:
    price = estimate_of(request, profile)
    return price.cost_usd if price is not None else None
