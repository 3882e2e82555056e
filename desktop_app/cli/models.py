"""`sfumato models`: what there is, what it costs, what it takes."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator

from desktop_app.cli.console import Console
from desktop_app.cli.exit_codes import ExitCode, exit_code_of_error_class
from desktop_app.cli.model_json import model_json
from desktop_app.cli.model_table import STATES, table_lines
from desktop_app.cli.words import error_lines
from desktop_app.core.catalogue import Availability, Catalogue
from desktop_app.core.errors import KeyringAbsent, SfumatoError
from desktop_app.core.pricing import PRICE_TABLE_DATE
from desktop_app.engine.kept_catalogue import kept_catalogue
from desktop_app.engine.places import base_url_in_force, settings_path
from desktop_app.store.folders import Folders, user_folders
from desktop_app.store.settings import SettingsFile

_EXPLAINED = {
    Availability.NEW: "listed by the provider, and not yet known to Sfumato: its limits are a guess",
    Availability.VANISHED: "no longer listed by the provider",
    Availability.REFUSED: "the provider said that it cannot be used",
}


def list_models(options: Namespace, console: Console) -> int:
    """Print the table of models, or the same as a JSON array; with `--refresh` by the provider's list of this moment."""
    folders = user_folders()
    code, refreshed = _refreshed(folders, console) if options.refresh else (ExitCode.DONE, None)
    catalogue = refreshed if refreshed is not None else _kept(folders)
    if options.json:
        console.result_json([model_json(profile, catalogue.listed_on) for profile in catalogue])
        return code
    for line in table_lines(catalogue, console.columns):
        console.result(line)
    for line in _notes(catalogue):
        console.say(line)
    return code


def _kept(folders: Folders) -> Catalogue:
    return kept_catalogue(folders, base_url_in_force(SettingsFile(settings_path(folders)).load(), os.environ))


def _refreshed(folders: Folders, console: Console) -> tuple[ExitCode, Catalogue | None]:
    """Ask the provider; without its answer the exit code says why there is no newer catalogue."""
    try:
        key = _key()
    except SfumatoError as error:
        console.say_all(error_lines(error))
        return ExitCode.BAD_USAGE, None
    if not key:
        console.say("The provider tells its list only with a key. Set one with: sfumato key set")
        return ExitCode.BAD_USAGE, None
    catalogue, fault = _asked(folders, key)
    if fault is None:
        return ExitCode.DONE, catalogue
    console.say_all(["The provider's list could not be fetched.", *error_lines(fault)])
    return exit_code_of_error_class(type(fault)), None


def _asked(folders: Folders, key: str) -> tuple[Catalogue, SfumatoError | None]:
    # The way to the network takes its time to import, and is not needed for the table.
    import asyncio

    from desktop_app.engine.session import refresh_models

    settings = SettingsFile(settings_path(folders)).load()
    return asyncio.run(refresh_models(folders, settings, os.environ, key))


def _key() -> str:
    from desktop_app.store.secrets import KeyStore

    try:
        return KeyStore(os.environ).load().key
    except KeyringAbsent:
        return ""


def _notes(catalogue: Catalogue) -> Iterator[str]:
    if catalogue.listed_on is None:
        yield f"Models and prices as of {PRICE_TABLE_DATE}. For the provider's list of today: sfumato models --refresh"
    else:
        yield f"The provider's list of {catalogue.listed_on}. To ask again: sfumato models --refresh"
    yield "Prices in US dollars, per picture or per megapixel (MP). Sizes in pixels a side; shapes are ratios as 16:9."
    yield "REFS: how many pictures it can work from. ? marks a guess. All that is known: sfumato models --json"
    for availability, words in _EXPLAINED.items():
        if any(profile.availability is availability for profile in catalogue):
            yield f"{STATES[availability]}: {words}."
