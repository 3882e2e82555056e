"""What each model takes, and how a form, a command line or the wire asks about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from math import inf, log

from desktop_app.core.pricing import PRICE_TABLE_DATE, PriceRule, estimate
from desktop_app.core.request import SEED_MAX
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
    GUIDANCE_SCALE = "guidance_scale"
    GUIDANCE = "guidance"
    PROMPT_UPSAMPLING = "prompt_upsampling"
    OUTPUT_FORMAT = "output_format"
    LORAS = "image_loras"


GUIDANCE_PARAMETERS = (Parameter.GUIDANCE_SCALE, Parameter.GUIDANCE)
"""The two names by which models take the same wish; a model has one of them at most."""


class Aspect(Enum):
    """What a row may be unsure of."""

    PARAMETERS = "parameters"
    SIZES = "sizes"
    STEPS = "steps"
    REFERENCES = "references"
    PRICE = "price"


class Availability(Enum):
    """Whether a model can be used, as far as that is known."""

    KNOWN = "known"
    """In the table; the provider's list was not seen yet."""
    LISTED = "listed"
    NEW = "new"
    """In the provider's list and in no table: its limits are a cautious guess."""
    VANISHED = "vanished"
    """In the table and not in the provider's list any more."""
    REFUSED = "refused"
    """The provider said of an order that the model cannot be used."""


@dataclass(frozen=True, slots=True)
class GuidanceRange:
    """How closely a model can be told to follow the prompt; `usual` is what the provider names as its default."""

    lowest: float = 1.0
    highest: float = 10.0
    usual: float = 3.5


class ReferenceField(Enum):
    """The name on the wire by which a model takes reference pictures."""

    IMAGE_URL = "image_url"
    REFERENCE_IMAGES = "reference_images"


@dataclass(frozen=True, slots=True)
class ModelProfile:
    """One model: its parameters, sizes, references and price.

    `default_steps` of 0 means that the model names none; `unsure` holds what is a cautious guess because sources are
    silent or disagree; `price_date` is the day of the list that the price is from.
    """

    id: str
    name: str
    organisation: str
    price: PriceRule
    parameters: frozenset[Parameter] = field(default=frozenset())
    size_rule: SizeRule = field(default=GridRule(256, 1792))
    default_steps: int = 0
    highest_steps: int = 50
    highest_seed: int = SEED_MAX
    reference_field: ReferenceField | None = None
    reference_count: int = 0
    needs_reference: bool = False
    guidance: GuidanceRange | None = None
    lora_count: int = 0
    unsure: frozenset[Aspect] = field(default=frozenset())
    availability: Availability = Availability.KNOWN
    price_date: date = PRICE_TABLE_DATE

    @property
    def certain(self) -> bool:
        """Say whether nothing of the row is a guess."""
        return not self.unsure

    @property
    def is_usable(self) -> bool:
        """Say whether nothing is known that speaks against ordering from it."""
        return self.availability not in {Availability.VANISHED, Availability.REFUSED}

    @property
    def guidance_parameter(self) -> Parameter | None:
        """The name by which the model takes the guidance; `None` when it takes none."""
        return next((each for each in GUIDANCE_PARAMETERS if each in self.parameters), None)

    def takes(self, parameter: Parameter) -> bool:
        """Say whether the model takes this parameter."""
        return parameter in self.parameters

    @property
    def is_demo(self) -> bool:
        """Say whether this is the demo engine."""
        return self.id == DEMO_MODEL


class Catalogue:
    """The models known here, in the order in which they are offered. A value: what changes makes a new one.

    `listed_on` is the day of the provider's own list that went into it, `None` when none was seen.
    """

    def __init__(self, profiles: Iterable[ModelProfile], listed_on: date | None = None) -> None:
        self._profiles = {profile.id: profile for profile in profiles}
        self.listed_on = listed_on

    def __iter__(self) -> Iterator[ModelProfile]:
        return iter(self._profiles.values())

    def __contains__(self, model: str) -> bool:
        return model in self._profiles

    def profile(self, model: str) -> ModelProfile:
        """Return the model's profile; an unknown id gets a cautious one."""
        known = self._profiles.get(model)
        return known if known is not None else cautious_profile(model)

    def first_of(self, models: Iterable[str]) -> ModelProfile:
        """Return the first of a preference list that can be used, else the first that is known, else any."""
        known = [self._profiles[model] for model in models if model in self._profiles]
        for profile in (*known, *self._profiles.values()):
            if profile.is_usable:
                return profile
        return known[0] if known else next(iter(self._profiles.values()))

    def for_references(self, profile: ModelProfile, count: int) -> ModelProfile:
        """Return the model itself when it takes so many references, else the best that does."""
        if count <= profile.reference_count:
            return profile
        for model in EDIT_PREFERENCE:
            other = self._profiles.get(model)
            if other is not None and other.is_usable and count <= other.reference_count:
                return other
        # Better a model that may be gone than a reference that is silently dropped, or than a picture without AI.
        return max(
            self._profiles.values(),
            key=lambda each: (count <= each.reference_count, not each.is_demo, each.is_usable, each.reference_count),
        )

    def nearest_usable(self, model: str, *, references: int = 0) -> ModelProfile | None:
        """Return the model most like this one that can be used and takes so many references, `None` where none does.

        One of the same organisation goes first, then the one of the nearest price.
        """
        gone = self.profile(model)
        others = [
            each
            for each in self._profiles.values()
            if each.is_usable and not each.is_demo and each.id != model and _serves(each, references)
        ]
        return min(
            others, key=lambda each: (each.organisation != gone.organisation, _price_gap(each, gone)), default=None
        )


def _serves(profile: ModelProfile, references: int) -> bool:
    return references <= profile.reference_count and (references > 0 or not profile.needs_reference)


def _price_gap(one: ModelProfile, other: ModelProfile) -> float:
    """Return by which factor the prices of a usual picture differ, as a logarithm."""
    prices = [estimate(each.price, size=None, steps=None) for each in (one, other)]
    usd = [price.cost_usd for price in prices if price is not None and price.cost_usd > 0]
    return abs(log(usd[0] / usd[1])) if len(usd) == len(prices) else inf


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
        unsure=frozenset(Aspect),
    )
