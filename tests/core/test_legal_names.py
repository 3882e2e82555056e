"""Names that a person writes are legal on every system, or it is said why not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.legal_names import NameFault, NameInvalid, checked_folder, checked_name


@pytest.mark.parametrize(
    ("typed", "name"),
    [("  Cover 2 ", "Cover 2"), ("e\u0301te\u0301", "\u00e9t\u00e9"), ("\u72d0", "\u72d0"), ("a.b", "a.b")],
)
def test_a_name_is_taken_as_it_is_written(typed: str, name: str) -> None:
    assert checked_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", NameFault.EMPTY),
        ("  ", NameFault.EMPTY),
        ("a/b", NameFault.FORBIDDEN),
        ("a\\b", NameFault.FORBIDDEN),
        ("what?", NameFault.FORBIDDEN),
        ("a\nb", NameFault.FORBIDDEN),
        (".hidden", NameFault.HIDDEN),
        ("..", NameFault.HIDDEN),
        ("~half", NameFault.PASSED_OVER),
        ("@eaDir", NameFault.PASSED_OVER),
        ("end.", NameFault.DOT_AT_END),
        ("Nul", NameFault.DEVICE),
        ("com1.old", NameFault.DEVICE),
        ("x" * 121, NameFault.TOO_LONG),
        ("\u72d0" * 80, NameFault.TOO_LONG),
    ],
)
def test_what_some_system_does_not_take_is_said(typed: str, fault: NameFault) -> None:
    with pytest.raises(NameInvalid) as told:
        checked_name(typed)
    assert told.value.fault is fault


@pytest.mark.parametrize(
    ("typed", "folder"), [("", ""), ("/", ""), ("Book", "Book"), ("/Book/Cover/", "Book/Cover"), ("a\\b", "a/b")]
)
def test_a_folder_is_told_with_slashes(typed: str, folder: str) -> None:
    assert checked_folder(typed) == folder


@pytest.mark.parametrize("typed", ["../x", "a/../b", "a//b", "C:/x", ".sfumato/trash", "a/" * 9 + "b"])
def test_a_folder_that_leads_elsewhere_is_none(typed: str) -> None:
    with pytest.raises(NameInvalid):
        checked_folder(typed)


@given(st.text(max_size=150))
def test_no_text_ends_the_program(text: str) -> None:
    try:
        name = checked_name(text)
    except NameInvalid:
        return
    assert checked_name(name) == name
