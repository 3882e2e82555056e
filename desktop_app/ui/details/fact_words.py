"""The words and forms in which the details tell values: costs, moments, switches, LoRAs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from desktop_app.core.catalogue import Parameter
from desktop_app.core.errors import Billed
from desktop_app.core.record import Kind
from desktop_app.ui import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.core.record import ImageRecord
    from desktop_app.core.request import Lora

translate = QCoreApplication.translate

# What a model decides by itself where it is not told; of the rest nothing sent means nothing wanted.
_CHOSEN_BY_MODEL = frozenset(
    {
        "width",
        "height",
        "aspect_ratio",
        *(
            each.value
            for each in (
                Parameter.SEED,
                Parameter.STEPS,
                Parameter.GUIDANCE,
                Parameter.GUIDANCE_SCALE,
                Parameter.PROMPT_UPSAMPLING,
                Parameter.OUTPUT_FORMAT,
            )
        ),
    }
)


def cost_words(record: ImageRecord) -> str:
    """Return the cost of one picture: always an estimate, and said to be one."""
    if record.demo:
        return translate("Details", "free (demo)")
    cost = record.cost
    if cost is None or cost.estimate_usd is None:
        return translate("Details", "not known")
    if cost.billed is Billed.NO:
        return translate("Details", "not billed")
    amount = words.usd(cost.estimate_usd)
    return translate("Details", "from {amount}").format(amount=amount) if cost.is_lowest else f"≈ {amount}"


def kind_words(kind: Kind) -> str:
    """Return where a picture comes from, in one word."""
    return {
        Kind.GENERATED: translate("Details", "generated"),
        Kind.EDITED: translate("Details", "edited"),
        Kind.IMPORTED: translate("Details", "imported"),
        Kind.SAMPLE: translate("Details", "sample"),
    }[kind]


def switch_words(is_on: bool) -> str:
    """Return "on" or "off"."""
    return translate("Details", "on") if is_on else translate("Details", "off")


def lora_words(loras: Iterable[Lora]) -> str:
    """Return each LoRA on a line of its own, with how strongly it acts: "owner/ink-wash × 0.8"."""
    return "\n".join(f"{lora.path} × {lora.scale:g}" for lora in loras)


def chosen_by_model(left_to_server: Iterable[str]) -> str:
    """Return in words what the model decided by itself, out of the names on the wire that were not sent."""
    return _list_of(name for name in left_to_server if name in _CHOSEN_BY_MODEL)


def not_sent(left_to_server: Iterable[str]) -> str:
    """Return in words all that the model takes and was not sent."""
    return _list_of(left_to_server)


def parameter_words(name: str) -> str:
    """Return a parameter's name for people; a name on the wire that is not known stays as it is."""
    return {
        "width": translate("Details", "size"),
        "height": translate("Details", "size"),
        "aspect_ratio": translate("Details", "shape"),
        Parameter.STEPS.value: translate("Details", "steps"),
        Parameter.SEED.value: translate("Details", "seed"),
        Parameter.NEGATIVE_PROMPT.value: translate("Details", "negative prompt"),
        Parameter.COUNT.value: translate("Details", "number of pictures"),
        Parameter.SAFETY_CHECKER.value: translate("Details", "safety check"),
        Parameter.RESPONSE_FORMAT.value: translate("Details", "form of the answer"),
        Parameter.GUIDANCE_SCALE.value: translate("Details", "guidance"),
        Parameter.GUIDANCE.value: translate("Details", "guidance"),
        Parameter.PROMPT_UPSAMPLING.value: translate("Details", "prompt rewriting"),
        Parameter.OUTPUT_FORMAT.value: translate("Details", "file format"),
        Parameter.LORAS.value: translate("Details", "LoRAs"),
    }.get(name, name)


def as_json(value: Any) -> str:
    """Return a value as indented JSON for people to read and copy."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def moment(text: str) -> str:
    """Return an ISO 8601 moment in the local time and form; what is none stays as it is."""
    value = QDateTime.fromString(text, Qt.DateFormat.ISODateWithMs)
    if not value.isValid():
        return text
    if QLocale().language() == QLocale.Language.C:
        # Qt's form without a language is day, month and year in numbers, which nobody can tell apart.
        return value.toLocalTime().toString("yyyy-MM-dd HH:mm")
    return QLocale().toString(value.toLocalTime(), QLocale.FormatType.ShortFormat)


def _list_of(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(parameter_words(name) for name in names))
