"""Names of pictures by a person's pattern: legal everywhere, and each its own."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.file_names import image_path
from desktop_app.core.name_pattern import NameFacts, NamePattern, PatternFault, PatternInvalid, checked_pattern

MOMENT = datetime(2026, 11, 23, 9, 5, 7, tzinfo=UTC)
FACTS = NameFacts(
    "Red fox in snow", "black-forest-labs/FLUX.2-dev", MOMENT, "7f3a1c9e-1111-4a5b-9c3d-000000000001", 42, 1024, 688
)
PARTS = st.sampled_from(
    ["{year}", "{date}", "{time}", "{prompt}", "{model}", "{seed}", "{size}", " ", "-", ".", "con", "a:b"]
)
PATTERNS = st.lists(st.lists(PARTS, min_size=1).map("".join), max_size=3).map(
    lambda folders: "/".join([*folders, "{id}"])
)


def test_the_default_gives_the_names_that_there_always_were() -> None:
    assert NamePattern().path(FACTS, ".jpg") == image_path(FACTS.prompt, MOMENT, FACTS.uuid, ".jpg")


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{model}/{prompt} {seed} {size} {id}", "flux-2-dev/red-fox-in-snow 42 1024x688 7f3a.jpg"),
        ("{year}/{month}/{day}/{time}_{id}", "2026/11/23/090507_7f3a.jpg"),
        ("/a\\b/{id}/", "a/b/7f3a.jpg"),
        ("con{seed}/a.b {id}", "con42/a.b 7f3a.jpg"),
        ("{seed}./-{id}", "42/7f3a.jpg"),
    ],
)
def test_a_name_of_ones_own(pattern: str, name: str) -> None:
    assert checked_pattern(pattern).path(FACTS, ".jpg").as_posix() == name


def test_what_is_not_known_leaves_no_gap() -> None:
    pattern = checked_pattern("{prompt}-{seed}-{size}-{id}")
    nothing = replace(FACTS, seed=None, width=0, height=0)
    assert pattern.path(nothing, ".png").as_posix() == "red-fox-in-snow-7f3a.png"


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("{date}/{prompt}", PatternFault.NO_ID),
        ("{id}/{prompt}", PatternFault.NO_ID),
        ("", PatternFault.OUTSIDE),
        ("../{id}", PatternFault.OUTSIDE),
        ("a//{id}", PatternFault.OUTSIDE),
        ("{colour}-{id}", PatternFault.UNKNOWN_PART),
        ("{{id}", PatternFault.BRACES),
        ("{id", PatternFault.BRACES),
        ("a/" * 8 + "{id}", PatternFault.TOO_DEEP),
        ("x: y-{id}", PatternFault.FORBIDDEN),
        ("C:\\pictures\\{id}", PatternFault.FORBIDDEN),
        ("what?/{id}", PatternFault.FORBIDDEN),
        ("CON/{id}", PatternFault.DEVICE),
        ("lpt1.old/{id}", PatternFault.DEVICE),
        (".hidden/{id}", PatternFault.HIDDEN),
        ("a/.{id}", PatternFault.HIDDEN),
        ("{prompt} {model}/{prompt} {model} {seed}/{prompt}-{id}", PatternFault.TOO_LONG),
    ],
)
def test_what_is_no_pattern_is_said(pattern: str, fault: PatternFault) -> None:
    with pytest.raises(PatternInvalid) as told:
        checked_pattern(pattern)
    assert told.value.fault is fault


@given(PATTERNS, st.text(max_size=200), st.text(max_size=60))
def test_every_name_is_legal_on_every_system(text: str, prompt: str, model: str) -> None:
    try:
        pattern = checked_pattern(text)
    except PatternInvalid:
        return
    path = pattern.path(replace(FACTS, prompt=prompt, model=model), ".jpg")
    assert not path.is_absolute()
    for part in path.parts:
        assert part == part.strip()
        assert not part.startswith(".")
        assert not part.removesuffix(".jpg").endswith(".")
        assert not set('<>:"|?*\\') & set(part)
        assert len(part.encode()) <= 255
        assert part.partition(".")[0].casefold() not in {"con", "nul", "aux", "prn"}


@given(st.text(max_size=300))
def test_the_digits_that_make_a_name_its_own_are_never_cut_away(prompt: str) -> None:
    pattern = checked_pattern("{prompt}{prompt}{prompt}{prompt}-{id}")
    assert pattern.path(replace(FACTS, prompt=prompt), ".jpg").stem.endswith("7f3a")


@given(st.text())
def test_no_text_ends_the_program(text: str) -> None:
    with suppress(PatternInvalid):
        checked_pattern(text).path(FACTS, ".jpg")
