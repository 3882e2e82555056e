"""Words of the window of batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop_app.core.batch_values import BadValue, ValueFault
from desktop_app.core.batches import BATCH_MAX, Adjustment, Axis, Batch, BatchPrice, Obstacle, Refusal, Value
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.fitting import Part
from desktop_app.core.sizes import Size
from desktop_app.ui.create.prompt_words import prompt_problem
from desktop_app.ui.number_words import grouped, size, usd

_MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class ValueNames:
    """Names the values of a batch: made in the GUI thread, asked in any."""

    templates: Mapping[Axis, str]
    models: Mapping[str, str]

    def __call__(self, axis: Axis, value: Value) -> str:
        """Return a value in words: "seed 12", "8 steps", "1024 × 768", a model's name."""
        if isinstance(value, Size):
            return size(value.width, value.height)
        if axis is Axis.MODEL:
            return self.models.get(str(value), str(value))
        shown = f"{value:g}" if isinstance(value, float) else str(value)
        if axis is Axis.SEED and isinstance(value, int):
            shown = grouped(value)
        return self.templates[axis].replace("{value}", shown) if axis in self.templates else shown


def value_names(catalogue: Catalogue) -> ValueNames:
    """Return what names values now, in the person's language."""
    templates = {
        Axis.SEED: _tr("seed {value}"),
        Axis.STEPS: _tr("steps {value}"),
        Axis.GUIDANCE: _tr("guidance {value}"),
    }
    return ValueNames(templates, {each.id: each.name for each in catalogue})


def axis_name(axis: Axis | None) -> str:
    """Return a parameter's name; `None` is none."""
    names: dict[Axis | None, str] = {
        Axis.MODEL: _tr("Model"),
        Axis.SEED: _tr("Seed"),
        Axis.STEPS: _tr("Steps"),
        Axis.SIZE: _tr("Size"),
        Axis.PROMPT: _tr("Prompt"),
        Axis.GUIDANCE: _tr("Guidance"),
        None: _tr("None"),
    }
    return names[axis]


def example(axis: Axis) -> str:
    """Return what may be typed for a parameter."""
    return {
        Axis.SEED: _tr("1-5, or 7, 12, 480"),
        Axis.STEPS: _tr("10:50:10, or 4, 8, 12"),
        Axis.SIZE: _tr("1024x768, 3:2, 768"),
        Axis.GUIDANCE: _tr("2.5:4.5:0.5, or 2, 4, 8"),
        Axis.PROMPT: _tr("One prompt a line"),
        Axis.MODEL: "",
    }[axis]


def bad_value(error: BadValue) -> str:
    """Return what is wrong with a piece of a list."""
    return {
        ValueFault.NO_NUMBER: _tr("“{text}” is no number."),
        ValueFault.NOT_WHOLE: _tr("“{text}”: whole numbers only."),
        ValueFault.OUT_OF_RANGE: _tr("“{text}” is out of range."),
        ValueFault.NO_STEP: _tr("“{text}” never gets to its end."),
        ValueFault.NO_SIZE: _tr("“{text}” is no size. Write it as 1024x768 or 3:2."),
        ValueFault.TOO_MANY: _tr("Too many values from “{text}” on."),
    }[error.fault].replace("{text}", _short(error.text))


def order(pictures: int, price: BatchPrice, *, is_free: bool) -> str:
    """Return the words of the button: "Queue 24 pictures · ≈ $0.74"."""
    if not pictures:
        return _tr("Queue")
    text = _tr("Queue 1 picture") if pictures == 1 else _tr("Queue {count} pictures").format(count=grouped(pictures))
    cost = total(price, pictures, is_free=is_free)
    return f"{text}  ·  {cost}" if cost else text


def counted(orders: int, pictures: int) -> str:
    """Return how many there are, empty for none; orders of several pictures each are told apart."""
    if not orders:
        return ""
    if pictures == orders:
        return grouped(orders)
    return _tr("{orders} orders, {pictures} pictures").format(orders=grouped(orders), pictures=grouped(pictures))


def total(price: BatchPrice, pictures: int, *, is_free: bool = False) -> str:
    """Return a whole batch's price, empty when nothing is known of it."""
    if is_free:
        return _tr("free")
    if price.unknown == pictures:
        return ""
    if price.total_usd == 0 and not price.unknown:
        return _tr("free")
    text = _tr("from {amount}") if price.is_lowest or price.unknown else _tr("≈ {amount}")
    return text.format(amount=usd(price.total_usd))


def unknown_prices(price: BatchPrice, pictures: int) -> str:
    """Return that pictures have no price, empty where all have one."""
    if not price.unknown:
        return ""
    if price.unknown == pictures:
        return _tr("No price is known.")
    if price.unknown == 1:
        return _tr("No price is known for 1 picture.")
    return _tr("No price is known for {count} pictures.").format(count=grouped(price.unknown))


def left_out(batch: Batch, catalogue: Catalogue) -> str:
    """Return what is not in the batch, a line each."""
    lines = [_refusal(each, catalogue) for each in batch.refusals]
    if batch.is_cut:
        text = _tr("There would be more: a batch has at most {count}.")
        lines.append(text.format(count=grouped(BATCH_MAX)))
    return shortened(lines)


def changes(batch: Batch, catalogue: Catalogue, *, is_seed_set: bool) -> str:
    """Return what was changed on the way, a line for each model."""
    models: dict[str, list[Adjustment]] = {}
    for each in batch.adjustments:
        if is_seed_set or each.part is not Part.SEED:
            models.setdefault(each.model, []).append(each)
    lines = [_adjusted(catalogue.profile(model).name, parts) for model, parts in models.items()]
    if batch.repeated == 1:
        lines.append(_tr("1 equal to another is made once."))
    elif batch.repeated:
        lines.append(_tr("{count} equal to others are made once.").format(count=grouped(batch.repeated)))
    return shortened(lines)


def shortened(lines: Iterable[str]) -> str:
    """Return a few lines, and how many more there are."""
    lines = list(lines)
    if len(lines) > _MOST_LINES + 1:
        rest = _tr("And {count} more.").format(count=len(lines) - _MOST_LINES)
        lines = [*lines[:_MOST_LINES], rest]
    return "\n".join(lines)


def _refusal(refusal: Refusal, catalogue: Catalogue) -> str:
    if refusal.obstacle is Obstacle.OPEN_PROMPT and refusal.problem is not None:
        text = prompt_problem(refusal.problem)
    else:
        text = {
            Obstacle.NO_PROMPT: _tr("Write a prompt first."),
            Obstacle.OPEN_PROMPT: _tr("Something is left open in the prompt."),
            Obstacle.NO_REFERENCE: _tr("{name} needs a reference."),
            Obstacle.UNKNOWN_MODEL: _tr("No model is called “{name}”."),
        }[refusal.obstacle]
        is_known = refusal.obstacle is Obstacle.NO_REFERENCE
        name = catalogue.profile(refusal.name).name if is_known else _short(refusal.name)
        text = text.replace("{name}", name)
    if refusal.line:
        text = _tr("Line {line}: {text}").format(line=refusal.line, text=text)
    if refusal.count > 1 and refusal.obstacle is not Obstacle.NO_PROMPT:
        text += " " + _tr("{count} are left out.").format(count=grouped(refusal.count))
    return text


def _adjusted(model: str, parts: Iterable[Adjustment]) -> str:
    parts = list(parts)
    gone = ", ".join(part_name(each.part) for each in parts if each.is_left_out)
    changed = ", ".join(part_name(each.part) for each in parts if not each.is_left_out)
    said = []
    if gone:
        said.append(_tr("{parts} left out").replace("{parts}", gone))
    if changed:
        said.append(_tr("{parts} changed to what it takes").replace("{parts}", changed))
    return f"{model}: {'; '.join(said)}."


def part_name(part: Part) -> str:
    """Return the name of a part of an order, as it stands within a sentence."""
    return {
        Part.SIZE: _tr("size"),
        Part.STEPS: _tr("steps"),
        Part.SEED: _tr("seed"),
        Part.NEGATIVE_PROMPT: _tr("negative prompt"),
        Part.COUNT: _tr("number of pictures"),
        Part.SAFETY_CHECKER: _tr("safety check"),
        Part.GUIDANCE: _tr("guidance"),
        Part.PROMPT_UPSAMPLING: _tr("rewriting of the prompt"),
        Part.OUTPUT_FORMAT: _tr("file format"),
        Part.LORAS: _tr("LoRAs"),
        Part.REFERENCES: _tr("references"),
    }[part]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Batch", text)
