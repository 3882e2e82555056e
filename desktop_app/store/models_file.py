"""What is known of the models beyond the table, kept for the next start: the provider's list, and what was learnt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from desktop_app.core.lessons import Lessons
from desktop_app.core.live_list import LiveList
from desktop_app.store.json_file import read_json, write_json

T = TypeVar("T", LiveList, Lessons)


@dataclass(frozen=True, slots=True)
class KnownModels:
    """The list that was fetched last, `None` when none was, and what refusals taught."""

    live: LiveList | None = None
    lessons: Lessons = Lessons()  # noqa: RUF009 - frozen


class ModelsFile:
    """The small file of both. Keys that a newer version wrote survive.

    `server` is the base URL as it is set, empty for the provider's own: what one server said is not told of another.
    """

    def __init__(self, path: Path, server: str = "") -> None:
        self._path = path
        self._server = server

    def of_server(self, server: str) -> ModelsFile:
        """Return the same file as it is for another server."""
        return ModelsFile(self._path, server)

    def load(self) -> KnownModels:
        """Return what was kept; whatever is missing, makes no sense or is of another server counts as not known.

        Raises nothing.
        """
        data = read_json(self._path) or {}
        if data.get("server", "") != self._server:
            return KnownModels()
        return KnownModels(
            _read(data.get("live"), LiveList.from_json), _read(data.get("lessons"), Lessons.from_json) or Lessons()
        )

    def save(self, known: KnownModels) -> None:
        """Keep both; raises DiskFull, FolderMissing, FolderReadOnly or WriteFailed."""
        data = {
            "server": self._server,
            "live": known.live.to_json() if known.live is not None else None,
            "lessons": known.lessons.to_json(),
        }
        write_json(self._path, {**(read_json(self._path) or {}), **data})


def _read(data: object, from_json: Callable[[Mapping[str, Any]], T]) -> T | None:
    if not isinstance(data, dict):
        return None
    try:
        return from_json(data)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
