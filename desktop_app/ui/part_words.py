"""What the parts of an order are called."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop_app.core.fitting import Part

_NAMES: dict[Part, object] = {
    Part.SIZE: QT_TRANSLATE_NOOP("Parts", "size"),
    Part.STEPS: QT_TRANSLATE_NOOP("Parts", "steps"),
    Part.SEED: QT_TRANSLATE_NOOP("Parts", "seed"),
    Part.NEGATIVE_PROMPT: QT_TRANSLATE_NOOP("Parts", "negative prompt"),
    Part.COUNT: QT_TRANSLATE_NOOP("Parts", "number of pictures"),
    Part.SAFETY_CHECKER: QT_TRANSLATE_NOOP("Parts", "safety checker off"),
    Part.GUIDANCE: QT_TRANSLATE_NOOP("Parts", "guidance"),
    Part.PROMPT_UPSAMPLING: QT_TRANSLATE_NOOP("Parts", "rewriting of the prompt"),
    Part.OUTPUT_FORMAT: QT_TRANSLATE_NOOP("Parts", "file format"),
    Part.LORAS: QT_TRANSLATE_NOOP("Parts", "LoRA"),
    Part.REFERENCES: QT_TRANSLATE_NOOP("Parts", "references"),
}


def part_name(part: Part) -> str:
    """Return what a part is called in the middle of a sentence."""
    return QCoreApplication.translate("Parts", str(_NAMES[part]))


def left_out(parts: Iterable[Part], model: str) -> str:
    """Return a sentence on what a model does not take, empty when that is nothing."""
    names = ", ".join(map(part_name, parts))
    return (
        QCoreApplication.translate("Parts", "Not taken by {model}: {parts}").format(model=model, parts=names)
        if names
        else ""
    )
