"""What happens when something is selected, opened or commanded: the traffic between grid, large view and details."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from desktop_app.core.job import Job
from desktop_app.qt.gallery_model import GalleryModel, Role
from desktop_app.store.image_row import ImageRow
from desktop_app.ui.file_actions import FileActions
from desktop_app.ui.main_window import MainWindow


class Desk(QObject):
    """Keeps the details and the large view in step with the selection in the grid."""

    def __init__(self, window: MainWindow, model: GalleryModel, files: FileActions) -> None:
        super().__init__(window)
        self._window = window
        self._parts = window.parts
        self._model = model
        self._files = files
        gallery, picture, details = self._parts.gallery, self._parts.picture, self._parts.details
        gallery.selection_changed.connect(self._on_selection_changed)
        gallery.image_activated.connect(self._on_image_activated)
        gallery.job_details_requested.connect(self.show_job)
        picture.left.connect(window.show_grid)
        picture.stepped.connect(self._on_stepped)
        details.view_requested.connect(self._on_view_requested)
        model.dataChanged.connect(self._on_data_changed)

    def selected(self) -> list[ImageRow | Job]:
        """Return what is selected and known, in the order of the grid."""
        indexes = sorted(self._parts.gallery.selectionModel().selectedIndexes(), key=lambda index: index.row())
        entries = [index.data(Role.ENTRY) for index in indexes]
        return [entry for entry in entries if entry is not None]

    def selected_paths(self) -> list[Path]:
        """Return the files of the selected pictures."""
        return [Path(entry.path) for entry in self.selected() if isinstance(entry, ImageRow)]

    def open_selected(self) -> None:
        """Show the selected picture large."""
        paths = self.selected_paths()
        if paths:
            self._open(paths[0])

    def copy_selected(self) -> None:
        """Copy the selected picture."""
        paths = self.selected_paths()
        if paths:
            self._files.copy_image(paths[0])

    def show_selected_in_folder(self) -> None:
        """Show the selected picture in the file manager."""
        paths = self.selected_paths()
        if paths:
            self._files.show_in_folder(paths[0])

    def show_job(self, job_id: str) -> None:
        """Show the details of a job."""
        row = self._model.row_of(job_id)
        entry = None if row is None else self._model.entry(row)
        if isinstance(entry, Job):
            self._window.show_details()
            self._parts.details.show_job(entry)

    def _on_selection_changed(self) -> None:
        entries = self.selected()
        details = self._parts.details
        if not entries:
            details.show_nothing()
        elif len(entries) > 1:
            costs = [entry.cost_usd for entry in entries if isinstance(entry, ImageRow) and entry.cost_usd is not None]
            details.show_several(len(entries), sum(costs) if costs else None)
        elif isinstance(entries[0], Job):
            details.show_job(entries[0])
        else:
            details.show_image(Path(entries[0].path))

    def _on_data_changed(self) -> None:
        details = self._parts.details
        entries = self.selected()
        if details.shown_job_id or (len(entries) == 1 and isinstance(entries[0], ImageRow)):
            self._refresh_details(entries)

    def _refresh_details(self, entries: list[ImageRow | Job]) -> None:
        details = self._parts.details
        if details.shown_job_id:
            row = self._model.row_of(details.shown_job_id)
            entry = None if row is None else self._model.entry(row)
            if isinstance(entry, Job):
                details.show_job(entry)
                return
        if len(entries) == 1 and isinstance(entries[0], ImageRow):
            details.show_image(Path(entries[0].path))

    def _on_image_activated(self, row: ImageRow) -> None:
        self._open(Path(row.path))

    def _on_view_requested(self, path: Path) -> None:
        self._open(path)

    def _open(self, path: Path) -> None:
        self._parts.picture.show_picture(path)
        self._window.show_picture()

    def _on_stepped(self, step: int) -> None:
        gallery = self._parts.gallery
        row = gallery.currentIndex().row() + step
        while 0 <= row < self._model.rowCount():
            entry = self._model.entry(row)
            if isinstance(entry, ImageRow):
                gallery.setCurrentIndex(self._model.index(row))
                self._parts.picture.show_picture(Path(entry.path))
                return
            row += step
