"""Edits: a reference picture visibly changed, as the words of the prompt ask."""

from __future__ import annotations

from PIL import Image

from desktop_app.api.demo.order import PaintOrder


def edited(order: PaintOrder) -> Image.Image:
    raise NotImplementedError
