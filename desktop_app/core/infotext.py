"""The text that other programs of the field read from a picture: prompt, negative prompt, one line of settings.

The form is the one of AUTOMATIC1111's web UI, which sd-prompt-reader, StabilityMatrix and Civitai read too.
"""

from __future__ import annotations

import json

from desktop_app.core.record import DEMO_MARK, ImageRecord


def infotext(record: ImageRecord) -> str:
    """Return the text for the keyword `parameters` (PNG) or the user comment (EXIF); empty without a request.

    The last line begins with `Steps:`, because readers split on it; 0 stands for "not sent".
    """
    asked = record.asked
    if asked is None:
        return ""
    lines = [asked.prompt]
    if asked.negative_prompt:
        lines.append(f"Negative prompt: {asked.negative_prompt}")
    settings = {"Steps": str(asked.steps or 0)}
    if asked.guidance is not None:
        settings["CFG scale"] = f"{asked.guidance:g}"
    if asked.seed is not None:
        settings["Seed"] = str(asked.seed)
    settings["Size"] = f"{record.file.width}x{record.file.height}"
    settings["Model"] = record.answered.model if record.answered and record.answered.model else asked.model
    if asked.loras:
        settings["Loras"] = "; ".join(f"{lora.path} {lora.scale:g}" for lora in asked.loras)
    settings["Version"] = f"Sfumato {record.program_version}".strip()
    if record.demo:
        settings["Mark"] = DEMO_MARK
    if asked.template:
        settings["Template"] = asked.template
    lines.append(", ".join(f"{key}: {_quoted(value)}" for key, value in settings.items()))
    return "\n".join(lines)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if any(mark in value for mark in ",:\n") else value
