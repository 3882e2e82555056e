"""The table of known models, one row each.

To add a model, add a row to `core/known_flux.py` or `core/known_partners.py`: nothing else names a model's limits.

- `id` as the provider lists it, letter for letter; `name` and `organisation` for people.
- `price`: dollars per megapixel or per picture, with `default_steps` where more steps cost more, `tiers` where larger
  sizes are dearer, `is_lowest` where the list says "from".
- `parameters`: only what the model heeds. What it ignores would mislead, what it refuses costs a call.
- `size_rule`: a grid of sides, a menu, a band of areas, or shapes alone; rules of families are in `core/known_sizes.py`.
- `default_steps`, `highest_steps` with STEPS; `guidance` with GUIDANCE_SCALE or GUIDANCE (the name on the wire);
  `lora_count` with LORAS; `reference_field` with `reference_count`.
- `unsure`: every aspect of which sources are silent or disagree. Then take the narrower limits and the fewer fields.

Ids and prices are from the provider's own list of 2026-08-17, and `PRICE_TABLE_DATE` says so: change it with them.
Everything else is from Together's documentation, from refusals that were recorded, and from what others measured.
"""

from __future__ import annotations

from desktop_app.core.catalogue import DEMO_MODEL, Catalogue, ModelProfile, Parameter, ReferenceField
from desktop_app.core.known_flux import FLUX_MODELS
from desktop_app.core.known_partners import PARTNER_MODELS
from desktop_app.core.pricing import PriceRule
from desktop_app.core.sizes import GridRule

DEMO = ModelProfile(
    id=DEMO_MODEL,
    name="Demo engine",
    organisation="Sfumato",
    price=PriceRule(usd_per_image=0.0),
    parameters=frozenset(
        {
            Parameter.STEPS,
            Parameter.SEED,
            Parameter.NEGATIVE_PROMPT,
            Parameter.COUNT,
            Parameter.RESPONSE_FORMAT,
            Parameter.OUTPUT_FORMAT,
        }
    ),
    size_rule=GridRule(64, 2048),
    default_steps=4,
    reference_field=ReferenceField.REFERENCE_IMAGES,
    reference_count=4,
)

KNOWN_MODELS = (*FLUX_MODELS, *PARTNER_MODELS)
"""Every known model of the provider, in the order in which they are offered."""


def known_catalogue() -> Catalogue:
    """Return a catalogue of all known models; the demo engine is the last."""
    return Catalogue((*KNOWN_MODELS, DEMO))
