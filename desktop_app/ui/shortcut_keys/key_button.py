"""The button that shows a command's keys, and takes another one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

_WIDTH_PX = 168
_MODIFIERS = {
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_Super_L,
    Qt.Key.Key_Super_R,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_ScrollLock,
    Qt.Key.Key_unknown,
}


class KeyButton(QPushButton):
    """Pressed, it waits for a key: Escape leaves things as they are, Backspace and Delete take the key away.

    Signals:
        key_given(str): this key was pressed, in Qt's portable spelling.
        key_taken_away(): the command is to have no key.
        listening_changed(bool): it waits for a key, or no more.
    """

    key_given = Signal(str)
    key_taken_away = Signal()
    listening_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = ""
        self._is_listening = False
        self.setAutoDefault(False)
        self.setFixedWidth(_WIDTH_PX)
        self.clicked.connect(self._on_clicked)

    def show_keys(self, keys: str) -> None:
        """Show these keys."""
        self._keys = keys
        self._say()

    def stop(self) -> None:
        """Wait for no key any more."""
        self._listen(is_on=False)

    def event(self, event: QEvent) -> bool:
        """Take every key while it waits for one, those of the focus and of other shortcuts too."""
        if self._is_listening and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                self._hear(event)
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.stop()

    def _hear(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _MODIFIERS:
            return
        is_bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_bare and key == Qt.Key.Key_Escape:
            self.stop()
        elif is_bare and key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self.stop()
            self.key_taken_away.emit()
        else:
            self.key_given.emit(_spelled(event))

    def _listen(self, *, is_on: bool) -> None:
        if self._is_listening is not is_on:
            self._is_listening = is_on
            self._say()
            self.listening_changed.emit(is_on)

    def _say(self) -> None:
        self.setText(self.tr("Press a key…") if self._is_listening else self._keys or self.tr("None"))

    def _on_clicked(self) -> None:
        self._listen(is_on=not self._is_listening)


def _spelled(event: QKeyEvent) -> str:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    sign = chr(event.key()) if event.key() < 128 else ""
    if sign and not sign.isalnum() and not sign.isspace():
        # The sign is what counts, wherever a keyboard has it: a question mark is typed with Shift on some.
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(int(event.key()) | int(modifiers.value)).toString()
