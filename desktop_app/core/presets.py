"""Presets: named models with their settings, named sizes, and named LoRAs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.core import checked_fields
from desktop_app.core.checked_fields import BadField, Fault
from desktop_app.core.request import COUNT_MAX, GUIDANCE_MAX, LORA_SCALE_MAX, SIDE_MAX_PX, STEPS_MAX, Lora, OutputFormat
from desktop_app.core.sizes import Size

NAME_LENGTH = 60
"""The most letters in the name of a preset."""

_ID_LENGTH = 200
_ADDRESS_LENGTH = 2_000
_TEXT_LENGTH = 10_000
_MODELS_MAX = 50
_LORAS_MAX = 20


@dataclass(frozen=True, slots=True)
class ModelPreset:
    """A named model with its settings. `models` is a preference list: the first that the account can use is taken.

    `key` names a built-in preset for translation and is empty for a person's own. `None` leaves a setting as it is; but in
    a preset that `is_whole`, made of a whole form, `None` for steps, guidance, prompt_upsampling and output_format means:
    left to the model.
    """

    name: str
    models: tuple[str, ...]
    steps: int | None = None
    key: str = ""
    size: Size | None = None
    as_reference: bool | None = None
    guidance: float | None = None
    prompt_upsampling: bool | None = None
    output_format: OutputFormat | None = None
    negative_prompt: str | None = None
    safety_checker: bool | None = None
    count: int | None = None
    loras: tuple[Lora, ...] | None = None
    is_whole: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the preset as JSON for its file."""
        return {
            "name": self.name,
            "models": list(self.models),
            "steps": self.steps,
            "key": self.key,
            "width": self.size.width if self.size else None,
            "height": self.size.height if self.size else None,
            "as_reference": self.as_reference,
            "guidance": self.guidance,
            "prompt_upsampling": self.prompt_upsampling,
            "output_format": self.output_format.value if self.output_format else None,
            "negative_prompt": self.negative_prompt,
            "safety_checker": self.safety_checker,
            "count": self.count,
            "loras": [lora.to_json() for lora in self.loras] if self.loras is not None else None,
            "is_whole": self.is_whole,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ModelPreset:
        """Read what `to_json` wrote, or a file of before it held more than steps; raise BadField on anything else."""
        return cls(
            name=checked_fields.required_line(data, "name", NAME_LENGTH),
            models=_models(data),
            steps=checked_fields.whole(data, "steps", 1, STEPS_MAX),
            key=checked_fields.line(data, "key", NAME_LENGTH) or "",
            size=_size(data),
            as_reference=checked_fields.flag(data, "as_reference"),
            guidance=checked_fields.number(data, "guidance", 0, GUIDANCE_MAX),
            prompt_upsampling=checked_fields.flag(data, "prompt_upsampling"),
            output_format=_output_format(data),
            negative_prompt=checked_fields.text(data, "negative_prompt", _TEXT_LENGTH),
            safety_checker=checked_fields.flag(data, "safety_checker"),
            count=checked_fields.whole(data, "count", 1, COUNT_MAX),
            loras=_loras(data),
            is_whole=checked_fields.flag(data, "is_whole") or False,
        )


@dataclass(frozen=True, slots=True)
class SizePreset:
    """A named size in pixels."""

    name: str
    size: Size
    key: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the preset as JSON for its file."""
        return {"name": self.name, "width": self.size.width, "height": self.size.height, "key": self.key}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SizePreset:
        """Read what `to_json` wrote; raise BadField on anything else."""
        size = _size(data)
        if size is None:
            raise BadField("width", Fault.MISSING)
        name = checked_fields.required_line(data, "name", NAME_LENGTH)
        return cls(name, size, checked_fields.line(data, "key", NAME_LENGTH) or "")


@dataclass(frozen=True, slots=True)
class LoraFavourite:
    """A named LoRA: its address, and how strongly it is to act: 0 to 2."""

    name: str
    path: str
    scale: float = 1.0

    def to_json(self) -> dict[str, Any]:
        """Return the favourite as JSON for its file."""
        return {"name": self.name, "path": self.path, "scale": self.scale}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LoraFavourite:
        """Read what `to_json` wrote; raise BadField on anything else."""
        lora = _lora(data)
        return cls(checked_fields.required_line(data, "name", NAME_LENGTH), lora.path, lora.scale)


def _models(data: Mapping[str, Any]) -> tuple[str, ...]:
    models = checked_fields.items(data, "models", _MODELS_MAX)
    if not models:
        raise BadField("models", Fault.MISSING)
    return tuple(checked_fields.required_line({"models": each}, "models", _ID_LENGTH) for each in models)


def _size(data: Mapping[str, Any]) -> Size | None:
    width = checked_fields.whole(data, "width", 1, SIDE_MAX_PX)
    height = checked_fields.whole(data, "height", 1, SIDE_MAX_PX)
    if width is None and height is None:
        return None
    if width is None or height is None:
        raise BadField("height" if width else "width", Fault.MISSING)
    return Size(width, height)


def _output_format(data: Mapping[str, Any]) -> OutputFormat | None:
    value = checked_fields.line(data, "output_format", NAME_LENGTH)
    if value is None:
        return None
    try:
        return OutputFormat(value)
    except ValueError as error:
        raise BadField("output_format", Fault.OUT_OF_RANGE) from error


def _loras(data: Mapping[str, Any]) -> tuple[Lora, ...] | None:
    loras = checked_fields.items(data, "loras", _LORAS_MAX)
    if loras is None:
        return None
    if not all(isinstance(each, dict) for each in loras):
        raise BadField("loras", Fault.WRONG_TYPE)
    return tuple(_lora(each) for each in loras)


def _lora(data: Mapping[str, Any]) -> Lora:
    scale = checked_fields.number(data, "scale", 0, LORA_SCALE_MAX)
    return Lora(checked_fields.required_line(data, "path", _ADDRESS_LENGTH), 1.0 if scale is None else scale)


MODEL_PRESETS = (
    ModelPreset(
        "Quick draft",
        ("black-forest-labs/FLUX.1-schnell", "Rundiffusion/Juggernaut-Lightning-Flux", "black-forest-labs/FLUX.2-dev"),
        key="quick_draft",
    ),
    ModelPreset(
        "Best quality",
        ("black-forest-labs/FLUX.2-max", "black-forest-labs/FLUX.2-pro", "black-forest-labs/FLUX.2-dev"),
        key="best_quality",
    ),
    ModelPreset(
        "Edit a picture (Kontext)",
        ("black-forest-labs/FLUX.1-kontext-pro", "black-forest-labs/FLUX.1-kontext-max"),
        key="edit_picture",
    ),
)
"""The model presets of the first start."""

SIZE_PRESETS = (
    SizePreset("Square", Size(1024, 1024), "square"),
    SizePreset("Landscape", Size(1344, 768), "landscape"),
    SizePreset("Portrait", Size(768, 1344), "portrait"),
    SizePreset("Photo", Size(1248, 832), "photo"),
    SizePreset("Photo upright", Size(832, 1248), "photo_upright"),
    SizePreset("Classic", Size(1184, 864), "classic"),
    SizePreset("Classic upright", Size(864, 1184), "classic_upright"),
)
"""The size presets of the first start."""
