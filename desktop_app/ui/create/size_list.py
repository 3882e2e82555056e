"""The lines of the list of sizes, and what is said of one: pixels, shape and price."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from desktop_app.core.estimates import estimate_of
from desktop_app.core.presets import SizePreset
from desktop_app.core.pricing import Estimate
from desktop_app.core.sizes import ShapeRule, Size
from desktop_app.ui import words
from desktop_app.ui.create import create_words
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.picker import Section
from desktop_app.ui.create.picker_row import Choice
from desktop_app.ui.create.size_groups import SizeGroup, size_groups

AS_REFERENCE = "reference"
_SIZE, _PRESET = "size:", "preset:"


def sections(form: Form, presets: tuple[SizePreset, ...]) -> list[Section]:
    """Return what the model offers by itself first, then the presets."""
    groups = size_groups(form.profile.size_rule)
    made = [_reference_section(form)] if form.can_follow else []
    made += [_group_section(form, group, groups) for group in groups]
    is_marked = any(choice.is_current for section in made for choice in section.choices)
    heading = _tr("Presets") if made else _tr("Sizes")
    lines = (_preset_choice(form, index, each, is_marked=is_marked) for index, each in enumerate(presets))
    return [*made, Section(heading, tuple(lines))]


def preset_index(key: str) -> int | None:
    """Return which preset a line is, `None` when it is none."""
    return int(key.removeprefix(_PRESET)) if key.startswith(_PRESET) else None


def size_of(key: str, presets: tuple[SizePreset, ...]) -> Size | None:
    """Return the size of a line, `None` for the one that follows the reference."""
    index = preset_index(key)
    if index is not None:
        return presets[index].size
    width, _, height = key.removeprefix(_SIZE).partition("x")
    return None if key == AS_REFERENCE else Size(int(width), int(height))


def pixels(size: Size) -> str:
    """Return a size in pixels for people."""
    return words.size(size.width, size.height)


def becomes(form: Form, wish: Size) -> str:
    """Return what the model makes of a size that it does not take as it is, else nothing."""
    rule = form.profile.size_rule
    if isinstance(rule, ShapeRule):
        return rule.shape(wish)
    size = rule.nearest(wish)
    return "" if size == wish else pixels(size)


def outcome(form: Form, wish: Size) -> str:
    """Return what will come of a size: "→ 1008 × 704 · 0.71 megapixels · from $0.0154"."""
    size = form.profile.size_rule.nearest(wish)
    other = becomes(form, wish)
    megapixels = _tr("{n} megapixels").format(n=f"{size.megapixels:.{1 if size.megapixels >= 1 else 2}f}")
    parts = [f"→ {other}" if other else create_words.ratio(size), megapixels, create_words.price(_price(form, size))]
    return " · ".join(filter(None, parts))


def group_name(group: SizeGroup) -> str:
    """Return the usual word for a number of pixels: 1K, 2K, 4K."""
    return f"{group.thousands:g}K"


def _reference_section(form: Form) -> Section:
    choice = Choice(AS_REFERENCE, _tr("As reference"), is_current=form.follows_reference, icon_name="image")
    return Section("", (choice,))


def _group_section(form: Form, group: SizeGroup, groups: tuple[SizeGroup, ...]) -> Section:
    if isinstance(form.profile.size_rule, ShapeRule):
        return Section(_tr("Shapes"), tuple(_size_choice(form, size, _tr("about {size}")) for size in group.sizes))
    choices = tuple(_size_choice(form, size, "{size}") for size in group.sizes)
    if len(groups) == 1:
        return Section(_tr("The one size that it takes") if len(choices) == 1 else _tr("Sizes"), choices)
    return Section(group_name(group), choices, _group_price(form, group, groups))


def _size_choice(form: Form, size: Size, pattern: str) -> Choice:
    is_current = not form.follows_reference and size == form.sent_size
    side = pattern.format(size=pixels(size))
    return Choice(f"{_SIZE}{size}", create_words.ratio(size), side, is_current, shape=size)


def _preset_choice(form: Form, index: int, preset: SizePreset, *, is_marked: bool) -> Choice:
    is_current = not is_marked and not form.follows_reference and preset.size == form.size
    other = becomes(form, preset.size)
    wish, name = pixels(preset.size), create_words.preset_name(preset)
    return Choice(
        f"{_PRESET}{index}",
        name,
        f"→ {other}" if other else wish,
        is_current,
        is_preset=True,
        shape=preset.size,
        tip=_tr("{wish} becomes {size}").format(wish=wish, size=other) if other else "",
    )


def _group_price(form: Form, group: SizeGroup, groups: Iterable[SizeGroup]) -> str:
    """Return the price of one picture of the group, where the groups have different ones."""
    prices = {each.thousands: _price(form, each.sizes[0]) for each in groups}
    if len({price.cost_usd for price in prices.values() if price is not None}) < 2:
        return ""
    return create_words.price_each(prices[group.thousands])


def _price(form: Form, size: Size) -> Estimate | None:
    wish = replace(form.request(), width=size.width, height=size.height, count=1)
    return estimate_of(wish, form.profile)


def _tr(text: str) -> str:
    return QCoreApplication.translate("SizeList", text)
