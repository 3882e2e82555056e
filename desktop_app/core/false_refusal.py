"""The provider's known false refusals of sizes that are right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from desktop_app.core.catalogue import ModelProfile
from desktop_app.core.sizes import Size
from desktop_app.core.teaching import SIZE_FIELDS, BoundsTaught, GridTaught, rule_of

_OF_A_SIDE = re.compile(r"\b(?:invalid value for|unsupported use of) '?(?:width|height)\b", re.IGNORECASE)
_OF_NOTHING = re.compile(r"\W*an error has occurred\W*(?:please try again(?: later)?\W*)?", re.IGNORECASE)


def is_false_refusal(request_body: Mapping[str, Any], profile: ModelProfile, text: str) -> bool:
    """Say whether a 400 is one of those that now and then meet a legal size, and that the same request soon passes.

    The text must be one of the three that are known (measured by other programs with FLUX.2), and the size that was sent
    legal by the rule that the text itself states, else by the row. Nothing else that was refused with 400 may be sent
    again unchanged.
    """
    if not (_OF_A_SIDE.search(text) or _OF_NOTHING.fullmatch(text)):
        return False
    width, height = request_body.get("width"), request_body.get("height")
    if not (isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0):
        return False
    rule = rule_of(text)
    if isinstance(rule, GridTaught | BoundsTaught) and rule.field in SIZE_FIELDS:
        multiple = rule.multiple if isinstance(rule, GridTaught) else 1
        return all(rule.lowest <= side <= rule.highest and side % multiple == 0 for side in (width, height))
    return profile.size_rule.allows(Size(width, height))
