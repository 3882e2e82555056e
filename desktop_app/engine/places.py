"""Where the program keeps its own files inside the folders of a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.core.settings import Settings
    from desktop_app.store.folders import Folders


def typed_path(text: str) -> Path:
    """Return a path as a person typed it, with `~` as in a shell: of a user that there is not, it stays as it is."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def base_url_in_force(settings: Settings, environment: Mapping[str, str]) -> str:
    """Return the base URL of the server to speak to, empty for the provider's own: `TOGETHER_BASE_URL` goes first."""
    return environment.get("TOGETHER_BASE_URL", "").strip() or settings.base_url


def settings_path(folders: Folders) -> Path:
    """Return the settings file."""
    return folders.config / "settings.json"


def presets_path(folders: Folders) -> Path:
    """Return the file of presets."""
    return folders.config / "presets.json"


def journal_path(folders: Folders) -> Path:
    """Return the durable list of jobs: in the data folder, because it must not be taken for a cache."""
    return folders.data / "journal.sqlite"


def spool_folder(folders: Folders) -> Path:
    """Return the folder of answers that are not yet pictures in the library."""
    return folders.data / "spool"


def models_path(folders: Folders) -> Path:
    """Return the file of what is known of the models beyond the table: the provider's list, and what was learnt."""
    return folders.data / "models.json"


def draft_path(folders: Folders) -> Path:
    """Return the file of what is being typed: in the data folder, because nobody could type it again."""
    return folders.data / "draft.json"


def thumbnails_folder(folders: Folders) -> Path:
    """Return the folder of thumbnails, which can be deleted at any time."""
    return folders.cache / "thumbnails"


def references_folder(folders: Folders) -> Path:
    """Return the folder of references as prepared for sending."""
    return folders.data / "references"


def library_folder(folders: Folders, settings: Settings) -> Path:
    """Return the library: the person's choice, else `Sfumato` in the system's folder for pictures."""
    return typed_path(settings.library_folder) if settings.library_folder else folders.library


def known_folders_path(folders: Folders) -> Path:
    """Return the file that remembers on which drives libraries were, to tell a drive that is away from a new folder."""
    return folders.data / "known-folders.json"


def wildcards_folder(folders: Folders) -> Path:
    """Return the folder of a person's word lists: beside the settings, because it is written by hand."""
    return folders.config / "wildcards"


def prompt_book_path(folders: Folders) -> Path:
    """Return the file of earlier prompts and saved templates."""
    return folders.data / "prompts.json"


def care_path(folders: Folders) -> Path:
    """Return the list of changes that do not stand in the sidecars yet: in the data folder, because it must not be lost."""
    return folders.data / "care.sqlite"


def update_state_path(folders: Folders) -> Path:
    """Return the file of what this copy remembers of new versions."""
    return folders.data / "updates.json"
