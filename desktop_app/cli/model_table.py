"""The table of models for people: short cells, and a last column that wraps to the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from desktop_app.core.catalogue import Aspect, Availability, ModelProfile, Parameter
from desktop_app.core.pricing import PriceRule
from desktop_app.core.sizes import AreaRule, GridRule, MenuRule, SizeRule

STATES = {Availability.NEW: "new", Availability.VANISHED: "gone", Availability.REFUSED: "refused"}
"""The marks of models with which something is the matter."""

_TAKEN = {
    Parameter.SEED: "seed",
    Parameter.STEPS: "steps",
    Parameter.GUIDANCE_SCALE: "guidance",
    Parameter.GUIDANCE: "guidance",
    Parameter.LORAS: "LoRA",
    Parameter.NEGATIVE_PROMPT: "negative",
    Parameter.PROMPT_UPSAMPLING: "upsampling",
    Parameter.OUTPUT_FORMAT: "format",
    Parameter.COUNT: "n",
    Parameter.SAFETY_CHECKER: "safety",
}
_HEADINGS = ("MODEL", "PRICE", "SIZES", "REFS", "TAKES")
_GAP = "  "
# What stands beside it stays on the same line.
_UNBROKEN = "\N{NO-BREAK SPACE}"
_NARROWEST_LAST_COLUMN = 16


def table_lines(profiles: Iterable[ModelProfile], columns: int | None) -> list[str]:
    """Return heading and rows, the usable models first; the last column wraps when there are so many columns only.

    A column for the marks is there only when a model has one.
    """
    ordered = sorted(profiles, key=lambda profile: not profile.is_usable)
    rows = [_HEADINGS, *(_row(profile) for profile in ordered)]
    marks = ["", *(STATES.get(profile.availability, "") for profile in ordered)]
    if any(marks):
        rows = [(model, mark, *rest) for (model, *rest), mark in zip(rows, marks, strict=True)]
    return _lines(rows, columns)


def _row(profile: ModelProfile) -> tuple[str, ...]:
    return (
        profile.id,
        price_words(profile.price) + _doubt(profile, Aspect.PRICE),
        size_words(profile.size_rule) + _doubt(profile, Aspect.SIZES),
        (str(profile.reference_count) if profile.reference_count else "-") + _doubt(profile, Aspect.REFERENCES),
        _taken_words(profile),
    )


def _taken_words(profile: ModelProfile) -> str:
    taken = ", ".join(_words(profile, parameter) for parameter in _TAKEN if profile.takes(parameter))
    doubt = _doubt(profile, Aspect.PARAMETERS)
    return f"{taken}{_UNBROKEN}{doubt}".rstrip(_UNBROKEN) if taken else f"-{doubt}"


def _words(profile: ModelProfile, parameter: Parameter) -> str:
    if parameter is Parameter.STEPS:
        usual = f"{_UNBROKEN}{profile.default_steps}" if profile.default_steps else ""
        return f"steps{usual}{_doubt(profile, Aspect.STEPS)}"
    if parameter is Parameter.LORAS and profile.lora_count > 1:
        return f"{profile.lora_count}{_UNBROKEN}LoRAs"
    return _TAKEN[parameter]


def _doubt(profile: ModelProfile, aspect: Aspect) -> str:
    return "?" if aspect in profile.unsure else ""


def price_words(price: PriceRule) -> str:
    """Return a price as `$0.0027/MP`, or what stands in its place."""
    about = "from " if price.is_lowest else ""
    if price.usd_per_image is not None:
        return "free" if price.usd_per_image == 0 else f"{about}{_exact_usd(price.usd_per_image)}"
    if price.usd_per_megapixel is not None:
        return f"{about}{_exact_usd(price.usd_per_megapixel)}/MP"
    return "unknown"


def _exact_usd(amount: float) -> str:
    """Return a price of a list, which is not rounded: $0.02, $0.134, $0.00225."""
    whole, _, part = f"{amount:.6f}".partition(".")
    return f"${whole}.{part.rstrip('0').ljust(2, '0')}"


def size_words(rule: SizeRule) -> str:
    """Return the sizes in a few letters: bounds of the sides, how many sizes, bounds of the area, or shapes."""
    if isinstance(rule, GridRule):
        return f"{rule.lowest}-{rule.highest}"
    if isinstance(rule, MenuRule):
        return str(rule.sizes[0]) if len(rule.sizes) == 1 else f"{len(rule.sizes)} sizes"
    if isinstance(rule, AreaRule):
        return f"{rule.lowest_area / 1e6:.1f}-{rule.highest_area / 1e6:.1f} MP"
    return "shapes"


def _lines(rows: Sequence[Sequence[str]], columns: int | None) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    taken = sum(width + len(_GAP) for width in widths)
    last = max(_NARROWEST_LAST_COLUMN, columns - taken) if columns is not None else None
    return [line for row in rows for line in _row_lines(row, widths, last)]


def _row_lines(row: Sequence[str], widths: Sequence[int], last: int | None) -> list[str]:
    start = "".join(cell.ljust(width) + _GAP for cell, width in zip(row[:-1], widths, strict=True))
    ends = textwrap.wrap(row[-1], last) if last is not None else [row[-1]]
    starts = [start, *[" " * len(start)] * len(ends)]
    return [(start + end).replace(_UNBROKEN, " ") for start, end in zip(starts, ends, strict=False)]
