"""Many orders of one: each legal for its model, none twice, and the price of all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.batch_making import BatchRules, every_choice, from_prompts, grid, model_named
from desktop_app.core.batches import Axis, BatchItem, Obstacle, PromptEntry, batch_price, label_of, label_parts
from desktop_app.core.catalogue import Catalogue, ModelProfile, Parameter, ReferenceField
from desktop_app.core.fitting import Part, fitted
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.pricing import PriceRule
from desktop_app.core.prompt_template import ProblemKind, resolved
from desktop_app.core.request import GenerationRequest
from desktop_app.core.sizes import GridRule, Size

EVERYTHING = ModelProfile(
    "a/everything",
    "Everything",
    "a",
    PriceRule(usd_per_image=0.01),
    frozenset(Parameter) - {Parameter.GUIDANCE},
    GridRule(256, 1024),
    highest_steps=40,
    highest_seed=100,
)
BARE = ModelProfile("b/bare", "Bare", "b", PriceRule(usd_per_image=0.5, is_lowest=True), size_rule=GridRule(256, 512))
UNPRICED = ModelProfile("c/unpriced", "Unpriced", "c", PriceRule(), frozenset({Parameter.SEED}))
EDITING = ModelProfile(
    "d/editing",
    "Editing",
    "d",
    PriceRule(usd_per_image=0.1),
    reference_field=ReferenceField.IMAGE_URL,
    reference_count=1,
    needs_reference=True,
)
CATALOGUE = Catalogue((EVERYTHING, BARE, UNPRICED, EDITING))
RULES = BatchRules(CATALOGUE)
REQUEST = GenerationRequest("a red fox", "a/everything", 512, 512, steps=8, seed=5, count=3)


def test_a_grid_goes_row_after_row_and_has_one_picture_a_place() -> None:
    batch = grid(REQUEST, (Axis.SEED, (1, 2, 3)), (Axis.STEPS, (4, 8)), RULES)
    assert [(item.request.seed, item.request.steps) for item in batch.items] == [
        (1, 4), (2, 4), (3, 4), (1, 8), (2, 8), (3, 8),
    ]  # fmt: skip
    assert [(item.column, item.row) for item in batch.items] == [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)]
    assert batch.items[1].label == "2 · 4"
    assert batch.pictures == 6


def test_a_grid_of_one_parameter_has_one_row() -> None:
    batch = grid(REQUEST, (Axis.SIZE, (Size(256, 512), Size(512, 256))), None, RULES)
    assert [(item.request.width, item.request.height, item.label) for item in batch.items] == [
        (256, 512, "256x512"),
        (512, 256, "512x256"),
    ]


@pytest.mark.parametrize("is_model_first", [True, False])
def test_the_order_of_the_parameters_does_not_decide_what_is_asked(is_model_first: bool) -> None:
    models, steps = (Axis.MODEL, (EVERYTHING.id,)), (Axis.STEPS, (12,))
    elsewhere = replace(REQUEST, model=BARE.id)
    columns, rows = (models, steps) if is_model_first else (steps, models)
    (item,) = grid(elsewhere, columns, rows, RULES).items
    assert (item.request.model, item.request.steps) == (EVERYTHING.id, 12)


def test_another_model_has_its_own_usual_steps() -> None:
    items = grid(replace(REQUEST, model=UNPRICED.id, steps=20), (Axis.MODEL, (EVERYTHING.id,)), None, RULES).items
    assert items[0].request.steps is None


def test_equal_orders_are_made_once_and_what_was_done_is_told() -> None:
    batch = grid(REQUEST, (Axis.MODEL, (EVERYTHING.id, BARE.id)), (Axis.STEPS, (10, 60, 70)), RULES)
    assert [(item.request.model, item.request.steps) for item in batch.items] == [
        (EVERYTHING.id, 10),
        (BARE.id, None),
        (EVERYTHING.id, 40),
    ]
    assert batch.repeated == 3
    told = {(each.model, each.part, each.is_left_out): each.count for each in batch.adjustments}
    assert told[EVERYTHING.id, Part.STEPS, False] == 2
    assert told[BARE.id, Part.STEPS, True] == 3


def test_every_order_of_a_grid_is_one_that_its_model_takes() -> None:
    catalogue = known_catalogue()
    models = tuple(profile.id for profile in catalogue)
    batch = grid(
        replace(REQUEST, negative_prompt="blur", guidance=4.0, width=5000, height=40),
        (Axis.MODEL, models),
        (Axis.STEPS, (1, 500)),
        BatchRules(catalogue),
    )
    assert {item.request.model for item in batch.items} | {
        each.name for each in batch.refusals if each.obstacle is Obstacle.NO_REFERENCE
    } == set(models)
    for item in batch.items:
        assert fitted(item.request, catalogue.profile(item.request.model)).request == item.request


def test_a_model_that_needs_a_reference_is_left_out_and_named() -> None:
    batch = grid(REQUEST, (Axis.MODEL, (EVERYTHING.id, EDITING.id)), (Axis.SEED, (1, 2)), RULES)
    assert {item.request.model for item in batch.items} == {EVERYTHING.id}
    (refusal,) = batch.refusals
    assert (refusal.obstacle, refusal.name, refusal.count) == (Obstacle.NO_REFERENCE, EDITING.id, 2)


def test_a_batch_without_a_prompt_is_empty() -> None:
    batch = grid(replace(REQUEST, prompt=" "), (Axis.SEED, (1, 2)), None, RULES)
    assert (batch.items, batch.refusals[0].obstacle) == ((), Obstacle.NO_PROMPT)


def test_no_batch_is_larger_than_it_may_be() -> None:
    rules = replace(RULES, limit=10)
    batch = grid(REQUEST, (Axis.SEED, tuple(range(50))), (Axis.STEPS, tuple(range(1, 30))), rules)
    assert (len(batch.items), batch.is_cut) == (10, True)
    exact = grid(REQUEST, (Axis.SEED, tuple(range(10))), None, rules)
    assert (len(exact.items), exact.is_cut) == (10, False)
    equal = grid(replace(REQUEST, model=BARE.id), (Axis.SEED, tuple(range(50))), None, rules)
    assert (len(equal.items), equal.repeated, equal.is_cut) == (1, 49, False)
    endless = grid(replace(REQUEST, model=BARE.id), (Axis.SEED, tuple(range(500))), None, rules)
    assert (len(endless.items), endless.is_cut) == (1, True)
    assert every_choice(replace(REQUEST, prompt="{a|b|c|d|e|f|g|h|i|j|k}"), rules).is_cut


def test_names_of_columns_are_never_alike() -> None:
    rules = replace(RULES, words=lambda _axis, _value: "same")
    batch = grid(REQUEST, (Axis.SEED, (1, 2, 3)), None, rules)
    assert [item.label for item in batch.items] == ["same", "same (2)", "same (3)"]


def test_labels_come_apart_as_they_were_put_together() -> None:
    assert label_parts(label_of("a · b", "12")) == ("a - b", "12")
    assert label_parts(label_of("one\nline")) == ("one line", "")
    assert len(label_of("long " * 100)) < 160


def test_prompts_of_a_file_keep_what_stands_beside_them() -> None:
    entries = (
        PromptEntry("an owl", line=2),
        PromptEntry("", "Bare", line=3),
        PromptEntry("a hen", size=Size(256, 256), steps=3, seed=99, negative_prompt="", guidance=2.0, line=4),
        PromptEntry("lost", "nonsense", line=5),
        PromptEntry("an owl", line=6),
        PromptEntry("{who} comes", line=7),
    )
    batch = from_prompts(replace(REQUEST, negative_prompt="blur"), entries, RULES)
    owl, fox, hen = (item.request for item in batch.items)
    assert (owl.prompt, owl.seed, owl.steps, owl.negative_prompt, owl.count) == ("an owl", 5, 8, "blur", 3)
    assert (fox.prompt, fox.model, fox.steps) == ("a red fox", BARE.id, None)
    assert (hen.width, hen.steps, hen.seed, hen.negative_prompt, hen.guidance) == (256, 3, 99, "", 2.0)
    assert batch.repeated == 1
    assert [(each.obstacle, each.line) for each in batch.refusals] == [
        (Obstacle.UNKNOWN_MODEL, 5),
        (Obstacle.OPEN_PROMPT, 7),
    ]


def test_orders_of_prompts_may_have_seeds_of_their_own() -> None:
    entries = (PromptEntry("one"), PromptEntry("two", seed=1), PromptEntry("three"))
    same = from_prompts(REQUEST, entries, RULES)
    own = from_prompts(replace(REQUEST, seed=98), entries, replace(RULES, own_seeds=True))
    assert [item.request.seed for item in same.items] == [5, 1, 5]
    assert [item.request.seed for item in own.items] == [98, 1, (98 + 6) % 101]


def test_a_seed_of_its_own_that_another_order_has_makes_no_second_picture() -> None:
    entries = (PromptEntry("one"), PromptEntry("two"), PromptEntry("two", seed=8))
    batch = from_prompts(replace(REQUEST, count=3), entries, replace(RULES, own_seeds=True))
    assert [(item.request.prompt, item.request.seed) for item in batch.items] == [("one", 5), ("two", 8)]
    assert batch.repeated == 1


def test_every_choice_gives_each_prompt_once_and_remembers_where_it_is_from() -> None:
    lists = {"birds": ("owl", "hen|hawk", r"{red|blue} jay")}
    prompt = r"{a|the} __birds__ \{sic\}"
    batch = every_choice(replace(REQUEST, prompt=prompt), replace(RULES, lists=lists.get))
    sent = [resolved(item.request.prompt, 7, lists.get).prompt for item in batch.items]
    assert sent == [
        f"{article} {bird} {{sic}}" for article in ("a", "the") for bird in ("owl", "hen|hawk", "red jay", "blue jay")
    ]
    assert {item.request.template for item in batch.items} == {prompt}


def test_a_prompt_that_stays_open_gives_nothing() -> None:
    for prompt, kind in (
        ("{a|b} {name}", ProblemKind.UNFILLED),
        ("{a|__nowhere__}", ProblemKind.UNKNOWN_LIST),
        ("__loop__", ProblemKind.LOOP),
    ):
        rules = replace(RULES, lists={"loop": ("a __loop__",)}.get)
        batch = every_choice(replace(REQUEST, prompt=prompt), rules)
        assert batch.items == ()
        problem = batch.refusals[0].problem
        assert problem is not None
        assert problem.kind is kind


def test_the_price_is_of_every_picture_and_says_what_is_not_known() -> None:
    items = [
        BatchItem(REQUEST),
        BatchItem(replace(REQUEST, model=BARE.id, count=1)),
        BatchItem(replace(REQUEST, model=UNPRICED.id, count=2)),
    ]
    price = batch_price(items, CATALOGUE)
    assert price.total_usd == pytest.approx(3 * 0.01 + 0.5)
    assert (price.is_lowest, price.unknown) == (True, 2)


def test_a_model_goes_by_its_id_its_name_or_the_end_of_its_id() -> None:
    catalogue = known_catalogue()
    for text in ("black-forest-labs/FLUX.2-dev", "FLUX.2 dev", "flux.2-dev", " FLUX.2-DEV "):
        assert model_named(text, catalogue) == "black-forest-labs/FLUX.2-dev"
    assert model_named("flux", catalogue) is None
    assert model_named("", catalogue) is None
