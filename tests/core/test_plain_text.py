"""Texts of others on one line among our words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.plain_text import plain_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("FLUX.2 [dev]", "FLUX.2 [dev]"),
        ("  two\r\nlines\tand\x00more\u2028end ", "two lines and more end"),
        ("\u202egnp.exe\u202c \u2066hidden\u2069", "gnp.exe hidden"),
        ("zero\u200bwidth\u200d\ufeff\u00ad", "zerowidth"),
        ("<b>bold</b> & <img src=x>", "<b>bold</b> & <img src=x>"),
        ("half \ud800 a letter", "half a letter"),
        ("\U000e0041tag", "tag"),
        ("e\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301"),
        ("絵文字 🎨 Живопись", "絵文字 🎨 Живопись"),
        ("\u200b\u202e\n", ""),
        (None, ""),
        (7, ""),
        (["a"], ""),
    ],
)
def test_what_is_shown_of_a_text(text: object, shown: str) -> None:
    assert plain_line(text, 80) == shown


def test_a_name_of_ten_megabytes_is_cut() -> None:
    assert plain_line("long " * 2_000_000, 80) == ("long " * 16).strip()
    assert plain_line("\u202e" * 10_000_000 + "late", 80) == ""


@given(st.text(), st.integers(1, 40))
def test_every_text_becomes_one_quiet_line(text: str, longest: int) -> None:
    line = plain_line(text, longest)
    assert len(line) <= longest
    assert not {unicodedata.category(letter) for letter in line} & {"Cc", "Cf", "Cn", "Cs", "Co", "Zl", "Zp"}
    assert plain_line(line, longest) == line
