"""The ways between the engine, the costs and the budget: who hears what is spent, and where a person's word goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.qt.engine_thread import EngineThread
from desktop_app.ui.ledger.budget_banner import BudgetBanner
from desktop_app.ui.ledger.costs_flow import CostsFlow
from desktop_app.ui.settings.settings_flow import SettingsFlow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class CostsDesk(QObject):
    """Connects the window of costs and the card of the budget with the engine and the settings.

    Signals:
        notice_raised(str): something to tell in passing.
    """

    notice_raised = Signal(str)

    def __init__(
        self, window: QWidget, engine: EngineThread, settings: SettingsFlow, costs: CostsFlow, banner: BudgetBanner
    ) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._costs = costs
        for part in (costs, banner):
            engine.budget_changed.connect(part.take_budget)
            engine.queue_changed.connect(part.take_queue)
            part.go_on_requested.connect(engine.go_on_over_budget)
        banner.costs_requested.connect(self.show_costs)
        costs.budget_requested.connect(self._on_budget_requested)
        costs.exported.connect(self._on_exported)

    def show_costs(self) -> None:
        """Open the window of costs, or bring it to the front."""
        self._costs.show(self._window)

    def _on_budget_requested(self) -> None:
        self._settings.show(self._window).budget.setFocus()

    def _on_exported(self, path: Path) -> None:
        self.notice_raised.emit(self.tr("Costs exported to {name}.").format(name=path.name))
