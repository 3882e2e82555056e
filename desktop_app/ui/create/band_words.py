"""Words under a slider, each below its place on it; a click goes there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from desktop_app.ui.create.calm_slider import HANDLE_PX
from desktop_app.ui.create.tab_stop import let_tab_reach_the_checked
from desktop_app.ui.theme.theme import Theme

_TICK_PX, _WORD_PX, _GAP_PX = 4, 20, 2


class BandWords(QWidget):
    """Ticks and words.

    Signals:
        number_chosen(int): the number of the word that was clicked.
    """

    number_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._marks: tuple[tuple[str, int], ...] = ()
        self._range = (1, 1)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.number_chosen)
        self.setFixedHeight(_TICK_PX + _WORD_PX)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The words, from left to right."""
        return tuple(each for each in self._group.buttons() if isinstance(each, QPushButton))

    def set_marks(self, marks: Sequence[tuple[str, int]], lowest: int, highest: int) -> None:
        """Show these words, ascending by their numbers, for a slider of this range."""
        if tuple(marks) == self._marks and (lowest, highest) == self._range:
            return
        self._marks, self._range = tuple(marks), (lowest, highest)
        for old in self.buttons:
            self._group.removeButton(old)
            old.hide()
            old.deleteLater()
        for word, number in marks:
            self._add(word, number)
        self._place()

    def mark(self, number: int) -> None:
        """Emphasise the word of this number."""
        button = self._group.button(number)
        if button is not None:
            button.setChecked(True)
            let_tab_reach_the_checked(self._group)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, _TICK_PX + _WORD_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for _word, number in self._marks:
            is_marked = self._group.checkedId() == number
            color = self._theme.color("text" if is_marked else "faint")
            painter.fillRect(QRectF(round(self._x_of(number)), 0, 1, _TICK_PX), color)

    def _add(self, word: str, number: int) -> None:
        button = QPushButton(word, self)
        button.setProperty("kind", "word")
        button.setCheckable(True)
        name = self.tr("{word}, {number} steps").format(word=word, number=number)
        button.setAccessibleName(name)
        button.setToolTip(self.tr("{number} steps").format(number=number))
        self._group.addButton(button, number)
        button.show()

    def _x_of(self, number: int) -> float:
        lowest, highest = self._range
        share = (number - lowest) / (highest - lowest) if highest > lowest else 0.0
        return HANDLE_PX / 2 + share * (self.width() - HANDLE_PX)

    def _place(self) -> None:
        """Centre every word below its tick, and push apart those that would lie on one another."""
        buttons = self.buttons
        widths = [button.sizeHint().width() for button in buttons]
        lefts: list[int] = []
        free = 0
        for (_word, number), width in zip(self._marks, widths, strict=True):
            left = max(round(self._x_of(number) - width / 2), free)
            lefts.append(left)
            free = left + width + _GAP_PX
        room = self.width()
        for index in reversed(range(len(lefts))):
            lefts[index] = min(lefts[index], room - widths[index])
            room = lefts[index] - _GAP_PX
        for button, left, width in zip(buttons, lefts, widths, strict=True):
            button.setGeometry(left, _TICK_PX, width, _WORD_PX)
