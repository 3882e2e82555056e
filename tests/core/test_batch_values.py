"""Lists and ranges as they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.batch_values import VALUES_MAX, BadValue, ValueFault, decimals, lines, sizes, whole_numbers
from desktop_app.core.sizes import Size


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", ()),
        ("7", (7,)),
        ("1-5", (1, 2, 3, 4, 5)),
        ("5-1", (5, 4, 3, 2, 1)),
        ("10:50:10", (10, 20, 30, 40, 50)),
        ("10:45:10", (10, 20, 30, 40)),
        ("50:10:20", (50, 30, 10)),
        ("1 - 3, 9; 12\n3", (1, 2, 3, 9, 12)),
        ("4..6", (4, 5, 6)),
        ("3, 3, 1-4", (3, 1, 2, 4)),
        ("2147483647", (2_147_483_647,)),
    ],
)
def test_lists_and_ranges_are_read(text: str, numbers: tuple[int, ...]) -> None:
    assert whole_numbers(text, 0, 2_147_483_647) == numbers


@pytest.mark.parametrize(
    ("text", "piece", "fault"),
    [
        ("1, fox", "fox", ValueFault.NO_NUMBER),
        ("-3", "-3", ValueFault.NO_NUMBER),
        ("1-", "1-", ValueFault.NO_NUMBER),
        ("1.5", "1.5", ValueFault.NOT_WHOLE),
        ("1:2:0.5", "1:2:0.5", ValueFault.NOT_WHOLE),
        ("2147483648", "2147483648", ValueFault.OUT_OF_RANGE),
        ("1:5:0", "1:5:0", ValueFault.NO_STEP),
        ("0-2147483647", "0-2147483647", ValueFault.TOO_MANY),
        ("9999999999999999999", "9999999999999999999", ValueFault.NO_NUMBER),
    ],
)
def test_what_cannot_be_read_is_named(text: str, piece: str, fault: ValueFault) -> None:
    with pytest.raises(BadValue) as told:
        whole_numbers(text, 0, 2_147_483_647)
    assert (told.value.text, told.value.fault) == (piece, fault)


def test_decimals_go_in_steps_without_drift() -> None:
    assert decimals("2.5:3.1:0.1", 0, 10) == (2.5, 2.6, 2.7, 2.8, 2.9, 3.0, 3.1)
    with pytest.raises(BadValue) as told:
        decimals("3, 11", 0, 10)
    assert told.value.fault is ValueFault.OUT_OF_RANGE


def test_sizes_are_pixels_squares_or_shapes() -> None:
    assert sizes("1024 x 768, 512; 640×480 512x512") == (Size(1024, 768), Size(512, 512), Size(640, 480))
    (wide,) = sizes("3:2")
    assert abs(wide.ratio - 1.5) < 0.02
    assert abs(wide.megapixels - 1.05) < 0.05


@pytest.mark.parametrize("text", ["wide", "0x4", "0:3", "99:1", "20000x20000", "12x"])
def test_what_is_no_size_is_named(text: str) -> None:
    with pytest.raises(BadValue) as told:
        sizes(f"512, {text}")
    assert told.value.text == text


def test_each_line_is_a_prompt_once() -> None:
    assert lines(" a fox \n\nan owl, grey\na fox\n") == ("a fox", "an owl, grey")
    with pytest.raises(BadValue):
        lines("\n".join(map(str, range(VALUES_MAX + 1))))


@given(st.text(alphabet="0123456789-:., ;x×.\n", max_size=30))
def test_no_text_takes_more_than_it_may(text: str) -> None:
    for read in (lambda: whole_numbers(text, 0, 1000), lambda: decimals(text, 0, 10), lambda: sizes(text)):
        try:
            assert len(read()) <= VALUES_MAX
        except BadValue:
            continue
