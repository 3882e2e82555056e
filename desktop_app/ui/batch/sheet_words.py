"""What stands over a sheet: the prompt, and what all its pictures have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.job import Job
from desktop_app.core.request import GenerationRequest
from desktop_app.ui.create.price_words import day
from desktop_app.ui.number_words import grouped, size


def title(jobs: Sequence[Job]) -> str:
    """Return the prompt that all have, or that all come from; else how many there are."""
    prompts = {job.request.template or job.request.prompt for job in jobs}
    if len(prompts) == 1:
        return " ".join(prompts.pop().split())
    return _tr("{count} prompts").format(count=grouped(len(prompts)))


def facts(jobs: Sequence[Job], catalogue: Catalogue) -> str:
    """Return what is the same for all pictures, and the day."""
    requests = [job.request for job in jobs]
    said = [
        _same(requests, lambda each: catalogue.profile(each.model).name),
        _same(requests, lambda each: size(each.width, each.height) if each.width and each.height else ""),
        _same(requests, lambda each: _tr("steps {n}").format(n=each.steps) if each.steps else ""),
        _same(requests, lambda each: _tr("guidance {n}").format(n=f"{each.guidance:g}") if each.guidance else ""),
        _same(requests, lambda each: _tr("seed {n}").format(n=grouped(each.seed)) if each.seed is not None else ""),
        day(datetime.fromtimestamp(jobs[0].created_at).astimezone().date()),
    ]
    if all(job.demo for job in jobs):
        said.append(_tr("demo, not AI"))
    return " · ".join(filter(None, said))


def _same(requests: Iterable[GenerationRequest], words: Callable[[GenerationRequest], str]) -> str:
    texts = {words(each) for each in requests}
    return texts.pop() if len(texts) == 1 else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Sheet", text)
