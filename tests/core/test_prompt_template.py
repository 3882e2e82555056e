"""Prompts that leave something open: the seed alone chooses, whatever is written."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.prompt_template import (
    LONGEST,
    ProblemKind,
    PromptProblem,
    combinations,
    filled,
    has_choices,
    list_names,
    placeholder_places,
    placeholders,
    problems,
    resolved,
)

LISTS = {
    "animals": ("red fox", "owl", "{big|small} cat __where__"),
    "where": ("in snow", "at sea"),
    "loop": ("a __Loop__",),
    "to": ("__fro__",),
    "fro": ("__to__",),
    "nothing": (),
}.get
SEEDS = range(200)
FOR_EVER = ["owl red x", "small cat at sea green x", "owl red x"]
PIECES = st.sampled_from(
    ["{", "}", "|", "__", "\\", "a", " ", "2::", "0::", '"', ":", "animals", "loop", "é", "😀", "\n"]
)
TEMPLATES = st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join)


def prompts(text: str) -> set[str]:
    return {resolved(text, seed, LISTS).prompt for seed in SEEDS}


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("a {red|blue} fox", {"a red fox", "a blue fox"}),
        ("{a|{b|c}}", {"a", "b", "c"}),
        ("{very |}old", {"very old", "old"}),
        ("__where__", {"in snow", "at sea"}),
        (
            "__animals__",
            {"red fox", "owl"}
            | {f"{size} cat {place}" for size in ("big", "small") for place in ("in snow", "at sea")},
        ),
        ("{0::a|b}", {"b"}),
        ("{a|b} {a|b}", {"a a", "a b", "b a", "b b"}),
    ],
)
def test_every_choice_is_met_and_no_other(text: str, every: set[str]) -> None:
    assert prompts(text) == every
    assert set(combinations(text, LISTS, 50)) == every
    assert has_choices(text)


def test_the_choices_of_a_seed_stay_the_same_for_ever() -> None:
    text = "__animals__ {red|blue|green} {3::x|y}"
    assert [resolved(text, seed, LISTS).prompt for seed in (0, 1, 2147483647)] == FOR_EVER


def test_words_added_behind_change_nothing_before() -> None:
    for seed in SEEDS:
        before = resolved("a {red|blue|grey} __where__", seed, LISTS).prompt
        assert resolved("a {red|blue|grey} __where__ and {x|y}", seed, LISTS).prompt.startswith(before)


def test_weights_weigh() -> None:
    drawn = [resolved("{9::often|seldom}", seed, LISTS).prompt for seed in range(1000)]
    assert 850 < drawn.count("often") < 950


@pytest.mark.parametrize(
    "text",
    [
        '{"scene": "a fox", "style": {"mood": "calm|still"}, "colors": ["#fff", "#000"]}',
        '{ "a": "x|y" }',
        "{{masterpiece}}, {}",
        "{a, b} and a | b",
        "{color: red} }{ {open",
        "__ and __",
        "snake__case",
        "____",
    ],
)
def test_other_braces_and_underscores_stand_for_themselves(text: str) -> None:
    assert resolved(text, 1, LISTS).prompt == text
    assert (has_choices(text), placeholders(text), problems(text, LISTS)) == (False, (), ())


def test_choices_within_json_are_made() -> None:
    text = '{"subject": "a {red|blue} fox", "mood": "calm|still"}'
    assert prompts(text) == {text.replace("{red|blue}", color) for color in ("red", "blue")}


def test_backslashes_keep_characters_as_they_are() -> None:
    text = r"\{a|b\} {c\|d|c\|d} \__animals__ \{subject\} C:\dir"
    assert resolved(text, 1, LISTS).prompt == r"{a|b} c|d __animals__ {subject} C:\dir"
    assert not placeholders(text)


def test_placeholders_are_found_and_filled_in() -> None:
    text = "a {subject} in { main place }, {subject} {red|{hue}}"
    assert placeholders(text) == ("subject", "main place", "hue")
    assert [text[each.start : each.end] for each in placeholder_places(text)] == [
        "{subject}",
        "{ main place }",
        "{subject}",
        "{hue}",
    ]
    assert filled(text, {"subject": "fox", "hue": "{pink|grey}"}) == "a fox in { main place }, fox {red|{pink|grey}}"


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("a {subject}", ProblemKind.UNFILLED, "subject"),
        ("__birds__", ProblemKind.UNKNOWN_LIST, "birds"),
        ("__nothing__", ProblemKind.EMPTY_LIST, "nothing"),
        ("__loop__", ProblemKind.LOOP, "Loop"),
        ("__to__", ProblemKind.LOOP, "to"),
    ],
)
def test_what_cannot_be_resolved_stays_as_written_and_is_told(text: str, kind: ProblemKind, name: str) -> None:
    answer = resolved(text, 1, LISTS)
    assert answer.problems == (PromptProblem(kind, name),)
    assert name in answer.prompt


def test_what_keeps_a_prompt_back_is_told_whatever_the_seed() -> None:
    found = problems("{a|b __birds__} __nothing__ __where__ {subject}", LISTS)
    assert [(each.kind, each.name) for each in found] == [
        (ProblemKind.UNKNOWN_LIST, "birds"),
        (ProblemKind.EMPTY_LIST, "nothing"),
        (ProblemKind.UNFILLED, "subject"),
    ]


def test_names_of_lists_end_at_the_first_two_underscores() -> None:
    assert list_names("__a__ and __b_c/d-e f__, __a____g__") == ("a", "b_c/d-e f", "g")


def test_combinations_come_in_the_order_of_the_text() -> None:
    assert combinations("{a|b} {c|d}", LISTS, 9) == ("a c", "a d", "b c", "b d")
    assert combinations("{a|b} {c|d}", LISTS, 3) == ("a c", "a d", "b c")
    assert combinations("{a|b}", LISTS, 0) == ()


@given(TEMPLATES, st.integers(0, 2**31 - 1))
def test_every_text_resolves_the_same_way_twice(text: str, seed: int) -> None:
    answer = resolved(text, seed, LISTS)
    assert answer == resolved(text, seed, LISTS)
    for place in placeholder_places(text):
        assert place.name in text[place.start : place.end]


@given(TEMPLATES)
def test_combinations_hold_what_a_seed_chooses(text: str) -> None:
    every = combinations(text, LISTS, 2000)
    if 0 < len(every) < 2000:
        assert all(resolved(text, seed, LISTS).prompt in every for seed in range(10))


@given(st.text(st.characters(exclude_characters="{}|\\_"), max_size=300), st.integers(0, 9))
def test_plain_text_goes_untouched(text: str, seed: int) -> None:
    assert resolved(text, seed, LISTS).prompt == text
    assert combinations(text, LISTS, 3) == (text,)


@given(
    st.lists(st.text(st.characters(exclude_characters="{}|\\_:"), max_size=8), min_size=2, max_size=6),
    st.integers(0, 99),
)
def test_a_choice_is_one_of_its_options(options: list[str], seed: int) -> None:
    assert resolved("{" + "|".join(options) + "}", seed, LISTS).prompt in options


@pytest.mark.parametrize(
    "text",
    [
        "{" * 10_000,
        "{" * 5_000 + "}" * 5_000,
        "{a|" * 3_000 + "}" * 3_000,
        "{a|b} " * 1_700,
        "_" * 10_000,
        '{"' * 5_000,
    ],
)
def test_the_longest_prompts_are_read_in_no_time(text: str) -> None:
    begun = time.perf_counter()
    resolved(text, 1, LISTS)
    assert time.perf_counter() - begun < 2


def test_lists_that_grow_without_end_are_stopped() -> None:
    lists = {f"l{depth}": (f"__l{depth + 1}__ __l{depth + 1}__",) for depth in range(90)}.get
    answer = resolved("__l0__", 1, lists)
    assert PromptProblem(ProblemKind.TOO_LONG) in answer.problems
    assert len(answer.prompt) <= LONGEST
    assert len(combinations("__l0__", lists, 5)) <= 5


def test_seeds_that_follow_one_another_choose_differently() -> None:
    drawn = [resolved("{a|b|c|d}", seed, LISTS).prompt for seed in SEEDS]
    assert max(len(list(group)) for _, group in itertools.groupby(drawn)) < 9


def test_a_list_is_looked_up_once_for_each_name() -> None:
    asked: list[str] = []

    def lists(name: str) -> tuple[str, ...] | None:
        asked.append(name)
        return ("hare", "__birds__") if name == "animals" else None

    resolved("__animals__ and __animals__, __Animals__ " * 50, 7, lists)
    assert sorted(asked) == sorted(set(asked))
