"""Presets: named models with their settings, and named sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.core.sizes import Size


@dataclass(frozen=True, slots=True)
class ModelPreset:
    """A named model. `models` is a preference list: the first that the account can use is taken.

    `key` names a built-in preset for translation and is empty for a person's own; `None` leaves steps as they are.
    """

    name: str
    models: tuple[str, ...]
    steps: int | None = None
    key: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the preset as JSON for the settings."""
        return {"name": self.name, "models": list(self.models), "steps": self.steps, "key": self.key}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ModelPreset:
        """Read what `to_json` wrote; raise KeyError or TypeError on anything else."""
        return cls(str(data["name"]), tuple(data["models"]), data.get("steps"), str(data.get("key", "")))


@dataclass(frozen=True, slots=True)
class SizePreset:
    """A named size in pixels."""

    name: str
    size: Size
    key: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the preset as JSON for the settings."""
        return {"name": self.name, "width": self.size.width, "height": self.size.height, "key": self.key}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SizePreset:
        """Read what `to_json` wrote; raise KeyError, TypeError or ValueError on anything else."""
        return cls(str(data["name"]), Size(int(data["width"]), int(data["height"])), str(data.get("key", "")))


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
