"""From the text of an option to its value."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from desktop_app.cli.lora_option import lora, parse_lora
from desktop_app.cli.option_values import decimal, output_format, setting, size_wish, whole_number
from desktop_app.cli.size_wish import Following, Shape
from desktop_app.core.request import LORA_SCALE_MAX, Lora, OutputFormat
from desktop_app.core.sizes import Size

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("1024x768", Size(1024, 768)),
        ("1024 × 768", Size(1024, 768)),
        ("reference", Following.REFERENCE),
        ("Reference", Following.REFERENCE),
        ("auto", Following.MODEL),
        ("16:9", Shape("16:9", 16 / 9)),
        (" 2.39 : 1 ", Shape("2.39:1", 2.39)),
    ],
)
def test_sizes(text: str, wish: object) -> None:
    assert size_wish(text) == wish


@pytest.mark.parametrize(
    "text", ["", "big", "16", "16:", ":9", "0:9", "16:0", "16:9:1", "101:1", "1:101", "1e3:1", "-1:2", "１６:９"]
)
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="1024x768, 16:9, reference or auto"):
        size_wish(text)


def test_a_shape_has_about_a_million_pixels() -> None:
    assert Shape("1:1", 1.0).usual_size == Size(1024, 1024)
    wide = Shape("16:9", 16 / 9).usual_size
    assert wide.megapixels == pytest.approx(1.048576, rel=0.01)
    assert wide.ratio == pytest.approx(16 / 9, rel=0.01)


@pytest.mark.parametrize(
    ("text", "address", "scale"),
    [
        ("owner/name", "owner/name", 1.0),
        ("owner/name=0.8", "owner/name", 0.8),
        ("owner/name=2", "owner/name", 2.0),
        ("owner/name=.5", "owner/name", 0.5),
        ("owner/name=strong", "owner/name=strong", 1.0),
        ("owner/name=nan", "owner/name=nan", 1.0),
        ("https://host/x.safetensors=0.8", "https://host/x.safetensors", 0.8),
        ("https://host/a=b/x.safetensors=0.8", "https://host/a=b/x.safetensors", 0.8),
        ("https://host/x?type=Model&format=SafeTensor", "https://host/x?type=Model&format=SafeTensor", 1.0),
        ("https://host/x?type=Model=0.8", "https://host/x?type=Model", 0.8),
        ("https://host/x?version=2", "https://host/x?version=2", 1.0),
        ("https://host/x?version=2=0.8", "https://host/x?version=2", 0.8),
        ("https://host/x?a=1&version=2=0.8", "https://host/x?a=1&version=2", 0.8),
    ],
)
def test_loras(text: str, address: str, scale: float) -> None:
    assert parse_lora(text) == Lora(address, scale)


@settings(deadline=None)
@given(some.floats(0, LORA_SCALE_MAX).map(lambda scale: round(scale, 3)))
def test_a_scale_behind_an_address_is_read_as_written(scale: float) -> None:
    assert parse_lora(f"https://host/x.safetensors?a=b={scale:.3f}") == Lora("https://host/x.safetensors?a=b", scale)


@pytest.mark.parametrize("scale", ["-1", "2.01", "16"])
def test_a_scale_out_of_its_range_is_named(scale: str) -> None:
    with pytest.raises(ArgumentTypeError, match="not between 0 and 2"):
        lora(f"owner/name={scale}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://huggingface.co/o/n/blob/main/x.safetensors=0.8", "try https://huggingface.co/o/n/resolve/main/x.saf"),
        ("http://host.example/x.safetensors", "must begin with https; try https://host.example/x.safetensors"),
        ("./x.safetensors", "a file of this computer"),
        ("https://host.example/x.zip", "does not lead to a .safetensors file"),
        ("https://host.example/x.safetensors?token=abc", "password or token"),
        ("a b", "no address"),
    ],
)
def test_an_address_that_cannot_work_is_refused_with_what_would(text: str, said: str) -> None:
    with pytest.raises(ArgumentTypeError) as caught:
        lora(text)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"), [("jpeg", OutputFormat.JPEG), ("JPG", OutputFormat.JPEG), ("png", OutputFormat.PNG)]
)
def test_formats(text: str, value: OutputFormat) -> None:
    assert output_format(text) is value


@pytest.mark.parametrize(
    ("text", "value"), [("a=b", ("a", "b")), (" a =b=c", ("a", "b=c")), ("a=", ("a", "")), ("a= b ", ("a", " b "))]
)
def test_settings(text: str, value: tuple[str, str]) -> None:
    assert setting(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (output_format, "webp"),
        (setting, "a"),
        (setting, "=b"),
        (setting, " =b"),
        (lora, " "),
        (whole_number(1, 4), "2.0"),
        (whole_number(1, 4), "5"),
        (decimal(0, 100), "nan"),
        (decimal(0, 100), "inf"),
        (decimal(0, 100), "1e1"),
        (decimal(0, 100), "100.5"),
    ],
)
def test_what_is_no_value(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        read(text)
