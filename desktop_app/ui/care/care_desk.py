"""Between the grid, the details and what a person says about pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.care import RATING_MAX, CareChange, clean_tag
from desktop_app.core.record import Pick
from desktop_app.ui import words
from desktop_app.ui.care.care_words import collection_words, gesture_words, several_tags_words
from desktop_app.ui.picture_anchor import picture_anchor
from desktop_app.ui.shortcuts import Command
from desktop_app.ui.widgets.field_popover import FieldPopover

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.core.errors import StoreError
    from desktop_app.qt.care_service import CareService
    from desktop_app.store.care_gesture import CareDone
    from desktop_app.store.image_row import ImageRow
    from desktop_app.ui.details.panel import DetailsPanel
    from desktop_app.ui.gallery.view import GalleryView

_RATINGS = (Command.RATE_0, Command.RATE_1, Command.RATE_2, Command.RATE_3, Command.RATE_4, Command.RATE_5)


class CareDesk(QObject):
    """Changes what is chosen in the grid by keys, and what the details show by their fields.

    Signals:
        notice_raised(str): something to tell in passing.
        cared(): the index shows other ratings, tags or collections.
    """

    notice_raised = Signal(str)
    cared = Signal()

    def __init__(self, gallery: GalleryView, details: DetailsPanel, care: CareService, parent: QObject) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._details = details
        self._care = care
        self._shown: ImageRow | None = None
        self._rows: dict[str, ImageRow] = {}
        self._tags: list[str] = []
        self._collections: list[str] = []
        self._has_names = False
        gallery.selection_changed_to.connect(self._on_selection_changed)
        details.care_changed.connect(self._on_details_changed)
        care.care_changed.connect(self._on_care_changed)
        care.names_ready.connect(self._on_names_ready)
        care.change_failed.connect(self._on_failed)
        care.writing_failed.connect(self._on_failed)

    @property
    def handlers(self) -> Mapping[Command, Callable[[], object]]:
        """What the keys do."""
        rating = {command: _Rating(self, stars) for stars, command in enumerate(_RATINGS[: RATING_MAX + 1])}
        return {
            **rating,
            Command.PICK: self.pick,
            Command.REJECT: self.reject,
            Command.UNDECIDE: self.undecide,
            Command.EDIT_TAGS: self.edit_tags,
            Command.COLLECT: self.collect,
        }

    def rate(self, stars: int) -> None:
        """Rate what is chosen."""
        self._change(CareChange(rating=stars))

    def pick(self) -> None:
        """Mark what is chosen as picked."""
        self._change(CareChange(pick=Pick.PICKED))

    def reject(self) -> None:
        """Mark what is chosen as rejected."""
        self._change(CareChange(pick=Pick.REJECTED))

    def undecide(self) -> None:
        """Take pick or rejection away from what is chosen."""
        self._change(CareChange(pick=Pick.NONE))

    def edit_tags(self) -> None:
        """Put the keys into the tags of the one picture that is chosen, or ask for tags to add to several."""
        if self._shown is not None:
            self._details.show()
            self._details.focus_tags()
        elif count := len(self._gallery.selected_keys()):
            self._ask(several_tags_words(count), self._tags, self._on_tags_given)

    def collect(self) -> None:
        """Ask for a collection to put what is chosen into."""
        count = len(self._gallery.selected_keys())
        if count:
            self._ask(collection_words(count), self._collections, self._on_collections_given)

    def _ask(self, title: str, choices: Sequence[str], take: Callable[[str], None]) -> None:
        hint = self.tr("Return takes it, a comma begins another one.")
        asking = FieldPopover(self._gallery.window(), title, hint=hint, choices=choices, separator=",")
        asking.answered.connect(take)
        asking.open_at(picture_anchor(self._gallery))

    def _change(self, change: CareChange) -> None:
        keys = self._gallery.selected_keys()
        if keys:
            self._care.change(keys, change, gesture_words(change, len(keys)))
            if len(keys) > 1:
                self.notice_raised.emit(gesture_words(change, len(keys)))

    def _on_tags_given(self, text: str) -> None:
        tags = tuple(filter(None, map(clean_tag, text.split(","))))
        if tags:
            self._change(CareChange(added_tags=tags))

    def _on_collections_given(self, text: str) -> None:
        names = tuple(dict.fromkeys(filter(None, (name.strip() for name in text.split(",")))))
        if names:
            self._change(CareChange(added_collections=names))

    def _on_selection_changed(self, rows: Sequence[ImageRow]) -> None:
        self._shown = rows[0] if len(rows) == 1 and rows[0].key >= 0 else None
        if self._shown is not None:
            # The details may still show the one before.
            self._rows = dict([*list(self._rows.items())[-1:], (self._shown.path, self._shown)])
        if rows and not self._has_names:
            self._has_names = True
            self._care.request_names()

    def _on_details_changed(self, path: Path, change: CareChange) -> None:
        row = self._rows.get(str(path))
        if row is not None:
            self._care.change([row], change, gesture_words(change, 1))

    def _on_care_changed(self, done: CareDone) -> None:
        if self._shown is not None and self._shown.key in done.keys:
            self._details.refresh()
        self.cared.emit()
        self._has_names = False
        if self._shown is not None:
            self._has_names = True
            self._care.request_names()

    def _on_names_ready(self, names: tuple[Sequence[tuple[str, int]], Sequence[tuple[str, int]]]) -> None:
        tags, collections = names
        self._tags = [name for name, _ in tags]
        self._details.set_known_tags(self._tags)
        self._collections = [name for name, _ in collections]

    def _on_failed(self, error: StoreError) -> None:
        self.notice_raised.emit(words.store_problem(error))


class _Rating:
    """Rates with so many stars when it is called."""

    def __init__(self, desk: CareDesk, stars: int) -> None:
        self._desk = desk
        self._stars = stars

    def __call__(self) -> None:
        self._desk.rate(self._stars)
