"""The rows of the FLUX models; `core/known_models.py` says how to add one.

Parameters: Together's documentation, which contradicts itself on several; where it does, the row says so in `unsure`.
"""

from __future__ import annotations

from desktop_app.core import known_sizes as sizes
from desktop_app.core.catalogue import Aspect, GuidanceRange, ModelProfile, Parameter, ReferenceField
from desktop_app.core.pricing import PriceRule
from desktop_app.core.sizes import ShapeRule

_ALL_FLUX = frozenset(
    {
        Parameter.SEED,
        Parameter.COUNT,
        Parameter.RESPONSE_FORMAT,
        Parameter.OUTPUT_FORMAT,
        Parameter.SAFETY_CHECKER,
    }
)
_FROM_DEV = _ALL_FLUX | {Parameter.STEPS, Parameter.GUIDANCE_SCALE}
_ORGANISATION = "Black Forest Labs"

# Together's documentation: 1 to 5 leaves the model freedom, 8 to 10 is faithful; 3.5 is the default of its API.
_GUIDANCE = GuidanceRange(1.0, 10.0, 3.5)


def _kontext(kind: str, usd_per_megapixel: float) -> ModelProfile:
    return ModelProfile(
        id=f"black-forest-labs/FLUX.1-kontext-{kind}",
        name=f"FLUX.1 Kontext {kind}",
        organisation=_ORGANISATION,
        price=PriceRule(usd_per_megapixel=usd_per_megapixel),
        parameters=_ALL_FLUX | {Parameter.STEPS},
        size_rule=ShapeRule(),
        default_steps=28,
        reference_field=ReferenceField.IMAGE_URL,
        reference_count=1,
        unsure=frozenset({Aspect.PARAMETERS}),
    )


FLUX_MODELS = (
    ModelProfile(
        id="black-forest-labs/FLUX.2-dev",
        name="FLUX.2 dev",
        organisation=_ORGANISATION,
        price=PriceRule(usd_per_image=0.0154, is_lowest=True),
        parameters=_FROM_DEV | {Parameter.LORAS},
        size_rule=sizes.FLUX_2,
        default_steps=28,
        reference_field=ReferenceField.REFERENCE_IMAGES,
        reference_count=4,
        guidance=_GUIDANCE,
        lora_count=2,
        unsure=frozenset({Aspect.PARAMETERS, Aspect.STEPS, Aspect.PRICE}),
    ),
    ModelProfile(
        id="black-forest-labs/FLUX.2-pro",
        name="FLUX.2 pro",
        organisation=_ORGANISATION,
        price=PriceRule(usd_per_image=0.03, is_lowest=True),
        parameters=_ALL_FLUX | {Parameter.PROMPT_UPSAMPLING},
        size_rule=sizes.FLUX_2,
        reference_field=ReferenceField.REFERENCE_IMAGES,
        reference_count=4,
        unsure=frozenset({Aspect.PARAMETERS, Aspect.PRICE}),
    ),
    ModelProfile(
        id="black-forest-labs/FLUX.2-flex",
        name="FLUX.2 flex",
        organisation=_ORGANISATION,
        price=PriceRule(usd_per_image=0.03, is_lowest=True),
        parameters=_FROM_DEV,
        size_rule=sizes.FLUX_2,
        default_steps=28,
        reference_field=ReferenceField.REFERENCE_IMAGES,
        reference_count=4,
        guidance=_GUIDANCE,
        unsure=frozenset({Aspect.PARAMETERS, Aspect.STEPS, Aspect.PRICE}),
    ),
    ModelProfile(
        id="black-forest-labs/FLUX.2-max",
        name="FLUX.2 max",
        organisation=_ORGANISATION,
        price=PriceRule(usd_per_megapixel=0.07, default_steps=50),
        parameters=_ALL_FLUX,
        size_rule=sizes.FLUX_2,
        reference_field=ReferenceField.REFERENCE_IMAGES,
        reference_count=4,
        unsure=frozenset({Aspect.PARAMETERS, Aspect.SIZES, Aspect.REFERENCES}),
    ),
    ModelProfile(
        # It takes a negative prompt and was measured to ignore it.
        id="black-forest-labs/FLUX.1-schnell",
        name="FLUX.1 schnell",
        organisation=_ORGANISATION,
        price=PriceRule(usd_per_megapixel=0.0027, default_steps=4),
        parameters=_ALL_FLUX | {Parameter.STEPS},
        size_rule=sizes.FLUX_SCHNELL,
        default_steps=4,
        highest_steps=12,
        unsure=frozenset({Aspect.PARAMETERS, Aspect.STEPS}),
    ),
    ModelProfile(
        id="black-forest-labs/FLUX.1.1-pro",
        name="FLUX1.1 pro",
        organisation=_ORGANISATION,
        price=PriceRule(usd_per_megapixel=0.04),
        parameters=_ALL_FLUX | {Parameter.NEGATIVE_PROMPT},
        size_rule=sizes.FLUX_1_1,
        unsure=frozenset({Aspect.PARAMETERS, Aspect.SIZES}),
    ),
    _kontext("pro", 0.04),
    _kontext("max", 0.08),
)
"""Eight models, in the order in which they are offered."""
