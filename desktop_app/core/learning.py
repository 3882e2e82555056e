"""What a refusal's teaching makes of a model's row."""

from __future__ import annotations

from dataclasses import replace
from math import lcm

from desktop_app.core.catalogue import Aspect, Availability, GuidanceRange, ModelProfile, Parameter, ReferenceField
from desktop_app.core.request import GUIDANCE_MAX, STEPS_MAX
from desktop_app.core.sizes import AreaRule, GridRule, MenuRule, ShapeRule, Size, SizeRule
from desktop_app.core.teaching import (
    SIZE_FIELDS,
    AreaTaught,
    BoundsTaught,
    GridTaught,
    MenuTaught,
    ModelGone,
    ReferencesTaught,
    Teaching,
    UnsupportedTaught,
)

_USUAL_MULTIPLE = 16
# A model whose size nearest to 1024x1024 lies beyond these is not known to exist.
_LEAST_SIDE_PX, _MOST_SIDE_PX = 64, 8192
_PROBES = tuple(
    Size(width, height)
    for width, height in ((1024, 1024), (1920, 1080), (1080, 1920), (64, 64), (8192, 8192), (4000, 500), (500, 4000))
)


def learnt(profile: ModelProfile, teaching: Teaching) -> ModelProfile:
    """Return the row as corrected by a refusal: unchanged where nothing follows, the same when learnt twice."""
    match teaching:
        case GridTaught() | AreaTaught() | MenuTaught():
            return _with_sizes(profile, _size_rule(profile, teaching))
        case BoundsTaught():
            return _bounded(profile, teaching)
        case UnsupportedTaught():
            return _without(profile, teaching.field)
        case ReferencesTaught():
            return _with_references(profile, teaching.count)
        case ModelGone():
            return replace(profile, availability=Availability.REFUSED)
        case _:
            return profile


def _with_sizes(profile: ModelProfile, rule: SizeRule) -> ModelProfile:
    if not _serves(rule):
        return profile
    return replace(profile, size_rule=rule, unsure=profile.unsure - {Aspect.SIZES})


def _serves(rule: SizeRule) -> bool:
    """Say whether every wish has a legal size: a rule that contradicts itself or allows nothing usual is not believed."""
    try:
        usual = rule.nearest(_PROBES[0])
        is_usual = min(usual.width, usual.height) >= _LEAST_SIDE_PX and max(usual.width, usual.height) <= _MOST_SIDE_PX
        return is_usual and all(rule.allows(rule.nearest(probe)) for probe in _PROBES)
    except (ValueError, ZeroDivisionError):
        return False


def _size_rule(profile: ModelProfile, teaching: GridTaught | AreaTaught | MenuTaught) -> SizeRule:
    if isinstance(teaching, MenuTaught):
        return MenuRule(teaching.sizes)
    before = profile.size_rule
    if isinstance(teaching, AreaTaught):
        multiple = before.multiple if isinstance(before, GridRule | AreaRule) else _USUAL_MULTIPLE
        return AreaRule(teaching.lowest_area, teaching.highest_area, multiple, teaching.highest_ratio)
    grid = GridRule(teaching.lowest, teaching.highest, teaching.multiple)
    # Of two rules that a model was seen to hold, one must not drive out the other: they would be learnt in turn for ever.
    if isinstance(before, AreaRule) and Aspect.SIZES not in profile.unsure:
        both = _area_on_grid(before, grid)
        return both if _serves(both) else grid
    return grid


def _area_on_grid(area: AreaRule, grid: GridRule) -> AreaRule:
    """Return the band of areas narrowed so far that no side can leave the grid's bounds."""
    highest_area = min(area.highest_area, grid.highest**2)
    ratio = min(area.highest_ratio, max(1.0, grid.highest**2 / highest_area))
    lowest_area = max(area.lowest_area, round(grid.lowest**2 * ratio))
    return AreaRule(lowest_area, highest_area, lcm(area.multiple, grid.multiple), ratio)


def _bounded(profile: ModelProfile, bounds: BoundsTaught) -> ModelProfile:
    lowest, highest = int(bounds.lowest), int(bounds.highest)
    if bounds.field in SIZE_FIELDS:
        multiple = profile.size_rule.multiple if isinstance(profile.size_rule, GridRule) else _USUAL_MULTIPLE
        return _with_sizes(profile, _size_rule(profile, GridTaught(bounds.field, max(1, lowest), highest, multiple)))
    if bounds.field == Parameter.STEPS.value and 1 <= highest <= STEPS_MAX:
        usual = min(max(profile.default_steps, lowest), highest) if profile.default_steps else 0
        return replace(profile, highest_steps=highest, default_steps=usual, unsure=profile.unsure - {Aspect.STEPS})
    if bounds.field == Parameter.SEED.value and highest >= 0:
        return replace(profile, highest_seed=min(highest, profile.highest_seed))
    if bounds.field == Parameter.COUNT.value and highest <= 1:
        return replace(profile, parameters=profile.parameters - {Parameter.COUNT})
    if profile.guidance_parameter is not None and bounds.field == profile.guidance_parameter.value:
        return _with_guidance(profile, max(bounds.lowest, 0.0), min(bounds.highest, GUIDANCE_MAX))
    return profile


def _with_guidance(profile: ModelProfile, lowest: float, highest: float) -> ModelProfile:
    if lowest >= highest:
        return profile
    usual = profile.guidance.usual if profile.guidance is not None else GuidanceRange().usual
    return replace(profile, guidance=GuidanceRange(lowest, highest, min(max(usual, lowest), highest)))


def _without(profile: ModelProfile, name: str) -> ModelProfile:
    if name in {each.value for each in ReferenceField}:
        return _without_reference_field(profile, name)
    if name == "aspect_ratio" and isinstance(profile.size_rule, ShapeRule):
        return replace(profile, size_rule=GridRule(256, 1792), unsure=profile.unsure | {Aspect.SIZES})
    gone = next((each for each in profile.parameters if each.value == name), None)
    if gone is None:
        return profile
    kept = profile.parameters - {gone}
    if gone is Parameter.GUIDANCE_SCALE and Aspect.PARAMETERS in profile.unsure:
        # Sources disagree on the name; a model that refuses what it does not know honours the name that it accepts.
        return replace(profile, parameters=kept | {Parameter.GUIDANCE})
    if gone in {Parameter.GUIDANCE_SCALE, Parameter.GUIDANCE}:
        return replace(profile, parameters=kept, guidance=None)
    return replace(profile, parameters=kept, lora_count=0 if gone is Parameter.LORAS else profile.lora_count)


def _without_reference_field(profile: ModelProfile, name: str) -> ModelProfile:
    if profile.reference_field is None or profile.reference_field.value != name:
        return profile
    if profile.reference_field is ReferenceField.IMAGE_URL and Aspect.REFERENCES in profile.unsure:
        return replace(profile, reference_field=ReferenceField.REFERENCE_IMAGES)
    return _with_references(profile, 0)


def _with_references(profile: ModelProfile, count: int) -> ModelProfile:
    if profile.reference_field is None:
        return profile
    unsure = profile.unsure - {Aspect.REFERENCES}
    if count:
        return replace(profile, reference_count=count, unsure=unsure)
    return replace(profile, reference_field=None, reference_count=0, needs_reference=False, unsure=unsure)
