"""Batches: many orders made of one, what was done to them on the way, and what all will cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.fitting import Part
from desktop_app.core.pricing import estimate
from desktop_app.core.prompt_template import PromptProblem
from desktop_app.core.request import GenerationRequest
from desktop_app.core.sizes import Size

BATCH_MAX = 1_000
"""No batch holds more orders."""

_NAME_LENGTH = 160
_SHORT_LENGTH = 140
_SEPARATOR = " · "

Value: TypeAlias = str | int | float | Size


class Axis(Enum):
    """A parameter that a batch goes through; the value is the request's own name for it."""

    MODEL = "model"
    SEED = "seed"
    STEPS = "steps"
    SIZE = "size"
    PROMPT = "prompt"
    GUIDANCE = "guidance"


class Obstacle(Enum):
    """Why an order cannot be made."""

    NO_PROMPT = "no_prompt"
    OPEN_PROMPT = "open_prompt"
    NO_REFERENCE = "no_reference"
    UNKNOWN_MODEL = "unknown_model"


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One order of a batch and its place. `label` names what is its own: `label_parts` takes it apart again."""

    request: GenerationRequest
    label: str = ""
    column: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True)
class PromptEntry:
    """One prompt of a file; what is `None` or empty is as in the order that the batch is made of.

    `line` is where it stands in the file, from 1; `model` an id or a model's name.
    """

    prompt: str = ""
    model: str = ""
    size: Size | None = None
    steps: int | None = None
    seed: int | None = None
    negative_prompt: str | None = None
    guidance: float | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What became of one part of so many orders for a model: left out, or changed to what it takes."""

    model: str
    part: Part
    is_left_out: bool
    count: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Orders that cannot be made: why, how many, and an example of what stands in the way.

    `line` is that of the first in its file, 0 without one.
    """

    obstacle: Obstacle
    count: int
    name: str = ""
    problem: PromptProblem | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """The orders, none twice, and what was done to get them.

    `repeated` counts those that were equal to an earlier one; `is_cut` says that there would have been more than may be.
    """

    items: tuple[BatchItem, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    repeated: int = 0
    is_cut: bool = False

    @property
    def pictures(self) -> int:
        """How many pictures all orders together ask for."""
        return sum(item.request.count for item in self.items)


@dataclass(frozen=True, slots=True)
class BatchPrice:
    """What a whole batch costs. `is_lowest` where a price in it is a "from" price; `unknown` pictures have none."""

    total_usd: float
    is_lowest: bool = False
    unknown: int = 0


def batch_price(items: Iterable[BatchItem], catalogue: Catalogue) -> BatchPrice:
    """Return what all of it costs, as far as it can be known beforehand."""
    total_usd, is_lowest, unknown = 0.0, False, 0
    for item in items:
        request, profile = item.request, catalogue.profile(item.request.model)
        size = Size(request.width, request.height) if request.width and request.height else None
        price = estimate(
            profile.price,
            size=size,
            steps=request.steps,
            count=request.count,
            references=len(request.references),
        )
        if price is None:
            unknown += request.count
        else:
            total_usd += price.cost_usd
            is_lowest = is_lowest or price.is_lowest
    return BatchPrice(total_usd, is_lowest, unknown)


def label_parts(label: str) -> tuple[str, str]:
    """Return the names of an order's column and row, empty where it has none."""
    column, _, row = label.partition(_SEPARATOR)
    return column, row


def label_of(*names: str) -> str:
    """Return the label of an order: the names of its column and row, each on one line and without the sign between."""
    plain = (" ".join(name.replace("·", "-").split()) for name in names if name)
    return _SEPARATOR.join(name if len(name) <= _NAME_LENGTH else f"{name[:_SHORT_LENGTH]}…" for name in plain)
