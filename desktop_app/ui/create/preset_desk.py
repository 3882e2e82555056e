"""Between the rows that offer presets, their exchange as files, and whoever keeps them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.presets import LoraFavourite, ModelPreset, SizePreset
from desktop_app.qt.tasks import Tasks
from desktop_app.store.presets_file import Presets
from desktop_app.ui.create.model_row import ModelRow
from desktop_app.ui.create.more_fold import MoreFold
from desktop_app.ui.create.preset_traffic import PresetTraffic
from desktop_app.ui.create.size_row import SizeRow


class PresetDesk(PresetTraffic):
    """Holds all presets as they are now.

    Signals:
        changed(Presets): presets were saved, renamed, deleted or imported.
    """

    changed = Signal(object)

    def __init__(self, window: QWidget, tasks: Tasks, presets: Presets) -> None:
        super().__init__(window, tasks, self.held)
        self._presets = presets

    def held(self) -> Presets:
        """Return all presets."""
        return self._presets

    def attach(self, model: ModelRow, size: SizeRow, more: MoreFold) -> None:
        """Follow the rows in which presets are edited, and show them what was imported."""
        self._model, self._size, self._more = model, size, more
        model.presets_edited.connect(self._on_models_edited)
        size.presets_edited.connect(self._on_sizes_edited)
        more.favourites_edited.connect(self._on_favourites_edited)
        model.export_requested.connect(self.ask_export)
        model.import_requested.connect(self.ask_import)
        self.imported.connect(self._on_imported)
        self.refused.connect(model.tell)

    def _on_models_edited(self, presets: tuple[ModelPreset, ...]) -> None:
        self._keep(replace(self._presets, models=presets))

    def _on_sizes_edited(self, presets: tuple[SizePreset, ...]) -> None:
        self._keep(replace(self._presets, sizes=presets))

    def _on_favourites_edited(self, favourites: tuple[LoraFavourite, ...]) -> None:
        self._keep(replace(self._presets, loras=favourites))

    def _on_imported(self, presets: Presets) -> None:
        self._keep(presets)
        self._model.set_presets(presets.models)
        self._size.set_presets(presets.sizes)
        self._more.set_favourites(presets.loras)

    def _keep(self, presets: Presets) -> None:
        self._presets = presets
        self.changed.emit(presets)
