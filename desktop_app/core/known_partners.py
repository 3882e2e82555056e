"""The rows of the models that are not FLUX, most of which Together asks of partners; `core/known_models.py` says more.

A partner refuses a field that its model does not take, so a row has only what somebody saw it take, or what the maker
of the model documents. Of a seed that is: not OpenAI's models, Google's and the newer ones of ByteDance.
"""

from __future__ import annotations

from desktop_app.core import known_sizes as sizes
from desktop_app.core.catalogue import Aspect, GuidanceRange, ModelProfile, Parameter, ReferenceField
from desktop_app.core.pricing import PriceRule, PriceTier
from desktop_app.core.sizes import SizeRule

_BARE = frozenset({Parameter.RESPONSE_FORMAT})
_SEEDED = _BARE | {Parameter.SEED}
_LIMITS = frozenset({Aspect.PARAMETERS, Aspect.SIZES, Aspect.REFERENCES})
_ALL = _LIMITS | {Aspect.PRICE}


def _each(usd: float) -> PriceRule:
    return PriceRule(usd_per_image=usd)


def _from(usd: float) -> PriceRule:
    return PriceRule(usd_per_image=usd, is_lowest=True)


def _guess(
    id_: str,
    name: str,
    organisation: str,
    price: PriceRule,
    size_rule: SizeRule = sizes.CAUTIOUS,
    parameters: frozenset[Parameter] = _SEEDED,
) -> ModelProfile:
    unsure = _ALL if price.is_lowest else _LIMITS
    return ModelProfile(id_, name, organisation, price, parameters, size_rule, unsure=unsure)


def _google(
    id_: str,
    name: str,
    price: PriceRule,
    size_rule: SizeRule,
    references: int,
    unsure: frozenset[Aspect],
) -> ModelProfile:
    return ModelProfile(
        f"google/{id_}",
        name,
        "Google",
        price,
        _BARE,
        size_rule,
        reference_field=ReferenceField.REFERENCE_IMAGES,
        reference_count=references,
        unsure=unsure | {Aspect.PARAMETERS},
    )


_SEEDREAM_5_LITE = ModelProfile(
    id="ByteDance/Seedream-5.0-lite",
    name="Seedream 5.0 Lite",
    organisation="ByteDance",
    price=_each(0.035),
    parameters=_BARE,
    size_rule=sizes.SEEDREAM_5,
    reference_field=ReferenceField.REFERENCE_IMAGES,
    reference_count=4,
    unsure=frozenset({Aspect.PARAMETERS, Aspect.REFERENCES}),
)

_STABLE_DIFFUSION_XL = ModelProfile(
    id="stabilityai/stable-diffusion-xl-base-1.0",
    name="SD XL",
    organisation="Stability AI",
    price=_each(0.0019),
    parameters=_SEEDED
    | {Parameter.STEPS, Parameter.NEGATIVE_PROMPT, Parameter.GUIDANCE_SCALE, Parameter.SAFETY_CHECKER},
    size_rule=sizes.STABLE_DIFFUSION,
    default_steps=30,
    guidance=GuidanceRange(1.0, 20.0, 3.5),
    unsure=frozenset({Aspect.PARAMETERS, Aspect.SIZES, Aspect.STEPS}),
)

# The list names the price of 512x512 and of an input picture; the dearer sizes are from a program that sells the model.
_GEMINI_3_1_PRICE = PriceRule(
    usd_per_image=0.04657,
    is_lowest=True,
    tiers=(PriceTier(0.5, 0.067), PriceTier(2.0, 0.101), PriceTier(8.0, 0.151)),
    usd_per_reference=0.00028,
)

PARTNER_MODELS = (
    _google("flash-image-2.5", "Gemini Flash Image 2.5", _each(0.039), sizes.NANO_BANANA, 3, frozenset()),
    _google(
        "flash-image-3.1",
        "Gemini 3.1 Flash Image",
        _GEMINI_3_1_PRICE,
        sizes.GEMINI_3_1,
        3,
        frozenset({Aspect.SIZES, Aspect.REFERENCES, Aspect.PRICE}),
    ),
    _google(
        "flash-image-3.1-lite",
        "Gemini 3.1 Flash-Lite Image",
        _each(0.069),
        sizes.GEMINI_3_1_LITE,
        3,
        frozenset({Aspect.SIZES, Aspect.REFERENCES}),
    ),
    _google(
        "gemini-3-pro-image",
        "Gemini 3 Pro Image",
        PriceRule(usd_per_image=0.134, tiers=(PriceTier(8.0, 0.24),)),
        sizes.GEMINI_3_PRO,
        4,
        frozenset({Aspect.SIZES}),
    ),
    _guess("google/imagen-4.0-fast", "Imagen 4.0 Fast", "Google", _each(0.02), sizes.IMAGEN, _BARE),
    _guess("google/imagen-4.0-preview", "Imagen 4.0", "Google", _each(0.04), sizes.IMAGEN, _BARE),
    _guess("google/imagen-4.0-ultra", "Imagen 4.0 Ultra", "Google", _each(0.06), sizes.IMAGEN, _BARE),
    _guess("openai/gpt-image-1.5", "GPT Image 1.5", "OpenAI", _from(0.034), sizes.GPT_IMAGE, _BARE),
    _guess("openai/gpt-image-2", "GPT Image 2", "OpenAI", _from(0.053), sizes.GPT_IMAGE, _BARE),
    _guess("ByteDance-Seed/Seedream-3.0", "Seedream 3.0", "ByteDance", _each(0.018), sizes.SEEDREAM_3),
    _guess("ByteDance-Seed/Seedream-4.0", "Seedream 4.0", "ByteDance", _each(0.03), sizes.SEEDREAM_4, _BARE),
    _SEEDREAM_5_LITE,
    _guess("Qwen/Qwen-Image", "Qwen Image", "Qwen", _each(0.0058)),
    _guess("Qwen/Qwen-Image-2.0", "Qwen Image 2.0", "Qwen", _each(0.035), sizes.QWEN_2),
    _guess("Qwen/Qwen-Image-2.0-Pro", "Qwen Image 2.0 Pro", "Qwen", _each(0.075), sizes.QWEN_2),
    _guess("Wan-AI/Wan2.6-image", "Wan 2.6 Image", "Wan-AI", _each(0.03), sizes.WAN),
    _guess("ideogram/ideogram-3.0", "Ideogram 3.0", "Ideogram", _each(0.06), sizes.IDEOGRAM_3),
    _guess("ideogram/ideogram-4.0", "Ideogram 4.0", "Ideogram", _from(0.06), sizes.IDEOGRAM_4),
    _guess("prunaai/p-image-ideogram", "P-Image-Ideogram", "Pruna AI", _from(0.00225)),
    _guess("RunDiffusion/Juggernaut-pro-flux", "Juggernaut Pro Flux", "RunDiffusion", _each(0.0049)),
    # It takes a negative prompt and was measured to ignore it.
    _guess("Rundiffusion/Juggernaut-Lightning-Flux", "Juggernaut Lightning Flux", "RunDiffusion", _each(0.0017)),
    _STABLE_DIFFUSION_XL,
)
"""Twenty-two models, in the order in which they are offered."""
