"""`sfumato key`."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from desktop_app import cli
from tests.support.server import MODELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.server import LoopbackServer

Captured = pytest.CaptureFixture[str]


class MemoryKeyring(KeyringBackend):
    """A keyring that keeps secrets for the test."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.secrets: dict[tuple[str, str], str] = {}
        self.is_locked = False

    @property
    def name(self) -> str:
        return "Test Ring"

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_locked:
            raise KeyringLocked
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.is_locked:
            raise KeyringLocked
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.secrets:
            raise PasswordDeleteError
        del self.secrets[service, username]


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def provider(server: LoopbackServer, monkeypatch: pytest.MonkeyPatch) -> LoopbackServer:
    monkeypatch.setenv("TOGETHER_BASE_URL", server.url)
    server.accepted_key = "tgp_right"
    return server


def ran(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    code = cli.main(arguments)
    out, err = capsys.readouterr()
    assert "tgp_" not in out + err
    return code, out, err


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_good_key_is_tested_and_stored(
    capsys: Captured, provider: LoopbackServer, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, " tgp_right \n")

    code, out, err = ran(capsys, "key", "set")

    assert (code, out) == (0, "")
    assert "keyring (Test Ring)" in err
    assert list(ring.secrets.values()) == ["tgp_right"]
    assert [request.path for request in provider.requests] == [MODELS]
    assert ran(capsys, "key", "test")[0] == 0

    assert ran(capsys, "key", "remove")[0] == 0
    assert ring.secrets == {}
    assert ran(capsys, "key", "test")[0] == 2


@pytest.mark.parametrize("options", [(), ("--untested",)])
def test_a_wrong_key_is_never_stored(
    capsys: Captured,
    provider: LoopbackServer,
    ring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
) -> None:
    typed(monkeypatch, "tgp_wrong\n")

    code, _, err = ran(capsys, "key", "set", *options)

    assert code == 3
    assert "does not accept the API key" in err
    assert "The key was not stored." in err
    assert ring.secrets == {}


def test_a_key_without_credit_is_stored_and_this_is_said(
    capsys: Captured, provider: LoopbackServer, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "tgp_right\n")
    provider.refuse(402, path=MODELS)

    code, _, err = ran(capsys, "key", "set")

    assert code == 0
    assert "no credit left" in err
    assert ring.secrets


@pytest.mark.parametrize(("base_url", "status", "expected"), [("https://nowhere.invalid", 0, 5), ("", 500, 3)])
def test_a_key_that_cannot_be_tested_is_stored_only_when_told(
    capsys: Captured,
    provider: LoopbackServer,
    ring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
    base_url: str,
    status: int,
    expected: int,
) -> None:
    if base_url:
        monkeypatch.setenv("TOGETHER_BASE_URL", base_url)
    else:
        provider.refuse(status, path=MODELS, times=2)

    typed(monkeypatch, "tgp_right\n")
    code, _, err = ran(capsys, "key", "set")
    assert code == expected
    assert "--untested" in err
    assert ring.secrets == {}

    typed(monkeypatch, "tgp_right\n")
    assert ran(capsys, "key", "set", "--untested")[0] == 0
    assert ring.secrets


def test_without_a_keyring_nothing_is_kept(
    capsys: Captured, provider: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "tgp_right\n")

    code, _, err = ran(capsys, "key", "set")

    assert code == 6
    assert "no keyring" in err
    assert "TOGETHER_API_KEY" in err


def test_a_session_makes_no_sense_here(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "tgp_right\n")

    code, _, err = ran(capsys, "key", "set", "--session")

    assert code == 2
    assert "A session of the command line ends with the command." in err


def test_no_key_at_all(capsys: Captured, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "\n")
    assert ran(capsys, "key", "set")[0] == 2
    code, _, err = ran(capsys, "key", "test")
    assert code == 2
    assert "sfumato key set" in err


def test_the_environment_goes_before_the_keyring(
    capsys: Captured, provider: LoopbackServer, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOGETHER_API_KEY", "tgp_right")
    typed(monkeypatch, "tgp_right\n")

    assert "goes before the keyring" in ran(capsys, "key", "set")[2]
    assert "in the environment (TOGETHER_API_KEY)" in ran(capsys, "key", "test")[2]
    assert "goes before the keyring" in ran(capsys, "key", "remove")[2]


def test_a_locked_keyring_stops_an_order_instead_of_painting_a_demo(
    capsys: Captured, provider: LoopbackServer, ring: MemoryKeyring
) -> None:
    ring.is_locked = True

    code, out, err = ran(capsys, "generate", "fox")

    assert code not in {0, 4}
    assert out == ""
    assert "The keyring is locked." in err
    assert "add --demo" in err
    assert ran(capsys, "key", "test")[0] == 2
    assert provider.requests == []
