"""Facts for people out of a record or a job, the ones that an artist looks for first: names and values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.ui import words
from desktop_app.ui.details.fact import Fact
from desktop_app.ui.details.fact_words import chosen_by_model, cost_words, lora_words, switch_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.core.catalogue import Catalogue
    from desktop_app.core.job import Job
    from desktop_app.core.record import Asked, ImageRecord
    from desktop_app.core.request import GenerationRequest

translate = QCoreApplication.translate


def summary_of(record: ImageRecord, catalogue: Catalogue) -> list[Fact]:
    """Return how a picture was made; where the answer is not what was asked for stands in `differences_of`."""
    return [fact for fact in _summary(record, catalogue) if fact.value]


def job_facts(job: Job, catalogue: Catalogue) -> list[Fact]:
    """Return what was asked for in a job."""
    return [fact for fact in _job_facts(job, catalogue) if fact.value]


def _summary(record: ImageRecord, catalogue: Catalogue) -> Iterator[Fact]:
    asked, file = record.asked, record.file
    size = f"{words.size(file.width, file.height)} · {file.format.upper()}"
    if asked is None:
        yield Fact(translate("Details", "Size"), size)
    else:
        yield Fact(translate("Details", "Model"), catalogue.profile(asked.model).name)
        yield _seed(asked.seed)
        yield Fact(translate("Details", "Size"), size)
        yield from _settings(asked)
        yield Fact(translate("Details", "Left to model"), chosen_by_model(asked.left_to_server))
    parents = (parent.name or parent.sha256[:8] for parent in record.parents)
    yield Fact(translate("Details", "Made from"), "\n".join(parents))
    if record.timing is not None and record.timing.wall_s is not None:
        yield Fact(translate("Details", "Time"), words.seconds(record.timing.wall_s))
    if asked is not None:
        yield Fact(translate("Details", "Cost"), cost_words(record))


def _job_facts(job: Job, catalogue: Catalogue) -> Iterator[Fact]:
    request = job.request
    yield Fact(translate("Details", "Model"), catalogue.profile(request.model).name)
    yield _seed(request.seed)
    yield Fact(translate("Details", "Size"), _wanted_size(request))
    yield from _settings(request)
    if request.output_format is not None:
        yield Fact(translate("Details", "Format"), request.output_format.value.upper())
    if request.count > 1:
        yield Fact(translate("Details", "Pictures"), str(request.count))
    references = (each.name or each.sha256[:8] for each in request.references)
    yield Fact(translate("Details", "Made from"), "\n".join(references))
    if job.estimate_usd is not None:
        is_free = job.demo or job.estimate_usd == 0
        free = translate("Details", "free (demo)")
        yield Fact(translate("Details", "Cost"), free if is_free else f"≈ {words.usd(job.estimate_usd)}")


def _seed(seed: int | None) -> Fact:
    return Fact(translate("Details", "Seed"), "" if seed is None else words.grouped(seed))


def _settings(asked: Asked | GenerationRequest) -> Iterator[Fact]:
    """Tell what is set the same way in an order and in its record."""
    yield Fact(translate("Details", "Steps"), "" if asked.steps is None else str(asked.steps))
    yield Fact(translate("Details", "Guidance"), "" if asked.guidance is None else f"{asked.guidance:g}")
    rewriting = "" if asked.prompt_upsampling is None else switch_words(asked.prompt_upsampling)
    yield Fact(translate("Details", "Rewriting"), rewriting)
    yield Fact(translate("Details", "Negative"), asked.negative_prompt)
    yield Fact(translate("Details", "LoRA"), lora_words(asked.loras))
    # The check is on for everyone; only who has switched it off wants to know.
    yield Fact(translate("Details", "Safety"), "" if asked.safety_checker else switch_words(is_on=False))


def _wanted_size(request: GenerationRequest) -> str:
    if request.width is not None and request.height is not None:
        return words.size(request.width, request.height)
    return translate("Details", "as the reference") if request.references else ""
