"""What every running job shares: journal, disk, clients, and where events go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.core.catalogue import Catalogue
    from desktop_app.engine.clients import Clients
    from desktop_app.engine.events import Event
    from desktop_app.engine.journal_writer import JournalWriter
    from desktop_app.engine.knowledge import Knowledge
    from desktop_app.engine.patience import Patience
    from desktop_app.store.journal import Journal
    from desktop_app.store.library import Library
    from desktop_app.store.references import ReferenceStore
    from desktop_app.store.spool import Spool


def _as_written(prompt: str, _seed: int) -> str:
    return prompt


@dataclass(slots=True)
class Workshop:
    """The parts that jobs are done with. `library` may be exchanged while jobs run: they save into the new one.

    `held` keeps answers that are paid for and that no disk took, for as long as the program lives. `resolve` makes the
    prompt that is sent of a prompt as written and a seed; it may read files, and raises RequestInvalid.
    """

    journal: Journal
    writer: JournalWriter
    spool: Spool
    library: Library
    references: ReferenceStore
    knowledge: Knowledge
    clients: Clients
    emit: Callable[[Event], None]
    patience: Patience
    held: dict[str, bytes] = field(default_factory=dict)
    resolve: Callable[[str, int], str] = _as_written

    @property
    def catalogue(self) -> Catalogue:
        """The models as they are known now."""
        return self.knowledge.catalogue
