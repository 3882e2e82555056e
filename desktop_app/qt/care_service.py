"""Rating, picks, tags, notes, titles and collections for the window: changes that show at once, and are undone."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desktop_app.core.care import CareChange, clean_tag
from desktop_app.core.errors import StoreError
from desktop_app.qt.care_thread import CareThread
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.store.care_gesture import CareDone, CareGesture, Plan, Way
from desktop_app.store.care_journal import CareJournal
from desktop_app.store.care_plans import changing, moving, renaming_collection, renaming_tag
from desktop_app.store.care_writer import CareWriter, Progress
from desktop_app.store.image_row import ImageRow
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.library import Library, SavedImage

Chosen = Iterable[int | ImageRow]
"""Pictures by their keys or rows; an `array` of keys, such as a slice of a snapshot's, costs next to nothing."""

_GESTURES_KEPT = 200
_FINISH_S = 1.0


class CareService(QObject):
    """Made, used and closed in the GUI thread, where nothing is looked for, read or written.

    Each gesture is kept in a journal before the index shows it; the sidecars follow in a thread of their own, and what
    the program's end leaves undone is done after its next start. `text` is what an undo of the gesture is called. Given a
    `stack`, gestures are undone in one order with whatever else stands there. `writing` is held while a sidecar is changed.

    Signals:
        can_undo_changed(bool), can_redo_changed(bool)
        undo_text_changed(str), redo_text_changed(str)
        care_changed(CareDone): the index shows the change; so will the grid.
        change_failed(StoreError): a change could not be kept, and was not made.
        writing_failed(StoreError): sidecars cannot be written now; told once. It is tried again by itself.
        pending_changed(int): so many changes do not stand in the sidecars yet.
        names_ready(tuple): all tags, and all collections, each a list of (name, count); what `request_names` asked for.
    """

    can_undo_changed = Signal(bool)
    can_redo_changed = Signal(bool)
    undo_text_changed = Signal(str)
    redo_text_changed = Signal(str)
    care_changed = Signal(object)
    change_failed = Signal(object)
    writing_failed = Signal(object)
    pending_changed = Signal(int)
    names_ready = Signal(object)

    _written = Signal(object, int)
    _refused = Signal(object)

    def __init__(
        self,
        feed: LibraryFeed,
        journal: Path,
        cache: Path,
        known: KnownFolders | None = None,
        stack: QUndoStack | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = feed.library_thread
        self._journal = CareJournal(journal)
        self._library.use_care(self._journal)
        lock = journal.with_name(f"{journal.name}.lock")
        writer = CareWriter(self._journal, cache, known)
        self.writing = writer.writing
        self._thread = CareThread(self._journal, writer, lock, self._written.emit, self._refused.emit)
        self._is_closed = False
        self._newest: CareGesture | None = None
        self._newest_at = 0
        self._stack = stack if stack is not None else _own_stack(self)
        self._stack.canUndoChanged.connect(self.can_undo_changed)
        self._stack.canRedoChanged.connect(self.can_redo_changed)
        self._stack.undoTextChanged.connect(self.undo_text_changed)
        self._stack.redoTextChanged.connect(self.redo_text_changed)
        feed.cared.connect(self._on_cared)
        feed.names_ready.connect(self.names_ready)
        feed.scan_finished.connect(self._on_library_looked_at)
        self._written.connect(self._on_written)
        self._refused.connect(self._on_refused)

    @property
    def can_undo(self) -> bool:
        """Say whether there is a gesture to take back."""
        return self._stack.canUndo()

    @property
    def can_redo(self) -> bool:
        """Say whether there is a gesture to make again."""
        return self._stack.canRedo()

    @property
    def undo_text(self) -> str:
        """What the gesture is called that `undo` takes back."""
        return self._stack.undoText()

    @property
    def redo_text(self) -> str:
        """What the gesture is called that `redo` makes again."""
        return self._stack.redoText()

    @property
    def stack(self) -> QUndoStack:
        """What can be undone, for others who have something to undo."""
        return self._stack

    def start(self) -> None:
        """Begin to write what waits from earlier; called when the window stands."""
        self._thread.start()

    def change(self, chosen: Chosen, change: CareChange, text: str = "") -> None:
        """Make one change at these pictures; samples stay as they are."""
        self._make(changing(_keys(chosen), change), text)

    def rename_tag(self, tag: str, new: str, text: str = "") -> None:
        """Give a tag another name in the whole library, or make it one with another; those that lie in it follow."""
        self._make(renaming_tag(tag, clean_tag(new)), text)

    def remove_tag(self, tag: str, text: str = "") -> None:
        """Take a tag, and those that lie in it, from every picture."""
        self._make(renaming_tag(tag, ""), text)

    def rename_collection(self, name: str, new: str, text: str = "") -> None:
        """Give a collection another name, or make it one with another."""
        self._make(renaming_collection(name, new.strip()), text)

    def dissolve_collection(self, name: str, text: str = "") -> None:
        """Take every picture out of a collection; the pictures stay."""
        self._make(renaming_collection(name, ""), text)

    def move(self, collection: str, chosen: Chosen, before: int | None, text: str = "") -> None:
        """Put pictures, in this order, before another one (its key) of a collection, or at its end for `None`."""
        self._make(moving(collection, _keys(chosen), before), text)

    def undo(self) -> None:
        """Take the last gesture back."""
        self._stack.undo()

    def redo(self) -> None:
        """Make again what was taken back last."""
        self._stack.redo()

    def request_names(self) -> None:
        """Ask for all tags and collections, to complete what is typed; `names_ready` answers."""
        self._library.request_names()

    def forget(self) -> None:
        """Forget what could be undone: another library is shown."""
        self._newest = None
        self._stack.clear()

    def reading(self, library: Library) -> Callable[[Path], SavedImage]:
        """Return what reads pictures of a library as they will be known when all changes stand in the sidecars.

        It may be called in any thread, and raises what `Library.read` raises.
        """
        library.overlay = self._journal
        return library.read

    def close(self) -> None:
        """End the writing, after the feed was closed: a few sidecars are finished, many wait for the next start."""
        self._is_closed = True
        # A stack that goes with commands of Python in it ends the program.
        self._stack.clear()
        self._thread.close(_FINISH_S)
        self._journal.close()

    def _make(self, plan: Plan, text: str) -> None:
        self._newest = CareGesture(plan)
        self._stack.push(_Command(self._newest, text, self._library.perform))
        self._newest_at = self._stack.index()

    def _on_cared(self, done: CareDone) -> None:
        if done.error is not None:
            self.change_failed.emit(done.error)
        else:
            self._thread.wake()
        if done.gesture is self._newest and done.gesture.is_void and self._stack.index() == self._newest_at:
            # The command says itself that there is nothing to take back, and Qt drops it.
            self._stack.undo()
            self._newest = None
        if done.keys:
            self.care_changed.emit(done)

    def _on_library_looked_at(self) -> None:
        self._thread.wake()

    def _on_written(self, progress: Progress, pending: int) -> None:
        if self._is_closed:
            return
        if progress.written:
            self._library.take_written(progress.written)
        self.pending_changed.emit(pending)

    def _on_refused(self, error: StoreError) -> None:
        if not self._is_closed:
            self.writing_failed.emit(error)


class _Command(QUndoCommand):
    """A gesture in the list of those that can be taken back; pushing makes it."""

    def __init__(self, gesture: CareGesture, text: str, perform: Callable[[CareGesture, Way], None]) -> None:
        super().__init__(text)
        self._gesture = gesture
        self._perform = perform

    def redo(self) -> None:
        """Make it."""
        self._perform(self._gesture, Way.FORTH)

    def undo(self) -> None:
        """Take it back; one that changed nothing goes from the list."""
        if self._gesture.is_void:
            self.setObsolete(True)
        else:
            self._perform(self._gesture, Way.BACK)


def _own_stack(parent: QObject) -> QUndoStack:
    stack = QUndoStack(parent)
    stack.setUndoLimit(_GESTURES_KEPT)
    return stack


def _keys(chosen: Chosen | Sequence[int]) -> array[int]:
    if isinstance(chosen, array):
        return chosen if not chosen or min(chosen) >= 0 else array("q", (key for key in chosen if key >= 0))
    keys = (each.key if isinstance(each, ImageRow) else each for each in chosen)
    return array("q", (key for key in keys if key >= 0))
