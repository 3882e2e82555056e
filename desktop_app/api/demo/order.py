"""What the demo engine is asked: the body of a request, checked and read."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.core.sizes import Size

SMALLEST_PX, LARGEST_PX = 64, 8192
LARGEST_AREA_PX = 17_500_000
_USUAL = Size(1024, 1024)


@dataclass(frozen=True, slots=True)
class PaintOrder:
    """One picture to paint. Without a size it is square, or as the first reference; `references` are picture files."""

    prompt: str
    seed: int = 0
    size: Size | None = None
    steps: int = 4
    negative_prompt: str = ""
    references: tuple[bytes, ...] = ()
    file_format: str = "JPEG"

    @property
    def size_without_reference(self) -> Size:
        """The asked size, or the usual one."""
        return self.size or _USUAL


class OrderRefused(ValueError):
    """The body is no order; the text is worded as the provider would."""


def read_order(raw: bytes) -> tuple[PaintOrder, int, bool]:
    """Return the order, how many pictures, and whether they are wanted as base64; raise OrderRefused."""
    try:
        body = json.loads(raw)
    except ValueError as cause:
        raise OrderRefused("The request body is not valid JSON.") from cause
    if not isinstance(body, dict) or not body.get("model"):
        raise OrderRefused("Missing 'model' parameter.")
    prompt = body.get("prompt")
    if not isinstance(prompt, str) or not prompt.strip():
        raise OrderRefused("Missing 'prompt' parameter.")
    order = PaintOrder(
        prompt=prompt,
        seed=_integer(body, "seed", 0, 2_147_483_647) or 0,
        size=_size(body),
        steps=_integer(body, "steps", 1, 100) or 4,
        negative_prompt=str(body.get("negative_prompt") or ""),
        references=_references(body),
        file_format="PNG" if body.get("output_format") == "png" else "JPEG",
    )
    return order, _integer(body, "n", 1, 4) or 1, body.get("response_format") != "url"


def _integer(body: Mapping[str, Any], name: str, lowest: int, highest: int) -> int | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        what = f"must be an integer value between {lowest} and {highest}."
        raise OrderRefused(f"Invalid value for '{name}' parameter. {name.capitalize()} {what}")
    return value


def _size(body: Mapping[str, Any]) -> Size | None:
    width = _integer(body, "width", SMALLEST_PX, LARGEST_PX)
    height = _integer(body, "height", SMALLEST_PX, LARGEST_PX)
    if width is not None and height is not None:
        if width * height > LARGEST_AREA_PX:
            raise OrderRefused(f"Invalid dimensions. The total area must be at most {LARGEST_AREA_PX} pixels.")
        return Size(width, height)
    ratio = body.get("aspect_ratio")
    return _size_of_shape(ratio) if isinstance(ratio, str) else None


def _size_of_shape(ratio: str) -> Size:
    """Return a size of about one megapixel, in steps of 16 pixels."""
    try:
        across, down = (float(part) for part in ratio.split(":"))
        share = (across / down) ** 0.5
    except (ValueError, ZeroDivisionError) as cause:
        raise OrderRefused("Invalid value for 'aspect_ratio' parameter.") from cause
    if not 0.25 <= share <= 4:
        raise OrderRefused("Invalid value for 'aspect_ratio' parameter.")
    return Size(round(1024 * share / 16) * 16, round(1024 / share / 16) * 16)


def _references(body: Mapping[str, Any]) -> tuple[bytes, ...]:
    uris = body.get("reference_images") or ([body["image_url"]] if body.get("image_url") else [])
    if not isinstance(uris, list):
        raise OrderRefused("Invalid value for 'reference_images' parameter.")
    return tuple(_reference(uri) for uri in uris)


def _reference(uri: Any) -> bytes:
    head, _, encoded = uri.partition(",") if isinstance(uri, str) else ("", "", "")
    if not (head.startswith("data:image/") and head.endswith(";base64")):
        raise OrderRefused("The demo takes reference pictures as data: URIs only.")
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error as cause:
        raise OrderRefused("A reference picture could not be read.") from cause
