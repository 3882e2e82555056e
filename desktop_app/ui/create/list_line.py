"""The line under the list of models: from which day the provider's list is, and the button that asks for a new one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.errors import KeyRejected, NetworkError, SfumatoError
from desktop_app.core.pricing import PRICE_TABLE_DATE
from desktop_app.ui.create.note import Note
from desktop_app.ui.create.price_words import day
from desktop_app.ui.widgets.labels import text_label


class ListLine(QWidget):
    """A date and a button, and what came of asking.

    Signals:
        refresh_requested: the person asks for a new list.
    """

    refresh_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_busy = False
        self.label = text_label("", "label")
        self.button = QPushButton(self.tr("Refresh"))
        self.button.setProperty("kind", "quiet")
        self.button.setAutoDefault(True)
        self.button.setAccessibleName(self.tr("Refresh the list of models"))
        self.button.clicked.connect(self._on_clicked)
        self.note = Note("warn-small")
        self.note.setContentsMargins(28, 0, 8, 4)
        row = QHBoxLayout()
        row.setContentsMargins(28, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.note)
        self.show_day(None)

    def show_day(self, listed_on: date | None) -> None:
        """Show the day of the list that counts, `None` when only the table of the program does."""
        if self._is_busy:
            return
        if listed_on is None:
            self.label.setText(self.tr("Built-in list of {day}").format(day=day(PRICE_TABLE_DATE)))
        else:
            self.label.setText(self.tr("List of {day}").format(day=day(listed_on)))

    def show_refreshing(self) -> None:
        """Say that a new list is on its way."""
        self._is_busy = True
        self.note.say("")
        self.label.setText(self.tr("Asking Together for its list"))

    def show_result(self, error: SfumatoError | None, listed_on: date | None) -> None:
        """Say what came of asking."""
        self._is_busy = False
        self.show_day(listed_on)
        self.note.say(self._problem(error) if error is not None else "")

    def _problem(self, error: SfumatoError) -> str:
        if isinstance(error, KeyRejected):
            return self.tr("The list needs a key that Together accepts.")
        if isinstance(error, NetworkError):
            return self.tr("Together could not be reached. This list stays.")
        return self.tr("No list came from Together. This one stays.")

    def _on_clicked(self) -> None:
        if not self._is_busy:
            self.show_refreshing()
            self.refresh_requested.emit()
