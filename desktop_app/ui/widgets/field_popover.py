"""A line that is asked for over the window, with what may be meant below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from desktop_app.core.search_values import folded
from desktop_app.ui.widgets.labels import set_kind, text_label

_WIDTH_PX = 320
_MARGIN_PX = 8
_GAP_PX = 6
_LINES_MAX = 7


class FieldPopover(QFrame):
    """Asks for one line; Return or a click on a choice answers, Escape or a click elsewhere gives up.

    `choices` are offered as far as they hold what is typed; with a `separator` several can be given, and the one that is
    being typed counts. `problem` returns why a text cannot be taken, in words, or nothing; `hint` is said while there is
    none. It deletes itself when it is closed.

    Signals:
        answered(str): the line as it was typed, without a problem.
    """

    answered = Signal(str)

    def __init__(
        self,
        window: QWidget,
        title: str,
        *,
        text: str = "",
        suffix: str = "",
        hint: str = "",
        choices: Sequence[str] = (),
        separator: str = "",
        problem: Callable[[str], str] = lambda _text: "",
    ) -> None:
        # A sub-window keeps the Tab key within itself.
        super().__init__(window, Qt.WindowType.SubWindow)
        self._window = window
        self._choices = tuple(choices)
        self._separator = separator
        self._problem = problem
        self._hint = hint
        self._is_over = False
        self._anchor = QRect()
        self._before = QApplication.focusWidget()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "popup")
        self.setAccessibleName(title)
        self.line = QLineEdit(text)
        self.line.setAccessibleName(title)
        self.note = text_label("", "secondary", wrap=True)
        self.list = QListView()
        self.list.setProperty("kind", "choices")
        self.list.setAccessibleName(title)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setModel(QStringListModel(self))
        self._lay_out(title, suffix)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._on_edited)
        self.list.clicked.connect(self._on_clicked)
        self._show_choices()
        self._judge()

    def open_at(self, anchor: QRect) -> None:
        """Show it below a part of the window (in the window's pixels), or above where there is no room."""
        self._anchor = anchor
        self.adjust()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self.line.selectAll()
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]

    def adjust(self) -> None:
        """Stand where it was opened, wholly in sight, with room for all that it shows now."""
        window, anchor = self._window, self._anchor
        self._column.activate()
        height = self.sizeHint().height()
        below, above = anchor.bottom() + _GAP_PX, anchor.top() - _GAP_PX - height
        top = below if below + height <= window.height() - _MARGIN_PX else above
        left = anchor.center().x() - _WIDTH_PX // 2
        self.setGeometry(
            max(_MARGIN_PX, min(left, window.width() - _WIDTH_PX - _MARGIN_PX)),
            max(_MARGIN_PX, min(top, window.height() - height - _MARGIN_PX)),
            _WIDTH_PX,
            height,
        )

    def give_up(self) -> None:
        """Close without an answer, and hand the keys back."""
        self._leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are not the line's own: the way through the choices, Return and Escape."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._answer()
        elif key == Qt.Key.Key_Escape:
            self.give_up()
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self._shown():
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Tab and self._shown():
            self._take(self._shown()[max(0, self.list.currentIndex().row())])
        else:
            return False
        return True

    def _lay_out(self, title: str, suffix: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        if suffix:
            row.addWidget(text_label(suffix, "secondary"))
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(text_label(title, "label"))
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.list)

    def _shown(self) -> list[str]:
        model = self.list.model()
        assert isinstance(model, QStringListModel)
        return model.stringList()

    def _show_choices(self) -> None:
        typed = folded(self._typed_part()[1].strip())
        given = {each.strip() for each in self.line.text().split(self._separator)} if self._separator else set()
        found = [each for each in self._choices if typed in folded(each) and each not in given]
        if not self.line.isModified():
            found = [each for each in self._choices if each not in given]
        model = self.list.model()
        assert isinstance(model, QStringListModel)
        model.setStringList(found)
        self.list.setVisible(bool(found))
        line_px = self.list.sizeHintForRow(0) if found else 0
        self.list.setFixedHeight(min(len(found), _LINES_MAX) * max(line_px, 1))

    def _typed_part(self) -> tuple[str, str]:
        """Return what stands before the part that is being typed, and that part."""
        text = self.line.text()
        start = text.rfind(self._separator) + 1 if self._separator else 0
        return text[:start], text[start:]

    def _step(self, step: int) -> None:
        row = min(max(self.list.currentIndex().row() + step, 0), len(self._shown()) - 1)
        index = self.list.model().index(row, 0)
        self.list.setCurrentIndex(index)
        self._write(self._shown()[row])

    def _write(self, choice: str) -> None:
        before, _ = self._typed_part()
        self.line.setText(f"{before}{' ' if before else ''}{choice}")
        self._judge()

    def _take(self, choice: str) -> None:
        self._write(choice)
        if self._separator:
            self.line.setText(f"{self.line.text()}{self._separator} ")
        self.line.setModified(True)
        self._fit_choices()

    def _fit_choices(self) -> None:
        self._show_choices()
        self._judge()
        self.adjust()

    def _judge(self) -> str:
        why = self._problem(self.line.text()) if self.line.text().strip() else ""
        set_kind(self.note, "bad-small" if why else "secondary")
        self.note.setText(why or self._hint)
        self.note.setVisible(bool(why or self._hint))
        self.line.setAccessibleDescription(why or self._hint)
        return why

    def _answer(self) -> None:
        text = self.line.text().strip().removesuffix(self._separator or "\n").strip()
        if text and not self._judge():
            self._leave()
            self.answered.emit(text)

    def _leave(self, *, hands_back: bool = True) -> None:
        if self._is_over:
            return
        self._is_over = True
        QApplication.instance().focusChanged.disconnect(self._on_focus_changed)  # type: ignore[union-attr]
        if hands_back and self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.close()

    def _on_edited(self) -> None:
        self._fit_choices()

    def _on_clicked(self) -> None:
        self._take(self._shown()[self.list.currentIndex().row()])
        if self._separator:
            self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            self._answer()

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        # The keys may leave the program's windows for a while.
        if now is not None and now is not self and not self.isAncestorOf(now):
            self._leave(hands_back=False)
