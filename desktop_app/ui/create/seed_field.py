"""The seed: typed, thrown with the dice, and kept with the lock."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QFocusEvent, QRegularExpressionValidator, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.request import SEED_MAX
from desktop_app.core.seed import new_seed
from desktop_app.ui import words
from desktop_app.ui.create.field_head import FieldHead
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.icon_button import IconButton

_BUTTON_PX = 22


class _SeedLine(QLineEdit):
    """A line with two buttons in it."""

    def __init__(self, dice: IconButton, lock: IconButton) -> None:
        super().__init__()
        self._buttons = (dice, lock)
        for button in self._buttons:
            button.setParent(self)
        self.setTextMargins(0, 0, 2 * _BUTTON_PX - 9, 0)
        self.setValidator(QRegularExpressionValidator(QRegularExpression(r"[\d\s]{0,16}"), self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for place, button in enumerate(reversed(self._buttons), 1):
            button.move(self.width() - place * _BUTTON_PX - 3, (self.height() - _BUTTON_PX) // 2)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setCursorPosition(0)


class SeedField(QWidget):
    """A number from 0 to 2147483647.

    Signals:
        seed_changed(int): another seed was typed or thrown.
        lock_changed(bool): the seed stays after a press, or a new one is drawn.
    """

    seed_changed = Signal(int)
    lock_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seed = 0
        self.dice = IconButton(theme, "dices", self.tr("Draw a new seed"), size_px=_BUTTON_PX)
        self.lock = IconButton(theme, "lock-open", "", size_px=_BUTTON_PX)
        self.lock.setCheckable(True)
        self.line = _SeedLine(self.dice, self.lock)
        self.line.setAccessibleName(self.tr("Seed"))
        self._head = FieldHead(self.tr("Seed"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._head)
        column.addWidget(self.line)
        self.setTabOrder(self.line, self.dice)
        self.setTabOrder(self.dice, self.lock)
        self.line.editingFinished.connect(self._on_typed)
        self.dice.clicked.connect(self._on_dice)
        self.lock.toggled.connect(self._on_lock)
        self._name_lock()

    def show_seed(self, seed: int, *, locked: bool) -> None:
        """Show a seed and whether it stays; what is just being typed stays too, as long as the seed is the same."""
        if seed != self._seed or not self.line.isModified():
            self.line.setText(words.grouped(seed))
            self.line.setCursorPosition(0)
        self._seed = seed
        self.lock.setChecked(locked)

    def finish_typing(self) -> None:
        """Take over what is being typed."""
        self._on_typed()

    def _on_typed(self) -> None:
        digits = "".join(filter(str.isdigit, self.line.text()))
        seed = min(int(digits), SEED_MAX) if digits else self._seed
        if seed == self._seed:
            self.line.setText(words.grouped(seed))
            return
        self.show_seed(seed, locked=True)
        self.seed_changed.emit(seed)

    def _on_dice(self) -> None:
        self.show_seed(new_seed(), locked=self.lock.isChecked())
        self.seed_changed.emit(self._seed)

    def _on_lock(self, locked: bool) -> None:
        self._name_lock()
        self.lock_changed.emit(locked)

    def _name_lock(self) -> None:
        locked = self.lock.isChecked()
        self.lock.set_icon_name("lock" if locked else "lock-open")
        self.lock.set_name(self.tr("Draw a new seed each time") if locked else self.tr("Keep this seed"))
        self._head.set_side(self.tr("kept") if locked else self.tr("new each time"))
