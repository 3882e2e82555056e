"""How batches are made: a grid over two parameters, one order for each prompt of a file, or for every choice of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from desktop_app.core.batches import (
    BATCH_MAX,
    Adjustment,
    Axis,
    Batch,
    BatchItem,
    Obstacle,
    PromptEntry,
    Refusal,
    Value,
    label_of,
)
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.fitting import Part, fitted
from desktop_app.core.prompt_template import Lists, PromptProblem, as_literal, combined, problems, resolved
from desktop_app.core.request import GenerationRequest
from desktop_app.core.sizes import Size


def value_text(_axis: Axis, value: Value) -> str:
    """Return a value by itself: `12`, `1024x768`, a model's id."""
    return f"{value:g}" if isinstance(value, float) else str(value)


_LOOKED_AT = 20
"""So many times the largest batch is looked at: most of it may be equal, or taken by no model."""


def no_lists(_name: str) -> None:
    """Answer as a folder without word lists does."""


@dataclass(frozen=True, slots=True)
class BatchRules:
    """What batches are made by. `words` names a value in labels; `own_seeds` gives orders of prompts consecutive seeds."""

    catalogue: Catalogue
    lists: Lists = no_lists
    words: Callable[[Axis, Value], str] = value_text
    own_seeds: bool = False
    limit: int = BATCH_MAX


def grid(
    request: GenerationRequest,
    columns: tuple[Axis, Sequence[Value]],
    rows: tuple[Axis, Sequence[Value]] | None,
    rules: BatchRules,
) -> Batch:
    """Return one order for each value of one parameter with each of another, row after row; one picture each.

    For another model than the request's, steps and guidance are left to it unless they are one of the two.
    """
    axis_x, values_x = columns
    axis_y, values_y = rows if rows is not None else (None, (None,))
    names_x = _names(rules, axis_x, values_x)
    names_y = _names(rules, axis_y, values_y) if axis_y is not None else [""]
    wishes = (
        _Wish(
            _placed(replace(request, count=1), (axis_x, x), (axis_y, y)),
            label_of(names_x[column], names_y[row]),
            column,
            row,
        )
        for row, y in enumerate(values_y)
        for column, x in enumerate(values_x)
    )
    return _Maker(rules).made(wishes)


def from_prompts(request: GenerationRequest, entries: Iterable[PromptEntry], rules: BatchRules) -> Batch:
    """Return one order for each prompt, in their order."""
    maker = _Maker(rules)
    wishes = (
        _Wish(wish, label_of(wish.prompt), line=entry.line, has_own_seed=entry.seed is not None)
        for entry in entries
        if (wish := maker.entered(request, entry)) is not None
    )
    return maker.made(wishes)


def every_choice(request: GenerationRequest, rules: BatchRules) -> Batch:
    """Return one order for each prompt that this one may become. A prompt that stays open gives none.

    The prompts are kept as literal text, with the one that they come from as their template.
    """
    maker = _Maker(rules)
    every = combined(request.prompt, rules.lists, rules.limit + 1)
    if every.problems:
        maker.refuse(Obstacle.OPEN_PROMPT, problem=every.problems[0])
        return maker.made(())
    template = request.template or request.prompt
    wishes = (
        _Wish(
            replace(request, prompt=as_literal(prompt), template="" if prompt == template else template),
            label_of(prompt),
        )
        for prompt in every.prompts
    )
    return maker.made(wishes)


def model_named(text: str, catalogue: Catalogue) -> str | None:
    """Return the id of the model that a text names: its id, its name, or the end of its id. `None` where none or several."""
    wanted = _plain(text)
    exact = [each.id for each in catalogue if wanted in {_plain(each.id), _plain(each.name)}]
    found = exact or [each.id for each in catalogue if wanted == _plain(each.id.rpartition("/")[2])]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class _Wish:
    request: GenerationRequest
    label: str
    column: int = 0
    row: int = 0
    line: int = 0
    has_own_seed: bool = False


@dataclass(slots=True)
class _Maker:
    rules: BatchRules
    adjusted: dict[tuple[str, Part, bool], int] = field(default_factory=dict)
    refused: dict[tuple[Obstacle, PromptProblem | None, str], Refusal] = field(default_factory=dict)
    openness: dict[str, PromptProblem | None] = field(default_factory=dict)

    def made(self, wishes: Iterable[_Wish]) -> Batch:
        """Return the batch of the wishes, as many as may be."""
        looked_at = self.rules.limit * _LOOKED_AT
        waiting = islice(wishes, looked_at)
        items: dict[GenerationRequest, BatchItem] = {}
        repeated = seeds = 0
        sent: set[GenerationRequest] = set()
        is_cut = False
        for number, wish in enumerate(waiting, 1):
            request = self._fitted(wish)
            is_cut = number == looked_at
            if request is None:
                continue
            if request in items:
                repeated += 1
                continue
            if len(items) == self.rules.limit:
                is_cut = True
                break
            item = request if wish.has_own_seed else self._seeded(request, seeds)
            seeds += request.count
            if item in sent:
                repeated += 1
                continue
            sent.add(item)
            items[request] = BatchItem(item, wish.label, wish.column, wish.row)
        return Batch(
            tuple(items.values()),
            tuple(Adjustment(*key, count) for key, count in self.adjusted.items()),
            tuple(self.refused.values()),
            repeated,
            is_cut,
        )

    def entered(self, request: GenerationRequest, entry: PromptEntry) -> GenerationRequest | None:
        """Return the order for one prompt of a file, `None` where its model is not known."""
        if entry.model:
            model = model_named(entry.model, self.rules.catalogue)
            if model is None:
                self.refuse(Obstacle.UNKNOWN_MODEL, entry.model, line=entry.line)
                return None
            request = _with(request, Axis.MODEL, model)
        for axis, value in (
            (Axis.PROMPT, entry.prompt or None),
            (Axis.SIZE, entry.size),
            (Axis.STEPS, entry.steps),
            (Axis.SEED, entry.seed),
            (Axis.GUIDANCE, entry.guidance),
        ):
            request = _with(request, axis, value)
        if entry.negative_prompt is not None:
            request = replace(request, negative_prompt=entry.negative_prompt)
        return request

    def refuse(
        self, obstacle: Obstacle, name: str = "", problem: PromptProblem | None = None, *, line: int = 0
    ) -> None:
        """Note orders that cannot be made."""
        key = (obstacle, problem, name)
        before = self.refused.get(key)
        if before is None:
            self.refused[key] = Refusal(obstacle, 1, name, problem, line)
        else:
            self.refused[key] = replace(before, count=before.count + 1)

    def _fitted(self, wish: _Wish) -> GenerationRequest | None:
        request = wish.request
        profile = self.rules.catalogue.profile(request.model)
        if not request.prompt.strip():
            self.refuse(Obstacle.NO_PROMPT, line=wish.line)
            return None
        problem = self._open(request.prompt)
        if problem is not None:
            self.refuse(Obstacle.OPEN_PROMPT, problem=problem, line=wish.line)
            return None
        fit = fitted(request, profile)
        if profile.needs_reference and not fit.request.references:
            self.refuse(Obstacle.NO_REFERENCE, profile.id, line=wish.line)
            return None
        for parts, is_left_out in ((fit.left_out, True), (fit.changed, False)):
            for part in parts:
                key = (profile.id, part, is_left_out)
                self.adjusted[key] = self.adjusted.get(key, 0) + 1
        return fit.request

    def _open(self, prompt: str) -> PromptProblem | None:
        if prompt not in self.openness:
            found = (*problems(prompt, self.rules.lists), *resolved(prompt, 0, self.rules.lists).problems)
            self.openness[prompt] = found[0] if found else None
        return self.openness[prompt]

    def _seeded(self, request: GenerationRequest, offset: int) -> GenerationRequest:
        if not self.rules.own_seeds or request.seed is None:
            return request
        highest = self.rules.catalogue.profile(request.model).highest_seed
        return replace(request, seed=(request.seed + offset) % (highest + 1))


def _names(rules: BatchRules, axis: Axis, values: Sequence[Value | None]) -> list[str]:
    """Return a name for each value, no two alike: they are what columns and rows are told apart by."""
    names: list[str] = []
    for value in values:
        name = label_of(rules.words(axis, value)) if value is not None else ""
        same = sum(each == name or each.startswith(f"{name} (") for each in names)
        names.append(f"{name} ({same + 1})" if name in names else name)
    return names


def _placed(request: GenerationRequest, *values: tuple[Axis | None, Value | None]) -> GenerationRequest:
    # The model first: another one forgets the numbers that belong to the one before.
    for axis, value in sorted(values, key=lambda each: each[0] is not Axis.MODEL):
        request = _with(request, axis, value)
    return request


def _with(request: GenerationRequest, axis: Axis | None, value: Value | None) -> GenerationRequest:
    """Return the order with another value of one parameter; `None` leaves it as it is."""
    if axis is None or value is None:
        return request
    if isinstance(value, Size):
        return replace(request, width=value.width, height=value.height)
    if axis is Axis.MODEL:
        return request if value == request.model else replace(request, model=str(value), steps=None, guidance=None)
    if axis is Axis.PROMPT:
        return replace(request, prompt=str(value), template="")
    changes: dict[str, Any] = {axis.value: value}
    return replace(request, **changes)


def _plain(text: str) -> str:
    return "".join(_alphanumeric(text.casefold()))


def _alphanumeric(text: str) -> Iterator[str]:
    return (character for character in text if character.isalnum() or character in "./")
