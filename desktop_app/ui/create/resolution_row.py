"""How many pixels, where a model makes pictures of several resolutions: 1K, 2K, 4K."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.create.size_groups import SizeGroup
from desktop_app.ui.create.size_list import group_name, pixels
from desktop_app.ui.widgets.labels import frame


class ResolutionRow(QWidget):
    """Segments; not there for a model of one resolution.

    Signals:
        group_chosen(SizeGroup): sizes of another resolution are wanted.
    """

    group_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[SizeGroup, ...] = ()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._box = frame("card")
        self._row = QHBoxLayout(self._box)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self._box)
        self.hide()

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The segments, from few pixels to many."""
        return tuple(each for each in self._group.buttons() if isinstance(each, QPushButton))

    def show_groups(self, groups: tuple[SizeGroup, ...], current: SizeGroup | None) -> None:
        """Offer the groups where there are several of more than one shape, the one in force marked."""
        if len(groups) < 2:
            groups = ()
        if groups != self._shown:
            self._make(groups)
        self.setVisible(bool(groups))
        if current in groups:
            self._group.button(groups.index(current)).setChecked(True)

    def _make(self, groups: tuple[SizeGroup, ...]) -> None:
        self._shown = groups
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        for number, group in enumerate(groups):
            button = QPushButton(group_name(group))
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            button.setAutoDefault(False)
            about = self.tr("about {size}").format(size=pixels(group.sizes[0]))
            button.setAccessibleName(f"{group_name(group)}, {about}")
            button.setToolTip(about)
            self._group.addButton(button, number)
            self._row.addWidget(button, 1)

    def _on_clicked(self, number: int) -> None:
        self.group_chosen.emit(self._shown[number])
