"""Which keys give which command: the usual ones, but for those that a person has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QKeySequence

from desktop_app.ui.shortcuts import FIXED_KEYS, SHORTCUTS, Command

Changed = tuple[tuple[str, tuple[str, ...]], ...]
"""What a person has changed, as the settings keep it: names of commands with their keys in Qt's portable spelling."""

_ENTERS = {"Enter": "Return", "Return": "Enter"}
_USUAL = {each.command: each.keys for each in SHORTCUTS}


class KeyTable:
    """A key gives one command at most. Never changes: `with_keys` and the others return another table."""

    def __init__(self, changed: Changed = ()) -> None:
        names = {command.value: command for command in Command}
        own = {names[name]: _readable(keys) for name, keys in changed if name in names}
        # What another version knows of stays as it is.
        self._unknown = tuple((name, keys) for name, keys in changed if name not in names)
        self._keys: dict[Command, tuple[str, ...]] = {}
        taken: set[str] = set()
        # The person's own keys come first: a usual key that came with a later version gives way to them.
        for command in sorted(_USUAL, key=lambda command: command not in own):
            wanted = own.get(command, _USUAL[command])
            self._keys[command] = tuple(key for key in wanted if _same(key) not in taken)
            taken |= {_same(key) for key in self._keys[command]}
        self._own = {command for command in own if self._keys[command] != _USUAL[command]}

    @property
    def changed(self) -> Changed:
        """What the settings are to keep."""
        own = tuple((command.value, self._keys[command]) for command in _USUAL if command in self._own)
        return own + self._unknown

    def keys(self, command: Command) -> tuple[str, ...]:
        """Return the keys of a command, none where it has no key."""
        return self._keys[command]

    def is_changed(self, command: Command) -> bool:
        """Say whether a person has changed the keys of a command."""
        return command in self._own

    def holder(self, key: str) -> Command | None:
        """Return the command that a key gives."""
        same = _same(key)
        return next((command for command, keys in self._keys.items() if same in map(_same, keys)), None)

    def with_keys(self, command: Command, keys: Sequence[str]) -> KeyTable:
        """Return a table in which a command has these keys; who had them has them no more."""
        given = _both_enters(keys)
        lost = set(map(_same, given))
        own = {each: self._keys[each] for each in self._own}
        for each, theirs in self._keys.items():
            if each is not command and lost & set(map(_same, theirs)):
                own[each] = tuple(key for key in theirs if _same(key) not in lost)
        own[command] = given
        return self._with(own)

    def with_usual(self, command: Command) -> KeyTable:
        """Return a table in which a command has its usual keys, as far as no other has got them."""
        return self._with({each: self._keys[each] for each in self._own if each is not command})

    def all_usual(self) -> KeyTable:
        """Return the table of usual keys."""
        return KeyTable(self._unknown)

    def _with(self, own: dict[Command, tuple[str, ...]]) -> KeyTable:
        return KeyTable((*((command.value, keys) for command, keys in own.items()), *self._unknown))


def native(keys: str) -> str:
    """Return a key as this system writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def native_keys(keys: Iterable[str]) -> str:
    """Return keys as this system writes them, Return and Enter as one."""
    return ", ".join(native(key) for key in dict.fromkeys(map(_same, keys)))


def is_fixed(key: str) -> bool:
    """Say whether a key belongs to lists and fields, and can be given to no command."""
    return _same(key) in {_same(fixed) for fixed in FIXED_KEYS}


def _readable(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the keys that can be given, each once: one stroke, known to Qt, nobody else's."""
    sequences = [QKeySequence(key) for key in keys]
    texts = [each.toString() for each in sequences if each.count() == 1]
    return tuple(dict.fromkeys(text for text in texts if text and not is_fixed(text)))


def _same(key: str) -> str:
    """Return a key's one spelling; the two keys that end a line are one."""
    text = QKeySequence(key).toString()
    return f"{text.removesuffix('Enter')}Return" if text.endswith("Enter") else text


def _both_enters(keys: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for key in keys:
        text = QKeySequence(key).toString()
        end = next((each for each in _ENTERS if text.endswith(each)), "")
        found += [text, text.removesuffix(end) + _ENTERS[end]] if end else [text]
    return tuple(dict.fromkeys(found))
