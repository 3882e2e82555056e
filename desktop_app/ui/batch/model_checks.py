"""A list of models of which several can be chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.core.catalogue import Catalogue, ModelProfile
from desktop_app.ui.widgets.labels import frame, text_label

_HEIGHT_PX = 148
_ROW_PX = 24


class ModelChecks(QWidget):
    """Offers the models that can be used, with their prices.

    Signals:
        changed: others are chosen now.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        self._chosen: set[str] = set()
        box = frame("card")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(1, 1, 1, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFixedHeight(_HEIGHT_PX)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.addWidget(self._scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(box)

    def show_models(self, catalogue: Catalogue, price_of: Callable[[ModelProfile], str]) -> None:
        """Offer these models; what was chosen stays chosen where it is still there."""
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(0)
        self.boxes = {}
        for profile in catalogue:
            if profile.is_usable and not profile.is_demo:
                column.addWidget(self._row(profile, price_of(profile)))
        column.addStretch(1)
        self._chosen &= self.boxes.keys()
        self._scroll.setWidget(rows)

    def choose(self, model: str) -> None:
        """Choose one more model, where it is offered; nothing is told of it."""
        if model in self.boxes:
            self._chosen.add(model)
            self.boxes[model].setChecked(True)

    @property
    def models(self) -> tuple[str, ...]:
        """The chosen models, in the order of the list."""
        return tuple(model for model in self.boxes if model in self._chosen)

    def _row(self, profile: ModelProfile, price: str) -> QWidget:
        box = QCheckBox(profile.name)
        box.setObjectName(profile.id)
        box.setAccessibleDescription(price)
        box.setChecked(profile.id in self._chosen)
        box.clicked.connect(self._on_clicked)
        self.boxes[profile.id] = box
        row = QWidget()
        row.setFixedHeight(_ROW_PX)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(box, 1)
        line.addWidget(text_label(price, "label"))
        return row

    def _on_clicked(self, is_on: bool) -> None:
        model = self.sender().objectName()
        (self._chosen.add if is_on else self._chosen.discard)(model)
        self.changed.emit()
