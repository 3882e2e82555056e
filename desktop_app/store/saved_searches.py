"""Saved searches: smart collections, each a small file in the library, so that synchronising brings them along."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.store.atomic import disk_errors, make_folder, sync_folder, write_whole
from desktop_app.store.json_text import parsed, serialised

SEARCHES_FOLDER = ".sfumato/searches"
"""Where in the library they stand: a hidden folder is no part of what the library shows."""

_SUFFIX = ".json"
_REMOVED = "removed"
_ID = re.compile(r"[0-9a-f]{32}")
_KNOWN = {"schema", "id", "name", "query", "order", "changed_at"}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search with a name, as it is written (`core.search_query`), and the order in which it shows its pictures.

    `extra` holds what a newer version wrote.
    """

    id: str
    name: str
    query: str
    order: GalleryOrder = field(default_factory=GalleryOrder)
    changed_at: str = ""
    extra: tuple[tuple[str, Any], ...] = ()


class SavedSearches:
    """The saved searches of one library. May be used from several threads; the last to write a search wins.

    What is removed is kept aside, so that `restore` can bring it back.
    """

    def __init__(self, root: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._folder = root / SEARCHES_FOLDER
        self._root = root
        self._now = now

    def all(self) -> list[SavedSearch]:
        """Return them in the order of their names. Raises nothing: what cannot be read is left out, and stays.

        Of copies that a synchroniser made of one in conflict, the one that was changed last counts.
        """
        found: dict[str, SavedSearch] = {}
        for path in self._files(self._folder):
            search = _read(path)
            if search is not None and (search.id not in found or search.changed_at > found[search.id].changed_at):
                found[search.id] = search
        return sorted(found.values(), key=lambda each: (each.name.casefold(), each.id))

    def add(self, name: str, query: str, order: GalleryOrder | None = None) -> SavedSearch:
        """Keep a new search; raises the StoreErrors."""
        return self.save(SavedSearch(uuid4().hex, name, query, order or GalleryOrder()))

    def save(self, search: SavedSearch) -> SavedSearch:
        """Keep a search with what is new of it, and return it; raises the StoreErrors."""
        search = replace(search, changed_at=self._now().astimezone(UTC).isoformat(timespec="milliseconds"))
        with disk_errors(self._folder):
            # A library that is away is not made anew in its place.
            self._root.stat()
            make_folder(self._folder)
            write_whole(self._folder / f"{search.id}{_SUFFIX}", serialised(_to_json(search)))
            self._drop_copies(search)
        return search

    def remove(self, search: SavedSearch) -> None:
        """Take a search away; the pictures that it finds stay. Raises the StoreErrors."""
        self._move(search, self._folder, self._folder / _REMOVED)

    def restore(self, search: SavedSearch) -> None:
        """Bring back a search that was removed; raises the StoreErrors."""
        self._move(search, self._folder / _REMOVED, self._folder)

    def _move(self, search: SavedSearch, source: Path, target: Path) -> None:
        with disk_errors(source):
            make_folder(target)
            self._drop_copies(search)
            (source / f"{search.id}{_SUFFIX}").replace(target / f"{search.id}{_SUFFIX}")
            sync_folder(target)
            sync_folder(source)

    def _drop_copies(self, search: SavedSearch) -> None:
        """Put copies in conflict of a search aside, which is newer or goes itself."""
        for path in self._files(self._folder):
            copy = _read(path)
            if copy is not None and copy.id == search.id and path.stem != search.id:
                make_folder(self._folder / _REMOVED)
                path.replace(self._folder / _REMOVED / path.name)

    def _files(self, folder: Path) -> list[Path]:
        with suppress(OSError):
            names = [each.name for each in os.scandir(folder) if each.name.endswith(_SUFFIX)]
            return [folder / name for name in sorted(names) if not name.startswith(".")]
        return []


def _to_json(search: SavedSearch) -> dict[str, Any]:
    order = search.order
    return {
        **dict(search.extra),
        "schema": 1,
        "id": search.id,
        "name": search.name,
        "query": search.query,
        "order": {
            "by": order.by.value,
            "is_reversed": order.is_reversed,
            "shuffle_seed": order.shuffle_seed,
            "is_stacked": order.is_stacked,
        },
        "changed_at": search.changed_at,
    }


def _read(path: Path) -> SavedSearch | None:
    try:
        return _from_json(parsed(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        _log.info("no saved search: %s: %s", path.name, error)
        return None


def _from_json(data: Mapping[str, Any]) -> SavedSearch:
    identity = str(data["id"])
    if not _ID.fullmatch(identity):
        raise ValueError("no id of a saved search")
    extra = tuple((key, value) for key, value in data.items() if key not in _KNOWN)
    return SavedSearch(
        identity,
        str(data["name"]),
        str(data["query"]),
        _order(data.get("order") or {}),
        str(data.get("changed_at", "")),
        extra,
    )


def _order(data: Mapping[str, Any]) -> GalleryOrder:
    by = {each.value: each for each in SortBy}.get(str(data.get("by")), SortBy.DATE)
    return GalleryOrder(
        by, bool(data.get("is_reversed")), int(data.get("shuffle_seed", 0)), bool(data.get("is_stacked"))
    )
