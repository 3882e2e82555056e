"""From wishes to a request: what the model does not take is said, never dropped in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log

from desktop_app.cli.order_words import changed_words, left_out_words, model_words
from desktop_app.cli.size_wish import Following, Shape
from desktop_app.cli.usage import BadUsage
from desktop_app.cli.wishes import Wishes
from desktop_app.cli.words import usd
from desktop_app.core.catalogue import DEFAULT_PREFERENCE, DEMO_MODEL, Aspect, Catalogue, ModelProfile
from desktop_app.core.estimates import estimate_of
from desktop_app.core.fitting import Fitted, Part, fitted
from desktop_app.core.request import GenerationRequest, Reference
from desktop_app.core.sizes import ShapeRule, Size

_USUAL_SIZE = Size(1024, 1024)
# So far may a shape be from the wished one before it is told of: 16:9 in steps of 16 pixels is not quite 16:9.
_SAME_SHAPE = 0.05


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for, before the references are fetched; `say` is told what differs from it."""

    wishes: Wishes
    catalogue: Catalogue
    demo: bool
    say: Callable[[str], None]

    def profile(self) -> ModelProfile:
        """Return the model to use; raise BadUsage when none takes so many references."""
        wished = self._wished()
        count = len(self.wishes.references)
        chosen = self.catalogue.for_references(wished, count)
        if count > chosen.reference_count:
            raise BadUsage(f"no model takes {count} references; the most is {chosen.reference_count}")
        if chosen is not wished:
            takes = f"{wished.reference_count} at most" if wished.reference_count else "none"
            self.say(
                f"{wished.id} cannot work from {_references(count)} (it takes {takes}); using {chosen.id} instead."
            )
        return chosen

    def request(self, profile: ModelProfile, references: tuple[Reference, ...]) -> GenerationRequest:
        """Return the request, fitted to what the model takes."""
        wishes = self.wishes
        size = self._size(profile, references)
        request = GenerationRequest(
            prompt=wishes.prompt,
            model=profile.id,
            width=size.width if size else None,
            height=size.height if size else None,
            steps=wishes.steps,
            seed=wishes.seed,
            negative_prompt=wishes.negative_prompt,
            count=wishes.count,
            safety_checker=wishes.safety_checker,
            references=references,
            guidance=wishes.guidance,
            prompt_upsampling=wishes.prompt_upsampling,
            output_format=wishes.output_format,
            loras=wishes.loras,
            template=wishes.template,
        )
        fit = fitted(request, profile)
        self._tell(fit, profile)
        return fit.request

    def announcement(self, request: GenerationRequest, profile: ModelProfile) -> str:
        """Return what is about to be ordered and what it costs."""
        size = _size_of(request)
        pictures = "1 picture" if request.count == 1 else f"{request.count} pictures"
        what = f"{pictures} by {'the demo engine' if self.demo else profile.id}{f', {size}' if size else ''}"
        if self.demo:
            return f"{what}. Free of charge."
        price = estimate_of(request, profile)
        if price is None:
            return f"{what}. The price is not known."
        about = "from" if price.is_lowest else "about"
        return f"{what}. Estimate: {about} {usd(price.cost_usd)} (prices of {profile.price_date})."

    def _wished(self) -> ModelProfile:
        if not self.wishes.models:
            return self.catalogue.profile(DEMO_MODEL) if self.demo else self.catalogue.first_of(DEFAULT_PREFERENCE)
        known = [model for model in self.wishes.models if model in self.catalogue]
        chosen = self.catalogue.first_of(known) if known else self.catalogue.profile(self.wishes.models[0])
        if chosen.id not in self.wishes.models:
            chosen = self.catalogue.profile(known[0])
        if words := model_words(chosen, self.catalogue, self.wishes):
            self.say(words)
        return chosen

    def _size(self, profile: ModelProfile, references: tuple[Reference, ...]) -> Size | None:
        wish = self.wishes.size
        if isinstance(wish, Shape):
            return wish.usual_size
        if wish is Following.REFERENCE:
            # A model of shapes follows the reference by itself; any other is told.
            follows = isinstance(profile.size_rule, ShapeRule)
            return None if follows else Size(references[0].width, references[0].height)
        if wish is Following.MODEL:
            return None
        if wish is None:
            # Left to the model where it follows the reference, and where its sizes are a guess; but the provider's usual
            # size is the same as this one, and no answer to a model that does not take it.
            is_guess = Aspect.SIZES in profile.unsure and profile.size_rule.allows(_USUAL_SIZE)
            return None if references or is_guess else _USUAL_SIZE
        return wish

    def _tell(self, fit: Fitted, profile: ModelProfile) -> None:
        for part in fit.left_out:
            self.say(left_out_words(part, profile, self.wishes))
        for part in fit.changed:
            if part is not Part.SIZE or self._is_another_size(_size_of(fit.request)):
                self.say(changed_words(part, profile, self.wishes, fit.request))

    def _is_another_size(self, size: Size | None) -> bool:
        """Say whether what becomes of the size is worth a word: nobody wished for exactly these pixels else."""
        wish = self.wishes.size
        if isinstance(wish, Shape):
            return size is not None and abs(log(size.ratio / wish.ratio)) > _SAME_SHAPE
        return isinstance(wish, Size)


def _size_of(request: GenerationRequest) -> Size | None:
    return Size(request.width, request.height) if request.width and request.height else None


def _references(count: int) -> str:
    return "a reference" if count == 1 else f"{count} references"
