"""References: the strip with its label, where they come from, and the sentence when one cannot be used."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QMimeData, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop_app.core.request import Reference
from desktop_app.qt.tasks import Tasks
from desktop_app.store.references import ReferenceStore
from desktop_app.ui.create.create_words import problem_of
from desktop_app.ui.create.field_head import FieldHead
from desktop_app.ui.create.incoming import AddressSource, DataSource, FileSource, Source, sources
from desktop_app.ui.create.note import Note
from desktop_app.ui.create.reference_loader import Prepared, ReferenceLoader
from desktop_app.ui.create.reference_strip import ReferenceStrip
from desktop_app.ui.theme.theme import Theme


class ReferenceRow(QWidget):
    """Takes pictures in from everywhere and keeps them in order.

    Signals:
        changed: other references are ready, or stand in another order.
        address_dropped(str, str): a token and the URL of a picture to fetch; `fetched` takes the answer.
    """

    changed = Signal()
    address_dropped = Signal(str, str)

    def __init__(self, theme: Theme, store: ReferenceStore, tasks: Tasks, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        self._head = FieldHead(self.tr("References"))
        self.strip = ReferenceStrip(theme, limit)
        self.note = Note("bad-small")
        self._loader = ReferenceLoader(store, tasks, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._head, self.strip, self.note):
            column.addWidget(part)
        self._loader.prepared.connect(self._on_prepared)
        self.strip.changed.connect(self.changed)
        self.strip.pick_asked.connect(self.pick)
        self.show_limit(0)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references that are ready, in their order."""
        return self.strip.references

    def show_limit(self, taken: int) -> None:
        """Say how many of so many are there; `taken` is how many the model takes."""
        count = len(self.references)
        text = (
            self.tr("{count} of {limit}").format(count=count, limit=taken) if count else self.tr("drop, paste or pick")
        )
        self._head.set_side(text)

    def take(self, mime: QMimeData) -> bool:
        """Take in what a drop or a paste holds; return whether there was any picture."""
        found = sources(mime, self.tr("Picture"))
        self._add(found)
        return bool(found)

    def add_file(self, path: Path, image_uuid: str | None = None) -> None:
        """Take in a file; `image_uuid` is set when it is in the library."""
        self._add([FileSource(path, image_uuid)])

    def add_data(self, data: bytes, name: str) -> None:
        """Take in a picture's bytes."""
        self._add([DataSource(data, name)])

    def restore(self, references: list[Reference]) -> None:
        """Put references of a draft in the place of what is there."""
        self.strip.clear()
        for reference in references[: self._limit]:
            token = str(uuid4())
            self.strip.begin(token, reference.name)
            self._loader.restore(token, reference)

    def fetched(self, token: str, reference: Reference | None, error: Exception | None) -> None:
        """Take the answer to `address_dropped`; for a token that is gone nothing happens."""
        if self.strip.tile(token) is None:
            return
        if reference is None:
            self._on_prepared(Prepared(token, error=error))
        else:
            self._loader.restore(token, reference)

    def pick(self) -> None:
        """Open the system's file dialog beside the window."""
        dialog = QFileDialog(self, self.tr("Add reference pictures"), self._folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(
            [
                self.tr("Pictures") + " (*.png *.jpg *.jpeg *.webp *.tif *.tiff *.bmp *.gif *.avif)",
                self.tr("All files") + " (*)",
            ]
        )
        dialog.filesSelected.connect(self._on_files_selected)
        dialog.open()

    def _on_files_selected(self, paths: list[str]) -> None:
        self._folder = str(Path(paths[0]).parent)
        self._add([FileSource(Path(path)) for path in paths])

    def _add(self, found: list[Source]) -> None:
        self.note.say("")
        for source in found:
            if self.strip.is_full:
                self.note.say(self.tr("No model takes more than {limit} references.").format(limit=self._limit))
                return
            self._begin(source)

    def _begin(self, source: Source) -> None:
        token = str(uuid4())
        self.strip.begin(token, source.name)
        if isinstance(source, AddressSource):
            self.address_dropped.emit(token, source.url)
        else:
            self._loader.prepare(token, source)

    def _on_prepared(self, prepared: Prepared) -> None:
        if self.strip.tile(prepared.token) is None:
            return
        if prepared.reference is None or prepared.thumbnail is None:
            self.strip.remove(prepared.token)
            self.note.say(problem_of(prepared.error or ValueError("no answer")))
        elif self._is_there(prepared.reference):
            self.strip.remove(prepared.token)
            self.note.say(self.tr("This picture is already a reference."))
        else:
            self.strip.fill(prepared.token, prepared.reference, prepared.thumbnail)

    def _is_there(self, reference: Reference) -> bool:
        return any(each.prepared == reference.prepared for each in self.references)
