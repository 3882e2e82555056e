"""The frame that the pages of the details share: a column that scrolls, and actions that stay below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.ui.details.wide_button import WideButton
from desktop_app.ui.widgets.labels import frame

PADDING_PX = 16
GROUP_GAP_PX = 16
_ACTION_COLUMNS = 2


class DetailsPage(QWidget):
    """A page with `column` to fill from above and buttons in pairs at the bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside = QWidget()
        self.column = QVBoxLayout(self._inside)
        self.column.setSpacing(GROUP_GAP_PX)
        self.scroll_area = QScrollArea()
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setWidget(self._inside)
        self._actions = QGridLayout()
        self._actions.setContentsMargins(PADDING_PX, 12, PADDING_PX, PADDING_PX)
        self._actions.setSpacing(8)
        self._buttons: list[QPushButton] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.scroll_area, 1)
        self._line = frame("line-h")
        whole.addWidget(self._line)
        whole.addLayout(self._actions)
        self.set_margins(PADDING_PX)
        self.scroll_area.verticalScrollBar().installEventFilter(self)

    def add_action(self, text: str) -> QPushButton:
        """Add a button at the bottom of the page and return it."""
        button = QPushButton(text, self)
        self._buttons.append(button)
        self.arrange_actions()
        return button

    def add_wide_action(self) -> WideButton:
        """Add a button with a row for itself, hidden at first, and return it."""
        button = WideButton(self)
        button.hide()
        self._buttons.append(button)
        return button

    def arrange_actions(self) -> None:
        """Put the buttons that are not hidden in pairs; a wide one, and one that is left over, get the whole row."""
        shown = [button for button in self._buttons if not button.isHidden()]
        for button in self._buttons:
            self._actions.removeWidget(button)
        row = column = 0
        for place, button in enumerate(shown):
            is_whole = isinstance(button, WideButton) or (place == len(shown) - 1 and column == 0)
            self._actions.addWidget(button, row, column, 1, _ACTION_COLUMNS if is_whole else 1)
            column = 0 if is_whole else (column + 1) % _ACTION_COLUMNS
            row += column == 0

    def set_margins(self, side_px: int) -> None:
        """Keep this room around the column, above and at both sides."""
        self._side_px = side_px
        self._make_room(has_bar=self.scroll_area.verticalScrollBar().isVisible())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide} and watched is self.scroll_area.verticalScrollBar():
            self._make_room(has_bar=event.type() == QEvent.Type.Show)
        return super().eventFilter(watched, event)

    def _make_room(self, *, has_bar: bool) -> None:
        """Let the scroll bar lie in the padding, and part the actions from the text only when there is text behind."""
        self._line.setVisible(has_bar)
        bar_px = self.scroll_area.verticalScrollBar().sizeHint().width() if has_bar else 0
        side = self._side_px
        self.column.setContentsMargins(side, side, max(0, side - bar_px), PADDING_PX)
