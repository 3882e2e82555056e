"""The line under the grid: how the queue stands, what it cost, something in passing, and the keys that help."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QDate, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QWidget

from desktop_app.core.ledger import Budget, BudgetState
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.ui.queue.queue_words import count_words, hold_words, total_words
from desktop_app.ui.widgets.elided_label import ElidedLabel
from desktop_app.ui.widgets.labels import set_kind, text_label
from desktop_app.ui.words import usd

_HEIGHT_PX = 32
_MARGIN_PX = 16
_GAP_PX = 16
_NOTICE_PX = 240


@dataclass(frozen=True, slots=True)
class StudioStatus:
    """What the line tells: how the queue stands, what was charged today in US dollars, and the month's budget.

    `is_demo` says that the demo engine paints.
    """

    queue: QueueState = field(default_factory=QueueState)
    today_usd: float = 0.0
    is_demo: bool = False
    budget: Budget | None = None


class StatusLine(QWidget):
    """One quiet line with a passing notice. Its parts grow with their words and do not shrink as long as they are there.

    Signals:
        queue_requested(), costs_requested(): the person wants to see the queue, or the costs.
        update_requested(): the person wants the newer version.
        resume_requested(), try_now_requested(), go_on_requested(), key_requested(): the way out of what stops the queue.
    """

    queue_requested = Signal()
    costs_requested = Signal()
    update_requested = Signal()
    resume_requested = Signal()
    try_now_requested = Signal()
    go_on_requested = Signal()
    key_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(_HEIGHT_PX)
        self._hold: Hold | None = None
        self.queue = _button("status", self.tr("Show the queue"))
        self.hold = text_label("", "status-warn")
        self.way_out = _button("status-link", "")
        self.money = _button("status-quiet", self.tr("Show the costs"))
        self.update_note = _button("status-link", "")
        self.notice = ElidedLabel("status-dim")
        self.keys = text_label(self.tr("G grid   Q queue   E view   ? keys"), "status-dim")
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN_PX, 0, _MARGIN_PX, 0)
        row.setSpacing(_GAP_PX)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        for part in (self.queue, self.hold, self.way_out, self.money):
            row.addWidget(part)
        row.addWidget(self.notice, 1)
        row.addWidget(self.update_note)
        row.addWidget(self.keys)
        self.queue.clicked.connect(self.queue_requested)
        self.money.clicked.connect(self.costs_requested)
        self.update_note.clicked.connect(self.update_requested)
        self.way_out.clicked.connect(self._on_way_out)
        self.show_status(StudioStatus())

    def show_status(self, status: StudioStatus) -> None:
        """Tell how things stand."""
        state = status.queue
        self._hold = next((hold for hold in Hold if hold in state.holds), None)
        is_new = _say(
            self.queue, " · ".join(filter(None, (count_words(state), total_words(state)))) or self.tr("Queue")
        )
        is_new |= _say(self.hold, self._hold_words(self._hold))
        self.hold.setToolTip("" if self._hold is None else hold_words(self._hold, state))
        is_new |= _say(self.way_out, self._way_out_words(self._hold))
        is_new |= _say(self.money, self._money_words(status))
        is_near = status.budget is not None and status.budget.state in {BudgetState.NEAR, BudgetState.REACHED}
        set_kind(self.money, "status-quiet-warn" if is_near else "status-quiet")
        if is_new:
            self._fit()

    def show_notice(self, text: str) -> None:
        """Tell something in passing; an empty text takes it back."""
        self.notice.setText(text)
        self._fit()

    def show_update(self, text: str, *, is_button: bool = False) -> None:
        """Tell of a newer version; an empty text takes it back. As a button it can be asked for."""
        _say(self.update_note, text)
        set_kind(self.update_note, "status-link" if is_button else "status-quiet")
        self.update_note.setEnabled(is_button)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _HEIGHT_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out what has no room: the keys first, then a newer version, then the money, then what stops the queue."""
        room_px = self.width() - 2 * _MARGIN_PX - (_NOTICE_PX if self.notice.text() else 0)
        for part in (self.queue, self.hold, self.way_out, self.money, self.update_note, self.keys):
            wanted_px = max(part.minimumWidth(), part.sizeHint().width()) + _GAP_PX
            has_words = bool(part.text())
            part.setVisible(has_words and (wanted_px <= room_px or part is self.queue))
            if has_words:
                room_px -= wanted_px

    def _hold_words(self, hold: Hold | None) -> str:
        if hold is None:
            return ""
        return {
            Hold.PAUSED: self.tr("paused"),
            Hold.OFFLINE: self.tr("offline"),
            Hold.BUDGET: self.tr("budget reached"),
            Hold.KEY: self.tr("no key"),
            Hold.KEY_REFUSED: self.tr("key not accepted"),
            Hold.CREDIT: self.tr("no credit"),
            Hold.SHARING: self.tr("not allowed by the account"),
        }[hold]

    def _way_out_words(self, hold: Hold | None) -> str:
        if hold is None:
            return ""
        return {
            Hold.PAUSED: self.tr("Resume"),
            Hold.OFFLINE: self.tr("Try now"),
            Hold.BUDGET: self.tr("Go on"),
            Hold.KEY: "",
            Hold.KEY_REFUSED: self.tr("Enter a key"),
            Hold.CREDIT: self.tr("Try now"),
            Hold.SHARING: self.tr("Try now"),
        }[hold]

    def _money_words(self, status: StudioStatus) -> str:
        if status.is_demo:
            return self.tr("Demo engine: nothing is sent anywhere")
        today = self.tr("today {amount}").format(amount=usd(status.today_usd))
        budget = status.budget
        if budget is None or (budget.limit_usd is None and not budget.spent_usd):
            return today
        month = QLocale().standaloneMonthName(QDate.currentDate().month())
        spent = f"{month} {usd(budget.spent_usd)}"
        if budget.limit_usd is not None:
            limit = usd(budget.limit_usd).removesuffix(".00")
            spent = self.tr("{spent} of {limit}").format(spent=spent, limit=limit)
        return f"{today} · {spent}"

    def _on_way_out(self) -> None:
        if self._hold is Hold.PAUSED:
            self.resume_requested.emit()
        elif self._hold in {Hold.OFFLINE, Hold.CREDIT, Hold.SHARING}:
            self.try_now_requested.emit()
        elif self._hold is Hold.KEY_REFUSED:
            self.key_requested.emit()
        elif self._hold is Hold.BUDGET:
            self.go_on_requested.emit()


def _button(kind: str, tip: str) -> QPushButton:
    button = QPushButton()
    button.setProperty("kind", kind)
    button.setToolTip(tip)
    return button


def _say(part: QWidget, text: str) -> bool:
    """Change a part's words; one that keeps them keeps its width, one that has none gives it back. Say if it has others."""
    before = part.property("text")
    if text == before:
        return False
    part.setProperty("text", text)
    is_new = not before or not text
    part.setMinimumWidth(0 if is_new else max(part.minimumWidth(), part.sizeHint().width()))
    return True
