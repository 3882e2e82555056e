"""`sfumato search`: where the pictures are that a search finds."""

from __future__ import annotations

import asyncio
import unicodedata
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from desktop_app.cli.console import Console
from desktop_app.cli.exit_codes import ExitCode, exit_code_of_error_class
from desktop_app.cli.narrator import Narrator
from desktop_app.cli.recovery import recovered_session
from desktop_app.cli.words import error_lines
from desktop_app.core.errors import SfumatoError, StoreError
from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.core.plain_text import plain_line
from desktop_app.core.search_query import parsed
from desktop_app.core.settings import Settings
from desktop_app.engine.places import known_folders_path, library_folder, settings_path, typed_path
from desktop_app.store.folders import Folders, user_folders
from desktop_app.store.image_row import ImageRow
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.searching import LibrarySearch, library_search
from desktop_app.store.settings import SettingsFile

_GAP = "  "
_NARROWEST_PROMPT = 16
_RATING_MAX = 5


def search(options: Namespace, console: Console) -> int:
    """Bring the index up to date, print what the search finds, and return the exit code."""
    folders = user_folders()
    settings = SettingsFile(settings_path(folders)).load()
    root = typed_path(options.library).absolute() if options.library else library_folder(folders, settings)
    try:
        asyncio.run(_recover(folders, settings, console))
    except SfumatoError as error:
        console.say_all(error_lines(error))
        return exit_code_of_error_class(type(error))
    try:
        with library_search(root, folders.cache, KnownFolders(known_folders_path(folders))) as found:
            found.catch_up(lambda count: console.show_line(f"Reading the library: {count}") if count else None)
            console.clear_line()
            _tell(found, options, console)
    except StoreError as error:
        happened, *_ = error_lines(error)
        console.say_all(["The library was not searched.", happened, f"Where: {error.path}"])
        return ExitCode.NOT_SAVED
    return ExitCode.DONE


async def _recover(folders: Folders, settings: Settings, console: Console) -> None:
    async with recovered_session(folders, settings, Narrator(console, as_json=False), is_queue=False):
        pass


def _tell(found: LibrarySearch, options: Namespace, console: Console) -> None:
    query = parsed(" ".join(options.query))
    order = GalleryOrder(SortBy(options.order), options.reverse, shuffle_seed=_any_seed())
    is_empty = True
    for row in found.rows(query.written(), order, options.limit):
        is_empty = False
        if options.json:
            console.result_json(_json(row))
        elif options.null:
            console.result(row.path, end="\0")
        else:
            console.result(_line(row, console.columns))
    for note in _notes(found, query.unclear, is_empty):
        console.say(note)


def _notes(found: LibrarySearch, unclear: tuple[str, ...], is_empty: bool) -> Iterator[str]:
    if found.is_away:
        yield "The library's folder is not there; this is what was known of it."
    if not found.is_current:
        yield "Another program is writing into the index; what is newest may be missing."
    for text in unclear:
        yield f"Passed over, because it says nothing: {plain_line(text, 80)}"
    if is_empty:
        yield "No picture is found."


def _any_seed() -> int:
    return datetime.now(UTC).microsecond


def _line(row: ImageRow, columns: int | None) -> str:
    """Return the path alone for other programs; for a terminal of so many columns what else is told of the picture."""
    if columns is None:
        return row.path
    path = "".join(letter if letter.isprintable() else "?" for letter in row.path)
    stars = "★" * row.rating + "·" * (_RATING_MAX - row.rating)
    model = plain_line(row.model.rpartition("/")[2], 40)
    cells = _GAP.join([path, _moment(row), stars, model])
    room = max(_NARROWEST_PROMPT, columns - _width(cells) - len(_GAP) - 1)
    return f"{cells}{_GAP}{_cut(plain_line(row.prompt, columns), room)}".rstrip()


def _moment(row: ImageRow) -> str:
    return f"{datetime.fromtimestamp(row.key / 1_000_000, UTC).astimezone():%Y-%m-%d %H:%M}"


def _cut(text: str, columns: int) -> str:
    if _width(text) <= columns:
        return text
    while _width(text) >= columns:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes (Unicode Standard Annex 11)."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _json(row: ImageRow) -> dict[str, Any]:
    return {
        "path": row.path,
        "uuid": row.uuid,
        "created_at": row.created_at,
        "kind": row.kind.value,
        "demo": row.demo,
        "prompt": row.prompt,
        "model": row.model,
        "seed": row.seed,
        "width": row.width,
        "height": row.height,
        "rating": row.rating,
        "pick": row.pick.value,
        "title": row.title,
        "tags": list(row.tags),
        "cost_usd": row.cost_usd,
        "job_id": row.job_id,
        "sha256": row.sha256,
    }
