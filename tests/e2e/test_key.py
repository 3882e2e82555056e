"""Giving a key: into a real keyring, and what happens where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import KEY
from tests.support.session_bus import PASSWORD, has_keyring, keep_secret, keyring_daemon, secret
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.desktop import Desktop
    from tests.support.program import Program
    from tests.support.server import LoopbackServer

KEYRING = "keyring.backends.SecretService.Keyring"


@pytest.fixture
def keyring(session: dict[str, str]) -> Iterator[None]:
    """A real keyring, open."""
    if not has_keyring():
        pytest.skip("gnome-keyring and secret-tool are not installed")
    with keyring_daemon(session):
        yield


@pytest.fixture
def locked_keyring(session: dict[str, str]) -> Iterator[None]:
    """A real keyring that holds the key, and was not opened by the log-in: it asks for its password."""
    if not has_keyring():
        pytest.skip("gnome-keyring and secret-tool are not installed")
    with keyring_daemon(session):
        keep_secret(session, KEY)
    with keyring_daemon(session, unlocked=False):
        yield


def _paste_key(program: Program, screen: Desktop) -> None:
    program.says("You are using the demo engine.")
    screen.put_on_clipboard(f" {KEY}\n".encode())
    program.click("Together AI key", "text")
    screen.keys("ctrl+v")


@pytest.mark.keyring
@pytest.mark.usefixtures("keyring")
def test_a_pasted_key_is_tested_and_kept_in_the_keyring(
    start: Callable[..., Program], session: dict[str, str], server: LoopbackServer, screen: Desktop
) -> None:
    server.accepted_key = KEY
    first = start(TOGETHER_BASE_URL=server.url, PYTHON_KEYRING_BACKEND=KEYRING)
    _paste_key(first, screen)
    until(lambda: secret(session, "sfumato") == KEY, "the key in the keyring")
    first.generate("with the new key")
    first.wait_for_pictures(1)
    assert first.quit() == 0
    assert not _files_with_the_key(first)

    second = start(TOGETHER_BASE_URL=server.url, PYTHON_KEYRING_BACKEND=KEYRING)
    second.says("today $")
    second.generate("with the kept key")
    second.wait_for_pictures(2)
    assert [order.headers["authorization"] for order in server.orders()] == [f"Bearer {KEY}"] * 2


def test_without_a_keyring_it_is_kept_for_the_session_and_said(
    start: Callable[..., Program], server: LoopbackServer, screen: Desktop
) -> None:
    first = start(TOGETHER_BASE_URL=server.url)
    _paste_key(first, screen)
    first.says("This system has no keyring")
    first.click("Keep for this session only", "push button")
    until(lambda: "demo engine" not in first.words(), "the end of the demo engine")
    first.generate("with the key of the session")
    first.wait_for_pictures(1)
    assert server.orders()[0].headers["authorization"] == f"Bearer {KEY}"
    assert first.quit() == 0
    assert not _files_with_the_key(first)

    second = start(TOGETHER_BASE_URL=server.url)
    second.says("You are using the demo engine.")


def test_a_wrong_key_is_refused_in_words(
    start: Callable[..., Program], server: LoopbackServer, screen: Desktop
) -> None:
    server.accepted_key = "another key"
    program = start(TOGETHER_BASE_URL=server.url)
    _paste_key(program, screen)
    program.says("Together does not accept this key")
    program.generate("still the demo engine")
    program.wait_for_pictures(1)
    assert server.orders() == []


@pytest.mark.keyring
@pytest.mark.usefixtures("locked_keyring")
def test_a_locked_keyring_asks_and_the_window_does_not_wait(
    start: Callable[..., Program], server: LoopbackServer, screen: Desktop
) -> None:
    program = start(is_in_front=False, TOGETHER_BASE_URL=server.url, PYTHON_KEYRING_BACKEND=KEYRING)
    screen.go_to_window("gcr-prompter")
    program.says("You are using the demo engine.")
    screen.type(PASSWORD)
    screen.keys("Return")
    program.says("today $")
    program.generate("with the key of the keyring")
    program.wait_for_pictures(1)
    assert server.orders()[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.keyring
@pytest.mark.usefixtures("locked_keyring")
def test_a_keyring_that_stays_locked_is_told_of(
    start: Callable[..., Program], server: LoopbackServer, screen: Desktop
) -> None:
    program = start(is_in_front=False, TOGETHER_BASE_URL=server.url, PYTHON_KEYRING_BACKEND=KEYRING)
    screen.go_to_window("gcr-prompter")
    screen.keys("Escape")
    program.says("The key is in a keyring that was not unlocked.")
    program.generate("with the demo engine")
    program.wait_for_pictures(1)
    assert server.orders() == []


def _files_with_the_key(program: Program) -> list[str]:
    return [
        str(path)
        for path in program.home.rglob("*")
        if path.is_file() and "keyrings" not in path.parts and KEY.encode() in path.read_bytes()
    ]
