"""`sfumato key set|test|remove`: the API key, in the system's keyring and nowhere else."""

from __future__ import annotations

import asyncio
import os
import sys
from argparse import Namespace

from desktop_app.cli.console import Console
from desktop_app.cli.exit_codes import ExitCode, exit_code_of_error_class
from desktop_app.cli.words import error_lines
from desktop_app.core.errors import (
    AccessDenied,
    CreditExhausted,
    KeyRejected,
    KeyringAbsent,
    KeyStoreError,
    RateLimited,
    SfumatoError,
)
from desktop_app.engine.places import settings_path
from desktop_app.engine.session import check_key
from desktop_app.store.folders import user_folders
from desktop_app.store.secrets import KEY_VARIABLE, KeyPlace, KeyStore, StoredKey
from desktop_app.store.settings import SettingsFile

# The provider knows the key, and says no to something else.
_KEY_IS_RIGHT = (CreditExhausted, AccessDenied, RateLimited)


def set_key(options: Namespace, console: Console) -> int:
    """Read a key, test it, and put it into the keyring."""
    if options.session:
        console.say(
            f"A session of the command line ends with the command. Set {KEY_VARIABLE} in the environment instead."
        )
        return ExitCode.BAD_USAGE
    key = _typed_key()
    if not key:
        console.say("No key was given.")
        return ExitCode.BAD_USAGE
    error = _tested(key)
    if error is not None and not isinstance(error, _KEY_IS_RIGHT):
        console.say_all(error_lines(error))
        if isinstance(error, KeyRejected) or not options.untested:
            untested = "" if isinstance(error, KeyRejected) else " To keep it without a test, add --untested."
            console.say(f"The key was not stored.{untested}")
            return exit_code_of_error_class(type(error))
    elif error is not None:
        console.say_all(["The provider knows this key. But:", *error_lines(error)])
    return _stored(key, console)


def try_key(console: Console) -> int:
    """Ask the provider whether it accepts the key."""
    try:
        stored = KeyStore(os.environ).load()
    except KeyringAbsent:
        stored = StoredKey()
    except KeyStoreError as unread:
        console.say_all(error_lines(unread))
        return ExitCode.BAD_USAGE
    if not stored.key:
        console.say("There is no key. Set one with: sfumato key set")
        return ExitCode.BAD_USAGE
    console.say(f"The key is {_place(stored)}.")
    error = _tested(stored.key)
    if error is None:
        console.say("The provider accepts it.")
        return ExitCode.DONE
    console.say_all(error_lines(error))
    return exit_code_of_error_class(type(error))


def remove_key(console: Console) -> int:
    """Take the key out of the keyring."""
    try:
        KeyStore(os.environ).remove()
    except KeyStoreError as error:
        console.say_all(error_lines(error))
        return exit_code_of_error_class(type(error))
    console.say("There is no key in the keyring any more.")
    _warn_of_variable(console)
    return ExitCode.DONE


def _typed_key() -> str:
    if sys.stdin is None:
        return ""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    import getpass

    try:
        return getpass.getpass("API key (it is not shown): ").strip()
    except EOFError:
        return ""


def _tested(key: str) -> SfumatoError | None:
    settings = SettingsFile(settings_path(user_folders())).load()
    return asyncio.run(check_key(settings, os.environ, key)).error


def _stored(key: str, console: Console) -> int:
    try:
        stored = KeyStore(os.environ).save(key)
    except KeyStoreError as error:
        console.say_all(["The key was not stored.", *error_lines(error)])
        return exit_code_of_error_class(type(error))
    console.say(f"The key is {_place(stored)}.")
    _warn_of_variable(console)
    return ExitCode.DONE


def _place(stored: StoredKey) -> str:
    if stored.place is KeyPlace.ENVIRONMENT:
        return f"in the environment ({KEY_VARIABLE})"
    return f"in the system's keyring ({stored.keyring_name})"


def _warn_of_variable(console: Console) -> None:
    if os.environ.get(KEY_VARIABLE, "").strip():
        console.say(f"{KEY_VARIABLE} is set in the environment, and goes before the keyring.")
