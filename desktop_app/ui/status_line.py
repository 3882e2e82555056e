"""The line under the grid: what is being made, what it cost today, and the keys that help."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.ui.widgets.labels import text_label
from desktop_app.ui.words import usd

_KEYS_FIT_PX = 560


@dataclass(frozen=True, slots=True)
class StudioStatus:
    """What the line tells: jobs under way and waiting, today's cost in US dollars, and whether the demo engine paints."""

    making: int = 0
    waiting: int = 0
    today_usd: float = 0.0
    is_demo: bool = False


class StatusLine(QWidget):
    """One quiet line of text with a passing notice."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(32)
        self._jobs = text_label("", "status")
        self._money = text_label("", "status-dim")
        self._notice = text_label("", "status-dim")
        self._keys = text_label(self.tr("G grid   E view   ? keys"), "status-dim")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
        for label in (self._jobs, self._money, self._notice):
            row.addWidget(label)
        row.addStretch(1)
        row.addWidget(self._keys)

    def show_status(self, status: StudioStatus) -> None:
        """Tell how things stand."""
        jobs = self._jobs_words(status)
        self._jobs.setText(jobs)
        self._jobs.setVisible(bool(jobs))
        self._money.setText(self._money_words(status))

    def show_notice(self, text: str) -> None:
        """Tell something in passing; an empty text takes it back."""
        self._notice.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keys.setVisible(event.size().width() >= _KEYS_FIT_PX)

    def _jobs_words(self, status: StudioStatus) -> str:
        parts = []
        if status.making:
            parts.append(self.tr("{n} making").format(n=status.making))
        if status.waiting:
            parts.append(self.tr("{n} waiting").format(n=status.waiting))
        return " · ".join(parts)

    def _money_words(self, status: StudioStatus) -> str:
        if status.is_demo:
            return self.tr("Demo engine: nothing is sent anywhere")
        return self.tr("today {amount}").format(amount=usd(status.today_usd))
