"""A list under a field: presets first, then everything else; presets are saved, renamed and deleted in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_app.ui.create.name_editor import NameEditor
from desktop_app.ui.create.picker_row import Choice, ChoiceButton, PickerRow
from desktop_app.ui.create.tab_stops import tab_stops
from desktop_app.ui.create.typed_prefix import TypedPrefix
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.labels import frame, text_label

_HIGHEST_PX = 600
_LEAST_PX = 320
_MARGIN_PX = 8


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; `side` is a word at the right of the heading."""

    heading: str
    choices: tuple[Choice, ...]
    side: str = ""


class _Lines(QScrollArea):
    """Leaves the keys to the picker: scrolling follows the focus."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class Picker(QFrame):
    """A list over the window. The arrows walk, letters jump, Return chooses, F2 renames, Delete deletes, Escape closes.

    Tab goes from a line to what can be done to it, and on to what stands under the list, not from line to line.
    It is a part of the window and no window of its own, so that screen readers find it; it goes when the focus leaves it,
    at a click beside it, and when the window changes its size. Without a text to save by, nothing is saved in it.

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
        # A sub-window keeps the Tab key within itself.
        super().__init__(parent, Qt.WindowType.SubWindow)
        self._theme = theme
        self._save_text = save_text
        self._rows: list[PickerRow] = []
        self._opener: QWidget | None = None
        self._width_px = 0
        self._last_row = 0
        self._number_field: QWidget | None = None
        self._watched: QWidget | None = None
        self._prefix = TypedPrefix()
        self._body = QWidget()
        self._foot_widget: QWidget | None = None
        self._extra = extra
        self._actions: list[QWidget] = []
        self._lines: list[QWidget] = []
        self._rule = frame("line-h") if save_text else None
        self.setProperty("kind", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._scroll = _Lines()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Qt gives lines that scroll a least height that one line does not have.
        self._scroll.setMinimumHeight(1)
        self._foot = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._lay_out()
        self._show_save()
        self.hide()

    def _lay_out(self) -> None:
        self._column.setContentsMargins(5, 5, 5, 5)
        self._column.setSpacing(4)
        self._column.addWidget(self._scroll, 1)
        if self._rule is not None:
            self._column.addWidget(self._rule)
        if self._extra is not None:
            self._column.addWidget(self._extra)
        self._foot.setSpacing(4)
        self._column.addLayout(self._foot)

    def use_number_field(self, field: QWidget) -> None:
        """Let digits that are typed in the list begin a number in this field."""
        self._number_field = field

    def add_foot_action(self, widget: QWidget) -> None:
        """Put a widget at the right of the line that saves; it makes room while a name is typed."""
        self._actions.append(widget)
        self._foot.addWidget(widget)

    def add_foot_line(self, widget: QWidget) -> None:
        """Put a widget under everything else."""
        self._lines.append(widget)
        self._column.addWidget(widget)

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
            if section.choices and section.heading:
                column.addWidget(_heading(section))
            for choice in section.choices:
                column.addWidget(self._row(choice))
        column.addStretch(1)
        self._retire(self._scroll.takeWidget())
        self._scroll.setWidget(body)
        self._body = body
        self._show_save()

    def refill(self, sections: Sequence[Section]) -> None:
        """Show other lines in the place of these, the focus where it was, or on the preset that was saved."""
        row = self._focused()
        index = self._rows.index(row) if row is not None else -1
        place = self._scroll.verticalScrollBar().value()
        self.fill(sections)
        if self._opener is not None and self.isVisible():
            self.setGeometry(self._place(self._opener, self._width_px))
        self._scroll.verticalScrollBar().setValue(place)
        if self._is_focus_below():
            return
        if index < 0:
            # A preset was saved: it is the last of them.
            index = max((number for number, each in enumerate(self._rows) if each.choice.is_preset), default=0)
        if self._rows and self.isVisible():
            self._focus(self._rows[min(index, len(self._rows) - 1)])

    def open_under(self, field: QWidget, width_px: int) -> None:
        """Show the list under a field of the window, or above it where there is more room."""
        window = field.window()
        if self.parentWidget() is not window:
            self.setParent(window, Qt.WindowType.SubWindow)
        self._opener, self._width_px = field, width_px
        self._prefix.clear()
        self.setGeometry(self._place(field, width_px))
        self.show()
        self.raise_()
        self._watch(window)
        self._focus(next((row for row in self._rows if row.choice.is_current), self._rows[0] if self._rows else None))

    def _place(self, field: QWidget, width_px: int) -> QRect:
        window, height = field.window(), self._wanted_height()
        field_top = field.mapTo(window, QPoint(0, 0))
        below, above = field_top.y() + field.height() + 4, field_top.y() - 4
        room_below, room_above = window.height() - _MARGIN_PX - below, above - _MARGIN_PX
        if height <= room_below or room_below >= max(room_above, min(height, _LEAST_PX)):
            height, top = min(height, room_below), below
        elif room_above >= min(height, _LEAST_PX):
            height = min(height, room_above)
            top = above - height
        else:
            # Too little room on either side: the list covers its field.
            height = min(height, window.height() - 2 * _MARGIN_PX)
            top = window.height() - _MARGIN_PX - height
        width = min(width_px, window.width() - 2 * _MARGIN_PX)
        # A field hangs its list from its left edge, a word at the right from its right one.
        left = field_top.x() if field.width() > width // 2 else field_top.x() + field.width() - width
        return QRect(min(max(left, _MARGIN_PX), window.width() - _MARGIN_PX - width), top, width, height)

    def _watch(self, window: QWidget) -> None:
        self._unwatch()
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]
        window.windowHandle().installEventFilter(self)
        self._watched = window

    def _unwatch(self) -> None:
        if self._watched is not None:
            QApplication.instance().focusChanged.disconnect(self._on_focus_changed)  # type: ignore[union-attr]
            # Asked for anew: what Python held of it may have gone with a widget that was deleted. A closed one is none.
            handle = self._watched.windowHandle()
            self._watched = None
            if handle is not None:
                handle.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            place = event.position().toPoint()
            if not self.geometry().contains(place):
                self.hide()
                # A press on the field closes its list; it must not open it again.
                return self._is_on_opener(place)
        elif event.type() == QEvent.Type.Resize:
            self.hide()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if event.spontaneous():
            return
        self._unwatch()
        focus = QApplication.focusWidget()
        if self._opener is not None and focus is not None and self.isAncestorOf(focus):
            self._opener.setFocus(Qt.FocusReason.PopupFocusReason)

    def _is_on_opener(self, place: QPoint) -> bool:
        opener = self._opener
        return opener is not None and opener.rect().contains(opener.mapFrom(opener.window(), place))

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self and not self.isAncestorOf(now):
            self.hide()

    def _wanted_height(self) -> int:
        self.ensurePolished()
        # The layout is not asked for its items: Python would go on knowing them where other widgets stand later.
        rest = [each for each in (self._rule, self._extra, *self._lines) if each is not None]
        margins = self._column.contentsMargins()
        foot_px = self._foot.sizeHint().height() + (len(rest) + 1) * self._column.spacing()
        foot_px += sum(_least_height(each) for each in rest)
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
        elif event.key() == Qt.Key.Key_Escape:
            self._step_back(row)
        elif event.key() == Qt.Key.Key_F2 and row is not None:
            row.rename()
        elif event.key() == Qt.Key.Key_Delete and row is not None:
            row.ask_deletion()
        elif event.text().isdecimal() and self._number_field is not None:
            self._begin_number(self._number_field, event)
        elif event.text().isprintable() and event.text().strip():
            self._jump(event.text())
        # Every key ends here: those under the list are not meant.
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        row, focus = self._focused(), QApplication.focusWidget()
        if row is not None:
            self._last_row = self._rows.index(row)
        elif self._rows:
            row = self._rows[min(self._last_row, len(self._rows) - 1)]
        below = [self._extra, self._foot_widget, *self._actions, *self._lines]
        stops = tab_stops(each for each in (row, *below) if each is not None)
        if focus not in stops:
            return super().focusNextPrevChild(forward)
        following = stops[(stops.index(focus) + (1 if forward else -1)) % len(stops)]
        following.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    def _begin_number(self, field: QWidget, event: QKeyEvent) -> None:
        field.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.sendEvent(field, QKeyEvent(event.type(), event.key(), event.modifiers(), event.text()))

    def _step_back(self, row: PickerRow | None) -> None:
        if row is not None and row.is_editing:
            row.give_up()
        else:
            self.hide()

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

    def _is_focus_below(self) -> bool:
        """Say whether the keys go to what stands under the list and outlives its lines."""
        focus = QApplication.focusWidget()
        return focus is not None and any(each.isAncestorOf(focus) for each in (*self._lines, *self._actions))

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
        texts = [each.choice.text for each in self._rows]
        index = self._prefix.typed(letter, texts, self._rows.index(row) if row is not None else -1)
        if index is not None:
            self._focus(self._rows[index])

    def _show_save(self) -> None:
        if not self._save_text:
            return
        button = ChoiceButton(self._theme, Choice("", self._save_text))
        button.clicked.connect(self._on_save_begun)
        self._set_foot(button)
        for action in self._actions:
            action.show()

    def _on_save_begun(self) -> None:
        editor = NameEditor(self._theme, "", self.tr("Name"))
        editor.named.connect(self.saved)
        editor.given_up.connect(self._show_save)
        self._set_foot(editor)
        for action in self._actions:
            action.hide()
        editor.line.setFocus()

    def _set_foot(self, widget: QWidget) -> None:
        self._retire(self._foot_widget)
        self._foot_widget = widget
        self._foot.insertWidget(0, widget, 1)
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


def _least_height(widget: QWidget) -> int:
    height = max(widget.sizeHint().height(), widget.minimumSizeHint().height())
    return max(min(height, widget.maximumHeight()), widget.minimumHeight())


def _heading(section: Section) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(28, 8, 8, 2)
    row.setSpacing(8)
    heading: QLabel = text_label(section.heading, "label")
    row.addWidget(heading, 1)
    if section.side:
        row.addWidget(text_label(section.side, "label"))
    return line
