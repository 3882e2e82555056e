"""Where each kind of file lives on this system."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_app.store.portable import portable_folder

_NAME = "sfumato"
_LIBRARY_NAME = "Sfumato"


@dataclass(frozen=True, slots=True)
class Folders:
    """Settings, what must last (journal, spool, references), what can be rebuilt, and the pictures. None need exist."""

    config: Path
    data: Path
    cache: Path
    library: Path


def user_folders() -> Folders:
    """Return the folders of the person who runs the program, by the customs of the operating system.

    A portable program keeps all of them beside itself.
    """
    beside = portable_folder()
    if beside is not None:
        return portable_folders(beside)
    import platformdirs

    return Folders(
        config=platformdirs.user_config_path(_NAME, appauthor=False),
        data=platformdirs.user_data_path(_NAME, appauthor=False),
        cache=platformdirs.user_cache_path(_NAME, appauthor=False),
        library=platformdirs.user_pictures_path() / _LIBRARY_NAME,
    )


def portable_folders(beside: Path) -> Folders:
    """Return the folders of a portable program that stands in this one: `data`, and `Pictures` for the library."""
    data = beside / "data"
    return Folders(config=data / "settings", data=data / "journal", cache=data / "cache", library=beside / "Pictures")
