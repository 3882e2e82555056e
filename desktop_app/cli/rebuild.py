"""`sfumato rebuild`: the index of the library, made anew from its files."""

from __future__ import annotations

import asyncio

from desktop_app.cli.console import Console
from desktop_app.cli.exit_codes import ExitCode, exit_code_of_error_class
from desktop_app.cli.narrator import Narrator
from desktop_app.cli.recovery import recovered_session
from desktop_app.cli.words import error_lines
from desktop_app.core.errors import SfumatoError, StoreError
from desktop_app.core.settings import Settings
from desktop_app.engine.places import known_folders_path, library_folder, settings_path
from desktop_app.store.folders import Folders, user_folders
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.library import Library
from desktop_app.store.rebuild import IndexBusy, rebuild_index
from desktop_app.store.settings import SettingsFile

_UNTOUCHED = "The index was not made anew. Pictures and sidecars are untouched."


def rebuild(console: Console) -> int:
    """Delete the index, read every sidecar again, print how many pictures there are, and return the exit code."""
    folders = user_folders()
    settings = SettingsFile(settings_path(folders)).load()
    library = Library(library_folder(folders, settings), KnownFolders(known_folders_path(folders)))
    try:
        asyncio.run(_recover(folders, settings, console))
    except SfumatoError as error:
        console.say_all(error_lines(error))
        return exit_code_of_error_class(type(error))
    try:
        count = rebuild_index(folders.cache, library)
    except IndexBusy as error:
        console.say_all([_UNTOUCHED, "Another Sfumato has this library open.", f"Where: {error.path}"])
        return ExitCode.NOT_SAVED
    except StoreError as error:
        console.say_all(_refusal(error))
        return ExitCode.NOT_SAVED
    console.result("1 picture" if count == 1 else f"{count} pictures")
    console.say(f"The index is made anew from {library.root}")
    return ExitCode.DONE


async def _recover(folders: Folders, settings: Settings, console: Console) -> None:
    async with recovered_session(folders, settings, Narrator(console, as_json=False), is_queue=False):
        pass


def _refusal(error: StoreError) -> list[str]:
    # What can be done about a picture's folder is not what can be done about the index.
    happened, *_ = error_lines(error)
    return [_UNTOUCHED, happened, f"Where: {error.path}"]
