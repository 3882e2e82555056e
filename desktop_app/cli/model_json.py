"""A model's whole row as a JSON object."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from desktop_app.core.catalogue import ModelProfile
from desktop_app.core.sizes import AreaRule, GridRule, MenuRule, ShapeRule, SizeRule


def model_json(profile: ModelProfile, listed_on: date | None) -> dict[str, Any]:
    """Return all that is known of a model; what it does not take or name is `null`, zero or an empty list.

    `listed_on` is the day of the provider's list.
    """
    return {
        "id": profile.id,
        "name": profile.name,
        "organisation": profile.organisation,
        "availability": profile.availability.value,
        "usable": profile.is_usable,
        "listed_on": listed_on.isoformat() if listed_on is not None else None,
        "price": {**asdict(profile.price), "table_date": profile.price_date.isoformat()},
        "takes": sorted(parameter.value for parameter in profile.parameters),
        "sizes": _size_json(profile.size_rule),
        "default_steps": profile.default_steps or None,
        "highest_steps": profile.highest_steps,
        "guidance": asdict(profile.guidance) if profile.guidance is not None else None,
        "loras": profile.lora_count,
        "references": profile.reference_count,
        "reference_field": profile.reference_field.value if profile.reference_field is not None else None,
        "needs_reference": profile.needs_reference,
        "certain": profile.certain,
        "unsure": sorted(aspect.value for aspect in profile.unsure),
    }


def _size_json(rule: SizeRule) -> dict[str, Any]:
    if isinstance(rule, GridRule):
        return {"rule": "grid", **asdict(rule)}
    if isinstance(rule, MenuRule):
        return {"rule": "menu", "sizes": [str(size) for size in rule.sizes]}
    if isinstance(rule, AreaRule):
        return {"rule": "area", **asdict(rule)}
    assert isinstance(rule, ShapeRule)
    return {"rule": "shape", "ratios": [name for name, _ in rule.shapes]}
