"""What happens when something is selected, opened or commanded: the traffic between grid, large view and details."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop_app.core.job import Job
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.store.image_row import ImageRow
from desktop_app.ui.file_actions import FileActions
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.shortcuts import Command


class Desk(QObject):
    """Keeps the details and the large view in step with the selection in the grid.

    Signals:
        edit_requested(Path, str): use the picture with this UUID as a reference.
        menu_made(QMenu, list[ImageRow]): a menu for these pictures is about to be shown; others may add to it.
    """

    edit_requested = Signal(object, str)
    menu_made = Signal(object, object)

    def __init__(self, window: MainWindow, model: GalleryModel, files: FileActions) -> None:
        super().__init__(window)
        self._window = window
        self._parts = window.parts
        self._model = model
        self._files = files
        self.with_key: Callable[[str, Command], str] = lambda words, _command: words
        gallery, picture = self._parts.gallery, self._parts.picture
        gallery.selection_changed_to.connect(self._on_selection_changed)
        gallery.image_activated.connect(self._on_image_activated)
        gallery.image_menu_requested.connect(self._on_menu_requested)
        gallery.job_details_requested.connect(self._on_job_details_requested)
        self._parts.top_bar.search_changed.connect(self._on_searched)
        self._parts.top_bar.search_left.connect(window.show_grid)
        picture.left.connect(window.show_grid)
        picture.stepped.connect(self._on_stepped)
        self._parts.details.view_requested.connect(self._open)

    def open_selected(self) -> None:
        """Show the selected picture large, or the one that the keys stand on when none is."""
        gallery = self._parts.gallery
        row = next(iter(gallery.selected_images()), gallery.current_image())
        if row is not None:
            self._open(Path(row.path))

    def copy_selected(self) -> None:
        """Copy the selected pictures; a single one with its pixels."""
        rows = self._parts.gallery.selected_images()
        if len(rows) == 1:
            self._files.copy_image(Path(rows[0].path))
        elif rows:
            self._parts.gallery.copy_selected()

    def show_selected_in_folder(self) -> None:
        """Show the selected picture in the file manager."""
        rows = self._parts.gallery.selected_images()
        if rows:
            self._files.show_in_folder(Path(rows[0].path))

    def edit_selected(self) -> None:
        """Use the selected pictures as references."""
        for row in self._parts.gallery.selected_images():
            self.edit_requested.emit(Path(row.path), row.uuid)

    def _on_selection_changed(self, rows: Sequence[ImageRow]) -> None:
        details = self._parts.details
        if len(rows) == 1:
            details.show_image(Path(rows[0].path))
        elif rows:
            costs = [row.cost_usd for row in rows if row.cost_usd is not None]
            details.show_several(len(rows), sum(costs) if costs else None)
        else:
            self._show_selected_job()

    def _show_selected_job(self) -> None:
        gallery = self._parts.gallery
        index = gallery.currentIndex()
        entry = self._model.entry(index.row()) if index.isValid() else None
        if isinstance(entry, Job) and gallery.selectionModel().isSelected(index):
            self._parts.details.show_job(entry)
        else:
            self._parts.details.show_nothing()

    def _on_job_details_requested(self, job_id: str) -> None:
        row = self._model.row_of(job_id)
        if row is not None:
            self._window.show_details()
            self._parts.gallery.setCurrentIndex(self._model.index(row))
            self._show_selected_job()

    def _on_menu_requested(self, rows: Sequence[ImageRow], at: QPoint) -> None:
        menu = QMenu(self._parts.gallery)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, slot in (
            (self.with_key(self.tr("Show large"), Command.SHOW_PICTURE), self.open_selected),
            (self.tr("Use as reference"), self.edit_selected),
            (self.with_key(self.tr("Copy"), Command.COPY), self.copy_selected),
            (self.with_key(self.tr("Show in folder"), Command.SHOW_IN_FOLDER), self.show_selected_in_folder),
        ):
            action = QAction(words, menu)
            action.triggered.connect(slot)
            menu.addAction(action)
        if rows:
            menu.addMenu(self._files.open_with_menu(Path(rows[0].path), menu))
        self.menu_made.emit(menu, rows)
        menu.addSeparator()
        menu.addAction(self.tr("Move to trash"), self._parts.gallery.deletion_requested.emit)
        menu.popup(at)

    def _on_searched(self, _text: str) -> None:
        # What is found stands in the grid.
        self._window.leave_picture()

    def _on_image_activated(self, row: ImageRow) -> None:
        self._open(Path(row.path))

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
