"""This month: its sum against the budget as a bar, with the amounts in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.ledger import Budget, BudgetState, LedgerSum
from desktop_app.core.period import today
from desktop_app.ui.create.note import Note
from desktop_app.ui.ledger import ledger_words
from desktop_app.ui.ledger.month_bar import MonthBar, PartMark
from desktop_app.ui.widgets.labels import set_kind, text_label

if TYPE_CHECKING:
    from desktop_app.ui.theme.theme import Theme

_KINDS = {BudgetState.NEAR: "warn-heading", BudgetState.REACHED: "bad-heading"}


class MonthHead(QWidget):
    """Shows the sum of this month and what it means for the budget.

    Signals:
        budget_requested(): the person wants to set or change the budget.
        go_on_requested(): send in this month whatever it costs.
    """

    budget_requested = Signal()
    go_on_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit_usd: float | None = None
        self._is_held = False
        self._sum = LedgerSum()
        self.month = text_label("", "heading")
        self.spent = text_label("", "heading")
        self.bar = MonthBar(theme)
        self.parts = tuple(text_label("", "secondary") for _ in range(3))
        self._marks = tuple(PartMark(theme, place) for place in range(3))
        self.note = Note("secondary")
        self.budget = QPushButton()
        self.go_on = QPushButton(self.tr("Go on this month"))
        for button in (self.budget, self.go_on):
            button.setAutoDefault(False)
        self.budget.setProperty("kind", "link")
        self._lay_out()
        self.budget.clicked.connect(self.budget_requested)
        self.go_on.clicked.connect(self.go_on_requested)
        self._show()

    def show_sum(self, total: LedgerSum) -> None:
        """Show what this month cost."""
        self._sum = total
        self._show()

    def show_limit(self, limit_usd: float | None, *, is_held: bool) -> None:
        """Show it against this budget; `is_held` says that orders wait for it."""
        self._limit_usd, self._is_held = limit_usd, is_held
        self._show()

    def _show(self) -> None:
        budget = Budget(self._limit_usd, self._sum.spent_usd)
        self.month.setText(ledger_words.month_name(today()))
        self.spent.setText(ledger_words.spent_words(budget))
        set_kind(self.spent, _KINDS.get(budget.state, "heading"))
        parts = ledger_words.parts_of(self._sum)
        for label, mark, (amount, text) in zip(self.parts, self._marks, parts, strict=True):
            label.setText(text)
            # That nothing was billed is news; that nothing is under way is not.
            is_shown = bool(amount) or label is self.parts[0]
            label.setVisible(is_shown)
            mark.setVisible(is_shown)
        words = f"{self.month.text()}: {self.spent.text()}"
        self.bar.show_amounts([amount for amount, _ in parts], self._limit_usd or 0.0, words)
        self.budget.setText(self.tr("Set a budget") if self._limit_usd is None else self.tr("Change the budget"))
        self.go_on.setVisible(self._is_held)
        self.note.say(ledger_words.budget_words(budget, is_held=self._is_held))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.month)
        top.addStretch(1)
        top.addWidget(self.spent)
        legend = QHBoxLayout()
        legend.setSpacing(6)
        for mark, label in zip(self._marks, self.parts, strict=True):
            legend.addWidget(mark)
            legend.addWidget(label)
            legend.addSpacing(10)
        legend.addStretch(1)
        legend.addWidget(self.budget)
        warning = QHBoxLayout()
        warning.setSpacing(12)
        warning.addWidget(self.note, 1)
        warning.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addLayout(legend)
        column.addLayout(warning)
