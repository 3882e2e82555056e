"""What a refused request is told by: the rule that the provider's own words state, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from desktop_app.core import errors
from desktop_app.core.corrections import teaching_of_failure
from desktop_app.core.teaching import (
    AreaTaught,
    BoundsTaught,
    CreditGone,
    GridTaught,
    MenuTaught,
    ModelGone,
    PolicyHeld,
    ReferencesTaught,
    UnsupportedTaught,
)
from desktop_app.ui.number_words import grouped
from desktop_app.ui.words_failures import QT_TRANSLATE_NOOP, FailureWords

if TYPE_CHECKING:
    from desktop_app.core.job import Failure
    from desktop_app.core.teaching import RuleTaught

_PX_PER_MEGAPIXEL = 1_000_000


class _Field(NamedTuple):
    """Untranslated texts of one field: heading, what is said when the model has no such field, and its bounds."""

    heading: str
    takes_none: str
    between: str


_SIZE = _Field(
    QT_TRANSLATE_NOOP("Refusals", "Size not taken"),
    QT_TRANSLATE_NOOP("Refusals", "The model takes no size: it chooses one itself."),
    QT_TRANSLATE_NOOP("Refusals", "The model takes sides of {lowest} to {highest} px."),
)
_GUIDANCE = _Field(
    QT_TRANSLATE_NOOP("Refusals", "Guidance not taken"),
    QT_TRANSLATE_NOOP("Refusals", "The model takes no guidance."),
    QT_TRANSLATE_NOOP("Refusals", "The model takes guidance from {lowest} to {highest}."),
)
_REFERENCES = _Field(
    QT_TRANSLATE_NOOP("Refusals", "References not taken"),
    QT_TRANSLATE_NOOP("Refusals", "The model takes no references in this way."),
    QT_TRANSLATE_NOOP("Refusals", "The model takes {lowest} to {highest} references."),
)
_ANY = _Field(
    QT_TRANSLATE_NOOP("Refusals", "Setting not taken"),
    QT_TRANSLATE_NOOP("Refusals", "The model does not take “{field}”."),
    QT_TRANSLATE_NOOP("Refusals", "“{field}” has to be from {lowest} to {highest}."),
)

# By the name on the wire.
_FIELDS: dict[str, _Field] = {
    "size": _SIZE,
    "width": _SIZE,
    "height": _SIZE,
    "aspect_ratio": _SIZE,
    "guidance": _GUIDANCE,
    # What one model calls guidance_scale is guidance to another.
    "guidance_scale": _GUIDANCE._replace(
        takes_none=QT_TRANSLATE_NOOP("Refusals", "The model takes no guidance by the name of “{field}”.")
    ),
    "image_url": _REFERENCES,
    "reference_images": _REFERENCES,
    "steps": _Field(
        QT_TRANSLATE_NOOP("Refusals", "Steps not taken"),
        QT_TRANSLATE_NOOP("Refusals", "The model takes no number of steps."),
        QT_TRANSLATE_NOOP("Refusals", "The model takes {lowest} to {highest} steps."),
    ),
    "seed": _Field(
        QT_TRANSLATE_NOOP("Refusals", "Seed not taken"),
        QT_TRANSLATE_NOOP("Refusals", "The model takes no seed."),
        QT_TRANSLATE_NOOP("Refusals", "The model takes seeds from {lowest} to {highest}."),
    ),
    "negative_prompt": _Field(
        QT_TRANSLATE_NOOP("Refusals", "Negative prompt not taken"),
        QT_TRANSLATE_NOOP("Refusals", "The model takes no negative prompt."),
        _ANY.between,
    ),
    "n": _Field(
        QT_TRANSLATE_NOOP("Refusals", "Too many at once"),
        QT_TRANSLATE_NOOP("Refusals", "The model makes one picture at a time."),
        QT_TRANSLATE_NOOP("Refusals", "The model makes {lowest} to {highest} pictures at a time."),
    ),
    "disable_safety_checker": _Field(
        QT_TRANSLATE_NOOP("Refusals", "Safety check stays on"),
        QT_TRANSLATE_NOOP("Refusals", "This model's safety check cannot be switched off."),
        _ANY.between,
    ),
    "prompt_upsampling": _Field(
        QT_TRANSLATE_NOOP("Refusals", "Rewriting not taken"),
        QT_TRANSLATE_NOOP("Refusals", "Whether this model rewrites the prompt cannot be chosen."),
        _ANY.between,
    ),
    "output_format": _Field(
        QT_TRANSLATE_NOOP("Refusals", "File format not taken"),
        QT_TRANSLATE_NOOP("Refusals", "The model takes no file format: it chooses one itself."),
        _ANY.between,
    ),
    "image_loras": _Field(
        QT_TRANSLATE_NOOP("Refusals", "LoRAs not taken"),
        QT_TRANSLATE_NOOP("Refusals", "The model takes no LoRAs."),
        QT_TRANSLATE_NOOP("Refusals", "The model takes {lowest} to {highest} LoRAs."),
    ),
}


def refusal_words(failure: Failure) -> FailureWords | type[errors.SfumatoError] | None:
    """Return what a refused request is told by, translated, or the class whose words say it.

    `None` where the provider named neither a rule nor a field.
    """
    match teaching_of_failure(failure):
        case ModelGone():
            return errors.ModelUnavailable
        case PolicyHeld():
            return errors.ContentRefused
        case CreditGone():
            return errors.CreditExhausted
        case None:
            return _field_words(failure.field)
        case rule:
            heading, happened = _rule_words(rule)
            step = QCoreApplication.translate("Refusals", "Change it and generate again. The form keeps to this now.")
            return FailureWords(heading, happened, step)


def _field_words(field: str) -> FailureWords | None:
    if field not in _FIELDS:
        return None
    happened = QCoreApplication.translate(
        "Refusals", "Together does not take it as it is. Its words are in the details."
    )
    step = QCoreApplication.translate("Refusals", "Change it and generate again.")
    return FailureWords(_tr(_FIELDS[field].heading), happened, step)


def _rule_words(rule: RuleTaught) -> tuple[str, str]:
    """Return the heading, and the rule in one or two sentences."""
    match rule:
        case GridTaught() | AreaTaught() | MenuTaught():
            return _tr(_SIZE.heading), _size_words(rule)
        case ReferencesTaught():
            return _reference_words(rule.count)
        case UnsupportedTaught():
            field = _FIELDS.get(rule.field, _ANY)
            return _tr(field.heading), _tr(field.takes_none).replace("{field}", rule.field)
        case BoundsTaught():
            field = _FIELDS.get(rule.field, _ANY)
            text = _tr(field.between).format(
                lowest=_number(rule.lowest), highest=_number(rule.highest), field=rule.field
            )
            return _tr(field.heading), text


def _size_words(rule: GridTaught | AreaTaught | MenuTaught) -> str:
    translate = QCoreApplication.translate
    if isinstance(rule, GridTaught):
        text = translate("Refusals", "The model takes sides of {lowest} to {highest} px, in multiples of {step}.")
        return text.format(lowest=rule.lowest, highest=rule.highest, step=rule.multiple)
    if isinstance(rule, MenuTaught):
        if len(rule.sizes) == 1:
            return translate("Refusals", "The model takes one size and no other.")
        return translate("Refusals", "The model takes {count} sizes and no others.").format(count=len(rule.sizes))
    text = translate("Refusals", "The model takes {lowest} to {highest} megapixels, no longer than {ratio}:1.")
    return text.format(
        lowest=_megapixels(rule.lowest_area), highest=_megapixels(rule.highest_area), ratio=f"{rule.highest_ratio:g}"
    )


def _reference_words(count: int) -> tuple[str, str]:
    translate = QCoreApplication.translate
    heading = translate("Refusals", "Too many references")
    if count == 1:
        return heading, translate("Refusals", "The model takes one reference.")
    return heading, translate("Refusals", "The model takes at most {count} references.").format(count=count)


def _megapixels(area_px: int) -> str:
    return f"{area_px / _PX_PER_MEGAPIXEL:.2f}".rstrip("0").rstrip(".")


def _number(value: float) -> str:
    return grouped(int(value)) if value == int(value) else f"{value:g}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Refusals", text)
