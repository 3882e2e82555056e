"""`sfumato models`: what there is, what it costs, what it takes."""

from __future__ import annotations

import asyncio
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
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.pricing import PRICE_TABLE_DATE
from desktop_app.engine.knowledge import Knowledge
from desktop_app.engine.places import models_path, settings_path
from desktop_app.store.folders import Folders, user_folders
from desktop_app.store.models_file import ModelsFile

_EXPLAINED = {
    Availability.NEW: "listed by the provider, and not yet known to Sfumato: its limits are a guess",
    Availability.VANISHED: "no longer listed by the provider",
    Availability.REFUSED: "the provider said that it cannot be used",
}


def list_models(options: Namespace, console: Console) -> int:
    """Print the table of models, or the same as a JSON array; with `--refresh` by the provider's list of this moment."""
    folders = user_folders()
    knowledge = Knowledge(known_catalogue(), ModelsFile(models_path(folders)))
    code = _refresh(knowledge, folders, console) if options.refresh else ExitCode.DONE
    catalogue = knowledge.catalogue
    if options.json:
        console.result_json([model_json(profile) for profile in catalogue])
    else:
        for line in table_lines(catalogue, console.columns):
            console.result(line)
    for line in _notes(catalogue, as_table=not options.json):
        console.say(line)
    return code


def _refresh(knowledge: Knowledge, folders: Folders, console: Console) -> ExitCode:
    """Ask the provider; when it does not answer, what is known is printed all the same."""
    try:
        key = _key()
    except SfumatoError as error:
        console.say_all(error_lines(error))
        return ExitCode.BAD_USAGE
    if not key:
        console.say("The provider tells its list only with a key. Set one with: sfumato key set")
        return ExitCode.BAD_USAGE
    fault = _asked(knowledge, folders, key)
    if fault is None:
        return ExitCode.DONE
    console.say_all(["The list could not be fetched.", *error_lines(fault)])
    return exit_code_of_error_class(type(fault))


def _asked(knowledge: Knowledge, folders: Folders, key: str) -> SfumatoError | None:
    # The way to the network takes its time to import, and is not needed for the table.
    from desktop_app.engine.session import refresh_models
    from desktop_app.store.settings import SettingsFile

    settings = SettingsFile(settings_path(folders)).load()
    return asyncio.run(refresh_models(knowledge, settings, os.environ, key)).error


def _key() -> str:
    from desktop_app.store.secrets import KeyStore

    try:
        return KeyStore(os.environ).load().key
    except KeyringAbsent:
        return ""


def _notes(catalogue: Catalogue, *, as_table: bool) -> Iterator[str]:
    if catalogue.listed_on is None:
        yield f"Models and prices as of {PRICE_TABLE_DATE}. For the provider's list of today: sfumato models --refresh"
    else:
        yield f"The provider's list of {catalogue.listed_on}. To ask again: sfumato models --refresh"
    if not as_table:
        return
    yield "Prices in US dollars, per picture or per megapixel (MP). Sizes in pixels a side. ? marks a guess."
    for availability, words in _EXPLAINED.items():
        if any(profile.availability is availability for profile in catalogue):
            yield f"{STATES[availability]}: {words}."
