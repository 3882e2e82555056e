"""The provider's list over the wire, honest and lying."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.api import model_list
from desktop_app.api.model_list import parse_model_list
from desktop_app.core.errors import AnswerTimedOut, AnswerUnreadable, Billed
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.live_list import ListedModel, LiveList, merged
from desktop_app.core.pricing import PriceRule
from tests.support.clients import KEY, SHORT, run
from tests.support.model_lists import RECORDED_MODELS, a_listed_model
from tests.support.server import MODELS

if TYPE_CHECKING:
    from desktop_app.api.client import TogetherClient
    from tests.support.server import LoopbackServer


def fetched(server: LoopbackServer, **options: Any) -> tuple[ListedModel, ...]:
    async def use(client: TogetherClient) -> tuple[ListedModel, ...]:
        return await client.list_models()

    result: tuple[ListedModel, ...] = run(server.url, use, **options)
    return result


def parsed(*items: object) -> tuple[ListedModel, ...]:
    return parse_model_list(json.dumps(items).encode())


def price_of(pricing: object) -> PriceRule | None:
    (model,) = parsed(a_listed_model(pricing=pricing))
    return model.price


@pytest.mark.parametrize("wrapped", [False, True])
def test_the_recorded_list_is_read_in_both_forms(server: LoopbackServer, *, wrapped: bool) -> None:
    server.accepted_key = KEY
    listed = [*RECORDED_MODELS, a_listed_model("moonshotai/Kimi-K2", type="chat")]
    server.answer(data={"object": "list", "data": listed} if wrapped else listed, path=MODELS)

    models = {model.id: model for model in fetched(server)}

    assert list(models) == [model["id"] for model in RECORDED_MODELS]
    assert models["black-forest-labs/FLUX.2-max"] == ListedModel(
        "black-forest-labs/FLUX.2-max",
        "FLUX.2 [max]",
        "Black Forest Labs",
        PriceRule(usd_per_megapixel=0.07, default_steps=50),
    )
    assert models["prunaai/p-image-ideogram"].price == PriceRule(usd_per_image=0.00225, is_lowest=True)
    assert models["Qwen/Qwen-Image-2.0"].price == PriceRule(usd_per_image=0.035)
    assert models["openai/gpt-image-1.5"].price_note == ""
    assert all(model.price for model in models.values())


def test_a_list_that_trickles_without_end_is_given_up(server: LoopbackServer) -> None:
    server.stall(threading.Event(), after_bytes=10, path=MODELS)
    with pytest.raises(AnswerTimedOut) as caught:
        fetched(server, timeouts=SHORT)
    assert caught.value.billed is Billed.NO


def test_texts_of_a_lying_list_are_plain_lines(server: LoopbackServer) -> None:
    server.models = [
        a_listed_model(
            "a/markup", display_name="<b>Free</b><img src='https://x.invalid/p'>", organization="\u202egro\n\nlive\x00"
        ),
        a_listed_model("a/endless", display_name="endless " * 1_250_000, organization="o" * 10_000),
        a_listed_model("a/nameless", display_name=None, organization={"a": 1}),
        a_listed_model("a/unseen", display_name="\u200b\u2066\u2069", organization=""),
    ]

    markup, endless, nameless, unseen = fetched(server)

    assert (markup.name, markup.organisation) == ("<b>Free</b><img src='https://x.invalid/p'>", "gro live")
    assert (len(endless.name), len(endless.organisation)) == (79, 80)
    assert (nameless.name, nameless.organisation) == ("nameless", "a")
    assert (unseen.name, unseen.organisation) == ("unseen", "a")


def test_items_that_make_no_sense_are_passed_over() -> None:
    good = a_listed_model("a/b")
    junk: list[object] = [None, 3, "text", [], {}, {"type": "image"}, {"type": "image", "id": 4}, {"type": ["image"]}]
    junk += [a_listed_model(id_) for id_ in ("", "a b", "a\u202eb", "<i>x</i>", "x" * 1000)]
    assert [model.id for model in parsed(*junk, good, *junk)] == ["a/b"]


def test_the_first_of_two_with_the_same_id_counts_and_case_tells_apart() -> None:
    models = parsed(
        a_listed_model("a/b", display_name="first"),
        a_listed_model("a/b", display_name="second"),
        a_listed_model("a/B", display_name="other"),
    )
    assert [(model.id, model.name) for model in models] == [("a/b", "first"), ("a/B", "other")]


def test_an_endless_list_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_list, "MODELS_MAX", 3)
    assert len(parsed(*(a_listed_model(f"a/{number}") for number in range(5)))) == 3


@pytest.mark.parametrize(
    "pricing",
    [
        None,
        "cheap",
        [],
        {},
        {"image": 0, "image_pixel": 0},
        {"image": 0.04},
        {"image": {"example_price": "0.04"}},
        {"image": {"example_price": -1}},
        {"image": {"example_price": 1e12}},
        {"image": {"example_price": float("nan")}},
        {"image": {"example_price": True}},
        {"image": {}},
        {"image_pixel": {"price_per_megapixel": None}},
        {"image_pixel": {"price_per_megapixel": float("inf")}},
    ],
)
def test_what_is_no_price(pricing: object) -> None:
    assert price_of(pricing) is None


def test_a_price_is_found_in_either_place() -> None:
    by_image = {"example_price": 0.02, "example_description": "per image"}
    assert price_of({"image_pixel": {"price_per_megapixel": "x"}, "image": by_image}) == PriceRule(usd_per_image=0.02)
    by_area = {"price_per_megapixel": 0.01, "min_steps": -4}
    assert price_of({"image_pixel": by_area, "image": 0}) == PriceRule(usd_per_megapixel=0.01)


@pytest.mark.parametrize(
    ("said", "is_lowest"),
    [
        ("per image", False),
        ("price per image", False),
        ("per output image", False),
        ("starting price per image", True),
        ("0.03 - 0.10 based on size", True),
        ("720x1280", True),
        ("", True),
        (None, True),
        (5, True),
    ],
)
def test_a_price_is_the_least_unless_it_is_plainly_flat(said: object, *, is_lowest: bool) -> None:
    price = price_of({"image": {"example_price": 0.02, "example_description": said}})
    assert price == PriceRule(usd_per_image=0.02, is_lowest=is_lowest)


@pytest.mark.parametrize(
    "raw", [b"<html>", b'{"data": 5}', b'"text"', b"[" * 100_000, b"\xff", b"[" + b"9" * 5000 + b"]"]
)
def test_what_is_no_list(raw: bytes) -> None:
    with pytest.raises(AnswerUnreadable):
        parse_model_list(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=8), each, max_size=3),
    max_leaves=8,
)
ITEMS = st.fixed_dictionaries(
    {"type": st.just("image"), "id": st.sampled_from([each["id"] for each in RECORDED_MODELS] + ["a/b", "A/b"]) | JSON},
    optional={
        "display_name": JSON,
        "organization": JSON,
        "pricing": JSON
        | st.fixed_dictionaries(
            {},
            optional={
                "image": st.fixed_dictionaries({"example_price": JSON}, optional={"example_description": JSON}),
                "image_pixel": st.fixed_dictionaries({"price_per_megapixel": JSON}, optional={"min_steps": JSON}),
            },
        ),
    },
)


@given(st.lists(JSON | ITEMS, max_size=6))
def test_whatever_is_listed_the_table_stays_whole_and_every_row_makes_sense(items: list[object]) -> None:
    models = parse_model_list(json.dumps(items).encode())
    catalogue = merged(known_catalogue(), LiveList(1.0, models))

    rows = {row.id: row for row in catalogue}
    assert set(rows) == {row.id for row in known_catalogue()} | {model.id for model in models}
    for row in rows.values():
        assert row.name.isprintable()
        assert 0 < len(row.name) <= 80
        for usd in (row.price.usd_per_image, row.price.usd_per_megapixel):
            assert usd is None or 0 <= usd <= 10
    if models:
        assert {model.id for model in models} == {row.id for row in rows.values() if row.is_usable and not row.is_demo}
