"""The card above the grid that says that the demo engine is at work, and takes a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.key.key_form import KeyForm
from desktop_app.ui.widgets.flowing_text import FlowingText
from desktop_app.ui.widgets.icon_button import IconButton
from desktop_app.ui.widgets.labels import frame, text_label

if TYPE_CHECKING:
    from desktop_app.ui.theme.theme import Theme

_FORM_PX = 300
_NARROW_PX = 640


class KeyBanner(QWidget):
    """Says quietly that there is no key yet; `form` is the KeyForm to connect.

    Signals:
        dismissed(): a person does not want to see it.
    """

    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = frame("card")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 0)
        whole.addWidget(card)
        self.form = KeyForm(link_beside_field=True)
        self.form.setFixedWidth(_FORM_PX)
        self.sentence = FlowingText(theme, role="dim")
        self.sentence.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sentence.set_text(
            self.tr(
                "It paints without AI, so that you can try everything. For real pictures, add your Together AI key."
            )
        )
        self.close_button = IconButton(theme, "x", self.tr("Hide"))
        self.close_button.clicked.connect(self.dismissed)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(text_label(self.tr("You are using the demo engine."), "heading"))
        texts.addWidget(self.sentence)
        texts.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(12)
        self._body.addLayout(texts, 1)
        self._body.addWidget(self.form, 0, Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 12, 8, 12)
        row.setSpacing(16)
        row.addLayout(self._body, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = event.size().width() < _NARROW_PX
        direction = QBoxLayout.Direction
        self._body.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)
