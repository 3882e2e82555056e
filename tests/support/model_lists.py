"""The provider's list of image models as it was recorded, and lists after its pattern."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

RECORDED_MODELS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("models-2026-08-17.json").read_text(encoding="utf-8")
)
"""The image models of 2026-08-17, as `GET /v1/models` answered."""


def a_listed_model(model: str = "someone/new-model", **fields: Any) -> dict[str, Any]:
    """Return one item of the list: a model for images that costs four cents a picture."""
    usual = {
        "id": model,
        "object": "model",
        "created": 0,
        "type": "image",
        "display_name": "New Model",
        "organization": "Someone",
        "pricing": {"image_pixel": 0, "image": {"example_price": 0.04, "example_description": "per image"}},
    }
    return {**usual, **fields}
