"""The usual keys, for the window, the sheet that lists them and the screen that changes them.

To add a key of the window, add a row to the table and connect its action where commands are handled. The keys that a field
handles by itself are only told here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence


class Command(Enum):
    """What a key does; the value is a stable name."""

    GENERATE = "generate"
    BATCH = "batch"
    FOCUS_PROMPT = "focus_prompt"
    FOCUS_SEARCH = "focus_search"
    SHOW_FILTERS = "show_filters"
    SHOW_GRID = "show_grid"
    SHOW_PICTURE = "show_picture"
    SHOW_QUEUE = "show_queue"
    SHOW_COSTS = "show_costs"
    COPY = "copy"
    SHOW_IN_FOLDER = "show_in_folder"
    TOGGLE_CREATE = "toggle_create"
    TOGGLE_DETAILS = "toggle_details"
    SETTINGS = "settings"
    RATE_0 = "rate_0"
    RATE_1 = "rate_1"
    RATE_2 = "rate_2"
    RATE_3 = "rate_3"
    RATE_4 = "rate_4"
    RATE_5 = "rate_5"
    PICK = "pick"
    REJECT = "reject"
    UNDECIDE = "undecide"
    EDIT_TAGS = "edit_tags"
    COLLECT = "collect"
    EARLIER = "earlier"
    LATER = "later"
    RENAME = "rename"
    MOVE = "move"
    STACK = "stack"
    TYPE_AHEAD = "type_ahead"
    UNDO = "undo"
    REDO = "redo"
    KEYS = "keys"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A command with its keys in Qt's portable spelling."""

    command: Command
    keys: tuple[str, ...]


SHORTCUTS = (
    Shortcut(Command.GENERATE, ("Ctrl+Enter", "Ctrl+Return")),
    Shortcut(Command.BATCH, ("Ctrl+B",)),
    Shortcut(Command.FOCUS_PROMPT, ("Ctrl+L",)),
    Shortcut(Command.FOCUS_SEARCH, ("Ctrl+F",)),
    Shortcut(Command.SHOW_FILTERS, ("F",)),
    Shortcut(Command.SHOW_GRID, ("G",)),
    Shortcut(Command.SHOW_PICTURE, ("E",)),
    Shortcut(Command.SHOW_QUEUE, ("Q",)),
    Shortcut(Command.SHOW_COSTS, ("Ctrl+Shift+C",)),
    Shortcut(Command.COPY, ("Ctrl+C",)),
    Shortcut(Command.SHOW_IN_FOLDER, ("Ctrl+Shift+F",)),
    Shortcut(Command.TOGGLE_CREATE, ("Ctrl+1",)),
    Shortcut(Command.TOGGLE_DETAILS, ("Ctrl+2",)),
    Shortcut(Command.SETTINGS, ("Ctrl+,",)),
    Shortcut(Command.RATE_0, ("0",)),
    Shortcut(Command.RATE_1, ("1",)),
    Shortcut(Command.RATE_2, ("2",)),
    Shortcut(Command.RATE_3, ("3",)),
    Shortcut(Command.RATE_4, ("4",)),
    Shortcut(Command.RATE_5, ("5",)),
    Shortcut(Command.PICK, ("P",)),
    Shortcut(Command.REJECT, ("X",)),
    Shortcut(Command.UNDECIDE, ("U",)),
    Shortcut(Command.EDIT_TAGS, ("T",)),
    Shortcut(Command.COLLECT, ("B",)),
    Shortcut(Command.EARLIER, ("Alt+Left",)),
    Shortcut(Command.LATER, ("Alt+Right",)),
    Shortcut(Command.RENAME, ("F2",)),
    Shortcut(Command.MOVE, ("M",)),
    Shortcut(Command.STACK, ("S",)),
    Shortcut(Command.TYPE_AHEAD, ("'",)),
    Shortcut(Command.UNDO, ("Ctrl+Z",)),
    Shortcut(Command.REDO, ("Ctrl+Shift+Z", "Ctrl+Y")),
    Shortcut(Command.KEYS, ("?",)),
    Shortcut(Command.QUIT, ("Ctrl+Q",)),
)

IN_THE_MIDDLE = frozenset({Command.RENAME, Command.EARLIER, Command.LATER})
"""Whose keys mean something else elsewhere: they hold where the grid, the large picture or the queue has the keys."""

_WAYS = ("Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown")
FIXED_KEYS = (
    *(modifier + way for modifier in ("", "Shift+", "Ctrl+", "Ctrl+Shift+") for way in _WAYS),
    *("Alt+Up", "Alt+Down"),
    *("Tab", "Shift+Tab", "Shift+Backtab", "Ctrl+Tab", "Esc", "Return", "Space", "Shift+Space", "Ctrl+Space"),
    *("Del", "Backspace", "Menu", "Shift+F10", "Ctrl+A", "Ctrl+V", "Ctrl+X", "H"),
)
"""What lists and fields take by themselves: no command gets it."""

_RATINGS = 5
_OF_PICTURES = (
    Command.RATE_1,
    Command.RATE_2,
    Command.RATE_3,
    Command.RATE_4,
    Command.RATE_5,
    Command.RATE_0,
    Command.PICK,
    Command.REJECT,
    Command.UNDECIDE,
    Command.EDIT_TAGS,
    Command.COLLECT,
    Command.EARLIER,
    Command.LATER,
    Command.RENAME,
    Command.MOVE,
    Command.STACK,
    Command.TYPE_AHEAD,
    Command.COPY,
    Command.SHOW_IN_FOLDER,
    Command.UNDO,
    Command.REDO,
)


def command_words(command: Command) -> str:
    """Return what a command does, in the person's language."""
    return {
        Command.GENERATE: _tr("Generate"),
        Command.BATCH: _tr("Batch: many pictures at once"),
        Command.FOCUS_PROMPT: _tr("Write the prompt"),
        Command.FOCUS_SEARCH: _tr("Search the library"),
        Command.SHOW_FILTERS: _tr("Show or hide the filters"),
        Command.SHOW_GRID: _tr("Show the grid"),
        Command.SHOW_PICTURE: _tr("Show the picture large"),
        Command.SHOW_QUEUE: _tr("Show the queue"),
        Command.SHOW_COSTS: _tr("Show the costs"),
        Command.COPY: _tr("Copy the picture"),
        Command.SHOW_IN_FOLDER: _tr("Show in folder"),
        Command.TOGGLE_CREATE: _tr("Fold the Create panel"),
        Command.TOGGLE_DETAILS: _tr("Fold the details"),
        Command.SETTINGS: _tr("Settings"),
        Command.RATE_0: _tr("Take the rating away"),
        Command.RATE_1: _tr("Rate 1 star"),
        Command.RATE_2: _tr("Rate 2 stars"),
        Command.RATE_3: _tr("Rate 3 stars"),
        Command.RATE_4: _tr("Rate 4 stars"),
        Command.RATE_5: _tr("Rate 5 stars"),
        Command.PICK: _tr("Pick"),
        Command.REJECT: _tr("Reject"),
        Command.UNDECIDE: _tr("Neither picked nor rejected"),
        Command.EDIT_TAGS: _tr("Tags"),
        Command.COLLECT: _tr("Add to a collection"),
        Command.EARLIER: _tr("Earlier in the collection"),
        Command.LATER: _tr("Later in the collection"),
        Command.RENAME: _tr("Rename the picture"),
        Command.MOVE: _tr("Move to a folder"),
        Command.STACK: _tr("Open or close the stack"),
        Command.TYPE_AHEAD: _tr("Go to a picture by how it begins"),
        Command.UNDO: _tr("Undo"),
        Command.REDO: _tr("Redo"),
        Command.KEYS: _tr("Show these keys"),
        Command.QUIT: _tr("Quit"),
    }[command]


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """The keys of one place, which is empty for the whole window; a line is what a key does and its name on this system."""

    place: str
    lines: tuple[tuple[str, str], ...]


def usual_keys(command: Command) -> tuple[str, ...]:
    """Return the keys that a command has as long as nobody changes them."""
    return next(each.keys for each in SHORTCUTS if each.command is command)


def command_groups() -> tuple[tuple[str, tuple[Command, ...]], ...]:
    """Return the commands of the window with what they are for, in the person's language."""
    window = tuple(each.command for each in SHORTCUTS if each.command not in _OF_PICTURES)
    return ((_tr("In the window"), window), (_tr("On pictures"), _OF_PICTURES))


def key_groups(keys_of: Callable[[Command], Sequence[str]] = usual_keys) -> tuple[KeyGroup, ...]:
    """Return all keys worth knowing, those of the window first, in the person's language."""
    window = tuple(
        (command_words(each.command), _first(keys_of(each.command)))
        for each in SHORTCUTS
        if each.command not in _OF_PICTURES
    )
    stars = [_first(keys_of(each)) for each in _OF_PICTURES[:_RATINGS]]
    is_range = stars == [str(number) for number in range(1, _RATINGS + 1)]
    pictures = (
        (_tr("Rate 1 to 5 stars"), f"{stars[0]} – {stars[-1]}" if is_range else " ".join(stars)),
        *((command_words(each), _first(keys_of(each))) for each in _OF_PICTURES[_RATINGS:]),
        (_tr("Move to the trash"), _native("Del")),
    )
    prompt = (
        (_tr("Earlier prompt"), _native("Alt+Up")),
        (_tr("Later prompt"), _native("Alt+Down")),
        (_tr("Next part to fill in"), _native("Tab")),
    )
    queue = (
        (_tr("Move up"), _native("Alt+Up")),
        (_tr("Move down"), _native("Alt+Down")),
        (_tr("Hold, or release"), _native("H")),
        (_tr("Cancel, or dismiss"), _native("Del")),
        (_tr("Show its details"), _native("Return")),
    )
    lists = ((_tr("Rename"), _native("F2")), (_tr("Delete"), _native("Del")))
    return (
        KeyGroup("", window),
        KeyGroup(_tr("On pictures"), pictures),
        KeyGroup(_tr("In the prompt"), prompt),
        KeyGroup(_tr("In the queue"), queue),
        KeyGroup(_tr("On a preset or saved prompt"), lists),
    )


def _first(keys: Sequence[str]) -> str:
    return _native(keys[0]) if keys else "–"


def _native(keys: str) -> str:
    """Return a key as this system writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Shortcuts", text)
