"""From options to a request: what the model does not take is said, never dropped in silence."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from desktop_app.cli.words import usd
from desktop_app.core.catalogue import DEFAULT_PREFERENCE, DEMO_MODEL, Catalogue, ModelProfile, Parameter
from desktop_app.core.errors import RequestInvalid
from desktop_app.core.pricing import PRICE_TABLE_DATE, estimate
from desktop_app.core.request import GenerationRequest, Reference
from desktop_app.core.sizes import Size

T = TypeVar("T")

_USUAL_SIZE = Size(1024, 1024)


@dataclass(frozen=True, slots=True)
class Order:
    """What the options ask for, before the references are fetched; `say` is told what differs from them."""

    options: Namespace
    catalogue: Catalogue
    demo: bool
    say: Callable[[str], None]

    def profile(self) -> ModelProfile:
        """Return the model to use; raise RequestInvalid when none takes so many references."""
        wished = self._wished()
        count = len(self.options.references)
        chosen = self.catalogue.for_references(wished, count)
        if count > chosen.reference_count:
            raise RequestInvalid(f"no model takes {count} references; the most is {chosen.reference_count}")
        if chosen is not wished:
            takes = f"{wished.reference_count} at most" if wished.reference_count else "none"
            self.say(
                f"{wished.id} cannot work from {_references(count)} (it takes {takes}); using {chosen.id} instead."
            )
        return chosen

    def request(self, profile: ModelProfile, references: tuple[Reference, ...]) -> GenerationRequest:
        """Return the request, fitted to what the model takes."""
        size = self._size(profile, has_references=bool(references))
        return GenerationRequest(
            prompt=self.options.prompt,
            model=profile.id,
            width=size.width if size else None,
            height=size.height if size else None,
            steps=self._steps(profile),
            seed=self._taken(profile, Parameter.SEED, self.options.seed, "--seed"),
            negative_prompt=self._taken(profile, Parameter.NEGATIVE_PROMPT, self.options.negative, "--negative") or "",
            count=self.options.count,
            references=references,
        )

    def announcement(self, request: GenerationRequest, profile: ModelProfile) -> str:
        """Return what is about to be ordered and what it costs."""
        size = Size(request.width, request.height) if request.width and request.height else None
        pictures = "1 picture" if request.count == 1 else f"{request.count} pictures"
        what = f"{pictures} by {'the demo engine' if self.demo else profile.id}{f', {size}' if size else ''}"
        if self.demo:
            return f"{what}. Free of charge."
        price = estimate(profile.price, size=size, steps=request.steps, count=request.count)
        if price is None:
            return f"{what}. The price is not known."
        about = "from" if price.is_lowest else "about"
        return f"{what}. Estimate: {about} {usd(price.cost_usd)} (prices of {PRICE_TABLE_DATE})."

    def _wished(self) -> ModelProfile:
        if self.options.model:
            if self.options.model not in self.catalogue:
                self.say(f"{self.options.model} is not in Sfumato's table: its price and its limits are not known.")
            return self.catalogue.profile(self.options.model)
        return self.catalogue.profile(DEMO_MODEL) if self.demo else self.catalogue.first_of(DEFAULT_PREFERENCE)

    def _size(self, profile: ModelProfile, *, has_references: bool) -> Size | None:
        wish: Size | None = self.options.size
        if wish is None:
            # Left to the model where it follows the reference, and where its sizes are a guess.
            return None if has_references or not profile.certain else profile.size_rule.nearest(_USUAL_SIZE)
        size = profile.size_rule.nearest(wish)
        if size != wish:
            self.say(f"{profile.id} does not take {wish}; using {size}, the nearest that it does.")
        return size

    def _steps(self, profile: ModelProfile) -> int | None:
        steps: int | None = self._taken(profile, Parameter.STEPS, self.options.steps, "--steps")
        if steps is not None and steps > profile.highest_steps:
            self.say(f"{profile.id} takes {profile.highest_steps} steps at most; using these.")
            return profile.highest_steps
        return steps

    def _taken(self, profile: ModelProfile, parameter: Parameter, value: T, option: str) -> T | None:
        if value in (None, "") or profile.takes(parameter):
            return value
        self.say(f"{profile.id} does not take {option}; it is left out.")
        return None


def _references(count: int) -> str:
    return "a reference" if count == 1 else f"{count} references"
