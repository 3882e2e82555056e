"""Going to a picture by typing how it begins, as in any list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop_app.ui.widgets.labels import text_label

_PAUSE_MS = 1500
_INSET_PX = 16
_TYPED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class TypeAhead(QObject):
    """Takes keys while one types, and shows what was typed at the foot of a view.

    It begins with `begin`, or with a letter that nothing else takes, and ends by itself after a pause, or by Enter or Esc.
    While it goes on letters are letters, whatever they do otherwise.

    Signals:
        sought(str, bool): the next picture that begins so is wanted; with `True` the present one may be it.
    """

    sought = Signal(str, bool)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._text = ""
        self._is_on = False
        self._label = text_label("", "floating")
        self._label.setParent(view)
        self._label.hide()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.end)

    @property
    def is_on(self) -> bool:
        """Say whether keys are letters now."""
        return self._is_on

    def begin(self) -> None:
        """Wait for letters."""
        self._is_on = True
        self._text = ""
        self._show(self.tr("Type how a picture begins"))
        self._pause.start(2 * _PAUSE_MS)

    def end(self) -> None:
        """Let keys be what they are otherwise."""
        self._is_on = False
        self._text = ""
        self._pause.stop()
        self._label.hide()

    def overrides(self, event: QEvent) -> bool:
        """Say whether a key, before it becomes a shortcut, is a letter; it is accepted then."""
        is_letter = self._is_on and isinstance(event, QKeyEvent) and _letters(event) != ""
        if is_letter:
            event.accept()
        return is_letter

    def take(self, event: QKeyEvent) -> bool:
        """Take a pressed key, if it is for this; say so."""
        letters = _letters(event)
        if letters and (self._is_on or letters.strip()):
            self.add(letters)
        elif self._is_on and event.key() == Qt.Key.Key_Backspace:
            self._seek(self._text[:-1])
        elif self._is_on and event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.end()
        else:
            return False
        return True

    def add(self, letters: str) -> None:
        """Go on with more letters; the same one again and again goes from picture to picture, as in any list."""
        is_again = self._text == letters and len(letters) == 1
        if is_again:
            self._begin_pause()
            self.sought.emit(letters, False)
        else:
            self._seek(self._text + letters)

    def show_found(self, text: str, *, is_found: bool) -> None:
        """Tell that nothing begins so, where that is so."""
        if self._is_on and text == self._text and not is_found:
            self._show(self.tr("Nothing begins with “{text}”").replace("{text}", text))

    def _seek(self, text: str) -> None:
        is_first = len(text) == 1 and not self._text
        self._text = text
        self._begin_pause()
        self._show(text or self.tr("Type how a picture begins"))
        if text.strip():
            self.sought.emit(text, not is_first)

    def _begin_pause(self) -> None:
        self._is_on = True
        self._pause.start(_PAUSE_MS)

    def _show(self, words: str) -> None:
        view = self._view
        room = view.width() - 2 * _INSET_PX
        self._label.setText(
            self._label.fontMetrics().elidedText(words, Qt.TextElideMode.ElideLeft, room - 2 * _INSET_PX)
        )
        self._label.adjustSize()
        self._label.move((view.width() - self._label.width()) // 2, view.height() - self._label.height() - _INSET_PX)
        self._label.show()
        self._label.raise_()


def _letters(event: QKeyEvent) -> str:
    """Return what a key types, empty for keys that type nothing."""
    text = event.text()
    return text if text.isprintable() and not event.modifiers() & ~_TYPED else ""
