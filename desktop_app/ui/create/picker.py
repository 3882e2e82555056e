"""A list under a field: presets first, then everything else; presets are saved, renamed and deleted in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_app.ui.create.name_editor import NameEditor
from desktop_app.ui.create.picker_row import Choice, ChoiceButton, PickerRow
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.labels import frame, text_label

_HIGHEST_PX = 560


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading."""

    heading: str
    choices: tuple[Choice, ...]


class _Lines(QScrollArea):
    """Leaves the keys to the picker: scrolling follows the focus."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class Picker(QFrame):
    """A popup. The arrows walk, letters jump, Return chooses, F2 renames, Delete deletes, Escape closes.

    Signals:
        chosen(str), deleted(str): the key of a line.
        renamed(str, str): the key and the new name.
        saved(str): what is set now is to be a preset of that name.
    """

    chosen = Signal(str)
    deleted = Signal(str)
    renamed = Signal(str, str)
    saved = Signal(str)

    def __init__(self, theme: Theme, save_text: str, parent: QWidget, extra: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self._save_text = save_text
        self._rows: list[PickerRow] = []
        self._body = QWidget()
        self.setProperty("kind", "popup")
        self._scroll = _Lines()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._foot = QVBoxLayout()
        self._foot_widget: QWidget | None = None
        self._foot.setSpacing(4)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(5, 5, 5, 5)
        self._column.setSpacing(4)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(frame("line-h"))
        if extra is not None:
            self._column.addWidget(extra)
        self._column.addLayout(self._foot)
        self._show_save()

    @property
    def rows(self) -> tuple[PickerRow, ...]:
        """The lines that are there."""
        return tuple(self._rows)

    def fill(self, sections: Sequence[Section]) -> None:
        """Show these lines."""
        self._rows = []
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in sections:
            if section.choices:
                heading = text_label(section.heading, "label")
                heading.setContentsMargins(28, 8, 0, 2)
                column.addWidget(heading)
            for choice in section.choices:
                column.addWidget(self._row(choice))
        column.addStretch(1)
        self._retire(self._scroll.takeWidget())
        self._scroll.setWidget(body)
        self._body = body
        self._show_save()

    def refill(self, sections: Sequence[Section]) -> None:
        """Show other lines in the place of these, the focus where it was."""
        row = self._focused()
        index = self._rows.index(row) if row is not None else len(sections[0].choices) - 1
        place = self._scroll.verticalScrollBar().value()
        self.fill(sections)
        self._scroll.verticalScrollBar().setValue(place)
        if self._rows and self.isVisible():
            self._focus(self._rows[min(max(index, 0), len(self._rows) - 1)])

    def open_under(self, field: QWidget, width_px: int) -> None:
        """Show the list under a field, or above it where there is more room."""
        height = self._wanted_height()
        screen = field.screen().availableGeometry()
        below = field.mapToGlobal(QPoint(0, field.height() + 4))
        above = field.mapToGlobal(QPoint(0, -4))
        room_below, room_above = screen.bottom() - below.y(), above.y() - screen.top()
        if height <= room_below or room_below >= room_above:
            height, top = min(height, room_below), below.y()
        else:
            height = min(height, room_above)
            top = above.y() - height
        # A field hangs its list from its left edge, a word at the right from its right one.
        left = below.x() if field.width() > width_px // 2 else below.x() + field.width() - width_px
        self.setGeometry(min(max(left, screen.left()), screen.right() - width_px + 1), top, width_px, height)
        self.show()
        self._focus(next((row for row in self._rows if row.choice.is_current), self._rows[0] if self._rows else None))

    def _wanted_height(self) -> int:
        self.ensurePolished()
        rest = [self._column.itemAt(index) for index in range(1, self._column.count())]
        margins = self._column.contentsMargins()
        foot_px = sum(item.sizeHint().height() + self._column.spacing() for item in rest if item is not None)
        return min(self._body.sizeHint().height() + foot_px + margins.top() + margins.bottom() + 4, _HIGHEST_PX)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # Letters are for the list here, not for the window's shortcuts.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._focused()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}.get(
            Qt.Key(event.key()), 0
        )
        if step:
            self._walk(step)
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and self._rows:
            self._focus(self._rows[0 if event.key() == Qt.Key.Key_Home else -1])
        elif event.key() == Qt.Key.Key_Escape and row is not None and row.is_editing:
            row.give_up()
        elif event.key() == Qt.Key.Key_F2 and row is not None:
            row.rename()
        elif event.key() == Qt.Key.Key_Delete and row is not None:
            row.ask_deletion()
        elif event.text().isprintable() and event.text().strip():
            self._jump(event.text().casefold())
        else:
            super().keyPressEvent(event)

    def _row(self, choice: Choice) -> PickerRow:
        row = PickerRow(self._theme, choice)
        row.chosen.connect(self._on_chosen)
        row.deleted.connect(self.deleted)
        row.renamed.connect(self.renamed)
        self._rows.append(row)
        return row

    def _focused(self) -> PickerRow | None:
        focus = QApplication.focusWidget()
        return next((row for row in self._rows if focus is not None and row.isAncestorOf(focus)), None)

    def _focus(self, row: PickerRow | None) -> None:
        if row is not None:
            row.button.setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(row, 0, 40)

    def _walk(self, step: int) -> None:
        if not self._rows:
            return
        row = self._focused()
        index = self._rows.index(row) + step if row is not None else 0
        self._focus(self._rows[min(max(index, 0), len(self._rows) - 1)])

    def _jump(self, letter: str) -> None:
        row = self._focused()
        start = self._rows.index(row) + 1 if row is not None else 0
        for each in (*self._rows[start:], *self._rows[:start]):
            if each.choice.text.casefold().startswith(letter):
                self._focus(each)
                return

    def _show_save(self) -> None:
        button = ChoiceButton(self._theme, Choice("", self._save_text))
        button.clicked.connect(self._on_save_begun)
        self._set_foot(button)

    def _on_save_begun(self) -> None:
        editor = NameEditor(self._theme, "", self.tr("Name of the preset"))
        editor.named.connect(self.saved)
        editor.given_up.connect(self._show_save)
        self._set_foot(editor)
        editor.line.setFocus()

    def _set_foot(self, widget: QWidget) -> None:
        self._retire(self._foot_widget)
        self._foot_widget = widget
        self._foot.addWidget(widget)
        widget.show()

    def _retire(self, widget: QWidget | None) -> None:
        """Take a widget away, and delete it only when the key or click that led here is handled."""
        if widget is not None:
            widget.setParent(self)
            widget.hide()
            widget.deleteLater()

    def _on_chosen(self, key: str) -> None:
        self.hide()
        self.chosen.emit(key)
