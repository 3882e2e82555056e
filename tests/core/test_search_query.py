"""A search is read from any text, and written as it is read again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.period import Period
from desktop_app.core.search_query import Condition, Field, Has, Is, SearchQuery, Words, parsed, value_is_clear
from desktop_app.core.search_values import Pixels, Shape, Span, folded, is_span_of_days, period_of, size_of, span_of

TODAY = date(2026, 11, 22)

PIECES = st.sampled_from(
    ['"', '""', "-", "--", ":", " ", "fox", "rating:", ">=4", "model:", "tag:a/b", 'tag:"red fox"', "date:2026-11..",
     "is:edit", "x:y", "狐", "\n", "size:1024x768", "similar:", "-seed:7", "é", "\u2003", "..", "SHA:ABCD"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join))

VALUES = {
    Field.RATING: st.sampled_from(["4", ">=4", "<2", "1..3", "..2"]),
    Field.SEED: st.integers(0, 2**31 - 1).map(str),
    Field.COST: st.sampled_from([">0.1", "0.5", "<=1", "0.01..0.2"]),
    Field.SIZE: st.sampled_from(["1024x768", "square", ">=2048"]),
    Field.DATE: st.sampled_from(["2026", "2026-11", "2026-11-22", "2026-11..", "..2026", "today", "7d"]),
    Field.IS: st.sampled_from([each.value for each in Is]),
    Field.HAS: st.sampled_from([each.value for each in Has]),
    Field.SHA: st.text("0123456789abcdef", min_size=4, max_size=64),
}
NAMES = st.text(min_size=1).map(lambda text: " ".join(text.split())).filter(bool)
CONDITIONS = st.sampled_from(Field).flatmap(
    lambda field: st.builds(Condition, st.just(field), VALUES.get(field, NAMES), st.booleans())
)


@given(TEXTS)
def test_every_text_is_a_search_and_comes_back(text: str) -> None:
    query = parsed(text)
    assert parsed(query.written()) == query


@given(st.lists(CONDITIONS))
def test_conditions_come_back_whatever_their_values_hold(conditions: list[Condition]) -> None:
    query = SearchQuery(tuple(conditions))
    assert parsed(query.written()) == query
    assert parsed(query.written()).unclear == ()


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        (" \n ", ()),
        ("red fox", (Words("red"), Words("fox"))),
        ('"red  fox" -snow', (Words("red fox", is_phrase=True), Words("snow", is_excluded=True))),
        ('-"red fox"', (Words("red fox", is_phrase=True, is_excluded=True),)),
        ('fox "in the', (Words("fox"), Words("in the", is_phrase=True))),
        ('"say ""hello"""', (Words('say "hello"', is_phrase=True),)),
        ("well-known", (Words("well-known"),)),
        ("- fox", (Words("fox"),)),
        ("RATING:>=4", (Condition(Field.RATING, ">=4"),)),
        ('tag:"red fox"', (Condition(Field.TAG, "red fox"),)),
        ("-model:flux", (Condition(Field.MODEL, "flux", is_excluded=True),)),
        ("is:Edited has:tags", (Condition(Field.IS, "edit"), Condition(Field.HAS, "tag"))),
        ("lens:50mm", (Words("lens:50mm"),)),
        ("ratio:16:9", (Words("ratio:16:9"),)),
    ],
)
def test_what_is_typed_is_read(text: str, terms: tuple[Words | Condition, ...]) -> None:
    assert parsed(text).terms == terms


@pytest.mark.parametrize(
    "text", ["rating:", "rating:>", "rating:many", "date:20", "date:2026-13", "date:..", "is:", "is:blue", "size:wide"]
)
def test_a_value_that_says_nothing_yet_narrows_nothing(text: str) -> None:
    query = parsed(f"fox {text}")
    assert query.terms == (Words("fox"),)
    assert query.unclear == (text,)


def test_a_value_is_chosen_excluded_and_let_go() -> None:
    flux = Condition(Field.MODEL, "FLUX.2")
    query = parsed("fox").having(flux)
    assert query.written() == "fox model:FLUX.2"
    assert query.is_asked(Field.MODEL, "flux.2") is True
    excluded = query.having(Condition(Field.MODEL, "FLUX.2", is_excluded=True))
    assert excluded.written() == "fox -model:FLUX.2"
    assert excluded.is_asked(Field.MODEL, "FLUX.2") is False
    assert excluded.without(flux).written() == "fox"
    assert query.is_asked(Field.TAG, "FLUX.2") is None
    assert query.conditions == (flux,)
    assert query.words == (Words("fox"),)


@pytest.mark.parametrize(
    ("value", "span"),
    [
        ("4", Span(4, 4)),
        ("=4", Span(4, 4)),
        (">=4", Span(low=4)),
        (">0.1", Span(low=0.1, is_low_open=True)),
        ("<$2", Span(high=2, is_high_open=True)),
        ("3..5", Span(3, 5)),
        ("3..", Span(low=3)),
        ("..5", Span(high=5)),
        ("..", None),
        ("four", None),
        ("", None),
    ],
)
def test_spans(value: str, span: Span | None) -> None:
    assert span_of(value) == span


def test_sizes() -> None:
    assert size_of("1024x768") == size_of("1024×768") == Pixels(1024, 768)
    assert size_of("Square") is Shape.SQUARE
    assert size_of(">=2048") == Span(low=2048)
    assert size_of("big") is None


@pytest.mark.parametrize(
    ("value", "period"),
    [
        ("2026", Period(date(2026, 1, 1), date(2027, 1, 1))),
        ("2026-12", Period(date(2026, 12, 1), date(2027, 1, 1))),
        ("2026-11-22", Period(date(2026, 11, 22), date(2026, 11, 23))),
        ("2026-11..", Period(date(2026, 11, 1), None)),
        ("..2026-10", Period(None, date(2026, 11, 1))),
        ("2026-01..2026-03", Period(date(2026, 1, 1), date(2026, 4, 1))),
        (">2026-11", Period(date(2026, 12, 1), None)),
        ("<=2026-11", Period(None, date(2026, 12, 1))),
        ("<2026", Period(None, date(2026, 1, 1))),
        ("today", Period(date(2026, 11, 22), date(2026, 11, 23))),
        ("yesterday", Period(date(2026, 11, 21), date(2026, 11, 22))),
        ("7d", Period(date(2026, 11, 16), date(2026, 11, 23))),
        ("0d", None),
        ("2026-02-30", None),
        ("2026-11..soon", None),
    ],
)
def test_days(value: str, period: Period | None) -> None:
    assert period_of(value, TODAY) == period


def test_bounds_are_told_from_single_days() -> None:
    assert [is_span_of_days(value) for value in ("2026-11", "2026-11..", ">2026", "today")] == [
        False,
        True,
        True,
        False,
    ]


@given(st.text())
def test_values_of_any_kind_are_clear_or_not_and_no_fault(value: str) -> None:
    for field in Field:
        assert value_is_clear(field, value) in {True, False}


def test_names_are_compared_without_case_and_accents() -> None:
    assert folded("Café Noir") == folded("CAFE\u0301 noir") == "cafe noir"
    assert folded("が") != folded("か")
