"""Versions are compared by their numbers, and stages reach the low shares first."""

from __future__ import annotations

import pytest

from desktop_app.core.release import Channel, is_among_the_first, is_newer, version_key


@pytest.mark.parametrize(("text", "than"), [("1.10.0", "1.9.9"), ("2.0.0", "1.99.99"), ("0.1.1", "0.1.0")])
def test_numbers_decide_not_letters(text: str, than: str) -> None:
    assert is_newer(text, than)
    assert not is_newer(than, text)


@pytest.mark.parametrize(
    "text", ["", "1.2", "1.2.3rc1", "v1.2.3", "1.2.3.4", "1.2.-3", "99999.0.0", "1.2.3\n", "<b>1.2.3</b>"]
)
def test_what_is_no_version_is_never_newer(text: str) -> None:
    assert version_key(text) is None
    assert not is_newer(text, "0.0.0")


def test_the_same_is_not_newer() -> None:
    assert not is_newer("1.2.3", "1.2.3")


@pytest.mark.parametrize(
    ("rollout", "reached"), [(0, 0), (10, 10), (100, 100), (None, 100), ("10", 100), (True, 100), (-5, 0)]
)
def test_so_many_of_a_hundred_are_reached(rollout: object, reached: int) -> None:
    assert sum(is_among_the_first(rollout, share) for share in range(100)) == reached


def test_only_where_no_package_manager_does_it_the_program_updates_itself() -> None:
    by_itself = {Channel.APPIMAGE, Channel.PORTABLE, Channel.WINDOWS, Channel.MACOS}
    by_others = {Channel.SOURCE, Channel.DEB, Channel.RPM, Channel.FLATPAK}
    assert {channel for channel in Channel if channel.brings_updates} == by_itself
    assert set(Channel) - by_itself == by_others
