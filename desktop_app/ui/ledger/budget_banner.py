"""The card above the grid that says that the month's budget is nearly used up, or keeps orders back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.ledger import Budget, BudgetState
from desktop_app.core.period import today
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.ui.ledger import ledger_words
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.widgets.icon_button import IconButton
from desktop_app.ui.widgets.labels import frame, text_label

if TYPE_CHECKING:
    from desktop_app.ui.theme.theme import Theme

_NARROW_PX, _NARROWEST_PX = 640, 440
_ICON_PX = 20


class BudgetBanner(QWidget):
    """Comes by itself when there is something to say, and can be put away until there is something else.

    Signals:
        go_on_requested(): send in this month whatever it costs.
        costs_requested(): the person wants to see the costs.
    """

    go_on_requested = Signal()
    costs_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._budget = Budget(None)
        self._is_held = False
        self._put_away: tuple[object, ...] = ()
        self.mark = QLabel()
        self.heading = text_label("", "heading", wrap=True)
        self.sentence = text_label("", "secondary", wrap=True)
        self.go_on = QPushButton(self.tr("Go on this month"))
        self.costs = QPushButton(self.tr("Show the costs"))
        self.costs.setProperty("kind", "link")
        self.close_button = IconButton(theme, "x", self.tr("Hide"))
        self._lay_out()
        self.go_on.clicked.connect(self.go_on_requested)
        self.costs.clicked.connect(self.costs_requested)
        self.close_button.clicked.connect(self._on_put_away)
        theme.changed.connect(self._tint)
        self._tint()
        # Never shown from here: without a parent it would be a window of its own.
        self.hide()

    def take_budget(self, budget: Budget) -> None:
        """Hear of the month's budget and what of it is used."""
        self._budget = budget
        self._show()

    def take_queue(self, state: QueueState) -> None:
        """Hear whether orders wait for the budget."""
        is_held = Hold.BUDGET in state.holds
        if is_held != self._is_held:
            self._is_held = is_held
            self._show()

    def _show(self) -> None:
        text = ledger_words.budget_words(self._budget, is_held=self._is_held)
        self.heading.setText(f"{ledger_words.month_name(today())}: {ledger_words.spent_words(self._budget)}")
        self.sentence.setText(text)
        self.go_on.setVisible(self._is_held)
        self.setVisible(bool(text) and self._matter() != self._put_away)

    def _matter(self) -> tuple[object, ...]:
        """Return what it is about: something else brings it back."""
        month = today().replace(day=1)
        return (month, self._is_held, self._budget.limit_usd, self._budget.state is BudgetState.REACHED)

    def _on_put_away(self) -> None:
        self._put_away = self._matter()
        self.hide()

    def _tint(self) -> None:
        self.mark.setPixmap(icon("triangle-alert", self._theme.color("warn")).pixmap(_ICON_PX, _ICON_PX))

    def _lay_out(self) -> None:
        card = frame("card")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 0)
        whole.addWidget(card)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.heading)
        texts.addWidget(self.sentence)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(12)
        for button in (self.go_on, self.costs):
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._buttons.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(12)
        self._body.addLayout(texts, 1)
        self._body.addLayout(self._buttons)
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 12, 8, 12)
        row.setSpacing(12)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._body, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width_px = event.size().width()
        self._body.setDirection(_direction(is_narrow=width_px < _NARROW_PX))
        self._buttons.setDirection(_direction(is_narrow=width_px < _NARROWEST_PX))


def _direction(*, is_narrow: bool) -> QBoxLayout.Direction:
    return QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
