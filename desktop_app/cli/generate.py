"""`sfumato generate`: one order, from the options to the paths of its pictures."""

from __future__ import annotations

import asyncio
import os
from argparse import Namespace
from contextlib import suppress
from dataclasses import replace

from desktop_app.cli.console import Console
from desktop_app.cli.exit_codes import ExitCode, exit_code_of_error_class
from desktop_app.cli.narrator import Narrator
from desktop_app.cli.order import Order
from desktop_app.cli.usage import BadUsage
from desktop_app.cli.wishes import Wishes, check_lists, named_preset, wishes_of
from desktop_app.cli.words import error_lines, missing_key_words, over_budget_words
from desktop_app.core.catalogue import DEMO_MODEL
from desktop_app.core.errors import FolderMissing, KeyringAbsent, KeyStoreError, ReferenceMissing, SfumatoError
from desktop_app.core.presets import ModelPreset
from desktop_app.core.request import GenerationRequest, Reference
from desktop_app.core.settings import Settings
from desktop_app.engine.awaiting import in_thread
from desktop_app.engine.places import library_folder, presets_path, settings_path, typed_path, wildcards_folder
from desktop_app.engine.session import Session, open_session
from desktop_app.store.atomic import make_folder
from desktop_app.store.folders import Folders, user_folders
from desktop_app.store.library import Library
from desktop_app.store.presets_file import PresetsFile
from desktop_app.store.secrets import KeyStore
from desktop_app.store.settings import SettingsFile
from desktop_app.store.sidecar import read_sidecar
from desktop_app.store.wildcards import WildcardFolder

_WEB = ("http://", "https://")


def generate(options: Namespace, console: Console) -> int:
    """Make the pictures that the options ask for, print where they are, and return the exit code."""
    try:
        folders = user_folders()
        wishes = wishes_of(options, _preset(options, folders))
        _check_lists(wishes, folders)
        is_demo = options.demo or wishes.models[:1] == (DEMO_MODEL,)
        key = "" if is_demo else _key(console)
        generation = _Generation(options, wishes, console, demo=not key)
        return asyncio.run(generation.run(folders, _settings(options, folders), key))
    except BadUsage as error:
        console.say(f"sfumato generate: error: {error.detail}. See: sfumato generate --help")
        return ExitCode.BAD_USAGE
    except SfumatoError as error:
        console.say_all(error_lines(error))
        return exit_code_of_error_class(type(error))


class _Generation:
    """One run of the verb."""

    def __init__(self, options: Namespace, wishes: Wishes, console: Console, *, demo: bool) -> None:
        self._options = options
        self._wishes = wishes
        self._console = console
        self._demo = demo
        self._narrator = Narrator(console, as_json=options.json)

    async def run(self, folders: Folders, settings: Settings, key: str) -> int:
        session = open_session(folders, settings, os.environ, self._narrator.tell, key=key, is_queue=False)
        moving = asyncio.create_task(self._narrator.progress.run())
        try:
            await session.engine.start(resume_queued=False)
            for job_id in self._narrator.kept_answers():
                await session.engine.save_kept(job_id)
            await self._has_library(session, settings, folders)
            return await self._ordered(session)
        finally:
            moving.cancel()
            with suppress(asyncio.CancelledError):
                await moving
            await session.close()

    async def _ordered(self, session: Session) -> int:
        try:
            request = await self._request(session)
            self._narrator.begin_order(request.count)
            if self._options.over_budget:
                await session.engine.queue.go_on_over_budget()
            await session.engine.submit(request, demo=self._demo)
            await session.engine.idle()
            held = self._narrator.waiting()
            if held:
                await self._cancel(session)
        except asyncio.CancelledError:
            held = 0
            await self._give_up(session)
        self._narrator.sum_up(session.catalogue)
        for job_id in self._narrator.settled():
            await session.engine.dismiss(job_id)
        code = self._narrator.exit_code()
        if held:
            self._console.say(over_budget_words(self._narrator.budget))
        return ExitCode.OVER_BUDGET if held and code is ExitCode.CANCELLED else code

    async def _has_library(self, session: Session, settings: Settings, folders: Folders) -> None:
        """Raise StoreError when there is no place for pictures: nothing is ordered that could not be saved."""
        root = library_folder(folders, settings)
        if self._options.library:
            await in_thread(make_folder, root)
        elif not await in_thread(Library(root, session.known_folders).is_ready):
            raise FolderMissing("nothing was ordered", path=str(root))

    async def _request(self, session: Session) -> GenerationRequest:
        order = Order(self._wishes, session.catalogue, self._demo, self._console.say)
        profile = order.profile()
        references = tuple([await self._reference(session, given) for given in self._wishes.references])
        request = order.request(profile, references)
        self._console.say(order.announcement(request, profile))
        return request

    async def _reference(self, session: Session, given: str) -> Reference:
        if not given.lower().startswith(_WEB):
            return await in_thread(_add_file, session, given)
        fetched = await session.engine.fetch_reference(given, given)
        if fetched.reference is not None:
            return fetched.reference
        self._console.say(f"Reference {given}:")
        raise fetched.error or ReferenceMissing(name=given)

    async def _give_up(self, session: Session) -> None:
        """Cancel what can be cancelled after Ctrl+C; what is paid and here is still saved."""
        task = asyncio.current_task()
        if task is not None:
            task.uncancel()
        self._console.say("Cancelling.")
        await self._cancel(session)
        self._narrator.was_cancelled()

    async def _cancel(self, session: Session) -> None:
        """Give up what has not ended. An order by the command line waits for nothing that a person has to let go."""
        for job_id in self._narrator.job_ids():
            session.engine.cancel(job_id)
        await session.engine.idle()


def _preset(options: Namespace, folders: Folders) -> ModelPreset | None:
    if not options.preset:
        return None
    return named_preset(PresetsFile(presets_path(folders)).load().models, options.preset)


def _check_lists(wishes: Wishes, folders: Folders) -> None:
    folder = WildcardFolder(wildcards_folder(folders))
    check_lists(wishes.prompt, folder.lines, folder.path)


def _settings(options: Namespace, folders: Folders) -> Settings:
    settings = SettingsFile(settings_path(folders)).load()
    if not options.library:
        return settings
    return replace(settings, library_folder=str(typed_path(options.library).absolute()))


def _key(console: Console) -> str:
    """Return the key, or an empty one when there is none; raise KeyStoreError when there may be one out of reach."""
    try:
        key = KeyStore(os.environ).load().key
    except KeyringAbsent:
        key = ""
    except KeyStoreError:
        console.say("The key could not be read. To paint without one, add --demo.")
        raise
    if not key:
        console.say(missing_key_words())
    return key


def _add_file(session: Session, given: str) -> Reference:
    path = typed_path(given)
    record = read_sidecar(path)
    return session.references.add_file(path, record.uuid if record is not None else None)
