"""The keys of the window, in one table. To add a key, add a row and connect its action in the main window."""

from __future__ import annotations

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
    SHOW_GRID = "show_grid"
    SHOW_PICTURE = "show_picture"
    SHOW_QUEUE = "show_queue"
    SHOW_COSTS = "show_costs"
    COPY = "copy"
    SHOW_IN_FOLDER = "show_in_folder"
    TOGGLE_CREATE = "toggle_create"
    TOGGLE_DETAILS = "toggle_details"
    SETTINGS = "settings"
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
    Shortcut(Command.SHOW_GRID, ("G",)),
    Shortcut(Command.SHOW_PICTURE, ("E",)),
    Shortcut(Command.SHOW_QUEUE, ("Q",)),
    Shortcut(Command.SHOW_COSTS, ("Ctrl+Shift+C",)),
    Shortcut(Command.COPY, ("Ctrl+C",)),
    Shortcut(Command.SHOW_IN_FOLDER, ("Ctrl+Shift+F",)),
    Shortcut(Command.TOGGLE_CREATE, ("Ctrl+1",)),
    Shortcut(Command.TOGGLE_DETAILS, ("Ctrl+2",)),
    Shortcut(Command.SETTINGS, ("Ctrl+,",)),
    Shortcut(Command.KEYS, ("?",)),
    Shortcut(Command.QUIT, ("Ctrl+Q",)),
)


def command_words(command: Command) -> str:
    """Return what a command does, in the person's language."""
    return {
        Command.GENERATE: _tr("Generate"),
        Command.BATCH: _tr("Batch: many pictures at once"),
        Command.FOCUS_PROMPT: _tr("Write the prompt"),
        Command.FOCUS_SEARCH: _tr("Search the library"),
        Command.SHOW_GRID: _tr("Show the grid"),
        Command.SHOW_PICTURE: _tr("Show the picture large"),
        Command.SHOW_QUEUE: _tr("Show the queue"),
        Command.SHOW_COSTS: _tr("Show the costs"),
        Command.COPY: _tr("Copy the picture"),
        Command.SHOW_IN_FOLDER: _tr("Show in folder"),
        Command.TOGGLE_CREATE: _tr("Fold the Create panel"),
        Command.TOGGLE_DETAILS: _tr("Fold the details"),
        Command.SETTINGS: _tr("Settings"),
        Command.KEYS: _tr("Show these keys"),
        Command.QUIT: _tr("Quit"),
    }[command]


def shortcut_keys(shortcut: Shortcut) -> str:
    """Return the first key as this system writes it."""
    return QKeySequence(shortcut.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Shortcuts", text)
