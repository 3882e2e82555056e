"""The LoRAs of an order, the favourites to take them from, and how many the model takes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.core.presets import LoraFavourite
from desktop_app.core.request import Lora
from desktop_app.ui.create.field_head import FieldHead
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.lora_row import LoraRow
from desktop_app.ui.create.picker import Picker, Section
from desktop_app.ui.create.picker_row import Choice
from desktop_app.ui.create.tool_tips import plain_tip
from desktop_app.ui.theme.theme import Theme

_ADDRESS, _FAVOURITE = "address", "favourite:"
_PICKER_PX = 304


class LoraRows(QWidget):
    """A row each, and a button that adds one.

    Signals:
        loras_changed(object): the tuple of LoRAs as they are set now; one without an address is a row still empty.
        favourites_edited(object): the tuple of favourites as it is to be now.
    """

    loras_changed = Signal(object)
    favourites_edited = Signal(object)

    def __init__(self, theme: Theme, form: Form, favourites: tuple[LoraFavourite, ...]) -> None:
        super().__init__()
        self._theme = theme
        self._form = form
        self._favourites = favourites
        self._rows: list[LoraRow] = []
        self.add = QPushButton(self.tr("Add"))
        self.add.setProperty("kind", "word")
        self.add.setProperty("place", "end")
        self.add.setAutoDefault(True)
        self.add.setAccessibleName(self.tr("Add LoRA"))
        self.picker = Picker(theme, "", self)
        self.picker.setAccessibleName(self.tr("Favourite LoRAs"))
        head = FieldHead(self.tr("LoRA"))
        head.setFixedHeight(24)
        head.add_side(self.add)
        self._head = head
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(head)
        column.addLayout(self._column)
        self.add.clicked.connect(self._on_add_clicked)
        self.picker.chosen.connect(self._on_chosen)
        self.picker.renamed.connect(self._on_renamed)
        self.picker.deleted.connect(self._on_deleted)

    @property
    def rows(self) -> tuple[LoraRow, ...]:
        """The rows that are there."""
        return tuple(self._rows)

    def set_favourites(self, favourites: tuple[LoraFavourite, ...]) -> None:
        """Offer other favourites; nothing is told of it."""
        self._favourites = favourites
        self._show_favourites()

    def show_form(self) -> None:
        """Show the LoRAs that the form holds, and which of them the model takes."""
        loras, limit = self._form.loras, self._form.profile.lora_count
        while len(self._rows) > len(loras):
            self._drop(self._rows[-1])
        for row, lora in zip(self._rows, loras, strict=False):
            row.show_lora(lora)
        for lora in loras[len(self._rows) :]:
            self._make(lora)
        taken = 0
        for row in self._rows:
            is_over = bool(row.lora.path) and taken >= limit
            row.show_left_out(self._over_words(limit) if is_over else "")
            taken += bool(row.lora.path)
        is_full = len(self._rows) >= limit
        self.add.setEnabled(not is_full)
        self.add.setToolTip(plain_tip(self._limit_words(limit)) if is_full else "")
        self._head.set_side("" if not is_full else self.tr("{count} at most").format(count=limit))
        self._show_favourites()

    def _over_words(self, limit: int) -> str:
        return self.tr("Left out. {limit}").format(limit=self._limit_words(limit))

    def _limit_words(self, limit: int) -> str:
        text = self.tr("{model} takes one.") if limit == 1 else self.tr("{model} takes {count}.")
        return text.format(model=self._form.profile.name, count=limit)

    def _make(self, lora: Lora) -> LoraRow:
        row = LoraRow(self._theme, lora)
        row.changed.connect(self._on_row_changed)
        row.removed.connect(partial(self._on_removed, row))
        row.favourite_named.connect(partial(self._on_favourite_named, row))
        self._rows.append(row)
        self._column.addWidget(row)
        row.show()
        chain: list[QWidget] = [self.add]
        for each in self._rows:
            chain += [each.line, each.star, each.remove, each.fix, each.pair.slider, each.pair.box]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)
        return row

    def _drop(self, row: LoraRow) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _show_favourites(self) -> None:
        for row in self._rows:
            found = (each for each in self._favourites if each.path == row.lora.path)
            row.show_favourite(next(found, None))

    def _tell(self) -> None:
        self.loras_changed.emit(tuple(row.lora for row in self._rows))

    def _put(self, lora: Lora) -> LoraRow:
        """Put a LoRA into a row that is still empty, or into a new one."""
        row = next((each for each in self._rows if not each.lora.path), None)
        if row is None:
            row = self._make(lora)
        else:
            row.show_lora(lora)
        self._tell()
        return row

    def _sections(self) -> list[Section]:
        lines = tuple(
            Choice(f"{_FAVOURITE}{index}", each.name, f"{each.scale:g}", is_preset=True, tip=each.path)
            for index, each in enumerate(self._favourites)
        )
        return [
            Section("", (Choice(_ADDRESS, self.tr("Another address")),)),
            Section(self.tr("Favourites"), lines),
        ]

    def _on_add_clicked(self) -> None:
        if self._favourites:
            self.picker.fill(self._sections())
            self.picker.open_under(self.add, _PICKER_PX)
        else:
            self._on_chosen(_ADDRESS)

    def _on_chosen(self, key: str) -> None:
        if key == _ADDRESS:
            self._put(Lora("")).line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            favourite = self._favourites[_index(key)]
            row = self._put(Lora(favourite.path, favourite.scale))
            row.pair.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_row_changed(self, _lora: Lora) -> None:
        self._tell()

    def _on_removed(self, row: LoraRow) -> None:
        place = self._rows.index(row)
        others = [each for each in self._rows if each is not row]
        self._drop(row)
        self._tell()
        # The panel has shown the form again by now, which frees the button.
        target: QWidget = others[min(place, len(others) - 1)].remove if others else self.add
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_favourite_named(self, row: LoraRow, name: str) -> None:
        kept = LoraFavourite(name, row.lora.path, row.lora.scale)
        index = next((i for i, each in enumerate(self._favourites) if each.path == kept.path), len(self._favourites))
        self._edit((*self._favourites[:index], kept, *self._favourites[index + 1 :]))

    def _on_renamed(self, key: str, name: str) -> None:
        index = _index(key)
        renamed = replace(self._favourites[index], name=name)
        self._edit((*self._favourites[:index], renamed, *self._favourites[index + 1 :]))
        self.picker.refill(self._sections())

    def _on_deleted(self, key: str) -> None:
        index = _index(key)
        self._edit((*self._favourites[:index], *self._favourites[index + 1 :]))
        if self._favourites:
            self.picker.refill(self._sections())
        else:
            self.picker.hide()

    def _edit(self, favourites: tuple[LoraFavourite, ...]) -> None:
        self._favourites = favourites
        self.favourites_edited.emit(favourites)
        self._show_favourites()


def _index(key: str) -> int:
    return int(key.removeprefix(_FAVOURITE))
