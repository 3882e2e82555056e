"""The provider's list of models, read with patience: what makes no sense in it is passed over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from desktop_app.core.errors import AnswerUnreadable
from desktop_app.core.live_list import ListedModel, listed_model, sane_steps, sane_usd
from desktop_app.core.plain_text import plain_line
from desktop_app.core.pricing import PriceRule

MODELS_MAX = 1000
"""So many image models are read at most."""

_NOTE_LENGTH = 200
# Wordings of the list of 2026-08-17 which say that every picture costs the same; any other may name the least.
_FLAT = re.compile(r"(price )?(per )?(output |text-to-image )?image", re.IGNORECASE)
# A shell's path has been seen in place of a dollar sign and a digit.
_PATH = re.compile(r"/\w+/\w+")


def parse_model_list(raw: bytes) -> tuple[ListedModel, ...]:
    """Read the image models from a bare array, as recorded, or from an object with `data`, as documented.

    Of models with the same id the first counts. Raise AnswerUnreadable for what is no list.
    """
    models: dict[str, ListedModel] = {}
    for item in _items(raw):
        model = _image_model(item)
        if model is not None and len(models) < MODELS_MAX:
            models.setdefault(model.id, model)
    return tuple(models.values())


def _items(raw: bytes) -> Iterable[Any]:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as cause:
        raise AnswerUnreadable("the list of models is no JSON") from cause
    if isinstance(data, dict):
        data = data.get("data")
    if not isinstance(data, list):
        raise AnswerUnreadable("the answer holds no list of models")
    return data


def _image_model(item: Any) -> ListedModel | None:
    if not isinstance(item, dict) or item.get("type") != "image":
        return None
    price, note = _price(item.get("pricing"))
    try:
        return listed_model(
            item.get("id"),
            name=item.get("display_name"),
            organisation=item.get("organization"),
            price=price,
            price_note=note,
        )
    except ValueError:
        return None


def _price(pricing: Any) -> tuple[PriceRule | None, str]:
    """Return the price and what is said of it; it is in one of two places, and the other holds a zero."""
    if not isinstance(pricing, dict):
        return None, ""
    by_area, by_image = pricing.get("image_pixel"), pricing.get("image")
    if isinstance(by_area, dict):
        usd = sane_usd(by_area.get("price_per_megapixel"))
        if usd is not None:
            return PriceRule(usd_per_megapixel=usd, default_steps=sane_steps(by_area.get("min_steps"))), ""
    if isinstance(by_image, dict):
        usd = sane_usd(by_image.get("example_price"))
        if usd is not None:
            note = plain_line(by_image.get("example_description"), _NOTE_LENGTH)
            is_lowest = _FLAT.fullmatch(note) is None
            return PriceRule(usd_per_image=usd, is_lowest=is_lowest), "" if _PATH.search(note) else note
    return None, ""
