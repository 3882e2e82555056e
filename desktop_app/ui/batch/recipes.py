"""What a source of batches makes of an order, to be worked out off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from desktop_app.core.batch_making import BatchRules, every_choice, from_prompts, grid
from desktop_app.core.batches import Axis, Batch, BatchPrice, PromptEntry, Value, batch_price
from desktop_app.core.request import GenerationRequest

Recipe: TypeAlias = Callable[[GenerationRequest, BatchRules], Batch]


@dataclass(frozen=True, slots=True)
class GridRecipe:
    """A grid over one parameter or two."""

    columns: tuple[Axis, tuple[Value, ...]]
    rows: tuple[Axis, tuple[Value, ...]] | None = None

    def __call__(self, request: GenerationRequest, rules: BatchRules) -> Batch:
        """Return the batch."""
        return grid(request, self.columns, self.rows, rules)


@dataclass(frozen=True, slots=True)
class FileRecipe:
    """The prompts of a file."""

    entries: tuple[PromptEntry, ...]

    def __call__(self, request: GenerationRequest, rules: BatchRules) -> Batch:
        """Return the batch."""
        return from_prompts(request, self.entries, rules)


@dataclass(frozen=True, slots=True)
class ChoicesRecipe:
    """Every choice of the order's own prompt."""

    def __call__(self, request: GenerationRequest, rules: BatchRules) -> Batch:
        """Return the batch."""
        return every_choice(request, rules)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A batch with its price."""

    batch: Batch = field(default_factory=Batch)
    price: BatchPrice = field(default_factory=lambda: BatchPrice(0.0))


def worked_out(recipe: Recipe, request: GenerationRequest, rules: BatchRules) -> Outcome:
    """Make the batch and reckon its price; may read word lists."""
    batch = recipe(request, rules)
    return Outcome(batch, batch_price(batch.items, rules.catalogue))
