"""The window that says what the program is, what it is made of, and on which terms."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QTextOption
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app import __version__
from desktop_app.core.notice import Part
from desktop_app.ui.widgets.labels import text_label

WIDTH_PX, HEIGHT_PX = 944, 640
_LIST_PX = 232
_TEXT_PX = 12


class AboutDialog(QDialog):
    """Opens at once, with the parts as soon as `show_parts` brings them; not modal, and Esc leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Sfumato"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._parts: tuple[Part, ...] = ()
        self.list = QListWidget()
        self.list.setProperty("kind", "list")
        self.list.setAccessibleName(self.tr("Parts"))
        self.list.setFixedWidth(_LIST_PX)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.currentRowChanged.connect(self._on_row_changed)
        self.terms = text_label("", "secondary")
        self.text = self._text_field()
        self._lay_out()
        self.resize(WIDTH_PX, HEIGHT_PX)
        self.list.setFocus()

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show what the program is made of, and the terms of the first."""
        self._parts = tuple(parts)
        self.list.clear()
        self.list.addItems([f"{part.name} {part.version}" for part in parts])
        self.list.setCurrentRow(0)

    def show_problem(self, _error: Exception) -> None:
        """Say that the parts are not to be had."""
        self.terms.setText(self.tr("The list of parts cannot be read. Installing Sfumato again brings it back."))

    def _text_field(self) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setReadOnly(True)
        field.setTabChangesFocus(True)
        field.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        field.setAccessibleName(self.tr("Licence"))
        # Such texts are set with spaces, in lines of eighty letters.
        font: QFont = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(_TEXT_PX)
        field.setFont(font)
        field.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        return field

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(4)
        column.addWidget(text_label(self.tr("Sfumato {version}").format(version=__version__), "heading"))
        column.addSpacing(4)
        for words in (
            self.tr("Free software under the MIT licence. It is made of the parts below, each on its own terms."),
            self.tr(
                "Qt and PySide are used under the LGPL: they are files of their own, which you may replace by your builds."
            ),
        ):
            column.addWidget(text_label(words, "secondary", wrap=True))
        column.addSpacing(12)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.terms)
        right.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        column.addLayout(row, 1)

    def _on_row_changed(self, row: int) -> None:
        if not 0 <= row < len(self._parts):
            return
        part = self._parts[row]
        self.terms.setText(self.tr("{part}: {licence}").format(part=part.name, licence=part.licence))
        self.text.setPlainText(part.text.strip())
