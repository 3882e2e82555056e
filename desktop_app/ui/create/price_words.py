"""How a price was reckoned, in words: the rule, the sum, how sure it is, and the day of the list it is from."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop_app.core.catalogue import Aspect, ModelProfile
from desktop_app.core.pricing import Estimate, PriceBasis
from desktop_app.ui.create.create_words import amount


def explanation(estimate: Estimate | None, profile: ModelProfile) -> str:
    """Return a few short sentences, one a line, about the price of one press."""
    if profile.is_demo:
        return _tr("The demo engine costs nothing.")
    if estimate is None:
        return _tr("No price is known for {model}.").format(model=profile.name)
    lines = [_total(estimate, estimate.basis), *_rule(estimate.basis), _certainty(estimate, profile)]
    if estimate.basis is not None:
        lines.append(_tr("Price list of {day}.").format(day=day(estimate.basis.table_date)))
    return "\n".join(filter(None, lines))


def day(moment: date) -> str:
    """Return a day as people of the place write it short: 22 Nov 2026."""
    return QLocale().toString(QDate(moment.year, moment.month, moment.day), _tr("d MMM yyyy"))


def _total(estimate: Estimate, basis: PriceBasis | None) -> str:
    if basis is None or basis.count == 1:
        return ""
    text = _tr("{count} pictures at {each} each: {total}.")
    return text.format(count=basis.count, each=amount(basis.each_usd), total=amount(estimate.cost_usd))


def _rule(basis: PriceBasis | None) -> list[str]:
    if basis is None:
        return []
    lines = _per_megapixel(basis) if basis.rule.usd_per_megapixel is not None else [_per_picture(basis)]
    if basis.references and basis.rule.usd_per_reference:
        text = _tr("{amount} more for each of {count} references.")
        lines.append(text.format(amount=amount(basis.rule.usd_per_reference), count=basis.references))
    return lines


def _per_megapixel(basis: PriceBasis) -> list[str]:
    rate, megapixels = basis.rule.usd_per_megapixel or 0.0, basis.megapixels or 1.0
    if basis.steps_factor > 1:
        text = _tr("{amount} per megapixel × {megapixels} megapixels × {factor} for the steps.")
    else:
        text = _tr("{amount} per megapixel × {megapixels} megapixels.")
    lines = [text.format(amount=amount(rate), megapixels=f"{megapixels:.2f}", factor=f"{basis.steps_factor:.2f}")]
    if basis.rule.default_steps:
        lines.append(_tr("Only steps above {steps} count.").format(steps=basis.rule.default_steps))
    return lines


def _per_picture(basis: PriceBasis) -> str:
    own = basis.each_usd - basis.references * basis.rule.usd_per_reference
    if basis.rule.tiers and basis.megapixels is not None:
        text = _tr("{amount} a picture of {megapixels} megapixels: larger ones are dearer.")
        return text.format(amount=amount(own), megapixels=f"{basis.megapixels:.2f}")
    if basis.rule.is_lowest:
        return _tr("From {amount} a picture.").format(amount=amount(own))
    return _tr("Flat: {amount} a picture of any size.").format(amount=amount(own))


def _certainty(estimate: Estimate, profile: ModelProfile) -> str:
    if estimate.is_lowest:
        return _tr("Together names only the lowest price. It may cost more.")
    if Aspect.PRICE in profile.unsure:
        return _tr("This price is not certain.")
    return _tr("An estimate: the bill may differ a little.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("PriceWords", text)
