"""The question before the program ends while something is under way."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.widgets.labels import text_label
from desktop_app.ui.words import grouped

_WIDTH_PX = 460


class ClosingQuestion(QDialog):
    """Says what is under way and what each way of closing does to it. Escape means: stay.

    Signals:
        background_chosen(): finish without the window.
        closing_chosen(): close now.
    """

    background_chosen = Signal()
    closing_chosen = Signal()

    def __init__(self, making: int, waiting: int, *, may_cost: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Close Sfumato"))
        self.setModal(True)
        self.heading = text_label(self._heading_words(making, waiting), "heading", wrap=True)
        self.background_words = text_label(self._background_words(), "secondary", wrap=True)
        self.closing_words = text_label(self._closing_words(making, waiting, may_cost=may_cost), "secondary", wrap=True)
        self.stay = QPushButton(self.tr("Stay"))
        self.now = QPushButton(self.tr("Close now"))
        self.background = QPushButton(self.tr("Finish in the background"))
        self.background.setDefault(True)
        self._lay_out()
        self.stay.clicked.connect(self.reject)
        self.now.clicked.connect(self._on_now)
        self.background.clicked.connect(self._on_background)

    def _heading_words(self, making: int, waiting: int) -> str:
        told = []
        if making:
            one, several = self.tr("A picture is being made."), self.tr("{n} pictures are being made.")
            told.append(one if making == 1 else several.format(n=grouped(making)))
        if waiting:
            one, several = self.tr("1 order waits."), self.tr("{n} orders wait.")
            told.append(one if waiting == 1 else several.format(n=grouped(waiting)))
        return " ".join(told)

    def _background_words(self) -> str:
        return self.tr(
            "In the background, everything is finished without the window, and then Sfumato ends by itself. "
            "Starting it again brings the window back."
        )

    def _closing_words(self, making: int, waiting: int, *, may_cost: bool) -> str:
        told = []
        if may_cost:
            told.append(
                self.tr("If you close now, what was sent may still be billed, and its outcome may stay unknown.")
            )
        elif making:
            told.append(self.tr("If you close now, what is being made is given up."))
        if waiting:
            told.append(self.tr("What waits is kept, and goes out at the next start."))
        return " ".join(told)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.stay, self.now, self.background):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(12)
        for label in (self.heading, self.background_words, self.closing_words):
            label.setFixedWidth(_WIDTH_PX - 48)
            column.addWidget(label)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)

    def _on_now(self) -> None:
        self.accept()
        self.closing_chosen.emit()

    def _on_background(self) -> None:
        self.accept()
        self.background_chosen.emit()
