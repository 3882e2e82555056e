"""A prompt with, below it, the text that it was made of; long ones are folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.widgets.flowing_text import FlowingText
from desktop_app.ui.widgets.labels import text_label

if TYPE_CHECKING:
    from desktop_app.ui.theme.theme import Theme

_PROMPT_LINES = 12
_TEMPLATE_LINES = 6


class PromptView(QWidget):
    """Shows the prompt as the model got it; `written`, where there is one, as the person wrote it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.prompt = FlowingText(theme)
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.prompt.fold_after(_PROMPT_LINES)
        self.written_title = text_label(self.tr("Written as"), "label")
        self.written = FlowingText(theme, kind="facts", line_px=18, role="dim")
        self.written.setAccessibleName(self.tr("Written as"))
        self.written.fold_after(_TEMPLATE_LINES)
        self.whole = QPushButton()
        self.whole.setProperty("kind", "link")
        self.whole.setCheckable(True)
        self._fill()
        self.set_texts("", "")

    def set_texts(self, prompt: str, template: str = "") -> None:
        """Show another prompt, and its template when it has one."""
        self.prompt.set_text(prompt)
        self.prompt.setVisible(bool(prompt))
        self.written.set_text(template)
        self._below.setVisible(bool(template))
        self._offer_whole()

    def fold(self) -> None:
        """Show the first lines alone again."""
        self.whole.setChecked(False)

    def _fill(self) -> None:
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.written_title)
        below.addWidget(self.written)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.prompt)
        column.addWidget(self._below)
        column.addWidget(self.whole, 0, Qt.AlignmentFlag.AlignLeft)
        self.prompt.long_changed.connect(self._offer_whole)
        self.written.long_changed.connect(self._offer_whole)
        self.whole.toggled.connect(self._on_whole)
        self._on_whole(is_whole=False)

    def _offer_whole(self) -> None:
        self.whole.setVisible(self.prompt.is_long or self.written.is_long)

    def _on_whole(self, is_whole: bool) -> None:
        self.whole.setText(self.tr("Show less") if is_whole else self.tr("Show the whole prompt"))
        self.prompt.set_folded(not is_whole)
        self.written.set_folded(not is_whole)
