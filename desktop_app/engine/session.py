"""The composition that the window and the command line share: journal, disk, clients and engine, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_app.api.client import Timeouts, TogetherClient
from desktop_app.api.demo.faults import DemoFaults
from desktop_app.api.demo.transport import DemoTransport
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors import RequestInvalid, SfumatoError
from desktop_app.core.job import JobState
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.name_pattern import NamePattern, checked_pattern
from desktop_app.core.settings import Settings
from desktop_app.engine.awaiting import in_thread
from desktop_app.engine.clients import Clients, live_factory
from desktop_app.engine.engine import Engine
from desktop_app.engine.events import Event, KeyChecked
from desktop_app.engine.journal_writer import JournalWriter
from desktop_app.engine.knowledge import Knowledge
from desktop_app.engine.model_refresh import refreshed
from desktop_app.engine.patience import Patience
from desktop_app.engine.places import (
    base_url_in_force,
    journal_path,
    known_folders_path,
    library_folder,
    models_path,
    references_folder,
    spool_folder,
    thumbnails_folder,
    wildcards_folder,
)
from desktop_app.engine.queue_rules import QueueRules
from desktop_app.engine.wildcards import prompt_resolver
from desktop_app.engine.workshop import Workshop
from desktop_app.store.folders import Folders
from desktop_app.store.journal import Journal
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.library import Library
from desktop_app.store.models_file import ModelsFile
from desktop_app.store.references import ReferenceStore
from desktop_app.store.spool import Spool
from desktop_app.store.thumbnail_cache import ThumbnailCache
from desktop_app.store.wildcards import WildcardFolder

_DEMO_URL = "https://demo.invalid"


@dataclass(frozen=True, slots=True)
class Session:
    """An engine with all that it works on. Ends by `close`, in the loop in which it was opened."""

    engine: Engine
    journal: Journal
    references: ReferenceStore
    knowledge: Knowledge
    known_folders: KnownFolders
    thumbnails: ThumbnailCache
    is_base_url_fixed: bool = False

    @property
    def catalogue(self) -> Catalogue:
        """The models as they are known now."""
        return self.knowledge.catalogue

    def set_library(self, root: Path) -> None:
        """Save pictures into this folder from now on."""
        self.engine.set_library(Library(root, self.known_folders, self.thumbnails, self.engine.library.pattern))

    def set_name_pattern(self, text: str) -> None:
        """Name pictures by this pattern from now on; an empty text means the usual one."""
        library = self.engine.library
        self.engine.set_library(Library(library.root, self.known_folders, self.thumbnails, _pattern(text)))

    def set_base_url(self, base_url: str) -> None:
        """Speak to this server from the next job on, unless the environment names one."""
        if not self.is_base_url_fixed:
            self.engine.set_live(live_factory(base_url))
            self.knowledge.set_server(base_url)

    async def stop_sending(self) -> None:
        """Begin no job any more; what is ordered from now on is journalled, and waits for the next start."""
        await self.engine.queue.close()

    async def save_kept_answers(self) -> None:
        """Make pictures of every answer that is paid for and kept, which an earlier start could not save; sends nothing.

        Raises StoreError.
        """
        for job in await in_thread(self.journal.jobs, (JobState.FAILED,)):
            await self.engine.save_kept(job.id)

    async def close(self) -> None:
        """End every run, then let go of the journal."""
        try:
            await self.engine.close()
        finally:
            self.journal.close()


def open_session(
    folders: Folders,
    settings: Settings,
    environment: Mapping[str, str],
    emit: Callable[[Event], None],
    *,
    key: str = "",
    patience: Patience | None = None,
    timeouts: Timeouts | None = None,
    is_queue: bool = True,
) -> Session:
    """Put an engine together; to be called inside the loop that will run it.

    Without `is_queue` it serves one order: see `QueueRules`.
    `TOGETHER_BASE_URL` goes before the setting; `SFUMATO_DEMO` tells the demo engine to be slow, to refuse or to break.
    Raises StoreError when the journal cannot be opened, RequestInvalid for a `SFUMATO_DEMO` that says nothing known.
    """
    faults = _demo_faults(environment)
    base_url = base_url_in_force(settings, environment)
    rules = QueueRules(settings.parallel_jobs, settings.pace_s, settings.monthly_budget_usd, is_queue)
    live = live_factory(base_url, timeouts)
    known_folders = KnownFolders(known_folders_path(folders))
    thumbnails = ThumbnailCache(thumbnails_folder(folders))
    journal = Journal(journal_path(folders))
    workshop = Workshop(
        journal=journal,
        writer=JournalWriter(journal),
        spool=Spool(spool_folder(folders)),
        library=Library(library_folder(folders, settings), known_folders, thumbnails, _pattern(settings.name_pattern)),
        references=ReferenceStore(references_folder(folders)),
        knowledge=Knowledge(known_catalogue(), ModelsFile(models_path(folders), base_url), emit),
        clients=Clients(live=live, demo=lambda: _demo_client(faults), key=key),
        emit=emit,
        patience=patience or Patience(is_endless=is_queue),
        resolve=prompt_resolver(WildcardFolder(wildcards_folder(folders)).lines),
    )
    return Session(
        Engine(workshop, rules),
        workshop.journal,
        workshop.references,
        workshop.knowledge,
        known_folders,
        thumbnails,
        bool(environment.get("TOGETHER_BASE_URL", "").strip()),
    )


def _pattern(text: str) -> NamePattern | None:
    return checked_pattern(text) if text else None


async def check_key(settings: Settings, environment: Mapping[str, str], key: str) -> KeyChecked:
    """Ask the provider whether it accepts a key, without a session: neither journal nor library are touched."""
    clients = Clients(
        live=live_factory(base_url_in_force(settings, environment)), demo=lambda: _demo_client(DemoFaults())
    )
    return await clients.check_key(key)


async def refresh_models(
    folders: Folders, settings: Settings, environment: Mapping[str, str], key: str
) -> tuple[Catalogue, SfumatoError | None]:
    """Ask the provider which models there are, without a session, and keep its list.

    Returns the models as they are known then, and why there is no newer list.
    """
    base_url = base_url_in_force(settings, environment)
    knowledge = Knowledge(known_catalogue(), ModelsFile(models_path(folders), base_url))
    clients = Clients(live=live_factory(base_url), demo=lambda: _demo_client(DemoFaults()), key=key)
    try:
        error = (await refreshed(clients, knowledge)).error
        return knowledge.catalogue, error
    finally:
        await clients.aclose()


def _demo_faults(environment: Mapping[str, str]) -> DemoFaults:
    try:
        return DemoFaults.from_text(environment.get("SFUMATO_DEMO", ""))
    except ValueError as cause:
        raise RequestInvalid(f"SFUMATO_DEMO: {cause}", field="SFUMATO_DEMO") from cause


def _demo_client(faults: DemoFaults) -> TogetherClient:
    return TogetherClient(base_url=_DEMO_URL, transport=DemoTransport(faults))
