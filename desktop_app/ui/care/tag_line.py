"""The line in which tags are typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from desktop_app.core.care import clean_tag
from desktop_app.core.search_values import folded

_SEPARATOR = ","


class TagLine(QLineEdit):
    """Tags with commas between them; the one that is being typed is completed. Escape takes back what was typed.

    Signals:
        tags_changed(tuple[str, ...], tuple[str, ...]): these were added, these removed.
    """

    tags_changed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: tuple[str, ...] = ()
        self._known = QStringListModel(self)
        self._completer = QCompleter(self._known, self)
        self._completer.setWidget(self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.activated.connect(self._on_completed)
        self.setPlaceholderText(self.tr("Add tags: animals/fox, winter"))
        self.setAccessibleName(self.tr("Tags"))
        self.setToolTip(self.tr("A comma ends a tag, a slash makes levels"))
        self.textEdited.connect(self._on_text_edited)

    def set_tags(self, tags: Iterable[str]) -> None:
        """Show the tags of a picture, unless others are being typed."""
        self._tags = tuple(tags)
        if not (self.hasFocus() and self.isModified()):
            self._show()

    def set_known(self, names: Sequence[str]) -> None:
        """Complete from these."""
        self._known.setStringList(list(names))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        popup = self._completer.popup()
        if popup is not None and popup.isVisible() and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}:
            # The list takes them.
            event.ignore()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._tell()
        elif key == Qt.Key.Key_Escape and self.isModified():
            self._show()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand behind the tags that are there, ready for one more."""
        super().focusInEvent(event)
        if self._tags and not self.isModified():
            self.setText(f"{_SEPARATOR} ".join([*self._tags, ""]))
            self.setModified(False)
            self.deselect()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed for what was meant."""
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        self._tell()
        self._show()

    def _show(self) -> None:
        self.setText(f"{_SEPARATOR} ".join(self._tags))
        self.setModified(False)

    def _tell(self) -> None:
        if not self.isModified():
            return
        typed = tuple(dict.fromkeys(filter(None, map(clean_tag, self.text().split(_SEPARATOR)))))
        added = tuple(tag for tag in typed if tag not in self._tags)
        removed = tuple(tag for tag in self._tags if tag not in typed)
        self._tags = typed
        self._show()
        if added or removed:
            self.tags_changed.emit(added, removed)

    def _on_text_edited(self, text: str) -> None:
        start = text.rfind(_SEPARATOR, 0, self.cursorPosition()) + 1
        prefix = text[start : self.cursorPosition()].strip()
        names = [name for name in self._known.stringList() if folded(prefix) in folded(name)]
        popup = self._completer.popup()
        if not prefix or not names or names == [prefix]:
            if popup is not None:
                popup.hide()
            return
        self._completer.setCompletionPrefix(prefix)
        self._completer.complete()

    def _on_completed(self, name: str) -> None:
        text, at = self.text(), self.cursorPosition()
        start = text.rfind(_SEPARATOR, 0, at) + 1
        end = text.find(_SEPARATOR, at)
        before = text[:start] + (" " if start else "")
        after = text[end:] if end >= 0 else f"{_SEPARATOR} "
        self.setText(before + name + after)
        self.setModified(True)
        self.setCursorPosition(len(before) + len(name) + (len(after) if end < 0 else 0))
