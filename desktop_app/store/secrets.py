"""The API key: from the environment, from memory, or from the operating system's keyring; never from or to a file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_app.core.errors import KeyringAbsent, KeyringForgetful, KeyringLocked, KeyringSilent, KeyStoreError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

KEY_VARIABLE = "TOGETHER_API_KEY"

_SERVICE, _USER = "sfumato", "together"

_NAMES = {
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.Windows": "Windows Credential Manager",
    "keyring.backends.macOS": "macOS Keychain",
}
# Backends that keep secrets in files of their own.
_FILE_BACKENDS = "keyrings.alt"

T = TypeVar("T")


class KeyPlace(Enum):
    """Where the key in use comes from."""

    ENVIRONMENT = "environment"
    KEYRING = "keyring"
    SESSION = "session"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class StoredKey:
    """The key and its place. `keyring_name` is what the system calls its keyring, empty for other places."""

    key: str = field(default="", repr=False)
    place: KeyPlace = KeyPlace.NOWHERE
    keyring_name: str = ""


class KeyStore:
    """The one way to the key. Its calls may take up to `timeout_s`: a keyring waits for its own window to be answered."""

    def __init__(self, environment: Mapping[str, str], timeout_s: float = 20.0) -> None:
        self._environment_key = environment.get(KEY_VARIABLE, "").strip()
        self._session_key = ""
        self._timeout_s = timeout_s
        self._stuck: Future[None] | None = None
        self._given_up: Future[None] = Future()

    def give_up(self) -> None:
        """Let no call wait for the keyring any more: the program ends. What waits raises KeyringSilent."""
        if not self._given_up.done():
            self._given_up.set_result(None)

    def load(self) -> StoredKey:
        """Return the key: the environment's, else the session's, else the keyring's, else an empty one from nowhere.

        Raises KeyringAbsent, KeyringLocked, KeyringSilent or KeyStoreError when the keyring was asked and did not serve.
        """
        if self._environment_key:
            return StoredKey(self._environment_key, KeyPlace.ENVIRONMENT)
        if self._session_key:
            return StoredKey(self._session_key, KeyPlace.SESSION)
        return self._within_limit(_load)

    def save(self, key: str) -> StoredKey:
        """Put the key into the keyring, and see that it is there; raises KeyringForgetful and the same as `load`."""
        clean = key.strip()
        saved = self._within_limit(lambda: _save(clean), clean)
        self._session_key = ""
        return saved

    def keep_for_session(self, key: str) -> StoredKey:
        """Keep the key in memory, until the program ends."""
        self._session_key = key.strip()
        return StoredKey(self._session_key, KeyPlace.SESSION)

    def remove(self) -> None:
        """Forget the key, in memory and in the keyring; the environment's stays. Raises the same as `load`."""
        self._session_key = ""
        self._within_limit(_remove)

    def _within_limit(self, call: Callable[[], T], key: str = "") -> T:
        """Run a call to the keyring in a thread of its own, for it may hang for as long as its window is open."""
        if self._stuck is not None:
            self._wait(self._stuck)
        answer: Future[T] = Future()
        ended: Future[None] = Future()
        self._stuck = ended

        def work() -> None:
            try:
                answer.set_result(call())
            except BaseException as cause:  # noqa: BLE001 (backends leak errors of their own; they are mapped below)
                answer.set_exception(cause)
            finally:
                ended.set_result(None)

        threading.Thread(target=work, name="keyring", daemon=True).start()
        try:
            return self._wait(answer)
        except KeyStoreError:
            raise
        except Exception as cause:
            text = f"{type(cause).__name__}: {cause}"
            if key and key in text:
                raise _error_class(cause)(type(cause).__name__) from None
            raise _error_class(cause)(text) from cause

    def _wait(self, future: Future[T]) -> T:
        awaited: tuple[Future[Any], ...] = (future, self._given_up)
        wait(awaited, self._timeout_s, FIRST_COMPLETED)
        if not future.done():
            raise KeyringSilent(f"no answer within {self._timeout_s:g} s")
        return future.result()


def _load() -> StoredKey:
    backend = _backend()
    key = backend.get_password(_SERVICE, _USER)
    return StoredKey(key, KeyPlace.KEYRING, _name(backend)) if key else StoredKey()


def _save(key: str) -> StoredKey:
    backend = _backend()
    backend.set_password(_SERVICE, _USER, key)
    if backend.get_password(_SERVICE, _USER) != key:
        raise KeyringForgetful(f"{_name(backend)} took the key and does not give it back")
    return StoredKey(key, KeyPlace.KEYRING, _name(backend))


def _remove() -> None:
    from keyring.errors import NoKeyringError, PasswordDeleteError

    try:
        backend = _backend()
    except KeyringAbsent:
        return
    try:
        backend.delete_password(_SERVICE, _USER)
    except NoKeyringError:
        return
    except PasswordDeleteError:
        # Some say this of a key that was not there.
        if backend.get_password(_SERVICE, _USER):
            raise


def keyring_name() -> str:
    """Return what the system calls its keyring, empty when it has none. Asks for no secret, but may take a second."""
    try:
        backend = _backend()
    except KeyringAbsent:
        return ""
    return "" if type(backend).__module__.endswith((".fail", ".null")) else _name(backend)


def _backend() -> KeyringBackend:
    import keyring
    from keyring.backends.chainer import ChainerBackend

    chosen = keyring.get_keyring()
    choice = list(chosen.backends) if isinstance(chosen, ChainerBackend) else [chosen]
    for backend in choice:
        if not type(backend).__module__.startswith(_FILE_BACKENDS):
            return backend
    raise KeyringAbsent("only files to keep secrets in")


def _name(backend: KeyringBackend) -> str:
    return _NAMES.get(type(backend).__module__, backend.name)


def _error_class(cause: Exception) -> type[KeyStoreError]:
    from keyring.errors import InitError, NoKeyringError
    from keyring.errors import KeyringLocked as Locked

    if isinstance(cause, NoKeyringError):
        return KeyringAbsent
    if isinstance(cause, (Locked, InitError)):
        return KeyringLocked
    # The exceptions of the library below are not all wrapped; it is not there on every system.
    by_name = {
        "LockedException": KeyringLocked,
        "PromptDismissedException": KeyringLocked,
        "SecretServiceNotAvailableException": KeyringAbsent,
    }
    return by_name.get(type(cause).__name__, KeyStoreError)
