"""The same order for another model: what that one does not take is left out, what it takes otherwise is changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from math import isfinite
from typing import Any

from desktop_app.core.catalogue import ModelProfile, Parameter
from desktop_app.core.request import COUNT_MAX, LORA_SCALE_MAX, GenerationRequest, Lora
from desktop_app.core.sizes import Size


class Part(Enum):
    """A part of an order that a model may not take, or not as it is."""

    SIZE = "size"
    STEPS = "steps"
    SEED = "seed"
    NEGATIVE_PROMPT = "negative_prompt"
    COUNT = "count"
    SAFETY_CHECKER = "safety_checker"
    GUIDANCE = "guidance"
    PROMPT_UPSAMPLING = "prompt_upsampling"
    OUTPUT_FORMAT = "output_format"
    LORAS = "loras"
    REFERENCES = "references"


@dataclass(frozen=True, slots=True)
class Fitted:
    """An order as a model takes it, and what became of its parts, each in the order of `Part`."""

    request: GenerationRequest
    left_out: tuple[Part, ...] = ()
    changed: tuple[Part, ...] = ()


def fitted(request: GenerationRequest, profile: ModelProfile) -> Fitted:
    """Return the order for this model: every part that it does not take is gone, every other one legal.

    The number of pictures is never left out: what a model does not make in one call is ordered in several.
    """
    fit = _Fit(profile)
    fit.take(request)
    changes = {**fit.values, "model": profile.id}
    left_out, changed = (tuple(part for part in Part if part in parts) for parts in (fit.left_out, fit.changed))
    return Fitted(replace(request, **changes), left_out, changed)


@dataclass(slots=True)
class _Fit:
    profile: ModelProfile
    values: dict[str, Any] = field(default_factory=dict)
    left_out: set[Part] = field(default_factory=set)
    changed: set[Part] = field(default_factory=set)

    def take(self, request: GenerationRequest) -> None:
        """Look at every part of an order."""
        takes = self.profile.takes
        self._take_size(request)
        self._take(Part.STEPS, request.steps, fitted_steps(request.steps, self.profile), taken=takes(Parameter.STEPS))
        # Folded, not cut off: or every drawn seed above the range would become the same one.
        seed = None if request.seed is None else max(request.seed, 0) % (self.profile.highest_seed + 1)
        self._take(Part.SEED, request.seed, seed, taken=takes(Parameter.SEED))
        if request.negative_prompt.strip() and not takes(Parameter.NEGATIVE_PROMPT):
            self._leave_out(Part.NEGATIVE_PROMPT, "")
        self._keep(Part.COUNT, request.count, min(max(request.count, 1), COUNT_MAX))
        if not request.safety_checker and not takes(Parameter.SAFETY_CHECKER):
            self._leave_out(Part.SAFETY_CHECKER, True)
        guidance = fitted_guidance(request.guidance, self.profile)
        self._take(Part.GUIDANCE, request.guidance, guidance, taken=self.profile.guidance_parameter is not None)
        for part, parameter, wish in (
            (Part.PROMPT_UPSAMPLING, Parameter.PROMPT_UPSAMPLING, request.prompt_upsampling),
            (Part.OUTPUT_FORMAT, Parameter.OUTPUT_FORMAT, request.output_format),
        ):
            self._take(part, wish, wish, taken=takes(parameter))
        self._take_lists(request)

    def _take_size(self, request: GenerationRequest) -> None:
        if request.width is None or request.height is None:
            return
        wish = Size(request.width, request.height)
        size = self.profile.size_rule.nearest(wish)
        if size != wish:
            self.changed.add(Part.SIZE)
            self.values |= {"width": size.width, "height": size.height}

    def _take_lists(self, request: GenerationRequest) -> None:
        loras = fitted_loras(request.loras, self.profile)
        if request.loras and not loras:
            self._leave_out(Part.LORAS, ())
        self._keep(Part.LORAS, request.loras, loras)
        references = request.references[: self.profile.reference_count]
        if request.references and not references:
            self._leave_out(Part.REFERENCES, ())
        self._keep(Part.REFERENCES, request.references, references)

    def _take(self, part: Part, wish: object, value: object, *, taken: bool) -> None:
        if taken:
            self._keep(part, wish, value)
        elif wish is not None:
            self._leave_out(part, None)

    def _keep(self, part: Part, wish: object, value: object) -> None:
        if value != wish and part not in self.left_out:
            self.changed.add(part)
            self.values[part.value] = value

    def _leave_out(self, part: Part, value: object) -> None:
        self.left_out.add(part)
        self.values[part.value] = value


def fitted_steps(steps: int | None, profile: ModelProfile) -> int | None:
    """Return so many steps, brought between 1 and the model's highest number; `None` where the model takes none."""
    if steps is None or not profile.takes(Parameter.STEPS):
        return None
    return min(max(steps, 1), profile.highest_steps)


def fitted_guidance(guidance: float | None, profile: ModelProfile) -> float | None:
    """Return this guidance, brought into the model's range; `None` where the model takes none."""
    if guidance is None or not isfinite(guidance) or profile.guidance_parameter is None:
        return None
    scale = profile.guidance
    return guidance if scale is None else min(max(guidance, scale.lowest), scale.highest)


def fitted_loras(loras: tuple[Lora, ...], profile: ModelProfile) -> tuple[Lora, ...]:
    """Return as many of these as the model takes, their scales brought between 0 and 2; one without address is none."""
    if not profile.takes(Parameter.LORAS):
        return ()
    named = [each for each in loras if each.path.strip() and isfinite(each.scale)]
    return tuple(replace(each, scale=min(max(each.scale, 0.0), LORA_SCALE_MAX)) for each in named[: profile.lora_count])
