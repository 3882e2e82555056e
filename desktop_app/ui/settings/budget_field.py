"""The month's budget: an amount in dollars, or no limit."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.settings import BUDGET_USD_MAX
from desktop_app.ui.widgets.labels import set_kind, text_label

_FIELD_PX = 120
_AMOUNT = re.compile(r"\d{1,7}(\.\d{0,2})?|\.\d{1,2}", re.ASCII)


class BudgetField(QWidget):
    """Takes an amount as it is typed; an empty one means: no limit.

    Signals:
        chosen(object): another amount in US dollars, or `None`.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usd: float | None = None
        self.amount = QLineEdit()
        self.amount.setFixedWidth(_FIELD_PX)
        self.amount.setPlaceholderText(self.tr("No limit"))
        self.amount.setAccessibleName(self.tr("Budget for a month, in US dollars"))
        self.note = text_label("", "secondary", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.amount)
        row.addWidget(text_label(self.tr("US dollars"), "secondary"))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.note)
        self.setFocusProxy(self.amount)
        self.amount.editingFinished.connect(self._on_edited)
        self.show_budget(None)

    def show_budget(self, monthly_usd: float | None) -> None:
        """Show the budget in force."""
        self._usd = monthly_usd
        self.amount.setText(_typed(monthly_usd))
        self._explain(is_wrong=False)

    def _on_edited(self) -> None:
        try:
            amount = amount_of(self.amount.text())
        except ValueError:
            self._explain(is_wrong=True)
            return
        is_other = amount != self._usd
        self.show_budget(amount)
        if is_other:
            self.chosen.emit(amount)

    def _explain(self, *, is_wrong: bool) -> None:
        if is_wrong:
            text = self.tr("Write it as 20 or 12.50. The budget before it stays in force.")
        elif self._usd is None:
            text = self.tr("With a budget, you are told when it is nearly used up, and nothing is sent beyond it.")
        else:
            text = self.tr(
                "You are told at 80 %. When it is used up, nothing more is sent until you say go on. It counts by the"
                " estimates of the price list."
            )
        set_kind(self.note, "bad-small" if is_wrong else "secondary")
        self.note.setText(text)


def amount_of(text: str) -> float | None:
    """Return the dollars that a person typed, with point or comma, `None` for nothing; raise ValueError for what is none."""
    bare = "".join(text.replace("$", "").split()).replace(",", ".")
    if not bare:
        return None
    if not _AMOUNT.fullmatch(bare) or float(bare) > BUDGET_USD_MAX:
        raise ValueError(text)
    return float(bare)


def _typed(monthly_usd: float | None) -> str:
    if monthly_usd is None:
        return ""
    return f"{monthly_usd:.2f}".removesuffix(".00")
