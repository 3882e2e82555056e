"""What is known of the models: the table, the provider's list, and what refusals taught."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_app.core.catalogue import Catalogue, ModelProfile
from desktop_app.core.errors import StoreError
from desktop_app.core.learning import learnt
from desktop_app.core.lessons import Lesson
from desktop_app.core.live_list import merged
from desktop_app.core.teaching import CreditGone, ModelGone, PolicyHeld, teaching_of
from desktop_app.engine.awaiting import in_thread
from desktop_app.engine.events import CatalogueChanged

if TYPE_CHECKING:
    from desktop_app.core.live_list import LiveList
    from desktop_app.engine.events import Event
    from desktop_app.store.models_file import KnownModels, ModelsFile

_log = logging.getLogger(__name__)
_Change = Callable[["KnownModels"], "KnownModels"]


class Knowledge:
    """Belongs to the engine's loop. What is learnt counts at once and is told; `keep` writes it to the disk."""

    def __init__(
        self, table: Iterable[ModelProfile], models_file: ModelsFile, emit: Callable[[Event], None] = lambda _: None
    ) -> None:
        self._table = tuple(table)
        self._file = models_file
        self._emit = emit
        self._known = models_file.load()
        self._catalogue = self._made()
        self._unkept: list[_Change] = []
        self._keeping = asyncio.Lock()

    @property
    def catalogue(self) -> Catalogue:
        """The models as they are known now."""
        return self._catalogue

    def tell(self) -> None:
        """Tell of the catalogue where an earlier start or another program left more than the table says."""
        if tuple(self._catalogue) != self._table:
            self._emit(CatalogueChanged(self._catalogue))

    def learn(self, model: str, failure_text: str, code: str = "", status: int | None = None) -> None:
        """Correct a model's row by what the provider said when it refused an order."""
        teaching = teaching_of(failure_text, code, status)
        if isinstance(teaching, ModelGone):
            self.mark_refused(model)
        elif teaching is not None and not isinstance(teaching, PolicyHeld | CreditGone):
            row = self._catalogue.profile(model)
            if learnt(row, teaching) == row:
                return
            lesson = Lesson(model, teaching, time.time())
            self._change(lambda known: replace(known, lessons=known.lessons.with_lesson(lesson)))

    def mark_refused(self, model: str) -> None:
        """Mark a model as one that cannot be used."""
        moment = time.time()
        self._change(lambda known: replace(known, lessons=known.lessons.with_refused(model, moment)))

    def mark_works(self, model: str) -> None:
        """Take the mark from a model that made a picture."""
        if model in self._known.lessons.refused:
            self._change(lambda known: replace(known, lessons=known.lessons.without_refused(model)))

    def take_live(self, live: LiveList) -> None:
        """Take the provider's own list as the newest one."""
        self._change(lambda known: replace(known, live=live))

    def set_server(self, server: str) -> None:
        """Go by what is kept of the server of this base URL from now on, and learn of that one."""
        self._file = self._file.of_server(server)
        self._unkept = []
        self._know(self._file.load())

    async def keep(self) -> None:
        """Write what was learnt to the disk; one that refuses is of no matter until the next time."""
        async with self._keeping:
            changes, self._unkept = self._unkept, []
            if not changes:
                return
            file = self._file
            try:
                await in_thread(_written, file, changes)
            except StoreError as error:
                if file is self._file:
                    self._unkept = [*changes, *self._unkept]
                _log.warning("what is known of the models could not be kept: %s", error.code)

    def _change(self, change: _Change) -> None:
        self._unkept.append(change)
        self._know(change(self._known))

    def _know(self, known: KnownModels) -> None:
        self._known = known
        before, self._catalogue = self._catalogue, self._made()
        if tuple(before) != tuple(self._catalogue) or before.listed_on != self._catalogue.listed_on:
            self._emit(CatalogueChanged(self._catalogue))

    def _made(self) -> Catalogue:
        return merged(self._table, self._known.live, self._known.lessons)


def _written(file: ModelsFile, changes: Iterable[_Change]) -> None:
    # Another program may have learnt something since: what it wrote is changed, not replaced.
    known = file.load()
    for change in changes:
        known = change(known)
    file.save(known)
