"""What is offered after a refusal: the order that would pass, with the words of its button and its price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from desktop_app.core.corrections import correction
from desktop_app.core.estimates import estimate_of
from desktop_app.ui.number_words import grouped, size, usd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.core.catalogue import Catalogue
    from desktop_app.core.job import Job
    from desktop_app.core.pricing import Estimate
    from desktop_app.core.request import GenerationRequest

translate = QCoreApplication.translate

_SAME_PRICE = 1.01


@dataclass(frozen=True, slots=True)
class Offer:
    """An order to send instead of a refused one.

    `brief` is the button of a tile ("Use 1024 × 768"), `briefest` that of a small one ("1024 × 768"), `action` that of
    the details ("Send again with 1024 × 768"); `told` says in sentences all that it changes and what it costs. Where it
    `is_dearer` than the order was, the price stands on every button.
    """

    request: GenerationRequest
    brief: str
    briefest: str
    action: str
    told: str
    is_dearer: bool = False


class Offers:
    """Makes the offer for a job, and keeps it: what a button says is what it sends. Without a catalogue there is none."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self._catalogue = catalogue
        self._made: dict[str, tuple[Job, Offer | None]] = {}

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Judge by this catalogue from now on."""
        self._catalogue = catalogue
        self._made.clear()

    def of(self, job: Job) -> Offer | None:
        """Return the offer for a job; `None` where nothing better than the same order is known."""
        if self._catalogue is None or job.failure is None or not job.state.is_final:
            return None
        known = self._made.get(job.id)
        if known is None or known[0] != job:
            known = (job, _offer(job, self._catalogue))
            self._made[job.id] = known
        return known[1]


def _offer(job: Job, catalogue: Catalogue) -> Offer | None:
    found = correction(job, catalogue)
    if found is None:
        return None
    changes = list(_changes(job.request, found.request, catalogue)) or [_same()]
    main = changes[0]
    action = translate("Offers", "Send again {with_it}").replace("{with_it}", main.with_it)
    in_all = ", ".join(change.with_it for change in changes)
    price = estimate_of(found.request, catalogue.profile(found.request.model))
    told = _price_sentence(price).replace("{changed}", in_all)
    if found.part is not None:
        told += " " + translate("Offers", "The form keeps to this now.")
    if not _is_dearer(job, found.request, price):
        return Offer(found.request, main.brief, main.briefest, action, told)
    on_top = f" · {_price(price)}"
    # Where room is short the end is cut off, and the price is not to be.
    briefest = f"{_price(price)} · {main.briefest}"
    return Offer(found.request, main.brief + on_top, briefest, action + on_top, told, is_dearer=True)


class _Change(NamedTuple):
    """What is new: on a button, on one with little room, and at the end of a sentence."""

    brief: str
    briefest: str
    with_it: str


def _changes(before: GenerationRequest, after: GenerationRequest, catalogue: Catalogue) -> Iterator[_Change]:
    if before.model != after.model:
        yield _use(catalogue.profile(after.model).name)
    if (before.width, before.height) != (after.width, after.height):
        yield _size_change(after)
    if before.steps != after.steps:
        name = translate("Offers", "steps")
        yield _without(name) if after.steps is None else _use(f"{after.steps} {name}")
    if before.seed != after.seed:
        name = translate("Offers", "seed")
        yield _without(name) if after.seed is None else _use(f"{name} {grouped(after.seed)}")
    if before.guidance != after.guidance:
        name = translate("Offers", "guidance")
        yield _without(name) if after.guidance is None else _use(f"{name} {after.guidance:g}")
    if before.negative_prompt != after.negative_prompt:
        yield _without(translate("Offers", "negative prompt"))
    if before.output_format != after.output_format:
        yield _without(translate("Offers", "file format"))
    if before.prompt_upsampling != after.prompt_upsampling:
        yield _without(translate("Offers", "rewriting"))
    yield from _counts(before, after)


def _counts(before: GenerationRequest, after: GenerationRequest) -> Iterator[_Change]:
    if before.loras != after.loras:
        yield _fewer(len(after.loras), translate("Offers", "LoRA"), translate("Offers", "LoRAs"))
    if before.references != after.references:
        yield _fewer(len(after.references), translate("Offers", "reference"), translate("Offers", "references"))
    if before.safety_checker != after.safety_checker:
        yield _use(translate("Offers", "the safety check"))
    if before.count != after.count:
        yield _fewer(after.count, translate("Offers", "picture"), translate("Offers", "pictures"))


def _same() -> _Change:
    again = translate("Offers", "Send again")
    return _Change(again, again, translate("Offers", "as it is"))


def _size_change(after: GenerationRequest) -> _Change:
    if after.width is None or after.height is None:
        return _without(translate("Offers", "size"))
    return _use(size(after.width, after.height))


def _fewer(count: int, one: str, several: str) -> _Change:
    return _use(f"{count} {one if count == 1 else several}") if count else _without(several)


def _use(what: str) -> _Change:
    return _Change(
        translate("Offers", "Use {what}").replace("{what}", what),
        what,
        translate("Offers", "with {what}").replace("{what}", what),
    )


def _without(what: str) -> _Change:
    return _Change(
        translate("Offers", "Leave out {what}").replace("{what}", what),
        translate("Offers", "Leave it out"),
        translate("Offers", "without {what}").replace("{what}", what),
    )


def _is_dearer(job: Job, request: GenerationRequest, price: Estimate | None) -> bool:
    """Say whether more is paid than was agreed to; for another model, more than nobody knows counts as more."""
    if price is None:
        return job.request.model != request.model
    return job.estimate_usd is None or price.cost_usd > job.estimate_usd * _SAME_PRICE


def _price(price: Estimate | None) -> str:
    """Return the price for a button."""
    if price is None:
        return translate("Money", "price not known")
    amount = usd(price.cost_usd)
    return translate("Money", "from {amount}").format(amount=amount) if price.is_lowest else amount


def _price_sentence(price: Estimate | None) -> str:
    """Say what the order costs that is sent instead, with a place for what is changed."""
    if price is None:
        return translate("Offers", "Sent {changed}, its price is not known.")
    if price.cost_usd == 0:
        return translate("Offers", "Sent {changed}, it is free.")
    text = translate("Offers", "Sent {changed}, it costs about {amount}.")
    if price.is_lowest:
        text = translate("Offers", "Sent {changed}, it costs {amount} or more.")
    return text.replace("{amount}", usd(price.cost_usd))
