"""Whether to look for newer versions: there only where the build named a place to look."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop_app.ui.widgets.labels import text_label


class UpdatesField(QWidget):
    """A title, a box to be ticked, and what ticking it means.

    Signals:
        chosen(bool): a person wants to be told, or not.
    """

    chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.box = QCheckBox(self.tr("Tell me when there is a newer version"))
        self.box.toggled.connect(self.chosen)
        self._note = text_label("", "secondary", wrap=True)
        title = text_label(self.tr("New versions"), "label")
        title.setBuddy(self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (title, self.box, self._note):
            column.addWidget(part)
        self.hide()

    def offer(self, address: str) -> None:
        """Be there when there is an address to ask."""
        host = urlsplit(address).hostname or ""
        self._note.setText(self.tr("Asks {host} once a day. Nothing about you is sent.").format(host=host))
        self.setVisible(bool(address))

    def show_wish(self, *, is_wished: bool) -> None:
        """Show what is set, without telling."""
        self.box.blockSignals(True)
        self.box.setChecked(is_wished)
        self.box.blockSignals(False)
