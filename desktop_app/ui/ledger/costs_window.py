"""The window of costs: this month against the budget, and the ledger by day, month, model or job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.period import ALL_TIME, Period, month_before, month_of, today, year_of
from desktop_app.ui.create.note import Note
from desktop_app.ui.ledger import ledger_words
from desktop_app.ui.ledger.ledger_answer import Answer, By, Question
from desktop_app.ui.ledger.ledger_table import LedgerTable
from desktop_app.ui.ledger.month_head import MonthHead
from desktop_app.ui.settings.segment_field import SegmentField
from desktop_app.ui.widgets.elided_label import ElidedLabel
from desktop_app.ui.widgets.labels import frame, text_label

if TYPE_CHECKING:
    from datetime import date

    from desktop_app.ui.ledger.ledger_words import Named
    from desktop_app.ui.theme.theme import Theme

WIDTH_PX, HEIGHT_PX = 800, 600


class CostsWindow(QDialog):
    """Shows what it is told by `show_answer`, and says what it wants to be told; not modal. `day` is in this month.

    Signals:
        asked(Question): another part of the ledger, or another order.
        export_requested(Period): hand this part over as a table.
    """

    asked = Signal(object)
    export_requested = Signal(object)

    def __init__(self, theme: Theme, model_name: Named, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day = day
        self.setWindowTitle(self.tr("Costs"))
        self.setModal(False)
        self.head = MonthHead(theme)
        self.period = SegmentField(self.tr("Time"), self._periods())
        self.by = SegmentField(
            self.tr("Rows"),
            (
                (By.DAY, self.tr("Day")),
                (By.MONTH, self.tr("Month")),
                (By.MODEL, self.tr("Model")),
                (By.JOB, self.tr("Job")),
            ),
        )
        self.table = LedgerTable(theme, model_name)
        self.total = ElidedLabel("secondary")
        self.problem = Note("bad-small")
        self.export = QPushButton(self.tr("Export…"))
        self.export.setAutoDefault(False)
        self._question = Question(month_of(day), By.DAY)
        self._lay_out()
        self._connect()
        self._show_question()
        self.resize(WIDTH_PX, HEIGHT_PX)
        self.table.setFocus()

    @property
    def is_of_this_month(self) -> bool:
        """Say whether what it calls this month still is."""
        return month_of(self._day) == month_of(today())

    @property
    def question(self) -> Question:
        """What should be shown."""
        return self._question

    def show_answer(self, answer: Answer) -> None:
        """Show a part of the ledger; an answer to what is not asked any more is shown in its head alone."""
        self.head.show_sum(answer.month)
        self.problem.say("")
        if answer.question != self._question:
            return
        self.table.show_answer(answer)
        self._places.setCurrentIndex(0 if answer.rows else 1)
        self.total.setText(ledger_words.total_words(answer.total) if answer.rows else "")
        self.export.setEnabled(bool(answer.rows))

    def show_problem(self, text: str) -> None:
        """Say what could not be done, until the next answer."""
        self.problem.say(text)

    def _periods(self) -> tuple[tuple[Period, str], ...]:
        day = self._day
        return (
            (month_of(day), self.tr("This month")),
            (month_before(day), self.tr("Last month")),
            (year_of(day), self.tr("This year")),
            (ALL_TIME, self.tr("All")),
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(self.head)
        choices = QHBoxLayout()
        choices.setSpacing(16)
        choices.addWidget(self.period, 1)
        choices.addWidget(self.by)
        column.addLayout(choices)
        box = frame("card")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(4, 4, 4, 4)
        self.empty = text_label(self.tr("Nothing was sent to the provider in this time."), "secondary")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._places = QStackedWidget()
        self._places.addWidget(self.table)
        self._places.addWidget(self.empty)
        inside.addWidget(self._places)
        column.addWidget(box, 1)
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(text_label(ledger_words.estimate_words(), "label"), 1)
        foot.addWidget(self.export)
        below = QVBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.total)
        below.addLayout(foot)
        column.addLayout(below)

    def _connect(self) -> None:
        self.period.chosen.connect(self._on_period_chosen)
        self.by.chosen.connect(self._on_by_chosen)
        self.table.rows.sort_asked.connect(self._on_sort_asked)
        self.export.clicked.connect(self._on_export)

    def _on_period_chosen(self, period: Period) -> None:
        self._ask(Question(period, self._question.by, self._question.column, self._question.is_descending))

    def _on_by_chosen(self, by: By) -> None:
        # By name from A, everything else from the latest.
        self._ask(Question(self._question.period, by, is_descending=by is not By.MODEL))

    def _on_sort_asked(self, column: int, is_descending: bool) -> None:
        self._ask(Question(self._question.period, self._question.by, column, is_descending))

    def _on_export(self) -> None:
        self.export_requested.emit(self._question.period)

    def _ask(self, question: Question) -> None:
        self._question = question
        self._show_question()
        self.asked.emit(question)

    def _show_question(self) -> None:
        self.period.show_choice(self._question.period)
        self.by.show_choice(self._question.by)
