"""The head of the queue: how much is under way and what it costs, why nothing goes out, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.ui.queue.queue_words import count_words, hold_words, total_words
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.widgets.labels import frame, text_label

if TYPE_CHECKING:
    from desktop_app.ui.theme.theme import Theme

_HEAD_PX = 52
_REASON_PX = 40
_ICONS = {
    Hold.PAUSED: "pause",
    Hold.OFFLINE: "wifi-off",
    Hold.BUDGET: "triangle-alert",
    Hold.KEY: "key-round",
    Hold.KEY_REFUSED: "key-round",
    Hold.CREDIT: "triangle-alert",
    Hold.SHARING: "lock",
}
BILLING_PAGE = "https://api.together.ai/settings/billing"


class QueueHead(QWidget):
    """A line of totals with buttons, and a line for each reason why nothing goes out.

    Signals:
        pause_requested(), resume_requested(): stop sending, and go on.
        retry_all_requested(): take up all that failed without having been billed.
        try_now_requested(): look for the network at once, and try again what the account was refused.
        go_on_requested(): send in this month whatever it costs.
        key_requested(): the person wants to enter a key.
    """

    pause_requested = Signal()
    resume_requested = Signal()
    retry_all_requested = Signal()
    try_now_requested = Signal()
    go_on_requested = Signal()
    key_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_paused = False
        self.counts = text_label("", "secondary")
        self.total = text_label("", "secondary")
        self.pause = QPushButton(self.tr("Pause"))
        self.retry_all = QPushButton(self.tr("Retry all failed"))
        self.reasons = {hold: _Reason(theme, _ICONS[hold], self._way_out(hold)) for hold in Hold}
        self._lay_out()
        self._connect()
        self.show_state(QueueState(), may_retry=False)

    def show_state(self, state: QueueState, *, may_retry: bool) -> None:
        """Show how the queue stands; `may_retry` says that something failed that can be taken up again."""
        self._is_paused = state.is_paused
        self.counts.setText(count_words(state))
        self.total.setText(total_words(state))
        self.pause.setText(self.tr("Resume") if state.is_paused else self.tr("Pause"))
        self.retry_all.setVisible(may_retry)
        for hold, reason in self.reasons.items():
            reason.setVisible(hold in state.holds)
            reason.label.setText(hold_words(hold, state) if hold in state.holds else "")

    def _way_out(self, hold: Hold) -> str:
        return {
            Hold.PAUSED: "",
            Hold.OFFLINE: self.tr("Try now"),
            Hold.BUDGET: self.tr("Go on this month"),
            Hold.KEY: self.tr("Enter a key"),
            Hold.KEY_REFUSED: self.tr("Enter a key"),
            Hold.CREDIT: self.tr("Try now"),
            Hold.SHARING: self.tr("Try now"),
        }[hold]

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout()
        line.setContentsMargins(16, 0, 12, 0)
        line.setSpacing(12)
        line.addWidget(text_label(self.tr("Queue"), "heading"))
        line.addWidget(self.counts)
        line.addWidget(self.total)
        line.addStretch(1)
        line.addWidget(self.retry_all)
        line.addWidget(self.pause)
        # Both words of the button fit: it does not jump.
        self.pause.setText(self.tr("Resume"))
        self.pause.ensurePolished()
        self.pause.setMinimumWidth(self.pause.sizeHint().width())
        head = QWidget()
        head.setFixedHeight(_HEAD_PX)
        head.setLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        for reason in self.reasons.values():
            column.addWidget(reason)
        column.addWidget(frame("line-h"))

    def _connect(self) -> None:
        self.pause.clicked.connect(self._on_pause_clicked)
        self.retry_all.clicked.connect(self.retry_all_requested)
        for hold in (Hold.OFFLINE, Hold.CREDIT, Hold.SHARING):
            self.reasons[hold].way_out.clicked.connect(self.try_now_requested)
        for hold in (Hold.KEY, Hold.KEY_REFUSED):
            self.reasons[hold].way_out.clicked.connect(self.key_requested)
        self.reasons[Hold.BUDGET].way_out.clicked.connect(self.go_on_requested)
        credit = self.reasons[Hold.CREDIT].page
        credit.setText(self.tr("Add credit"))
        credit.setToolTip(BILLING_PAGE)
        credit.show()
        credit.clicked.connect(self._on_credit_clicked)

    def _on_credit_clicked(self) -> None:
        QDesktopServices.openUrl(QUrl(BILLING_PAGE))

    def _on_pause_clicked(self) -> None:
        if self._is_paused:
            self.resume_requested.emit()
        else:
            self.pause_requested.emit()


class _Reason(QWidget):
    """One sentence with a sign and a way out, and a way to a page on the web where one helps."""

    def __init__(self, theme: Theme, icon_name: str, way_out: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon_name = icon_name
        self.sign = QLabel()
        self.label = text_label("", "secondary", wrap=True)
        self.page = _link("")
        self.way_out = _link(way_out)
        self.setMinimumHeight(_REASON_PX)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 8)
        line.setSpacing(8)
        line.addWidget(self.sign)
        line.addWidget(self.label, 1)
        line.addWidget(self.page)
        line.addSpacing(8)
        line.addWidget(self.way_out)
        theme.changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        self.sign.setPixmap(icon(self._icon_name, self._theme.color("warn")).pixmap(16, 16))


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "link")
    # Not shown by hand: what has no parent yet would be a window of its own.
    if not text:
        button.hide()
    return button
