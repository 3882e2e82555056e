"""The source "grid": one parameter or two, with their values."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.batches import Axis
from desktop_app.core.catalogue import Catalogue, ModelProfile
from desktop_app.ui.batch.axis_field import AxisField
from desktop_app.ui.batch.recipes import GridRecipe


class GridPage(QWidget):
    """Two parameters, of which the second may be none.

    Signals:
        changed: another grid is asked for.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = AxisField(self.tr("Columns"), Axis.SEED, optional=False)
        self.rows = AxisField(self.tr("Rows"), Axis.STEPS, optional=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.columns)
        column.addWidget(self.rows)
        self.columns.changed.connect(self._on_columns_changed)
        self.rows.changed.connect(self._on_rows_changed)
        self._bar()

    def show_models(self, catalogue: Catalogue, price_of: Callable[[ModelProfile], str], current: str) -> None:
        """Offer these models; the current one is chosen where none is."""
        for field in (self.columns, self.rows):
            field.models.show_models(catalogue, price_of)
            if not field.models.models:
                field.models.choose(current)

    def recipe(self) -> GridRecipe | None:
        """Return what is asked for, `None` while it cannot be told."""
        values_x, values_y = self.columns.values(), self.rows.values()
        if self.columns.axis is None or not values_x:
            return None
        if self.rows.axis is None:
            return GridRecipe((self.columns.axis, values_x))
        return GridRecipe((self.columns.axis, values_x), (self.rows.axis, values_y)) if values_y else None

    def holds(self, axis: Axis) -> bool:
        """Say whether this is one of the two."""
        return axis in {self.columns.axis, self.rows.axis}

    @property
    def hint(self) -> str:
        """What is still missing."""
        if self.columns.note.text() or self.rows.note.text():
            return ""
        return self.tr("Give each parameter a value or more.")

    def _bar(self) -> None:
        self.columns.bar(self.rows.axis)
        self.rows.bar(self.columns.axis)

    def _on_columns_changed(self) -> None:
        self._bar()
        self.changed.emit()

    def _on_rows_changed(self) -> None:
        self._bar()
        self.changed.emit()
