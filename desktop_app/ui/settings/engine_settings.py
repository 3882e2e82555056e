"""The settings that are the engine's: it is told of each that changes."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop_app.core.settings import Settings
from desktop_app.qt.engine_thread import EngineThread
from desktop_app.ui.models_desk import ModelsDesk
from desktop_app.ui.settings.settings_flow import SettingsFlow


class EngineSettings(QObject):
    """Hands on the server, the number of orders side by side, their pace, the month's budget, and how files are called."""

    def __init__(self, settings: SettingsFlow, engine: EngineThread, models: ModelsDesk) -> None:
        super().__init__(settings)
        self._engine = engine
        self._models = models
        settings.changed.connect(self._on_changed)

    def _on_changed(self, before: Settings, now: Settings) -> None:
        if before.base_url != now.base_url:
            self._engine.set_base_url(now.base_url)
            self._models.refresh_quietly()
        if before.parallel_jobs != now.parallel_jobs:
            self._engine.set_parallel_jobs(now.parallel_jobs)
        if before.pace_s != now.pace_s:
            self._engine.set_pace(now.pace_s)
        if before.monthly_budget_usd != now.monthly_budget_usd:
            self._engine.set_budget(now.monthly_budget_usd)
        if before.name_pattern != now.name_pattern:
            self._engine.set_name_pattern(now.name_pattern)
