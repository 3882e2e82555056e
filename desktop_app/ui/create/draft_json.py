"""What a person has set, as JSON that survives a crash. References are kept by the panel, which must read them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_app.core.request import (
    COUNT_MAX,
    GUIDANCE_MAX,
    LORA_SCALE_MAX,
    SEED_MAX,
    SIDE_MAX_PX,
    STEPS_MAX,
    Lora,
    OutputFormat,
    Reference,
)
from desktop_app.core.sizes import Size
from desktop_app.ui.create.form import Form

_LORAS_MAX = 20


def to_json(form: Form) -> dict[str, Any]:
    """Return the form as JSON."""
    return {
        "prompt": form.prompt,
        "model": form.model,
        "keyed_model": form.keyed_model,
        "width": form.size.width,
        "height": form.size.height,
        "as_reference": form.as_reference,
        "count": form.count,
        "seed": form.seed,
        "seed_locked": form.seed_locked,
        "steps": dict(form.steps),
        "negative_prompt": form.negative_prompt,
        "safety_checker": form.safety_checker,
        "references": [each.to_json() for each in form.references],
        "guidance": dict(form.guidance),
        "prompt_upsampling": form.prompt_upsampling,
        "output_format": form.output_format.value if form.output_format else None,
        "loras": [each.to_json() for each in form.loras],
    }


def fill(form: Form, data: Mapping[str, Any]) -> None:
    """Put a draft into the form; what cannot be read stays as it is. References are left out."""
    form.prompt = _text(data.get("prompt"), form.prompt)
    form.model = _text(data.get("model"), form.model) or form.model
    form.keyed_model = _text(data.get("keyed_model"), form.keyed_model) or form.keyed_model
    form.size = Size(
        _number(data.get("width"), form.size.width, 1, SIDE_MAX_PX),
        _number(data.get("height"), form.size.height, 1, SIDE_MAX_PX),
    )
    form.as_reference = _flag(data.get("as_reference"), form.as_reference)
    form.count = _number(data.get("count"), form.count, 1, COUNT_MAX)
    form.seed = _number(data.get("seed"), form.seed, 0, SEED_MAX)
    form.seed_locked = _flag(data.get("seed_locked"), form.seed_locked)
    form.steps = _steps(data.get("steps"))
    form.negative_prompt = _text(data.get("negative_prompt"), form.negative_prompt)
    form.safety_checker = _flag(data.get("safety_checker"), form.safety_checker)
    form.guidance = _guidance(data.get("guidance"))
    upsampling = data.get("prompt_upsampling")
    form.prompt_upsampling = upsampling if isinstance(upsampling, bool) else None
    form.output_format = next((each for each in OutputFormat if each.value == data.get("output_format")), None)
    form.loras = _loras(data.get("loras"))


def references(data: Mapping[str, Any]) -> list[Reference]:
    """Return the references of a draft, without those that cannot be read."""
    read: list[Reference] = []
    items = data.get("references")
    for item in items if isinstance(items, list) else []:
        try:
            read.append(Reference.from_json(item))
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
    return read


def _text(value: object, otherwise: str) -> str:
    return value if isinstance(value, str) else otherwise


def _flag(value: object, otherwise: bool) -> bool:
    return value if isinstance(value, bool) else otherwise


def _number(value: object, otherwise: int, lowest: int, highest: int) -> int:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and lowest <= value <= highest else otherwise  # type: ignore[operator,return-value]


def _guidance(value: object) -> dict[str, float]:
    if not isinstance(value, dict):
        return {}
    return {
        model: float(number)
        for model, number in value.items()
        if isinstance(model, str) and type(number) in {int, float} and 0 <= number <= GUIDANCE_MAX
    }


def _loras(value: object) -> tuple[Lora, ...]:
    read: list[Lora] = []
    for item in value if isinstance(value, list) else []:
        try:
            read.append(Lora.from_json(item))
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
    return tuple(each for each in read[:_LORAS_MAX] if 0 <= each.scale <= LORA_SCALE_MAX)


def _steps(value: object) -> dict[str, int]:
    if not isinstance(value, dict):
        return {}
    read = {model: _number(steps, 0, 1, STEPS_MAX) for model, steps in value.items() if isinstance(model, str)}
    return {model: steps for model, steps in read.items() if steps}
