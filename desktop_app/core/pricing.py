"""What a picture costs: an estimate with its rule and the date of its table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop_app.core.sizes import Size

PRICE_TABLE_DATE = date(2026, 8, 17)
"""The day on which the provider's list of models was recorded."""


_USUAL_MEGAPIXELS = 1.048576


@dataclass(frozen=True, slots=True)
class PriceTier:
    """Another price for each picture from so many megapixels on."""

    from_megapixels: float
    usd_per_image: float


@dataclass(frozen=True, slots=True)
class PriceRule:
    """Dollars per megapixel or per picture; both `None` when no price is known.

    `is_lowest` marks a "from" price. Above `default_steps` the price grows with the steps; below it does not fall
    (Together's documentation of image prices). `tiers` are dearer sizes, the largest last; `usd_per_reference` is added
    for every reference.
    """

    usd_per_megapixel: float | None = None
    usd_per_image: float | None = None
    default_steps: int = 0
    is_lowest: bool = False
    tiers: tuple[PriceTier, ...] = ()
    usd_per_reference: float = 0.0

    @property
    def is_known(self) -> bool:
        """Say whether there is any price."""
        return self.usd_per_megapixel is not None or self.usd_per_image is not None


@dataclass(frozen=True, slots=True)
class PriceBasis:
    """What an estimate was reckoned from, for whoever wants to know.

    `megapixels` is `None` where the price does not depend on them; `steps_factor` is 1 up to the usual number of steps;
    `each_usd` is the price of one picture with all of it.
    """

    rule: PriceRule
    each_usd: float
    count: int = 1
    megapixels: float | None = None
    steps_factor: float = 1.0
    references: int = 0
    table_date: date = PRICE_TABLE_DATE


@dataclass(frozen=True, slots=True)
class Estimate:
    """The price of a whole request in US dollars, as far as it can be known beforehand."""

    cost_usd: float
    is_lowest: bool = False
    basis: PriceBasis | None = None


def estimate(
    rule: PriceRule,
    *,
    size: Size | None,
    steps: int | None,
    count: int = 1,
    references: int = 0,
    table_date: date = PRICE_TABLE_DATE,
) -> Estimate | None:
    """Return what a request costs, or `None` when no price is known. A size of `None` counts as one megapixel."""
    megapixels = size.megapixels if size is not None else _USUAL_MEGAPIXELS
    extra_usd = rule.usd_per_reference * references
    if rule.usd_per_image is not None:
        each_usd = _tier_usd(rule, rule.usd_per_image, megapixels) + extra_usd
        depends_on_size = megapixels if rule.tiers else None
        basis = PriceBasis(rule, each_usd, count, depends_on_size, 1.0, references, table_date)
    elif rule.usd_per_megapixel is not None:
        factor = max(1.0, (steps or 0) / rule.default_steps) if rule.default_steps else 1.0
        each_usd = rule.usd_per_megapixel * megapixels * factor + extra_usd
        basis = PriceBasis(rule, each_usd, count, megapixels, factor, references, table_date)
    else:
        return None
    return Estimate(each_usd * count, rule.is_lowest, basis)


def _tier_usd(rule: PriceRule, usd_per_image: float, megapixels: float) -> float:
    reached = [tier.usd_per_image for tier in rule.tiers if megapixels >= tier.from_megapixels]
    return reached[-1] if reached else usd_per_image
