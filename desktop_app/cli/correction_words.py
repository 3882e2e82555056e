"""What the command line offers after a refusal: the options with which the order would pass."""

from __future__ import annotations

from desktop_app.cli.order_words import option_words
from desktop_app.core.corrections import Correction
from desktop_app.core.fitting import Part
from desktop_app.core.request import GenerationRequest


def correction_words(correction: Correction, refused: GenerationRequest) -> str:
    """Return what to try instead of the refused order, as options: `Try --size 1024x768.`"""
    part = correction.part
    if correction.model:
        return f"Try --model {correction.model}."
    if part is None:
        return ""
    if correction.is_left_out:
        return f"Try without {option_words(part, refused)}."
    if part is Part.REFERENCES:
        return f"Try with {correction.references} of --reference."
    values = (correction.size, correction.steps, correction.seed, correction.guidance, correction.count)
    value = next(each for each in values if each is not None)
    shown = f"{value:g}" if isinstance(value, float) else value
    return f"Try {option_words(part, refused)} {shown}."
