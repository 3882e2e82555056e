"""Between the engine's knowledge of the models and every part of the window that goes by it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop_app.core.catalogue import Catalogue
from desktop_app.engine.events import ModelsRefreshed
from desktop_app.qt.engine_thread import EngineThread
from desktop_app.ui.create.panel import CreatePanel
from desktop_app.ui.details.panel import DetailsPanel
from desktop_app.ui.gallery.view import GalleryView


class ModelsDesk(QObject):
    """Hands the table of models on whenever something new is known of them."""

    def __init__(
        self, engine: EngineThread, panel: CreatePanel, gallery: GalleryView, details: DetailsPanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._panel = panel
        self._gallery = gallery
        self._details = details
        engine.catalogue_changed.connect(self._on_catalogue_changed)
        engine.models_refreshed.connect(self._on_models_refreshed)
        panel.model.refresh_requested.connect(self._on_refresh_requested)

    def refresh_quietly(self) -> None:
        """Ask the provider which models there are; when it cannot be asked, what was kept goes on to count."""
        self._engine.refresh_models(quiet=True)

    def _on_refresh_requested(self) -> None:
        self._panel.model.show_refreshing()
        self._engine.refresh_models()

    def _on_catalogue_changed(self, catalogue: Catalogue) -> None:
        self._panel.set_catalogue(catalogue)
        self._gallery.set_catalogue(catalogue)
        self._details.set_catalogue(catalogue)

    def _on_models_refreshed(self, refreshed: ModelsRefreshed) -> None:
        self._panel.model.show_refresh_result(refreshed.error, refreshed.listed_on)
