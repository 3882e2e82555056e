"""`sfumato models`: what there is, what it costs, what it takes."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from desktop_app.cli.console import Console
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.cli.words import usd
from desktop_app.core.catalogue import ModelProfile, Parameter
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.pricing import PRICE_TABLE_DATE, PriceRule
from desktop_app.core.sizes import AreaRule, GridRule, MenuRule, ShapeRule, SizeRule

_NAMES = {
    Parameter.STEPS: "steps",
    Parameter.SEED: "seed",
    Parameter.NEGATIVE_PROMPT: "negative prompt",
    Parameter.SAFETY_CHECKER: "safety checker",
}
_HEADINGS = ("MODEL", "PRICE", "SIZES", "REFERENCES", "TAKES")


def list_models(options: Namespace, console: Console) -> int:
    """Print the table of models, or the same as a JSON array."""
    profiles = list(known_catalogue())
    if options.json:
        console.result_json([_as_json(profile) for profile in profiles])
        return ExitCode.DONE
    for line in _table([_HEADINGS, *(_row(profile) for profile in profiles)]):
        console.result(line)
    console.say(f"Prices per picture or megapixel (MP), as of {PRICE_TABLE_DATE}. ? marks limits that are a guess.")
    return ExitCode.DONE


def _row(profile: ModelProfile) -> tuple[str, ...]:
    takes = ", ".join(name for parameter, name in _NAMES.items() if profile.takes(parameter))
    sizes = _size_words(profile.size_rule) + ("" if profile.certain else " ?")
    references = f"up to {profile.reference_count}" if profile.reference_count else "-"
    return profile.id, _price_words(profile.price), sizes, references, takes


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _price_words(price: PriceRule) -> str:
    about = "from " if price.is_lowest else ""
    if price.usd_per_image is not None:
        return "free" if price.usd_per_image == 0 else f"{about}{usd(price.usd_per_image)}"
    if price.usd_per_megapixel is not None:
        return f"{about}{usd(price.usd_per_megapixel)}/MP"
    return "not known"


def _size_words(rule: SizeRule) -> str:
    if isinstance(rule, GridRule):
        return f"{rule.lowest} to {rule.highest}, by {rule.multiple}"
    if isinstance(rule, MenuRule):
        return str(rule.sizes[0]) if len(rule.sizes) == 1 else f"{len(rule.sizes)} sizes from {rule.sizes[0]}"
    if isinstance(rule, AreaRule):
        return f"{rule.lowest_area / 1e6:.1f} to {rule.highest_area / 1e6:.1f} MP"
    return "as the reference, or a shape"


def _as_json(profile: ModelProfile) -> dict[str, Any]:
    return {
        "id": profile.id,
        "name": profile.name,
        "organisation": profile.organisation,
        "price": {
            "usd_per_image": profile.price.usd_per_image,
            "usd_per_megapixel": profile.price.usd_per_megapixel,
            "is_lowest": profile.price.is_lowest,
            "table_date": PRICE_TABLE_DATE.isoformat(),
        },
        "takes": sorted(parameter.value for parameter in profile.parameters),
        "sizes": _size_json(profile.size_rule),
        "default_steps": profile.default_steps or None,
        "references": profile.reference_count,
        "needs_reference": profile.needs_reference,
        "certain": profile.certain,
    }


def _size_json(rule: SizeRule) -> dict[str, Any]:
    if isinstance(rule, GridRule):
        return {"rule": "grid", "lowest": rule.lowest, "highest": rule.highest, "multiple": rule.multiple}
    if isinstance(rule, MenuRule):
        return {"rule": "menu", "sizes": [str(size) for size in rule.sizes]}
    if isinstance(rule, AreaRule):
        return {
            "rule": "area",
            "lowest_area": rule.lowest_area,
            "highest_area": rule.highest_area,
            "multiple": rule.multiple,
            "highest_ratio": rule.highest_ratio,
        }
    assert isinstance(rule, ShapeRule)
    return {"rule": "shape", "ratios": [name for name, _ in rule.shapes]}
