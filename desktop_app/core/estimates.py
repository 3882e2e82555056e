"""What a whole order costs with a model."""

from __future__ import annotations

from desktop_app.core.catalogue import ModelProfile
from desktop_app.core.fitting import fitted
from desktop_app.core.pricing import Estimate, estimate
from desktop_app.core.request import GenerationRequest
from desktop_app.core.sizes import Size


def estimate_of(request: GenerationRequest, profile: ModelProfile) -> Estimate | None:
    """Return what an order costs as this model takes it, `None` when no price is known."""
    order = fitted(request, profile).request
    return estimate(
        profile.price,
        size=Size(order.width, order.height) if order.width and order.height else None,
        steps=order.steps,
        count=order.count,
        references=len(order.references),
        table_date=profile.price_date,
    )
