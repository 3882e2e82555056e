"""The button that says in what order pictures stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.core.seed import new_seed
from desktop_app.ui.widgets.icon_button import IconButton

if TYPE_CHECKING:
    from desktop_app.ui.theme.theme import Theme


class OrderButton(IconButton):
    """A menu of orders.

    Signals:
        order_changed(GalleryOrder): another order is wanted.
    """

    order_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "arrow-up-down", "", parent)
        self._order = self._before = GalleryOrder()
        self._has_places = False
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self._choices = QActionGroup(self)
        self._actions: dict[SortBy, QAction] = {by: self._choice(menu, by) for by in SortBy if by is not SortBy.PLACE}
        menu.addSeparator()
        # Shown while one collection alone is looked at: nothing else has an order by hand.
        self._actions[SortBy.PLACE] = self._choice(menu, SortBy.PLACE)
        self.reverse = self._switch(menu, self.tr("The other way round"))
        self.stack = self._switch(menu, self.tr("Stack what belongs together"))
        self.stack.setToolTip(
            self.tr("Pictures of one order, or edits of one another, stand as one until they are opened")
        )
        menu.setToolTipsVisible(True)
        self.setMenu(menu)
        self.stack.triggered.connect(self._on_stacked)
        self.reverse.triggered.connect(self._on_reversed)
        self._actions[SortBy.PLACE].setVisible(False)
        self._show()

    @property
    def order(self) -> GalleryOrder:
        """The order that is chosen."""
        return self._order

    def set_has_places(self, *, has_places: bool) -> None:
        """Offer the order by hand and go over to it, or offer it no more and go back to the order of before."""
        action = self._actions[SortBy.PLACE]
        if has_places == self._has_places:
            return
        self._has_places = has_places
        action.setVisible(has_places)
        if has_places:
            self._before = self._order
            self._tell(replace(self._order, by=SortBy.PLACE, is_reversed=False))
        elif self._order.by is SortBy.PLACE:
            self._tell(self._before)

    def _choice(self, menu: QMenu, by: SortBy) -> QAction:
        action = self._switch(menu, self._words(by))
        action.setData(by)
        action.setActionGroup(self._choices)
        action.triggered.connect(self._on_chosen)
        return action

    def _switch(self, menu: QMenu, words: str) -> QAction:
        action = QAction(words, menu)
        action.setCheckable(True)
        menu.addAction(action)
        return action

    def _words(self, by: SortBy) -> str:
        return {
            SortBy.DATE: self.tr("Newest first"),
            SortBy.RATING: self.tr("Best rated first"),
            SortBy.MODEL: self.tr("By model"),
            SortBy.COST: self.tr("Dearest first"),
            SortBy.SIZE: self.tr("Largest first"),
            SortBy.SHUFFLE: self.tr("Shuffled"),
            SortBy.PLACE: self.tr("By hand"),
        }[by]

    def _on_chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        by = SortBy(action.data())
        seed = new_seed() if by is SortBy.SHUFFLE else 0
        self._tell(replace(self._order, by=by, shuffle_seed=seed))

    def _on_reversed(self, is_reversed: bool) -> None:
        self._tell(replace(self._order, is_reversed=is_reversed))

    def _on_stacked(self, is_stacked: bool) -> None:
        self._tell(replace(self._order, is_stacked=is_stacked))

    def _tell(self, order: GalleryOrder) -> None:
        self._order = order
        self._show()
        self.order_changed.emit(order)

    def _show(self) -> None:
        self._actions[self._order.by].setChecked(True)
        self.reverse.setChecked(self._order.is_reversed)
        self.stack.setChecked(self._order.is_stacked)
        self.stack.setEnabled(self._order.by is SortBy.DATE)
        self.set_name(self.tr("Order: {order}").format(order=self._words(self._order.by)))
