"""Where the asking for a key stands, and what the form says and offers there."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from desktop_app.core import errors
from desktop_app.core.errors import SfumatoError
from desktop_app.store.secrets import KEY_VARIABLE, KeyPlace


class KeyState(Enum):
    """A step between an empty field and a kept key."""

    EMPTY = auto()
    TYPING = auto()
    TESTING = auto()
    REFUSED = auto()
    UNTESTED = auto()
    STORING = auto()
    NOT_STORED = auto()
    KEPT = auto()
    OVERRIDDEN = auto()


class KeyAction(Enum):
    """What a person can do beside typing."""

    SAVE_ANYWAY = auto()
    TEST_AGAIN = auto()
    KEEP_FOR_SESSION = auto()
    STORE_AGAIN = auto()
    REPLACE = auto()
    REMOVE = auto()
    GET = auto()


ACTIONS: dict[KeyState, tuple[KeyAction, ...]] = {
    KeyState.EMPTY: (KeyAction.GET,),
    KeyState.TYPING: (KeyAction.GET,),
    KeyState.TESTING: (KeyAction.GET,),
    KeyState.REFUSED: (KeyAction.GET,),
    KeyState.UNTESTED: (KeyAction.SAVE_ANYWAY, KeyAction.TEST_AGAIN, KeyAction.GET),
    KeyState.STORING: (KeyAction.GET,),
    KeyState.NOT_STORED: (KeyAction.KEEP_FOR_SESSION, KeyAction.STORE_AGAIN, KeyAction.GET),
    KeyState.KEPT: (KeyAction.REPLACE, KeyAction.REMOVE),
    KeyState.OVERRIDDEN: (),
}
"""What is offered in each state, the likeliest first."""


class Status(NamedTuple):
    """A sentence below the field and its look."""

    text: str = ""
    kind: str = "secondary"


def state_after_check(error: SfumatoError | None) -> KeyState:
    """Return where a check leads: stored at once, refused, or for the person to decide."""
    if error is None:
        return KeyState.STORING
    return KeyState.REFUSED if isinstance(error, errors.KeyRejected) else KeyState.UNTESTED


def place_status(place: KeyPlace, keyring_name: str, *, is_new: bool, is_tested: bool) -> Status:
    """Say where the key is kept, and what is known of it when it was given just now."""
    translate = QCoreApplication.translate
    if place is KeyPlace.ENVIRONMENT:
        text = translate("Key", "Read from {variable}, which overrides a stored key. It can be changed only there.")
        return Status(text.format(variable=KEY_VARIABLE))
    if place is KeyPlace.SESSION:
        return Status(translate("Key", "Kept for this session only. It is forgotten when Sfumato ends."), "warn-small")
    if not keyring_name:
        keyring_name = translate("Key", "the system's keyring")
    if not is_new:
        return Status(translate("Key", "Kept in {keyring}.").format(keyring=keyring_name))
    if is_tested:
        return Status(translate("Key", "Accepted. Kept in {keyring}.").format(keyring=keyring_name), "good-small")
    return Status(translate("Key", "Kept in {keyring}, not tested.").format(keyring=keyring_name), "warn-small")


def action_words(action: KeyAction) -> str:
    """Return what an action is called."""
    translate = QCoreApplication.translate
    return {
        KeyAction.GET: translate("Key", "Get a key"),
        KeyAction.SAVE_ANYWAY: translate("Key", "Save anyway"),
        KeyAction.TEST_AGAIN: translate("Key", "Test again"),
        KeyAction.KEEP_FOR_SESSION: translate("Key", "Keep for this session only"),
        KeyAction.STORE_AGAIN: translate("Key", "Try again"),
        KeyAction.REPLACE: translate("Key", "Replace"),
        KeyAction.REMOVE: translate("Key", "Remove"),
    }[action]
