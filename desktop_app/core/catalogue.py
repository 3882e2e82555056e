"""What each model takes, and how a form, a command line or the wire asks about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from desktop_app.core.pricing import PriceRule
from desktop_app.core.sizes import GridRule, SizeRule

DEMO_MODEL = "sfumato/demo"
"""The id of the demo engine: it paints without AI, inside the program."""


class Parameter(Enum):
    """A part of the request that not every model takes; the value is its name on the wire."""

    STEPS = "steps"
    SEED = "seed"
    NEGATIVE_PROMPT = "negative_prompt"
    COUNT = "n"
    SAFETY_CHECKER = "disable_safety_checker"
    RESPONSE_FORMAT = "response_format"


class ReferenceField(Enum):
    """The name on the wire by which a model takes reference pictures."""

    IMAGE_URL = "image_url"
    REFERENCE_IMAGES = "reference_images"


@dataclass(frozen=True, slots=True)
class ModelProfile:
    """One model: its parameters, sizes, references and price.

    `default_steps` of 0 means that the model names none; `certain` is false where sources are silent or disagree,
    and the profile is a cautious guess.
    """

    id: str
    name: str
    organisation: str
    price: PriceRule
    parameters: frozenset[Parameter] = field(default=frozenset())
    size_rule: SizeRule = field(default=GridRule(256, 1792))
    default_steps: int = 0
    highest_steps: int = 50
    reference_field: ReferenceField | None = None
    reference_count: int = 0
    needs_reference: bool = False
    certain: bool = True

    def takes(self, parameter: Parameter) -> bool:
        """Say whether the model takes this parameter."""
        return parameter in self.parameters

    @property
    def is_demo(self) -> bool:
        """Say whether this is the demo engine."""
        return self.id == DEMO_MODEL


class Catalogue:
    """The models known here, in the order in which they are offered."""

    def __init__(self, profiles: Iterable[ModelProfile]) -> None:
        self._profiles = {profile.id: profile for profile in profiles}

    def __iter__(self) -> Iterator[ModelProfile]:
        return iter(self._profiles.values())

    def __contains__(self, model: str) -> bool:
        return model in self._profiles

    def profile(self, model: str) -> ModelProfile:
        """Return the model's profile; an unknown id gets a cautious one."""
        known = self._profiles.get(model)
        return known if known is not None else cautious_profile(model)

    def first_of(self, models: Iterable[str]) -> ModelProfile:
        """Return the first of a preference list that is known, else the first of the catalogue."""
        for model in models:
            if model in self._profiles:
                return self._profiles[model]
        return next(iter(self._profiles.values()))

    def for_references(self, profile: ModelProfile, count: int) -> ModelProfile:
        """Return the model itself when it takes so many references, else the best that does."""
        if count <= profile.reference_count:
            return profile
        for model in EDIT_PREFERENCE:
            other = self._profiles.get(model)
            if other is not None and count <= other.reference_count:
                return other
        return max(self._profiles.values(), key=lambda each: each.reference_count)


EDIT_PREFERENCE = (
    "black-forest-labs/FLUX.1-kontext-pro",
    "black-forest-labs/FLUX.1-kontext-max",
    "black-forest-labs/FLUX.2-pro",
    "black-forest-labs/FLUX.2-dev",
    "black-forest-labs/FLUX.2-flex",
)
"""Models for editing, best first."""

DEFAULT_PREFERENCE = (
    "black-forest-labs/FLUX.2-dev",
    "black-forest-labs/FLUX.2-pro",
    "black-forest-labs/FLUX.1-schnell",
)
"""Models to begin with, best first."""


def cautious_profile(model: str) -> ModelProfile:
    """Return a profile for an id that is in no table: prompt, seed and size, no price known."""
    organisation, _, name = model.rpartition("/")
    return ModelProfile(
        id=model,
        name=name or model,
        organisation=organisation,
        price=PriceRule(),
        parameters=frozenset({Parameter.SEED, Parameter.RESPONSE_FORMAT}),
        size_rule=GridRule(256, 1792),
        certain=False,
    )
