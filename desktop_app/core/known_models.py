"""The table of known models: one row each. To add a model, add a row.

Ids and prices: the provider's own list of 2026-08-17. Parameters, steps, sizes and references: Together's documentation
and measurements of other programs; a row ending in `certain=False` is a cautious guess where sources are silent.
"""

from __future__ import annotations

from desktop_app.core.catalogue import DEMO_MODEL, Aspect, Catalogue, ModelProfile, Parameter, ReferenceField
from desktop_app.core.pricing import PriceRule
from desktop_app.core.sizes import AreaRule, GridRule, MenuRule, ShapeRule, Size, SizeRule

_BASE = frozenset({Parameter.SEED, Parameter.RESPONSE_FORMAT})
_FLUX = _BASE | {Parameter.SAFETY_CHECKER}
_STEPS = _FLUX | {Parameter.STEPS}
_ALL = _STEPS | {Parameter.NEGATIVE_PROMPT, Parameter.COUNT}

_FLUX_2 = GridRule(256, 2048)
_NANO_BANANA = MenuRule(
    tuple(
        Size(width, height)
        for width, height in (
            (1024, 1024),
            (1248, 832),
            (832, 1248),
            (1184, 864),
            (864, 1184),
            (896, 1152),
            (1152, 896),
            (1344, 768),
            (768, 1344),
            (1536, 672),
            (672, 1536),
        )
    )
)
_GEMINI_3 = MenuRule(
    tuple(
        Size(width, height)
        for width, height in (
            (1024, 1024),
            (1264, 848),
            (848, 1264),
            (1200, 896),
            (896, 1200),
            (928, 1152),
            (1152, 928),
            (768, 1376),
            (1376, 768),
            (1584, 672),
        )
    )
)
_SEEDREAM_5 = AreaRule(3_686_400, 10_404_496)


def _per_megapixel(usd: float, default_steps: int = 0) -> PriceRule:
    return PriceRule(usd_per_megapixel=usd, default_steps=default_steps)


def _each(usd: float) -> PriceRule:
    return PriceRule(usd_per_image=usd)


def _from(usd: float) -> PriceRule:
    return PriceRule(usd_per_image=usd, is_lowest=True)


def _guess(id_: str, name: str, price: PriceRule, size_rule: SizeRule | None = None) -> ModelProfile:
    organisation = id_.partition("/")[0]
    return ModelProfile(
        id_, name, organisation, price, _BASE, size_rule or GridRule(256, 1792), unsure=frozenset(Aspect)
    )


def _flux(
    id_: str,
    name: str,
    price: PriceRule,
    parameters: frozenset[Parameter],
    size_rule: SizeRule,
    default_steps: int = 0,
    references: int = 0,
) -> ModelProfile:
    return ModelProfile(
        f"black-forest-labs/{id_}",
        name,
        "Black Forest Labs",
        price,
        parameters,
        size_rule,
        default_steps=default_steps,
        reference_field=ReferenceField.REFERENCE_IMAGES if references else None,
        reference_count=references,
    )


def _kontext(id_: str, name: str, usd_per_megapixel: float) -> ModelProfile:
    return ModelProfile(
        f"black-forest-labs/{id_}",
        name,
        "Black Forest Labs",
        _per_megapixel(usd_per_megapixel),
        _STEPS,
        ShapeRule(),
        default_steps=28,
        reference_field=ReferenceField.IMAGE_URL,
        reference_count=1,
    )


def _google(id_: str, name: str, price: PriceRule, size_rule: SizeRule, *, certain: bool) -> ModelProfile:
    return ModelProfile(
        f"google/{id_}",
        name,
        "Google",
        price,
        _BASE,
        size_rule,
        reference_field=ReferenceField.REFERENCE_IMAGES,
        reference_count=3,
        unsure=frozenset() if certain else frozenset({Aspect.SIZES, Aspect.REFERENCES}),
    )


DEMO = ModelProfile(
    DEMO_MODEL,
    "Demo engine",
    "Sfumato",
    PriceRule(usd_per_image=0.0),
    _ALL,
    GridRule(64, 2048),
    default_steps=4,
    reference_field=ReferenceField.REFERENCE_IMAGES,
    reference_count=4,
)

KNOWN_MODELS = (
    _flux("FLUX.2-dev", "FLUX.2 dev", _from(0.0154), _STEPS, _FLUX_2, 28, references=4),
    _flux("FLUX.2-pro", "FLUX.2 pro", _from(0.03), _FLUX, _FLUX_2, references=4),
    _flux("FLUX.2-flex", "FLUX.2 flex", _from(0.03), _STEPS, _FLUX_2, 28, references=4),
    _flux("FLUX.2-max", "FLUX.2 max", _per_megapixel(0.07, 50), _FLUX, _FLUX_2, references=4),
    _flux("FLUX.1-schnell", "FLUX.1 schnell", _per_megapixel(0.0027, 4), _STEPS, GridRule(64, 1792), 4),
    _flux(
        "FLUX.1.1-pro", "FLUX1.1 pro", _per_megapixel(0.04), _FLUX | {Parameter.NEGATIVE_PROMPT}, GridRule(256, 1440)
    ),
    _kontext("FLUX.1-kontext-pro", "FLUX.1 Kontext pro", 0.04),
    _kontext("FLUX.1-kontext-max", "FLUX.1 Kontext max", 0.08),
    _google("flash-image-2.5", "Gemini Flash Image 2.5", _each(0.039), _NANO_BANANA, certain=True),
    _google("flash-image-3.1", "Gemini 3.1 Flash Image", _from(0.04657), _GEMINI_3, certain=False),
    _google("flash-image-3.1-lite", "Gemini 3.1 Flash-Lite Image", _each(0.069), _GEMINI_3, certain=False),
    _google("gemini-3-pro-image", "Gemini 3 Pro Image", _from(0.134), _GEMINI_3, certain=True),
    _guess("google/imagen-4.0-fast", "Imagen 4.0 Fast", _each(0.02)),
    _guess("google/imagen-4.0-preview", "Imagen 4.0", _each(0.04)),
    _guess("google/imagen-4.0-ultra", "Imagen 4.0 Ultra", _each(0.06)),
    _guess("openai/gpt-image-1.5", "GPT Image 1.5", _from(0.034)),
    _guess("openai/gpt-image-2", "GPT Image 2", _from(0.053)),
    _guess("ByteDance-Seed/Seedream-3.0", "Seedream 3.0", _each(0.018)),
    _guess("ByteDance-Seed/Seedream-4.0", "Seedream 4.0", _each(0.03)),
    ModelProfile(
        "ByteDance/Seedream-5.0-lite",
        "Seedream 5.0 Lite",
        "ByteDance",
        _each(0.035),
        _BASE,
        _SEEDREAM_5,
        reference_field=ReferenceField.REFERENCE_IMAGES,
        reference_count=4,
    ),
    _guess("Qwen/Qwen-Image", "Qwen Image", _each(0.0058)),
    _guess("Qwen/Qwen-Image-2.0", "Qwen Image 2.0", _each(0.035)),
    _guess("Qwen/Qwen-Image-2.0-Pro", "Qwen Image 2.0 Pro", _each(0.075)),
    _guess("Wan-AI/Wan2.6-image", "Wan 2.6 Image", _each(0.03)),
    _guess("ideogram/ideogram-3.0", "Ideogram 3.0", _each(0.06)),
    _guess("ideogram/ideogram-4.0", "Ideogram 4.0", _from(0.06), MenuRule((Size(2048, 2048),))),
    _guess("prunaai/p-image-ideogram", "P-Image-Ideogram", _from(0.00225)),
    _guess("RunDiffusion/Juggernaut-pro-flux", "Juggernaut Pro Flux", _each(0.0049)),
    _guess("Rundiffusion/Juggernaut-Lightning-Flux", "Juggernaut Lightning Flux", _each(0.0017)),
    ModelProfile(
        "stabilityai/stable-diffusion-xl-base-1.0",
        "SD XL",
        "Stability AI",
        _each(0.0019),
        _STEPS | {Parameter.NEGATIVE_PROMPT},
        GridRule(256, 1536),
        default_steps=30,
    ),
)


def known_catalogue() -> Catalogue:
    """Return a catalogue of all known models; the demo engine is the last."""
    return Catalogue((*KNOWN_MODELS, DEMO))
