"""What is read before the parts of the window are made: where things are, the settings, what was being typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QSettings

from desktop_app.core.settings import Settings
from desktop_app.engine.places import draft_path, settings_path
from desktop_app.store.draft import DraftFile
from desktop_app.store.folders import Folders, user_folders
from desktop_app.store.settings import SettingsFile


class FirstValues(NamedTuple):
    """Read from a few small files. `arrangement` keeps the window's place, which is Qt's own to say.

    `library` is the folder that was asked for this time, `None` when the settings decide.
    """

    folders: Folders
    library: Path | None
    settings: Settings
    draft: dict[str, Any]
    arrangement: QSettings


def first_values(library: Path | None, arrangement: QSettings) -> FirstValues:
    """Read what the first parts need. Raises nothing."""
    folders = user_folders()
    settings = SettingsFile(settings_path(folders)).load()
    absolute = library.expanduser().absolute() if library is not None else None
    return FirstValues(folders, absolute, settings, DraftFile(draft_path(folders)).load() or {}, arrangement)
