"""What a picture costs: an estimate with its rule and the date of its table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop_app.core.sizes import Size

PRICE_TABLE_DATE = date(2026, 8, 17)
"""The day on which the provider's list of models was recorded."""


@dataclass(frozen=True, slots=True)
class PriceRule:
    """Dollars per megapixel or per picture; both `None` when no price is known.

    `is_lowest` marks a "from" price. Above `default_steps` the price grows with the steps; below it does not fall
    (Together's documentation of image prices).
    """

    usd_per_megapixel: float | None = None
    usd_per_image: float | None = None
    default_steps: int = 0
    is_lowest: bool = False

    @property
    def is_known(self) -> bool:
        """Say whether there is any price."""
        return self.usd_per_megapixel is not None or self.usd_per_image is not None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The price of a whole request in US dollars, as far as it can be known beforehand."""

    cost_usd: float
    is_lowest: bool = False


def estimate(rule: PriceRule, *, size: Size | None, steps: int | None, count: int = 1) -> Estimate | None:
    """Return what a request costs, or `None` when no price is known. A size of `None` counts as one megapixel."""
    if rule.usd_per_image is not None:
        return Estimate(rule.usd_per_image * count, rule.is_lowest)
    if rule.usd_per_megapixel is None:
        return None
    megapixels = size.megapixels if size is not None else 1.048576
    factor = max(1.0, (steps or 0) / rule.default_steps) if rule.default_steps else 1.0
    return Estimate(rule.usd_per_megapixel * megapixels * factor * count, rule.is_lowest)
