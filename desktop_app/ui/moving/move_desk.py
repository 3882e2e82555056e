"""Between the grid and the files: pictures get other names and other folders within the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.legal_names import NAME_LENGTH, checked_folder, checked_name
from desktop_app.qt.move_service import MoveService, Relocation
from desktop_app.store.picture_moves import Move
from desktop_app.ui import words
from desktop_app.ui.moving.move_command import MoveCommand
from desktop_app.ui.moving.move_words import move_title, moved_words, problem_of, renamed_words
from desktop_app.ui.picture_anchor import picture_anchor
from desktop_app.ui.shortcuts import Command
from desktop_app.ui.widgets.field_popover import FieldPopover

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack
    from PySide6.QtWidgets import QWidget

    from desktop_app.core.errors import StoreError
    from desktop_app.qt.library_feed import LibraryFeed
    from desktop_app.store.image_row import ImageRow
    from desktop_app.ui.gallery.view import GalleryView
    from desktop_app.ui.picture_view import PictureView


class MoveDesk(QObject):
    """Asks for a name or a folder over the picture, and moves by commands that can be undone.

    Signals:
        notice_raised(str): something to tell in passing.
    """

    notice_raised = Signal(str)

    def __init__(
        self,
        window: QWidget,
        gallery: GalleryView,
        picture: PictureView,
        feed: LibraryFeed,
        service: MoveService,
        undo: QUndoStack,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._gallery = gallery
        self._picture = picture
        self._feed = feed
        self._service = service
        self._undo = undo
        self._wanted: dict[object, str] = {}
        self._names: dict[Path, Path] = {}
        feed.rows_resolved.connect(self._on_rows_resolved)
        service.moved.connect(self._on_moved)
        service.failed.connect(self._on_failed)

    @property
    def handlers(self) -> Mapping[Command, Callable[[], object]]:
        """What the keys do."""
        return {Command.RENAME: self.rename, Command.MOVE: self.move}

    def rename(self) -> None:
        """Ask for another name of the one picture that is chosen."""
        rows = self._gallery.selected_images()
        if len(rows) > 1:
            self.notice_raised.emit(self.tr("Choose one picture to rename it."))
        elif rows and not self._are_samples(rows[0].key):
            path = Path(rows[0].path)
            asking = FieldPopover(
                self._window,
                self.tr("Name of the picture"),
                text=path.stem,
                suffix=path.suffix,
                problem=partial(problem_of, lambda text: checked_name(_stem(text, path.suffix))),
            )
            asking.line.setMaxLength(NAME_LENGTH + len(path.suffix))
            asking.answered.connect(partial(self._on_named, path))
            asking.open_at(picture_anchor(self._gallery))

    def move(self) -> None:
        """Ask for the folder to move what is chosen to."""
        keys = self._gallery.selected_keys()
        if not keys or self._are_samples(keys[0]):
            return
        asking = FieldPopover(
            self._window,
            move_title(len(keys)),
            hint=self.tr("A folder that is not there yet is made. Slashes make levels."),
            choices=self._folders(),
            problem=partial(problem_of, checked_folder),
        )
        asking.answered.connect(partial(self._on_folder_given, list(keys)))
        asking.open_at(picture_anchor(self._gallery))

    def _are_samples(self, key: int) -> bool:
        if key < 0:
            self.notice_raised.emit(self.tr("Samples belong to Sfumato, and stay as they are."))
        return key < 0

    def _folders(self) -> list[str]:
        """Return the library's folders, those of a person's own before those of days."""
        root = self._service.root
        names = [path.relative_to(root).as_posix() for path in self._feed.folders if path != root]
        return sorted(names, key=lambda name: (name[:1].isdigit(), name.casefold()))

    def _on_named(self, path: Path, text: str) -> None:
        target = path.with_name(checked_name(_stem(text, path.suffix)) + path.suffix)
        if target != path:
            self._names[path] = target
            self._push([Move(path, target)], self.tr("Renamed"))

    def _on_folder_given(self, keys: list[int], text: str) -> None:
        token = object()
        self._wanted[token] = checked_folder(text)
        self._feed.resolve(token, keys)

    def _on_rows_resolved(self, token: object, rows: Sequence[ImageRow]) -> None:
        if token not in self._wanted:
            return
        folder = self._wanted.pop(token)
        place = self._service.root / folder
        moves = [Move(path, place / path.name) for path in (Path(row.path) for row in rows) if path.parent != place]
        if moves:
            self._push(moves, moved_words(len(moves), folder))
            self.notice_raised.emit(self.tr("{done}. Undo takes it back.").format(done=moved_words(len(moves), folder)))
        else:
            self.notice_raised.emit(self.tr("They are in that folder already."))

    def _push(self, moves: Sequence[Move], text: str) -> None:
        self._undo.push(MoveCommand(self._service, Relocation(moves), text))

    def _on_moved(self, moves: Sequence[Move]) -> None:
        self._feed.relocate([(move.source, move.target) for move in moves])
        for move in moves:
            self._picture.follow(move.source, move.target)
        if len(moves) == 1 and moves[0].source.parent == moves[0].target.parent:
            wanted = self._names.pop(moves[0].source, moves[0].target)
            self.notice_raised.emit(renamed_words(wanted, moves[0].target))

    def _on_failed(self, error: StoreError) -> None:
        self.notice_raised.emit(words.store_problem(error))
        self._feed.refresh()


def _stem(text: str, suffix: str) -> str:
    """Return the name without its ending, which stays as it is even where a person types it again."""
    text = text.strip()
    return text[: -len(suffix)] if suffix and text.casefold().endswith(suffix.casefold()) else text
