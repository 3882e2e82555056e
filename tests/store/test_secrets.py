"""The key store, with a real keyring, a locked one, a silent one, a forgetful one and none."""

from __future__ import annotations

import json
import logging
import shutil
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.core.errors import KeyringAbsent, KeyringForgetful, KeyStoreError
from desktop_app.store.secrets import KeyPlace, KeyStore, StoredKey
from tests.support.keyring_session import run_in_session, run_program

if TYPE_CHECKING:
    from pathlib import Path

KEY = "tgp_v1_0123456789abcdef"

PROLOGUE = f"""
import json, os
from desktop_app.core.errors import KeyStoreError
from desktop_app.store.secrets import KeyStore

KEY = {KEY!r}
found = []

def tell(call):
    try:
        stored = call()
    except KeyStoreError as error:
        found.append(type(error).__name__)
        assert KEY not in str(error)
    else:
        found.append([stored.key, stored.place.value, stored.keyring_name] if stored else None)

store = KeyStore({{}}, timeout_s=15)
"""
EPILOGUE = "\nprint(json.dumps(found))"

IN_KEYRING = [KEY, "keyring", "Secret Service"]
NOWHERE = ["", "nowhere", ""]


def told(program: str, home: Path, **options: Any) -> list[Any]:
    return json.loads(run_in_session(PROLOGUE + program + EPILOGUE, home, **options))  # type: ignore[no-any-return]


@pytest.mark.keyring
def test_a_real_keyring_keeps_the_key_over_sessions(home: Path) -> None:
    program = """
tell(store.load)
tell(lambda: store.save(f"  {KEY}\\n"))
tell(KeyStore({}).load)
"""
    assert told(program, home) == [NOWHERE, IN_KEYRING, IN_KEYRING]
    again = """
import secretstorage
with secretstorage.dbus_init() as bus:
    items = list(secretstorage.search_items(bus, {"service": "sfumato", "username": "together"}))
    found.append([item.get_secret().decode() for item in items])
tell(store.load)
tell(store.remove)
tell(store.load)
tell(store.remove)
"""
    assert told(again, home) == [[KEY], IN_KEYRING, None, NOWHERE, None]


@pytest.mark.keyring
def test_the_key_is_in_no_file(home: Path) -> None:
    told("store.save(KEY)", home)
    files = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.suffix == ".keyring" for path in files)
    assert not [path for path in files if KEY.encode() in path.read_bytes()]


@pytest.mark.keyring
def test_a_locked_keyring_is_said(home: Path) -> None:
    program = """
store.save(KEY)
import secretstorage
with secretstorage.dbus_init() as bus:
    secretstorage.get_default_collection(bus).lock()
tell(store.load)
tell(lambda: store.save("another"))
tell(store.remove)
tell(lambda: store.keep_for_session(KEY))
tell(store.load)
"""
    session = [KEY, "session", ""]
    assert told(program, home) == ["KeyringLocked", "KeyringLocked", "KeyringLocked", session, session]


@pytest.mark.keyring
def test_a_keyring_never_unlocked_is_said(home: Path) -> None:
    assert told("tell(lambda: store.save(KEY))", home, unlocked=False) == ["KeyringLocked"]


@pytest.mark.keyring
def test_a_keyring_that_cannot_start_is_silent_and_holds_nobody_up(home: Path) -> None:
    services = home / ".local" / "share" / "dbus-1" / "services"
    services.mkdir(parents=True)
    shell = shutil.which("sh")
    (services / "org.freedesktop.secrets.service").write_text(
        f"[D-BUS Service]\nName=org.freedesktop.secrets\nExec={shell} -c 'exec sleep 10 >/dev/null 2>&1'\n",
        encoding="ascii",
    )
    program = """
import time
store = KeyStore({}, timeout_s=0.5)
begun = time.monotonic()
tell(store.load)
tell(lambda: store.save(KEY))
found.append(time.monotonic() - begun < 10)
tell(lambda: store.keep_for_session(KEY))
print(json.dumps(found), flush=True)
os._exit(0)
"""
    answer = json.loads(run_in_session(PROLOGUE + program, home, unlocked=False))
    assert answer == ["KeyringSilent", "KeyringSilent", True, [KEY, "session", ""]]


def test_without_a_bus_there_is_no_keyring(home: Path) -> None:
    program = "tell(store.load)\ntell(lambda: store.save(KEY))\ntell(store.remove)"
    answer = json.loads(run_program(PROLOGUE + program + EPILOGUE, home))
    assert answer == ["KeyringAbsent", "KeyringAbsent", None]


def test_a_keyring_that_forgets_is_found_out(home: Path) -> None:
    program = 'os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"\n'
    program += "tell(store.load)\ntell(lambda: store.save(KEY))\ntell(store.load)"
    answer = json.loads(run_program(PROLOGUE + program + EPILOGUE, home))
    assert answer == [NOWHERE, KeyringForgetful.__name__, NOWHERE]


def test_a_backend_that_keeps_files_is_no_keyring(home: Path) -> None:
    program = """
import keyring, keyring.backend

class Plain(keyring.backend.KeyringBackend):
    priority = 9
    def get_password(self, service, username): return KEY
    def set_password(self, service, username, password): raise AssertionError
    def delete_password(self, service, username): raise AssertionError

Plain.__module__ = "keyrings.alt.file"
keyring.set_keyring(Plain())
tell(store.load)
tell(lambda: store.save(KEY))
"""
    assert json.loads(run_program(PROLOGUE + program + EPILOGUE, home)) == ["KeyringAbsent", "KeyringAbsent"]


def test_faults_of_the_library_below_are_mapped_and_tell_no_key(home: Path) -> None:
    program = """
import keyring, keyring.backend, traceback

class LockedException(Exception): pass

class Leaky(keyring.backend.KeyringBackend):
    priority = 9
    def get_password(self, service, username): raise LockedException("no")
    def set_password(self, service, username, password): raise RuntimeError(f"cannot store {password}")
    def delete_password(self, service, username): raise OSError("bus gone")

keyring.set_keyring(Leaky())
tell(store.load)
tell(lambda: store.save(KEY))
tell(store.remove)
try:
    store.save(KEY)
except KeyStoreError:
    found.append(KEY in traceback.format_exc())
"""
    answer = json.loads(run_program(PROLOGUE + program + EPILOGUE, home))
    assert answer == ["KeyringLocked", "KeyStoreError", "KeyStoreError", False]


def test_the_environment_comes_first_and_asks_no_keyring() -> None:
    store = KeyStore({"TOGETHER_API_KEY": f" {KEY} "})
    assert store.load() == StoredKey(KEY, KeyPlace.ENVIRONMENT)
    store.keep_for_session("another")
    assert store.load().place is KeyPlace.ENVIRONMENT


def test_a_key_for_this_session_is_kept_in_memory_alone(home: Path) -> None:
    store = KeyStore({"TOGETHER_API_KEY": ""})
    assert store.keep_for_session(f"{KEY}\n") == store.load() == StoredKey(KEY, KeyPlace.SESSION)
    store.remove()
    with pytest.raises(KeyringAbsent):
        store.load()
    assert not [path for path in home.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]


def test_a_key_that_could_not_be_stored_does_not_replace_the_one_in_use() -> None:
    store = KeyStore({})
    store.keep_for_session(KEY)
    with pytest.raises(KeyStoreError):
        store.save("another")
    assert store.load().key == KEY


def test_the_key_shows_in_no_repr_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    store = KeyStore({"TOGETHER_API_KEY": KEY})
    with pytest.raises(KeyStoreError) as caught:
        store.save(KEY)
    trace = "".join(traceback.format_exception(caught.value))
    assert KEY not in f"{store!r} {store.load()!r} {caught.value!r} {trace} {caplog.text}"
