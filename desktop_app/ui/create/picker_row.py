"""One line of a picker, with rename and delete in place where it is a preset."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop_app.core.sizes import Size
from desktop_app.ui.create.name_editor import NameEditor
from desktop_app.ui.create.painting import LABEL_PX, SECONDARY_PX, draw_text, face, text_width
from desktop_app.ui.create.shape_outline import shape_outline
from desktop_app.ui.create.tool_tips import plain_tip
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.icon_button import IconButton
from desktop_app.ui.widgets.labels import text_label

_ROW_PX = 30
_GUTTER_PX = 28
_ICON_PX = 14
_SHAPE_PX = 13.0


@dataclass(frozen=True, slots=True)
class Choice:
    """What a line shows; `key` names it in the picker's signals.

    `shape`, or the icon of that name, is drawn before the text, `mark` is a small word after it ("new"). `tip` is the tool
    tip; of a line that `is_doubtful` a sign says that there is one. A line that `is_faint` is not offered first.
    """

    key: str
    text: str
    side: str = ""
    is_current: bool = False
    is_preset: bool = False
    shape: Size | None = None
    icon_name: str = ""
    mark: str = ""
    tip: str = ""
    is_doubtful: bool = False
    is_faint: bool = False

    @property
    def spoken(self) -> str:
        """The line as a screen reader says it."""
        return ", ".join(filter(None, (self.text, self.mark, self.side)))


class ChoiceButton(QPushButton):
    """The line itself; the arrows are left to the picker."""

    def __init__(self, theme: Theme, choice: Choice) -> None:
        super().__init__()
        self._theme = theme
        self.choice = choice
        self.setProperty("kind", "quiet")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setAccessibleName(choice.spoken)
        chosen = self.tr("chosen") if choice.is_current else ""
        self.setAccessibleDescription(". ".join(filter(None, (chosen, choice.tip))))
        self.setToolTip(plain_tip(choice.tip))

    def sizeHint(self) -> QSize:
        text = text_width(face(self, SECONDARY_PX), self.choice.text)
        return QSize(self._text_left() + text + text_width(face(self, LABEL_PX), self.choice.side) + 26, _ROW_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        dim = self._theme.color("dim")
        if self.choice.is_current:
            icon("check", self._theme.color("accent")).paint(painter, self._icon_place(7))
        if self.choice.shape is not None:
            self._paint_shape(painter, self.choice.shape)
        elif self.choice.icon_name:
            place = QRect(_GUTTER_PX + 1, (self.height() - 16) // 2, 16, 16)
            icon(self.choice.icon_name, self._shape_color()).paint(painter, place)
        small = face(self, LABEL_PX)
        inner = self.rect().adjusted(self._text_left(), 0, -8, 0)
        side = QRect(inner)
        side.setLeft(inner.right() - text_width(small, self.choice.side) - 1)
        draw_text(painter, side, self.choice.side, small, dim, Qt.AlignmentFlag.AlignRight)
        inner.setRight(side.left() - 10 - self._signs_px())
        text_face = face(self, SECONDARY_PX)
        draw_text(
            painter, inner, self.choice.text, text_face, dim if self.choice.is_faint else self._theme.color("text")
        )
        self._paint_signs(painter, min(inner.right(), inner.left() + text_width(text_face, self.choice.text)) + 6)

    def _text_left(self) -> int:
        return _GUTTER_PX + 28 if self.choice.shape is not None or self.choice.icon_name else _GUTTER_PX

    def _shape_color(self) -> QColor:
        return self._theme.color("text" if self.choice.is_current else "dim")

    def _icon_place(self, left: int) -> QRect:
        return QRect(left, (self.height() - _ICON_PX) // 2, _ICON_PX, _ICON_PX)

    def _mark_px(self) -> int:
        return text_width(face(self, LABEL_PX), self.choice.mark) + 13 if self.choice.mark else 0

    def _signs_px(self) -> int:
        return self._mark_px() + (_ICON_PX + 6 if self.choice.is_doubtful else 0)

    def _paint_shape(self, painter: QPainter, shape: Size) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._shape_color(), 1.5))
        middle = QPoint(_GUTTER_PX + 9, self.height() // 2)
        painter.drawRoundedRect(shape_outline(shape, _SHAPE_PX, middle), 2, 2)

    def _paint_signs(self, painter: QPainter, left: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.choice.mark:
            small, color = face(self, LABEL_PX), self._theme.color("text")
            place = QRect(left, (self.height() - 16) // 2, self._mark_px() - 3, 16)
            painter.setPen(QPen(self._theme.color("dim"), 1))
            painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            draw_text(painter, place, self.choice.mark, small, color, Qt.AlignmentFlag.AlignHCenter)
            left += self._mark_px() + 3
        if self.choice.is_doubtful:
            icon("circle-question-mark", self._theme.color("dim")).paint(painter, self._icon_place(left))


class PickerRow(QWidget):
    """A line with what can be done to it.

    Signals:
        chosen(str), deleted(str): the key of the line.
        renamed(str, str): the key and the new name.
    """

    chosen = Signal(str)
    deleted = Signal(str)
    renamed = Signal(str, str)

    def __init__(self, theme: Theme, choice: Choice) -> None:
        super().__init__()
        self._theme = theme
        self.choice = choice
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.button = ChoiceButton(theme, choice)
        self.button.clicked.connect(self._on_clicked)
        self._row.addWidget(self.button, 1)
        self._usual: list[QWidget] = [self.button]
        self._editor: QWidget | None = None
        if choice.is_preset:
            self._add_icon("pencil", self.tr("Rename {name}")).clicked.connect(self.rename)
            self._add_icon("trash-2", self.tr("Delete {name}")).clicked.connect(self.ask_deletion)

    def rename(self) -> None:
        """Turn the line into a field for its name."""
        if not self.choice.is_preset:
            return
        editor = NameEditor(self._theme, self.choice.text, self.tr("Name"))
        editor.named.connect(self._on_named)
        editor.given_up.connect(self._on_given_up)
        self._show(editor)
        editor.line.setFocus()

    def ask_deletion(self) -> None:
        """Turn the line into the question whether to delete it."""
        if not self.choice.is_preset:
            return
        question = QWidget()
        row = QHBoxLayout(question)
        row.setContentsMargins(_GUTTER_PX, 0, 0, 0)
        row.setSpacing(4)
        label = text_label(self.tr("Delete this?"), "secondary")
        row.addWidget(label, 1)
        delete, keep = QPushButton(self.tr("Delete")), QPushButton(self.tr("Keep"))
        for button, receiver in ((delete, self._on_deletion_wanted), (keep, self._on_given_up)):
            button.setProperty("kind", "quiet")
            button.setAutoDefault(True)
            button.clicked.connect(receiver)
            row.addWidget(button)
        delete.setAccessibleDescription(self.choice.text)
        self._show(question)
        keep.setFocus()

    @property
    def is_editing(self) -> bool:
        """Say whether the line is a field or a question now."""
        return self._editor is not None

    def give_up(self) -> None:
        """Turn a field or question back into the line."""
        self._on_given_up()

    def _add_icon(self, name: str, words: str) -> IconButton:
        text = words.format(name=self.choice.text)
        button = IconButton(self._theme, name, text, icon_px=14, size_px=26)
        button.setToolTip(plain_tip(text))
        self._row.addWidget(button)
        self._usual.append(button)
        return button

    def _show(self, editor: QWidget) -> None:
        self._drop_editor()
        self._editor = editor
        for widget in self._usual:
            widget.hide()
        self._row.addWidget(editor, 1)
        editor.show()

    def _drop_editor(self) -> None:
        if self._editor is not None:
            self._row.removeWidget(self._editor)
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = None

    def _on_given_up(self) -> None:
        for widget in self._usual:
            widget.show()
        self.button.setFocus()
        self._drop_editor()

    def _on_clicked(self) -> None:
        self.chosen.emit(self.choice.key)

    def _on_named(self, name: str) -> None:
        self.renamed.emit(self.choice.key, name)

    def _on_deletion_wanted(self) -> None:
        self.deleted.emit(self.choice.key)
