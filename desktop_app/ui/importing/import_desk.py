"""Pictures that are dropped on the grid, pasted there, or chosen by the menu, on their way into the library."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog

from desktop_app.core.search_query import Condition, Field, SearchQuery
from desktop_app.qt.image_mime import IMAGES_MIME
from desktop_app.qt.import_service import ImportService, ImportSummary
from desktop_app.store.library import Library
from desktop_app.ui.importing.import_words import progress_words, summary_words

if TYPE_CHECKING:
    from desktop_app.qt.library_feed import LibraryFeed
    from desktop_app.ui.gallery.view import GalleryView
    from desktop_app.ui.top_bar import TopBar
    from desktop_app.ui.widgets.notice_strip import NoticeStrip

_TOLD_EVERY_S = 0.2
_DIGITS = 12
"""So much of a SHA-256 is enough to find a file by."""
_FILTER = "(*.png *.jpg *.jpeg *.webp)"


class ImportDesk(QObject):
    """Takes pictures in where the grid is; elsewhere in the window they become references.

    Signals:
        notice_raised(str): something to tell in passing.
        search_requested(SearchQuery): the person wants to see pictures that were in the library already.
    """

    notice_raised = Signal(str)
    search_requested = Signal(object)

    def __init__(
        self, gallery: GalleryView, bar: TopBar, feed: LibraryFeed, library: Callable[[], Library], strip: NoticeStrip
    ) -> None:
        super().__init__(gallery)
        self._strip = strip
        self._known: tuple[str, ...] = ()
        self._gallery = gallery
        self._library = library
        self._told_at = 0.0
        self._pasted: list[tempfile.TemporaryDirectory[str]] = []
        self.service = ImportService(feed.cache, self)
        self.service.imported.connect(feed.add_saved)
        self.service.progressed.connect(self._on_progressed)
        self.service.finished.connect(self._on_finished)
        strip.acted.connect(self._on_acted)
        bar.import_requested.connect(self.ask)
        bar.folder_import_requested.connect(self.ask_for_folder)
        gallery.setAcceptDrops(True)
        gallery.installEventFilter(self)
        gallery.viewport().installEventFilter(self)

    def ask(self) -> None:
        """Let the person choose pictures."""
        dialog = QFileDialog(self._gallery.window(), self.tr("Import pictures"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(f"{self.tr('Pictures')} {_FILTER}")
        dialog.filesSelected.connect(self._on_files_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_for_folder(self) -> None:
        """Let the person choose a folder of pictures."""
        dialog = QFileDialog(self._gallery.window(), self.tr("Import a folder of pictures"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(self._on_files_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, mime: QMimeData) -> bool:
        """Import what was dropped or pasted; say whether it holds anything to import."""
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if not paths and mime.hasImage():
            paths = self._kept(mime.imageData())
        if paths:
            self._begin(paths)
        return bool(paths)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drops on the grid's viewport and the keys of pasting on the grid."""
        if isinstance(event, QDropEvent):
            if watched is self._gallery:
                return False
            if not self._dropped(event):
                # Who stands behind the grid may want it; the grid itself takes nothing into its model.
                event.ignore()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self._gallery:
            if event.matches(QKeySequence.StandardKey.Paste):
                return self.take(QGuiApplication.clipboard().mimeData())
            if event.key() == Qt.Key.Key_Escape and self.service.is_running:
                self.service.cancel()
                return True
        return False

    def close(self) -> None:
        """Stop importing."""
        self.service.close()
        self._let_go()

    def _dropped(self, event: QDropEvent) -> bool:
        mime = event.mimeData()
        # What comes from the grid itself is in the library.
        if mime.hasFormat(IMAGES_MIME) or not (any(url.isLocalFile() for url in mime.urls()) or mime.hasImage()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.take(mime)
        return True

    def _begin(self, paths: Sequence[Path]) -> None:
        self._told_at = 0.0
        self.service.begin(self._library(), paths)

    def _kept(self, image: object) -> list[Path]:
        """Put a picture from the clipboard into a file, from which it is imported like any other."""
        if not isinstance(image, QImage) or image.isNull():
            return []
        folder = tempfile.TemporaryDirectory(prefix="sfumato-")
        self._pasted.append(folder)
        path = Path(folder.name, f"{self.tr('pasted')}.png")
        return [path] if image.save(str(path)) else []

    def _let_go(self) -> None:
        for folder in self._pasted:
            folder.cleanup()
        self._pasted.clear()

    def _on_files_chosen(self, names: Sequence[str]) -> None:
        self._begin([Path(name) for name in names])

    def _on_progressed(self, done: int, total: int) -> None:
        now = time.monotonic()
        if total > 1 and now - self._told_at > _TOLD_EVERY_S:
            self._told_at = now
            self._strip.show_progress(progress_words(done, total), done, total, self.tr("Stop"))

    def _on_finished(self, summary: ImportSummary) -> None:
        self._known = summary.known
        if self.service.is_running:
            return
        self._let_go()
        self._strip.put_away()
        if self._known:
            self._strip.say(summary_words(summary), self.tr("Show"))
        else:
            self.notice_raised.emit(summary_words(summary))

    def _on_acted(self) -> None:
        if self.service.is_running:
            self.service.cancel()
        elif self._known:
            terms = tuple(Condition(Field.SHA, sha256[:_DIGITS]) for sha256 in self._known)
            self._strip.put_away()
            self.search_requested.emit(SearchQuery(terms))
