"""Between the grid and the trash: what is deleted, what comes back, and what leaves for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_app.core.settings import TRASH_DAYS
from desktop_app.qt.trash_service import TrashService
from desktop_app.ui import words
from desktop_app.ui.trash.delete_command import DeleteCommand, deleted_words
from desktop_app.ui.trash.trash_words import question_words, refused_words, restored_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QUndoStack

    from desktop_app.core.errors import StoreError
    from desktop_app.qt.library_feed import LibraryFeed
    from desktop_app.qt.thumbnail_loader import ThumbnailLoader
    from desktop_app.store.library import Library, SavedImage
    from desktop_app.store.trash import TrashedImage
    from desktop_app.ui.theme.theme import Theme
    from desktop_app.ui.trash.trash_view import TrashView

_MANY = 50
_NOW_AND_THEN_MS = 6 * 3600 * 1000


class TrashDesk(QObject):
    """Deletes by commands that can be undone, and shows the trash when it is wanted.

    Signals:
        view_made(QWidget): the view of the trash, to be shown beside the grid.
        counted(int): so many pictures are in the trash.
        notice_raised(str): something to tell in passing.
        left(): the person wants the grid back.
    """

    view_made = Signal(object)
    counted = Signal(int)
    notice_raised = Signal(str)
    left = Signal()

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        feed: LibraryFeed,
        loader: ThumbnailLoader,
        library: Library,
        undo: QUndoStack,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._feed = feed
        self._loader = loader
        self._undo = undo
        self._entries: tuple[TrashedImage, ...] = ()
        self._view: TrashView | None = None
        self._question: QMessageBox | None = None
        self.undo_key: Callable[[], str] = lambda: "Ctrl+Z"
        self.service = TrashService(library, self)
        self.service.trashed.connect(self._on_trashed)
        self.service.restored.connect(self._on_restored)
        self.service.listed.connect(self._on_listed)
        self.service.refused.connect(self._on_refused)
        self.service.failed.connect(self._on_failed)
        # A program that is open for weeks goes through it too.
        self._now_and_then = QTimer(self, interval=_NOW_AND_THEN_MS)
        self._now_and_then.timeout.connect(self.service.begin)

    def begin(self, *, empties: bool) -> None:
        """Set right what an earlier start left half way; with `empties`, what is old leaves now, and from now on."""
        self.service.set_days(TRASH_DAYS if empties else None)
        self.service.begin()
        if empties:
            self._now_and_then.start()
        else:
            self._now_and_then.stop()

    def delete(self, paths: Sequence[Path]) -> None:
        """Move pictures into the trash; undo brings them back."""
        if paths:
            self._undo.push(DeleteCommand(self.service, paths))
            done, key = deleted_words(len(paths)), self.undo_key()
            told = self.tr("{done}. {key} brings back.") if key else self.tr("{done}. Undo brings back.")
            self.notice_raised.emit(told.format(done=done, key=key))

    def show(self) -> None:
        """Show the trash."""
        if self._view is None:
            from desktop_app.ui.trash.trash_view import TrashView

            self._view = TrashView(self._theme, self._loader)
            self._view.show_entries(self._entries)
            self._view.restored.connect(self.service.restore)
            self._view.removed.connect(self._on_removal_asked)
            self._view.left.connect(self.left)
        self.view_made.emit(self._view)

    def close(self) -> None:
        """Finish what is under way."""
        self._now_and_then.stop()
        self.service.close()

    def _on_trashed(self, entries: Sequence[TrashedImage]) -> None:
        root = self.service.library.root
        self._feed.forget([root / entry.folder / entry.name for entry in entries])

    def _on_restored(self, images: Sequence[SavedImage]) -> None:
        self.notice_raised.emit(restored_words(len(images)))
        if len(images) > _MANY:
            self._feed.refresh()
            return
        for image in images:
            self._feed.take_back(image.path)

    def _on_listed(self, entries: tuple[TrashedImage, ...]) -> None:
        self._entries = entries
        self.counted.emit(len(entries))
        if self._view is not None:
            self._view.show_entries(entries)

    def _on_refused(self, count: int) -> None:
        self.notice_raised.emit(refused_words(count))

    def _on_failed(self, error: StoreError) -> None:
        self.notice_raised.emit(words.store_problem(error))
        self._feed.refresh()

    def _on_removal_asked(self, ids: list[str]) -> None:
        """Ask once: what leaves the library's trash can be brought back by the system's alone."""
        question = QMessageBox(self._window)
        question.setText(question_words(len(ids)))
        question.setInformativeText(
            self.tr("After that, the system's trash alone can bring back what was handed over.")
        )
        question.setProperty("ids", ids)
        remove = question.addButton(self.tr("Hand over"), QMessageBox.ButtonRole.DestructiveRole)
        question.setDefaultButton(question.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole))
        remove.clicked.connect(self._on_removal_confirmed)
        question.finished.connect(question.deleteLater)
        self._question = question
        question.open()

    def _on_removal_confirmed(self) -> None:
        if self._question is not None:
            self.service.empty([str(each) for each in self._question.property("ids")])
