"""What a person says about one picture, or about all that are chosen: tags, title and note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.care import CareChange
from desktop_app.ui.care.note_field import NoteField
from desktop_app.ui.care.tag_line import TagLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.core.record import ImageRecord


class CareForm(QWidget):
    """Fields that tell a change when the keys leave them.

    Signals:
        changed(CareChange): this is to be changed at the picture that is shown.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tags = TagLine()
        self.title = QLineEdit()
        self.title.setPlaceholderText(self.tr("Title"))
        self.title.setAccessibleName(self.tr("Title"))
        self.note = NoteField()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.title, self.tags, self.note):
            column.addWidget(part)
        self.tags.tags_changed.connect(self._on_tags_changed)
        self.title.editingFinished.connect(self._on_title_edited)
        self.note.note_changed.connect(self._on_note_changed)
        self._title = ""

    def show_record(self, record: ImageRecord) -> None:
        """Show what is said of a picture; what is being typed stays."""
        self._title = record.title
        if not (self.title.hasFocus() and self.title.isModified()):
            self.title.setText(record.title)
        self.tags.set_tags(record.tags)
        self.note.set_note(record.note)

    def set_known_tags(self, names: Sequence[str]) -> None:
        """Complete tags from these."""
        self.tags.set_known(names)

    def _on_tags_changed(self, added: tuple[str, ...], removed: tuple[str, ...]) -> None:
        self.changed.emit(CareChange(added_tags=added, removed_tags=removed))

    def _on_title_edited(self) -> None:
        if self.title.text().strip() != self._title:
            self._title = self.title.text().strip()
            self.changed.emit(CareChange(title=self._title))

    def _on_note_changed(self, note: str) -> None:
        self.changed.emit(CareChange(note=note))
