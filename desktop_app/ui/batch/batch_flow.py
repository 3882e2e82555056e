"""The way of a batch: its window is made when it is first asked for, and follows the Create panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.batches import BatchItem
from desktop_app.core.prompt_template import Lists
from desktop_app.qt.tasks import Tasks
from desktop_app.ui.create.panel import CreatePanel
from desktop_app.ui.order_desk import OrderDesk
from desktop_app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from desktop_app.ui.batch.batch_window import BatchWindow


class BatchFlow(QObject):
    """Holds the window of batches. `orders` knows who would make the pictures.

    Signals:
        batch_ordered(object): a tuple of BatchItem.
    """

    batch_ordered = Signal(object)

    def __init__(self, theme: Theme, tasks: Tasks, panel: CreatePanel, lists: Lists, orders: OrderDesk) -> None:
        super().__init__(panel)
        self._theme = theme
        self._tasks = tasks
        self._panel = panel
        self._lists = lists
        self._orders = orders
        self._window: BatchWindow | None = None
        panel.batch_requested.connect(self.open)
        self.batch_ordered.connect(orders.order_batch)

    def open(self) -> None:
        """Open the window over the program's own, or bring it to the front."""
        self.show(self._panel.window())

    def show(self, parent: QWidget) -> BatchWindow:
        """Open the window, or bring it to the front."""
        if self._window is None:
            from desktop_app.ui.batch.batch_window import BatchWindow

            self._window = BatchWindow(self._theme, self._tasks, self._panel.form, self._lists, parent)
            self._window.batch_ordered.connect(self._on_ordered)
            self._panel.draft_changed.connect(self._on_draft_changed)
        self._window.set_demo(self._orders.is_demo)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        return self._window

    def _on_draft_changed(self) -> None:
        if self._window is not None and self._window.isVisible():
            self._window.set_demo(self._orders.is_demo)

    def _on_ordered(self, items: tuple[BatchItem, ...]) -> None:
        self.batch_ordered.emit(items)
        # As after every order: another press makes other pictures.
        self._panel.renew_seed()
